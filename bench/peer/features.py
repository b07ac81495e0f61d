"""The published recipe's features by librosa: the peer of bench/features.mjs, which starts this and speaks with it.

    python bench/peer/features.py prepare FOLDER CLIP…    writes n.wav (48 kHz, 16 bits) and n.f32 (what is cropped)
    python bench/peer/features.py work FOLDER CLIP…       answers lines of `samples`, `wav` or `flac` with JSON

An answer holds the milliseconds a clip of one pass over all clips, by the clock and of processor time, and the peak memory so far, in MB.
"""
import json
import os
import resource
import sys
import time
import warnings

import librosa
import numpy as np

RATE, SECONDS = 22050, 3


def crop(samples):
    wanted = RATE * SECONDS
    if len(samples) > wanted:
        start = (len(samples) - wanted) // 2
        return samples[start : start + wanted]
    return np.pad(samples, (0, wanted - len(samples)))


def load(path):
    return crop(librosa.load(path, sr=RATE)[0])


def means(samples):
    feature = librosa.feature
    return np.hstack([
        feature.mfcc(y=samples, sr=RATE, n_mfcc=20).mean(1),
        feature.chroma_stft(y=samples, sr=RATE).mean(1),
        feature.melspectrogram(y=samples, sr=RATE).mean(1),
        feature.spectral_contrast(y=samples, sr=RATE).mean(1),
        feature.rms(y=samples).mean(1),
        feature.zero_crossing_rate(samples).mean(1),
    ])


def prepare(folder, clips):
    import soundfile

    for index, clip in enumerate(clips):
        samples, rate = soundfile.read(clip, dtype='int16')
        soundfile.write(os.path.join(folder, f'{index}.wav'), samples, rate, subtype='PCM_16')
        load(clip).astype('<f4').tofile(os.path.join(folder, f'{index}.f32'))


def work(folder, clips):
    inputs = {
        'samples': [np.fromfile(os.path.join(folder, f'{index}.f32'), '<f4') for index in range(len(clips))],
        'wav': [os.path.join(folder, f'{index}.wav') for index in range(len(clips))],
        'flac': clips,
    }
    for line in sys.stdin:
        kind = line.strip()
        start, begun = time.perf_counter(), time.process_time()
        for item in inputs[kind]:
            means(item if kind == 'samples' else load(item))
        spent = 1000 * (time.perf_counter() - start) / len(clips)
        busy = 1000 * (time.process_time() - begun) / len(clips)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({'ms': spent, 'cpu': busy, 'peak': peak}), flush=True)


if __name__ == '__main__':
    warnings.filterwarnings('ignore')
    {'prepare': prepare, 'work': work}[sys.argv[1]](sys.argv[2], sys.argv[3:])
