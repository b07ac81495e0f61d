"""Golden values of the standard scaler, from scikit-learn's StandardScaler in double precision.

Run from the repository root: python scripts/golden/scaler.py > test/golden/scaler.json
Versions: scripts/golden/requirements.txt.

The inputs are float32 numbers, as a table holds them. Of the sequences only the real steps are fitted.
"""

import json
import sys

import numpy as np
from sklearn.preprocessing import StandardScaler


def fit(values):
    scaler = StandardScaler().fit(values.astype(np.float64))
    return {
        "mean": scaler.mean_.tolist(),
        "scale": scaler.scale_.tolist(),
        "scaled": scaler.transform(values.astype(np.float64)).tolist(),
    }


generator = np.random.default_rng(7)

pooled = generator.normal(size=(50, 6)) * [1, 300, 1e-4, 5, 1, 1] + [0, -120, 3, 0, 0, 0]
pooled[:, 3] = 0
pooled[:, 4] = 0.1
pooled[:, 5] = 1e6 + 0.25 * generator.integers(0, 3, 50)
pooled = pooled.astype(np.float32)

lengths = [4, 1, 3]
sequences = [(generator.normal(size=(length, 2)) * [2, 40] + [1, -9]).astype(np.float32) for length in lengths]

document = {
    "pooled": {"values": pooled.tolist(), **fit(pooled)},
    "sequences": {
        "lengths": lengths,
        "values": [clip.tolist() for clip in sequences],
        **fit(np.concatenate(sequences)),
    },
}
json.dump(document, sys.stdout)
sys.stdout.write("\n")
