"""The published recipe in Python, on the split of a kept intone run: the peer that a run is compared with.

    python bench/peer/published_recipe.py features CLIPS_FOLDER features.npz
    python bench/peer/published_recipe.py train features.npz RUN/split.csv --seed 1 --threads 2

Features: librosa 0.11 (169 clip means). Training: scikit-learn's StandardScaler, imbalanced-learn's SMOTE, Keras, with
the recipe's network, focal loss (gamma 2, alpha .75), class weights and early stopping on the validation part of the
given split. The test part is predicted once, at the end. Prints one JSON object.
"""

import argparse
import csv
import json
import multiprocessing
import os
import resource
import time

SAMPLE_RATE = 22050
SECONDS = 3


def clip_features(path):
    import librosa
    import numpy as np

    samples, _ = librosa.load(path, sr=SAMPLE_RATE)
    length = SAMPLE_RATE * SECONDS
    if len(samples) > length:
        start = (len(samples) - length) // 2
        samples = samples[start : start + length]
    samples = np.pad(samples, (0, length - len(samples)))
    feature = librosa.feature
    return np.hstack(
        [
            feature.mfcc(y=samples, sr=SAMPLE_RATE, n_mfcc=20).mean(1),
            feature.chroma_stft(y=samples, sr=SAMPLE_RATE).mean(1),
            feature.melspectrogram(y=samples, sr=SAMPLE_RATE).mean(1),
            feature.spectral_contrast(y=samples, sr=SAMPLE_RATE).mean(1),
            feature.rms(y=samples).mean(),
            feature.zero_crossing_rate(samples).mean(),
        ]
    )


def features(arguments):
    import numpy as np

    paths = sorted(
        os.path.join(folder, name)
        for folder, _, names in os.walk(arguments.clips)
        for name in names
        if name.lower().endswith((".wav", ".flac"))
    )
    began = time.time()
    if arguments.workers == 1:
        rows = np.array([clip_features(path) for path in paths])
    else:
        with multiprocessing.get_context("spawn").Pool(arguments.workers) as pool:
            rows = np.array(pool.map(clip_features, paths, chunksize=8))
    stems = [os.path.splitext(os.path.basename(path))[0] for path in paths]
    np.savez(arguments.output, X=rows, stems=stems, y=[int(stem.split("-")[2]) - 1 for stem in stems])
    print(json.dumps({"clips": len(paths), "seconds": round(time.time() - began, 1)}))


def train(arguments):
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    import numpy as np
    import tensorflow as tf
    from imblearn.over_sampling import SMOTE
    from sklearn.metrics import accuracy_score, f1_score, recall_score
    from sklearn.preprocessing import StandardScaler
    from sklearn.utils.class_weight import compute_class_weight

    tf.config.threading.set_intra_op_parallelism_threads(arguments.threads)
    tf.config.threading.set_inter_op_parallelism_threads(arguments.threads)
    tf.keras.utils.set_random_seed(arguments.seed)

    data = np.load(arguments.features)
    rows, labels = data["X"], data["y"]
    with open(arguments.split, newline="") as file:
        part_of = {os.path.basename(line["clip"]): line["part"] for line in csv.DictReader(file)}
    parts = np.array([part_of.get(str(stem), "") for stem in data["stems"]])
    chosen = {part: np.flatnonzero(parts == part) for part in ("train", "validation", "test")}

    training = labels[chosen["train"]]
    scaler = StandardScaler().fit(rows[chosen["train"]])
    scaled = {part: scaler.transform(rows[index]) for part, index in chosen.items()}
    sampled, sampled_labels = SMOTE(random_state=arguments.seed).fit_resample(scaled["train"], training)
    weights = compute_class_weight("balanced", classes=np.unique(training), y=training)

    def focal(truth, predicted):
        cross_entropy = tf.keras.losses.sparse_categorical_crossentropy(truth, predicted)
        return tf.keras.ops.mean(0.75 * (1 - tf.keras.ops.exp(-cross_entropy)) ** 2 * cross_entropy)

    layers = tf.keras.layers
    model = tf.keras.Sequential(
        [
            layers.Input((rows.shape[1], 1)),
            layers.Conv1D(128, 5, activation="relu"),
            layers.MaxPooling1D(2),
            layers.Bidirectional(layers.LSTM(128, return_sequences=True)),
            layers.Bidirectional(layers.LSTM(64)),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(8, activation="softmax"),
        ]
    )
    model.compile("adam", focal, metrics=["accuracy"])
    began = time.time()
    history = model.fit(
        sampled[..., None],
        sampled_labels,
        validation_data=(scaled["validation"][..., None], labels[chosen["validation"]]),
        epochs=arguments.epochs,
        class_weight=dict(enumerate(weights)),
        batch_size=32,
        callbacks=[]
        if arguments.no_early_stop
        else [tf.keras.callbacks.EarlyStopping(monitor="val_accuracy", patience=10, restore_best_weights=True)],
        verbose=0,
    )
    seconds = time.time() - began
    truth = labels[chosen["test"]]
    predicted = model.predict(scaled["test"][..., None], verbose=0).argmax(1)
    epochs = len(history.history["loss"])
    print(
        json.dumps(
            {
                "seed": arguments.seed,
                "threads": arguments.threads,
                "rows": {part: len(index) for part, index in chosen.items()},
                "sampled": len(sampled),
                "epochs": epochs,
                "fitSeconds": round(seconds, 1),
                "msPerBatch": round(seconds / epochs / -(-len(sampled) // 32) * 1000, 1),
                "accuracy": round(accuracy_score(truth, predicted), 4),
                "f1.macro": round(f1_score(truth, predicted, average="macro"), 4),
                "uar": round(recall_score(truth, predicted, average="macro"), 4),
                "recall": recall_score(truth, predicted, average=None).round(3).tolist(),
                "peakRssMb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            }
        ),
        flush=True,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("features")
    command.add_argument("clips")
    command.add_argument("output")
    command.add_argument("--workers", type=int, default=1, help="processes that share the clips")
    command.set_defaults(run=features)
    command = commands.add_parser("train")
    command.add_argument("features")
    command.add_argument("split")
    command.add_argument("--seed", type=int, default=1)
    command.add_argument("--threads", type=int, default=1)
    command.add_argument("--epochs", type=int, default=100)
    command.add_argument("--no-early-stop", action="store_true", help="train all epochs, and keep the last")
    command.set_defaults(run=train)
    arguments = parser.parse_args()
    arguments.run(arguments)
