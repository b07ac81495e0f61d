"""Resamples rows with imbalanced-learn once for each line of its input: the peer of bench/smote.mjs, which starts it.

    python bench/peer/smote.py FOLDER

FOLDER holds rows.f32, labels.i32 and shape.json ([rows, columns]). Answers with JSON: milliseconds by the clock and of
the processor, rows afterwards, peak memory.
"""

import json
import resource
import sys
import time
from pathlib import Path

import imblearn
import numpy as np
from imblearn.over_sampling import SMOTE

folder = Path(sys.argv[1])
rows = np.fromfile(folder / "rows.f32", "<f4").reshape(json.loads((folder / "shape.json").read_text()))
labels = np.fromfile(folder / "labels.i32", "<i4")

for line in sys.stdin:
    began, processor = time.perf_counter(), time.process_time()
    resampled, _ = SMOTE(k_neighbors=5, random_state=1).fit_resample(rows, labels)
    answer = {
        "ms": 1000 * (time.perf_counter() - began),
        "cpu": 1000 * (time.process_time() - processor),
        "rows": len(resampled),
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "version": f"imbalanced-learn {imblearn.__version__}",
    }
    del resampled
    print(json.dumps(answer), flush=True)
