"""Golden values of the classical models, from scikit-learn's LinearDiscriminantAnalysis and SVC.

Run from the repository root: python scripts/golden/classical.py > test/golden/classical.json
Versions: scripts/golden/requirements.txt.

The rows are float32 numbers, as a table holds them; scikit-learn computes on them in double precision.
"""

import json
import sys
import warnings

import numpy as np
from sklearn.calibration import _sigmoid_calibration
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.svm import SVC

generator = np.random.default_rng(11)


def made(rows, columns, classes, spread):
    """Clouds that overlap, of unequal sizes; one column is constant."""
    shares = np.arange(1, classes + 1) / np.arange(1, classes + 1).sum()
    labels = np.sort(generator.choice(classes, size=rows, p=shares))
    labels[:classes] = np.arange(classes)
    centres = generator.normal(size=(classes, columns)) * spread
    values = centres[labels] + generator.normal(size=(rows, columns)) * generator.uniform(0.5, 2, columns)
    values[:, 1] = 0.5
    order = generator.permutation(rows)
    return values[order].astype(np.float32), labels[order]


def lda(training, labels, test, **options):
    model = LinearDiscriminantAnalysis(solver="lsqr", **options).fit(training.astype(np.float64), labels)
    return model.predict_proba(test.astype(np.float64)).tolist()


def svm(training, labels, test, **options):
    model = SVC(decision_function_shape="ovo", tol=1e-5, **options).fit(training.astype(np.float64), labels)
    return {
        "options": {key: value for key, value in options.items()},
        "decisions": model.decision_function(test.astype(np.float64)).reshape(len(test), -1).tolist(),
        "supportVectors": int(model.n_support_.sum()),
        "predicted": model.predict(test.astype(np.float64)).tolist(),
    }


def case(rows, columns, classes, spread):
    values, labels = made(rows, columns, classes, spread)
    tested = rows // 3
    training, training_labels, test = values[tested:], labels[tested:], values[:tested]
    return {
        "classes": classes,
        "training": training.tolist(),
        "labels": training_labels.tolist(),
        "test": test.tolist(),
        "truth": labels[:tested].tolist(),
        "lda": {
            "auto": lda(training, training_labels, test, shrinkage="auto"),
            "fixed": lda(training, training_labels, test, shrinkage=0.2),
            "equal": lda(training, training_labels, test, shrinkage="auto", priors=[1 / classes] * classes),
        },
        "svm": [
            svm(training, training_labels, test, kernel="rbf", C=1.0, gamma="scale"),
            svm(training, training_labels, test, kernel="rbf", C=10.0, gamma="auto"),
            svm(training, training_labels, test, kernel="rbf", C=3.0, gamma=0.05, class_weight="balanced"),
            svm(training, training_labels, test, kernel="linear", C=0.5),
        ],
    }


def platt(count, shift):
    """Platt's sigmoid of overlapping decision values; another solver than libsvm's, of the same objective."""
    first = np.arange(count) % 3 == 0
    decisions = np.where(first, shift, -shift) + generator.normal(size=count)
    slope, offset = _sigmoid_calibration(decisions, first.astype(int))
    return {
        "decisions": decisions.tolist(),
        "isFirst": first.tolist(),
        "probabilities": (1 / (1 + np.exp(slope * decisions + offset))).tolist(),
    }


def coupling(values, labels):
    """Pairwise coupling, by libsvm: its sigmoids, its decisions and its probabilities."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = SVC(probability=True, decision_function_shape="ovo", random_state=0).fit(values, labels)
    return {
        "slopes": model.probA_.tolist(),
        "shifts": model.probB_.tolist(),
        "decisions": model.decision_function(values[:20]).tolist(),
        "probabilities": model.predict_proba(values[:20]).tolist(),
    }


cases = [case(120, 8, 4, 1.0), case(60, 40, 3, 0.5), case(40, 5, 2, 0.7)]
document = {
    "cases": cases,
    "platt": [platt(60, 0.8), platt(31, 0.1), platt(90, 6)],
    "coupling": coupling(*made(100, 4, 5, 1.0)),
}
json.dump(document, sys.stdout)
sys.stdout.write("\n")
