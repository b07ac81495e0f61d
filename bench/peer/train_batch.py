"""Trains the batches that the lines of its input ask for, in Keras: the peer of bench/train-batch.mjs, which starts it.

The published recipe's network, loss (focal, gamma 2, alpha .75) and optimizer, on a batch of 32. Answers each line with
a JSON object: milliseconds a batch, peak memory, version.
"""

import argparse
import json
import os
import resource
import sys
import time

parser = argparse.ArgumentParser()
parser.add_argument("--model", choices=["published"], required=True)
parser.add_argument("--threads", required=True)
parser.add_argument("--backend", help="of the other side; not used")
arguments = parser.parse_args()
for name in ["TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS"]:
    os.environ[name] = arguments.threads
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

layers = keras.layers
model = keras.Sequential(
    [
        keras.Input((169, 1)),
        layers.Conv1D(128, 5, activation="relu"),
        layers.MaxPooling1D(2),
        layers.Bidirectional(layers.LSTM(128, return_sequences=True)),
        layers.Bidirectional(layers.LSTM(64)),
        layers.Dense(128, activation="relu"),
        layers.Dropout(0.5),
        layers.Dense(8, activation="softmax"),
    ]
)
assert model.count_params() == 445_832
model.compile("adam", keras.losses.CategoricalFocalCrossentropy(alpha=0.75, gamma=2))
rows = np.random.default_rng(1).standard_normal((32, 169, 1)).astype("float32")
labels = np.eye(8, dtype="float32")[np.arange(32) % 8]

for line in sys.stdin:
    milliseconds = []
    before = time.process_time()
    for _ in range(int(line)):
        began = time.perf_counter()
        model.train_on_batch(rows, labels)
        milliseconds.append(1000 * (time.perf_counter() - began))
    processor = 1000 * (time.process_time() - before) / len(milliseconds)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    version = f"Keras {keras.__version__}, TensorFlow {tf.__version__}"
    answer = {"milliseconds": milliseconds, "processorMilliseconds": processor, "peakMegabytes": peak, "version": version}
    print(json.dumps(answer), flush=True)
