"""How many rows of each class imbalanced-learn's SMOTE leaves.

Run from the repository root: python scripts/golden/smote.py > test/golden/smote.json
Versions: scripts/golden/requirements.txt.
"""

import json
import sys

import numpy as np
from imblearn.over_sampling import SMOTE

CASES = [
    {"neighbors": 5, "counts": [153, 301, 301, 301, 301, 301, 154, 154]},
    {"neighbors": 5, "counts": [6, 20, 9]},
    {"neighbors": 1, "counts": [2, 3]},
    {"neighbors": 3, "counts": [12, 12, 12]},
    {"neighbors": 2, "counts": [7, 0, 4, 30]},
]


def resampled(neighbors, counts):
    generator = np.random.default_rng(0)
    labels = generator.permutation(np.repeat(np.arange(len(counts)), counts))
    rows = generator.normal(size=(len(labels), 4))
    _, after = SMOTE(k_neighbors=neighbors, random_state=0).fit_resample(rows, labels)
    return np.bincount(after, minlength=len(counts)).tolist()


json.dump([{**case, "resampled": resampled(**case)} for case in CASES], sys.stdout)
sys.stdout.write("\n")
