"""Golden values of the features pitch, spectral-shape and mel bands on the HTK's scale.

    python scripts/golden/voice_features.py

Writes test/golden/voice-features.json. librosa gives the mel bands, cepstra, centroid, bandwidth, roll-off and flatness;
NumPy, by the definitions, what librosa has not; Praat (its own implementation of Boersma 1993, by parselmouth) the pitch
of voiced signals. test/plugins/features/voiceSignals.ts makes the same signals. Versions: requirements.txt.
"""
import json
import math
import os
import warnings

import librosa
import numpy as np
import parselmouth
import scipy.fft

from features import GOLDEN, lcg, rounded, sixteen_bits

RATE = 16000
FFT, HOP = 512, 256
COUNT = 12000
# Of the frames, each so-manieth is written, the first and last among them.
EVERY = 23


def voice(frequency, count=COUNT, harmonics=12, noise=0.0, seed=3):
    """Harmonics that fall off like 1/k of a fundamental `frequency(seconds)` Hz, and white noise beside them."""
    hiss = lcg(count, seed)
    phase, samples = 0.0, []
    for n in range(count):
        phase += 2 * math.pi * frequency(n / RATE) / RATE
        samples.append(0.2 * sum(math.sin(k * phase) / k for k in range(1, harmonics + 1)) + noise * hiss[n])
    return samples


def pulses(period, count=COUNT):
    """A pulse each `period` samples through a resonance of 700 Hz, 120 Hz wide."""
    r = math.exp(-math.pi * 120 / RATE)
    a, b = 2 * r * math.cos(2 * math.pi * 700 / RATE), -r * r
    samples, one, two = [], 0.0, 0.0
    for n in range(count):
        value = (0.3 if n % period == 0 else 0.0) + a * one + b * two
        samples.append(value)
        one, two = value, one
    return samples


SIGNALS = {
    'steady 110 Hz': voice(lambda time: 110),
    'steady 220 Hz in noise': voice(lambda time: 220, noise=0.1),
    'glide 90 to 400 Hz': voice(lambda time: 90 + 310 * time / (COUNT / RATE)),
    'vibrato around 300 Hz in noise': voice(lambda time: 300 + 20 * math.sin(2 * math.pi * 5 * time), noise=0.05),
    'high 620 Hz': voice(lambda time: 620, harmonics=6),
    'pulses every 133 samples': pulses(133),
    'noise': [0.3 * value for value in lcg(COUNT, 9)],
}


def magnitudes(samples):
    return np.abs(librosa.stft(samples, n_fft=FFT, hop_length=HOP)).astype(np.float64)


def spectral_shape(samples):
    magnitude = magnitudes(samples)
    power = magnitude ** 2
    frequencies = np.arange(FFT // 2 + 1) * RATE / FFT
    single = magnitude.astype(np.float32)
    band = lambda low, high, last=False: power[(frequencies >= low) & ((frequencies <= high) if last else (frequencies < high))]
    decibels = lambda one, other: 10 * np.log10((one + 1e-10) / (other + 1e-10))
    flux = np.log(np.linalg.norm(np.diff(magnitude, axis=1), axis=0) + 1e-6)
    return np.stack([
        np.log(power.sum(0) + 1e-6),
        librosa.feature.spectral_centroid(S=single, sr=RATE)[0],
        librosa.feature.spectral_bandwidth(S=single, sr=RATE)[0],
        librosa.feature.spectral_rolloff(S=single, sr=RATE)[0],
        librosa.feature.spectral_flatness(S=single)[0],
        np.concatenate([flux[:1], flux]),
        decibels(band(0, 1000).sum(0), band(1000, 5000, True).sum(0)),
        decibels(band(0, 2000).max(0), band(2000, 5000, True).max(0)),
    ], axis=1)


def log_mel(samples, norm=None):
    mel = librosa.feature.melspectrogram(y=samples, sr=RATE, n_fft=FFT, hop_length=HOP, n_mels=64, fmin=50, fmax=8000,
                                         htk=True, norm=norm)
    return np.log(mel.astype(np.float64) + 1e-6)


def praat_pitch(samples):
    """F0 in Hz at the frames' centres, 0 where Praat says unvoiced or has no frame."""
    sound = parselmouth.Sound(samples.astype(np.float64), RATE)
    pitch = sound.to_pitch_ac(time_step=HOP / RATE, pitch_floor=60, pitch_ceiling=800, octave_cost=0.05)
    times = np.arange(1 + len(samples) // HOP) * HOP / RATE
    found = [pitch.get_value_at_time(time) for time in times]
    return [0.0 if math.isnan(value) else value for value in found]


BANDS = {'bands': 64, 'minimumFrequency': 50, 'maximumFrequency': 8000, 'scale': 'htk', 'norm': 'none', 'level': 'log'}


def thinned(values):
    """[frames, columns], of which each so-manieth row is kept."""
    return rounded(values[::EVERY])


def case(name, samples):
    return {
        'signal': name,
        'features': [
            {'use': 'spectral-shape', 'options': {}, 'values': thinned(spectral_shape(samples))},
            {'use': 'mel', 'options': BANDS, 'values': thinned(log_mel(samples).T)},
            {'use': 'mel', 'options': {**BANDS, 'norm': 'area'}, 'values': thinned(log_mel(samples, 'slaney').T)},
            {'use': 'mfcc', 'options': {**BANDS, 'coefficients': 30},
             'values': thinned(scipy.fft.dct(log_mel(samples), axis=0, norm='ortho')[:30].T)},
        ],
        'praat': rounded(praat_pitch(samples)),
    }


if __name__ == '__main__':
    warnings.filterwarnings('ignore')
    cases = [case(name, sixteen_bits(values)) for name, values in SIGNALS.items()]
    content = {'librosa': librosa.__version__, 'praat': parselmouth.PRAAT_VERSION, 'sampleRate': RATE, 'samples': COUNT,
               'every': EVERY, 'cases': cases}
    with open(os.path.join(GOLDEN, 'voice-features.json'), 'w') as file:
        json.dump(content, file, separators=(',', ':'))
        file.write('\n')
