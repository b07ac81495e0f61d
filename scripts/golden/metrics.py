"""Golden values of the evaluators and of balanced class weights, from scikit-learn.

Run from the repository root: python scripts/golden/metrics.py > test/golden/metrics.json
Versions: scripts/golden/requirements.txt.

What is not defined is null. The averages are over the classes that have rows (scikit-learn's `labels`) with
zero_division=0. Per class, what has a zero denominator is undefined (zero_division=nan), except the precision of a class
that has rows and is never predicted, which is 0.
"""

import json
import math
import sys
import warnings

import numpy as np
from sklearn import metrics
from sklearn.utils.class_weight import compute_class_weight

BINS = 15


def random_predictions(generator, rows, classes, skill):
    truth = generator.integers(0, classes, rows)
    logits = generator.normal(size=(rows, classes))
    logits[np.arange(rows), truth] += skill
    return truth, logits


def softmax(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def calibration_error(truth, probabilities):
    """Guo et al. 2017, equation 3, written as a loop over the bins (low, high]."""
    taken = probabilities.argmax(axis=1)
    confidence = probabilities.max(axis=1)
    error = 0.0
    for index in range(BINS):
        inside = (confidence > index / BINS) & (confidence <= (index + 1) / BINS)
        if inside.any():
            gap = abs((taken[inside] == truth[inside]).mean() - confidence[inside].mean())
            error += inside.mean() * gap
    return error


def expected(truth, probabilities):
    classes = probabilities.shape[1]
    labels = list(range(classes))
    taken = probabilities.argmax(axis=1)
    present = sorted(set(truth.tolist()))

    def scores(average, labels, zero_division):
        return metrics.precision_recall_fscore_support(
            truth, taken, average=average, labels=labels, zero_division=zero_division
        )

    macro = scores("macro", present, 0)
    weighted = scores("weighted", present, 0)
    undefined = scores(None, labels, np.nan)
    zero = scores(None, labels, 0)
    precision = [zero[0][k] if k in present else undefined[0][k] for k in labels]
    return {
        "overall": {
            "accuracy": metrics.accuracy_score(truth, taken),
            "uar": metrics.balanced_accuracy_score(truth, taken),
            "precision.macro": macro[0],
            "recall.macro": macro[1],
            "f1.macro": macro[2],
            "precision.weighted": weighted[0],
            "recall.weighted": weighted[1],
            "f1.weighted": weighted[2],
            "kappa": metrics.cohen_kappa_score(truth, taken, labels=labels),
            "mcc": metrics.matthews_corrcoef(truth, taken),
            "log-loss": metrics.log_loss(truth, probabilities, labels=labels),
            "brier": metrics.brier_score_loss(truth, probabilities, labels=labels, scale_by_half=False),
            "ece": calibration_error(truth, probabilities),
        },
        "perClass": {
            "precision": precision,
            "recall": undefined[1],
            "f1": undefined[2],
            "one-vs-rest-accuracy": [metrics.accuracy_score(truth == k, taken == k) for k in labels],
        },
        "matrix": metrics.confusion_matrix(truth, taken, labels=labels),
        "balancedWeights": {
            int(label): weight
            for label, weight in zip(
                present, compute_class_weight("balanced", classes=np.array(present), y=truth)
            )
        },
    }


def cases():
    generator = np.random.default_rng(20240607)
    truth, logits = random_predictions(generator, 240, 8, 1.5)
    yield "random", truth, softmax(logits)

    truth, logits = random_predictions(generator, 60, 4, 1.0)
    logits[:, 2] = -9
    yield "class never predicted", truth, softmax(logits)

    truth, logits = random_predictions(generator, 60, 4, 1.0)
    truth[truth == 1] = 3
    yield "class without rows, predicted", truth, softmax(logits)

    truth, logits = random_predictions(generator, 60, 4, 1.0)
    truth[truth == 1] = 3
    logits[:, 1] = -9
    yield "class with neither rows nor predictions", truth, softmax(logits)

    truth, logits = random_predictions(generator, 40, 3, 1.0)
    truth[:] = 1
    logits[:, 1] = 9
    yield "one class throughout", truth, softmax(logits)

    truth, logits = random_predictions(generator, 40, 3, 1.0)
    logits[:, 0] = 9
    yield "one class predicted throughout", truth, softmax(logits)

    truth, logits = random_predictions(generator, 40, 3, 1.0)
    certain = np.eye(3)[np.where(generator.random(40) < 0.8, truth, (truth + 1) % 3)]
    yield "certain, sometimes wrong", truth, certain

    truth, logits = random_predictions(generator, 30, 5, 1.0)
    yield "undecided", truth, np.full((30, 5), 0.2)

    truth, logits = random_predictions(generator, 80, 2, 0.7)
    yield "two classes", truth, softmax(logits)


def plain(value):
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and math.isnan(value) else value


warnings.simplefilter("ignore")
document = [
    {
        "name": name,
        "truth": plain(truth),
        "probabilities": plain(probabilities),
        **plain(expected(truth, probabilities)),
    }
    for name, truth, probabilities in cases()
]
json.dump(document, sys.stdout)
sys.stdout.write("\n")
