"""Golden values of the features, the resampler and the decoders.

    python scripts/golden/features.py

Writes test/golden/features.json (librosa's features of synthetic signals), features-resample.json (soxr's HQ setting)
and features-clips.json (small audio files written by libsndfile). The signals are described by formulas, rounded to
16 bits; test/core/signal/signals.ts has the same. Versions: requirements.txt beside this file.
"""
import base64
import io
import json
import math
import os
import warnings

import librosa
import numpy as np
import soundfile
import soxr

RATE = 22050
GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'test', 'golden')


def lcg(count, state):
    """Noise in [-1, 1) from the linear congruential generator of Numerical Recipes."""
    values = []
    for _ in range(count):
        state = (1664525 * state + 1013904223) % 2**32
        values.append(state / 2**31 - 1)
    return values


def sixteen_bits(values):
    return np.array([math.floor(value * 32767 + 0.5) / 32768 for value in values], dtype=np.float32)


def sweep(count, rate):
    """A sine that rises from 100 Hz by 8,000 Hz a second."""
    return [0.5 * math.sin(2 * math.pi * (100 + 4000 * n / rate) * n / rate) for n in range(count)]


def vowel(count, rate):
    """Twenty harmonics of about 180 Hz that fall off like 1/k, with a vibrato of 5 Hz."""
    def sample(n):
        time = n / rate
        phase = 2 * math.pi * 180 * time + 1.5 * math.sin(2 * math.pi * 5 * time)
        return 0.2 * sum(math.sin(k * phase) / k for k in range(1, 21))
    return [sample(n) for n in range(count)]


def silence_then_tone(count, rate):
    """Digital silence for the first half, then 440 Hz."""
    return [0.3 * math.sin(2 * math.pi * 440 * n / rate) if n >= count // 2 else 0.0 for n in range(count)]


def clicks(count):
    """A click every 1,500 samples, of falling height."""
    return [0.9 / (1 + n // 1500) if n % 1500 == 700 else 0.0 for n in range(count)]


SIGNALS = {
    'sweep': sweep(11025, RATE),
    'vowel': vowel(13230, RATE),
    'noise': [0.3 * value for value in lcg(8000, 1)],
    'silence then tone': silence_then_tone(9000, RATE),
    'short': vowel(700, RATE),
    'clicks': clicks(6000),
}

FEATURES = [
    ('mfcc', {}, lambda y: librosa.feature.mfcc(y=y, sr=RATE)),
    ('mfcc', {'coefficients': 13, 'bands': 40, 'minimumFrequency': 100, 'maximumFrequency': 8000, 'range': 60},
     lambda y: librosa.feature.mfcc(
         S=librosa.power_to_db(librosa.feature.melspectrogram(y=y, sr=RATE, n_mels=40, fmin=100, fmax=8000), top_db=60),
         n_mfcc=13)),
    ('chroma', {}, lambda y: librosa.feature.chroma_stft(y=y, sr=RATE)),
    ('chroma', {'bins': 24, 'tuning': 0.25}, lambda y: librosa.feature.chroma_stft(y=y, sr=RATE, n_chroma=24, tuning=0.25)),
    ('mel', {'bands': 64}, lambda y: librosa.feature.melspectrogram(y=y, sr=RATE, n_mels=64)),
    ('spectral-contrast', {}, lambda y: librosa.feature.spectral_contrast(y=y, sr=RATE)),
    ('spectral-contrast', {'bands': 4, 'minimumFrequency': 100, 'quantile': 0.1},
     lambda y: librosa.feature.spectral_contrast(y=y, sr=RATE, n_bands=4, fmin=100, quantile=0.1)),
    ('rms', {}, lambda y: librosa.feature.rms(y=y)),
    ('zero-crossing-rate', {}, lambda y: librosa.feature.zero_crossing_rate(y)),
    ('zero-crossing-rate', {'threshold': 0.1}, lambda y: librosa.feature.zero_crossing_rate(y, threshold=0.1)),
]

RATES = [(48000, 22050), (44100, 22050), (24000, 22050), (16000, 22050), (8000, 22050), (22050, 16000), (48000, 16000)]

CLIPS = [('PCM_16', 'WAV', 1), ('PCM_16', 'WAV', 2), ('PCM_24', 'WAV', 1), ('PCM_U8', 'WAV', 1), ('FLOAT', 'WAV', 2),
         ('PCM_16', 'FLAC', 1), ('PCM_16', 'FLAC', 2), ('PCM_24', 'FLAC', 1)]


def rounded(values):
    return [float(f'{value:.7g}') for value in np.asarray(values, dtype=np.float64).reshape(-1)]


def features():
    cases = []
    for signal, values in SIGNALS.items():
        samples = sixteen_bits(values)
        power = np.abs(librosa.stft(samples)) ** 2
        tuning = librosa.estimate_tuning(S=power, sr=RATE, bins_per_octave=12)
        found = [{'use': use, 'options': options, 'values': rounded(compute(samples).T)}
                 for use, options, compute in FEATURES]
        cases.append({'signal': signal, 'samples': len(samples), 'tuning': round(float(tuning), 6), 'features': found})
    return {'librosa': librosa.__version__, 'sampleRate': RATE, 'cases': cases}


def resampled():
    cases = []
    for source, target in RATES:
        samples = sixteen_bits([0.3 * value for value in lcg(source // 20, 7)])
        found = librosa.resample(samples, orig_sr=source, target_sr=target)
        cases.append({'from': source, 'to': target, 'samples': len(samples), 'values': rounded(found)})
    return {'soxr': soxr.__version__, 'cases': cases}


def clips():
    cases = []
    for subtype, container, channels in CLIPS:
        samples = np.stack([np.array(lcg(600, 11 + channel)) for channel in range(channels)], axis=1)
        file = io.BytesIO()
        soundfile.write(file, samples, 16000, subtype=subtype, format=container)
        file.seek(0)
        read, _ = soundfile.read(file, dtype='float32', always_2d=True)
        bits = read.T.astype('<f4').tobytes()
        cases.append({'name': f'{container} {subtype}, channels: {channels}', 'channels': channels,
                      'file': base64.b64encode(file.getvalue()).decode(), 'samples': base64.b64encode(bits).decode()})
    return {'soundfile': soundfile.__version__, 'sampleRate': 16000, 'cases': cases}


def write(name, content):
    with open(os.path.join(GOLDEN, name), 'w') as file:
        json.dump(content, file, separators=(',', ':'))
        file.write('\n')


if __name__ == '__main__':
    warnings.filterwarnings('ignore')
    write('features.json', features())
    write('features-resample.json', resampled())
    write('features-clips.json', clips())
