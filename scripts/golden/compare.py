"""Golden values of the comparison of two runs, from SciPy and scikit-learn.

Run from the repository root: python scripts/golden/compare.py > test/golden/compare.json
Versions: scripts/golden/requirements.txt.

McNemar's test is written as statsmodels.stats.contingency_tables.mcnemar has it: the exact two-sided binomial test, or
chi-squared with continuity correction (no correction left where the counts are equal, as in R's mcnemar.test). The
paired bootstrap is scipy.stats.bootstrap(paired=True, method='percentile') of the difference of two metrics; its
intervals carry the noise of their resamples.
"""

import json
import sys

import numpy as np
from scipy import stats
from sklearn import metrics

APPROXIMATE_FROM = 25
RESAMPLES = 20_000


def mcnemar(first, second):
    discordant = first + second
    if discordant < APPROXIMATE_FROM:
        p = stats.binomtest(first, discordant, 0.5).pvalue if discordant > 0 else 1.0
        return {"statistic": None, "p": p}
    statistic = max(0, abs(first - second) - 1) ** 2 / discordant
    return {"statistic": statistic, "p": stats.chi2.sf(statistic, 1)}


def mcnemar_cases():
    pairs = [(first, second) for first in range(25) for second in range(25 - first)]
    pairs += [(25, 0), (12, 13), (13, 12), (20, 20), (30, 10), (10, 30), (100, 140), (3, 400), (0, 2000), (1017, 1017)]
    return [{"onlyFirst": first, "onlySecond": second, **mcnemar(first, second)} for first, second in pairs]


def survival():
    statistics = [0, 1e-12, 1e-6, 0.001, 0.1, 0.5, 1, 2, 2.9, 2.999999, 3, 3.000001, 3.84, 5, 10, 30, 100, 400, 1200]
    return [{"statistic": value, "p": stats.chi2.sf(value, 1)} for value in statistics]


def differences(rows, classes, skills, generator):
    """Of each metric: its difference, second minus first, with a percentile interval."""
    truth = generator.integers(0, classes, rows)
    shared = generator.normal(size=(rows, classes))
    taken = []
    for skill in skills:
        logits = 0.8 * shared + 0.6 * generator.normal(size=(rows, classes))
        logits[np.arange(rows), truth] += skill
        taken.append(logits.argmax(axis=1))

    scores = {
        "accuracy": lambda truth, taken: (truth == taken).mean(),
        "f1.macro": lambda truth, taken: metrics.f1_score(truth, taken, average="macro", zero_division=0),
    }

    def difference(score):
        return lambda truth, first, second: score(truth, second) - score(truth, first)

    made = {}
    for name, score in scores.items():
        # f1_score cannot be vectorised; fewer resamples keep it short.
        resamples = RESAMPLES if name == "accuracy" else 4_000
        result = stats.bootstrap(
            (truth, *taken),
            difference(score),
            n_resamples=resamples,
            paired=True,
            vectorized=False,
            method="percentile",
            rng=np.random.default_rng(0),
        )
        interval = result.confidence_interval
        made[name] = {
            "value": difference(score)(truth, *taken),
            "low": interval.low,
            "high": interval.high,
            "standardError": result.standard_error,
        }
    return {
        "classes": classes,
        "truth": truth.tolist(),
        "first": taken[0].tolist(),
        "second": taken[1].tolist(),
        "differences": made,
    }


def main():
    generator = np.random.default_rng(20240607)
    document = {
        "mcnemar": mcnemar_cases(),
        "chiSquareSurvival": survival(),
        "paired": [
            differences(407, 8, (1.5, 1.9), generator),
            differences(150, 4, (1.0, 1.0), generator),
        ],
    }
    json.dump(document, sys.stdout, default=float)
    sys.stdout.write("\n")


main()
