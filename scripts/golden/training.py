"""Golden values of the losses, of the CNN-BiLSTM and of its training, from Keras.

Run from the repository root: python scripts/golden/training.py > test/golden/training.json
Versions: scripts/golden/requirements.txt.

Weights stand in Keras's order (layer by layer: kernel, recurrent kernel, bias; of a bidirectional layer forward
first), each as {"shape", "values"}.
"""

import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"

import numpy as np
import tensorflow as tf

L = tf.keras.layers
K = tf.keras.ops
CLASSES = 4


def tensor(values):
    values = np.asarray(values)
    return {"shape": list(values.shape), "values": [float(value) for value in values.ravel()]}


def published_focal(truth, probabilities):
    """As the published recipe has it: alpha .75, gamma 2, of the probabilities."""
    ce = tf.keras.losses.sparse_categorical_crossentropy(truth, probabilities)
    return K.mean(0.75 * (1 - K.exp(-ce)) ** 2 * ce)


def losses(generator):
    logits = tf.Variable(generator.normal(size=(6, CLASSES)) * 3, dtype=tf.float32)
    truth = generator.integers(0, CLASSES, 6)
    one_hot = np.eye(CLASSES, dtype=np.float32)[truth]
    weights = generator.uniform(0.5, 2, 6).astype(np.float32)
    alphas = generator.uniform(0.2, 1, CLASSES)
    soft = np.random.default_rng(8).dirichlet(np.full(CLASSES, 0.5), 6).astype(np.float32)

    def by_class_focal(labels=one_hot, smoothing=0):
        loss = tf.keras.losses.CategoricalFocalCrossentropy(
            alpha=list(alphas), gamma=1.5, from_logits=True, label_smoothing=smoothing
        )
        return loss(labels, logits, sample_weight=weights)

    def cross_entropy(smoothing, labels=one_hot):
        loss = tf.keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=smoothing)
        return loss(labels, logits, sample_weight=weights)

    by_class = {f"class-{index}": float(alpha) for index, alpha in enumerate(alphas)}

    cases = [
        ("focal", {"gamma": 2, "alpha": 0.75}, False, lambda: published_focal(truth, tf.nn.softmax(logits))),
        (
            "focal",
            {"gamma": 1.5, "alpha": by_class},
            True,
            by_class_focal,
        ),
        ("cross-entropy", {"labelSmoothing": 0}, True, lambda: cross_entropy(0)),
        ("cross-entropy", {"labelSmoothing": 0.1}, True, lambda: cross_entropy(0.1)),
    ]
    soft_cases = [
        ("cross-entropy", {"labelSmoothing": 0.05}, True, lambda: cross_entropy(0.05, soft)),
        ("focal", {"gamma": 1.5, "alpha": by_class}, True, lambda: by_class_focal(soft)),
        (
            "focal",
            {"gamma": 1.5, "alpha": by_class, "labelSmoothing": 0.1},
            True,
            lambda: by_class_focal(soft, 0.1),
        ),
    ]
    made = []
    for name, options, weighted, compute in cases + soft_cases:
        with tf.GradientTape() as tape:
            loss = compute()
        made.append(
            {
                "use": name,
                "options": options,
                "weighted": weighted,
                "soft": len(made) >= len(cases),
                "loss": float(loss),
                "gradient": tensor(tape.gradient(loss, logits)),
            }
        )
    return {
        "logits": tensor(logits),
        "truth": truth.tolist(),
        "soft": tensor(soft),
        "weights": tensor(weights),
        "cases": made,
    }


def cnn_bilstm(steps, columns, mask):
    """The published network, small, giving logits; with a mask as intone masks padded sequences."""
    model = tf.keras.Sequential(
        [
            L.Input((steps, columns)),
            L.Conv1D(5, 3, activation="relu", use_bias=not mask),
            L.MaxPooling1D(2),
            *([L.Masking(0.0)] if mask else []),
            L.Bidirectional(L.LSTM(4, return_sequences=True)),
            L.Bidirectional(L.LSTM(3)),
            L.Dense(6, activation="relu"),
            L.Dropout(0.0),
            L.Dense(CLASSES),
        ]
    )
    return model


def training(generator):
    """Five steps of Adam on one batch, focal loss as published."""
    model = cnn_bilstm(12, 1, mask=False)
    start = [generator.normal(size=weight.shape) * 0.4 for weight in model.get_weights()]
    model.set_weights(start)
    rows = generator.normal(size=(10, 12)).astype(np.float32)
    truth = generator.integers(0, CLASSES, 10)
    optimizer = tf.keras.optimizers.Adam(0.01)
    before = model(rows[..., None])
    history = []
    for _ in range(5):
        with tf.GradientTape() as tape:
            loss = published_focal(truth, tf.nn.softmax(model(rows[..., None], training=True)))
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
        history.append(float(loss))
    return {
        "weights": [tensor(weight) for weight in start],
        "rows": tensor(rows),
        "truth": truth.tolist(),
        "logits": tensor(before),
        "losses": history,
        "trained": [tensor(weight) for weight in model.get_weights()],
    }


def masking(generator):
    """Sequences of 14, 9 and 6 real steps of 3 columns, zero-padded to 14."""
    model = cnn_bilstm(14, 3, mask=True)
    weights = [generator.normal(size=weight.shape) * 0.4 for weight in model.get_weights()]
    model.set_weights(weights)
    lengths = [14, 9, 6]
    rows = generator.normal(size=(3, 14, 3)).astype(np.float32)
    for row, length in enumerate(lengths):
        rows[row, length:] = 0
    return {
        "weights": [tensor(weight) for weight in weights],
        "lengths": lengths,
        "rows": tensor(rows),
        "logits": tensor(model(rows)),
    }


def main():
    generator = np.random.default_rng(7)
    golden = {
        "versions": {"tensorflow": tf.__version__, "keras": tf.keras.__version__, "numpy": np.__version__},
        "losses": losses(generator),
        "training": training(generator),
        "masking": masking(generator),
    }
    json.dump(golden, sys.stdout)
    sys.stdout.write("\n")


main()
