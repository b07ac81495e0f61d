"""Golden values of the poolings clip-statistics and sequence, by NumPy and SciPy.

    python scripts/golden/clip_statistics.py

Writes test/golden/clip-statistics.json: frames, the standard set of clip-statistics of them in the order of its columns,
all other statistics of one column, and what sequence makes of them. Versions: requirements.txt beside this file.
"""
import json
import os

import numpy as np
import scipy
import scipy.stats

from features import GOLDEN, lcg

NAMES = ['mfcc_1', 'mfcc_2', 'log_energy', 'pitch_strength', 'pitch_log2', 'pitch_voiced', 'mel_1', 'mel_2', 'mel_3']
FRAMES = 29


def contours():
    """Walks at random, rounded to a sixteenth; a frame is voiced where the strength is above its middle."""
    walks = np.cumsum(np.array(lcg(FRAMES * len(NAMES), 21)).reshape(FRAMES, len(NAMES)), axis=0)
    values = np.round(walks * 16) / 16 + np.arange(len(NAMES))
    strength = values[:, NAMES.index('pitch_strength')]
    values[:, NAMES.index('pitch_voiced')] = strength > np.median(strength)
    return values


def slope(values, times):
    return np.polyfit(times, values, 1)[0]


def runs(flags):
    """Lengths of the stretches of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(int), [0]])))
    return edges[1::2] - edges[::2]


def basic(values, chosen):
    own = values[chosen]
    return [own.mean(), own.std(), *np.percentile(own, [5, 50, 95]), scipy.stats.iqr(own), scipy.stats.skew(own)]


def movement(values, chosen):
    delta = np.gradient(values)[chosen]
    return [slope(values[chosen], chosen), delta.std(), np.abs(delta).mean()]


def standard(values):
    column = {name: values[:, index] for index, name in enumerate(NAMES)}
    every = np.arange(FRAMES)
    voiced = np.flatnonzero(column['pitch_voiced'] > 0)
    mel = [column[name] for name in NAMES if name.startswith('mel_')]
    plain = [name for name in NAMES if not name.startswith('mel_') and name not in ('pitch_log2', 'pitch_voiced')]
    thirds = [name for name in NAMES if not name.startswith('mel_') and name != 'pitch_voiced']
    second = lambda one: np.gradient(np.gradient(one)).std()
    found = []
    for name in plain:
        found += [*basic(column[name], every), scipy.stats.kurtosis(column[name]), *movement(column[name], every)]
    found += [second(column[name]) for name in NAMES if name.startswith('mfcc_')]
    spectrum = np.mean([one.mean() for one in mel])
    for one in mel:
        found += [one.mean(), one.std(), one.mean() - spectrum, second(one)]
    for one in mel:
        found += [one[voiced].mean(), one[voiced].std()]
    found += [*basic(column['pitch_log2'], voiced), *movement(column['pitch_log2'], voiced)]
    found += [column['pitch_strength'][voiced].mean(), column['pitch_strength'][voiced].std()]
    flags = column['pitch_voiced'] > 0
    found += [flags.mean(), FRAMES, len(runs(flags)), runs(flags).mean(), runs(flags).std(), runs(~flags).mean()]
    edges = [part * FRAMES // 3 for part in range(4)]
    found += [column[name][first:end].mean() for first, end in zip(edges, edges[1:]) for name in thirds]
    return found


PERCENTS = {'minimum': 0, 'p1': 1, 'p10': 10, 'p25': 25, 'p75': 75, 'p90': 90, 'p99': 99, 'maximum': 100}


def sequence(values):
    """Two columns once more without their mean, gradients, and the means of each two frames."""
    wide = np.hstack([values, values[:, :2] - values[:, :2].mean(0), np.gradient(values, axis=0)])
    return [wide[first:first + 2].mean(0) for first in range(0, FRAMES, 2)][:12]


def rounded(values):
    return [float(f'{value:.9g}') for value in np.asarray(values, dtype=np.float64).reshape(-1)]


if __name__ == '__main__':
    values = contours()
    content = {
        'numpy': np.__version__, 'scipy': scipy.__version__, 'frames': FRAMES, 'names': NAMES, 'values': rounded(values),
        'standard': rounded(standard(values)),
        'others': {name: rounded([np.percentile(values[:, 0], percent)])[0] for name, percent in PERCENTS.items()},
        'sequence': rounded(sequence(values)),
    }
    with open(os.path.join(GOLDEN, 'clip-statistics.json'), 'w') as file:
        json.dump(content, file, separators=(',', ':'))
        file.write('\n')
