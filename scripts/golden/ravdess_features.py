"""Golden values of the published recipe's features of real recordings.

    python scripts/golden/ravdess_features.py RAVDESS_FOLDER

Writes test/golden/features-ravdess.json: what librosa.load and librosa's features give for 12 clips evenly taken from
the folder and the stereo ones, as means over time. `digitalSilence` says whether the file has a frame's length of zeros:
there the resampler's rounding alone decides the chroma and the tuning. Versions: requirements.txt beside this file.
"""
import glob
import json
import os
import sys
import warnings

import librosa
import numpy as np
import soundfile

RATE, SECONDS, FRAME = 22050, 3, 2048
GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'test', 'golden')


def load(path):
    samples, _ = librosa.load(path, sr=RATE)
    surplus = len(samples) - RATE * SECONDS
    return samples[surplus // 2 : surplus // 2 + RATE * SECONDS] if surplus > 0 else np.pad(samples, (0, -surplus))


def means(samples):
    features = {
        'mfcc': librosa.feature.mfcc(y=samples, sr=RATE, n_mfcc=20),
        'chroma': librosa.feature.chroma_stft(y=samples, sr=RATE),
        'mel': librosa.feature.melspectrogram(y=samples, sr=RATE),
        'spectral-contrast': librosa.feature.spectral_contrast(y=samples, sr=RATE),
        'rms': librosa.feature.rms(y=samples),
        'zero-crossing-rate': librosa.feature.zero_crossing_rate(samples),
    }
    return {name: [float(f'{mean:.7g}') for mean in values.mean(axis=1)] for name, values in features.items()}


def has_digital_silence(path):
    samples = soundfile.read(path, always_2d=True)[0].mean(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], samples == 0, [0]))))
    return bool(np.any(edges[1::2] - edges[::2] >= FRAME))


def main():
    warnings.filterwarnings('ignore')
    folder = sys.argv[1]
    files = sorted(glob.glob(os.path.join(folder, '*', '*.flac')))
    stereo = [file for file in files if soundfile.info(file).channels > 1]
    chosen = sorted({files[index] for index in np.linspace(0, len(files) - 1, 12).astype(int)} | set(stereo))
    clips = [{'file': os.path.relpath(file, folder).replace(os.sep, '/'), 'digitalSilence': has_digital_silence(file),
              'means': means(load(file))} for file in chosen]
    with open(os.path.join(GOLDEN, 'features-ravdess.json'), 'w') as file:
        json.dump({'librosa': librosa.__version__, 'clips': clips}, file, separators=(',', ':'))
        file.write('\n')


if __name__ == '__main__':
    main()
