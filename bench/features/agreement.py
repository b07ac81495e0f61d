"""How far intone's features are from librosa's on real recordings, and how long both take.

    python bench/features/agreement.py RAVDESS_FOLDER [CLIPS]

Compares every number of every frame, (a) from the same samples at 22,050 Hz, (b) from the audio file, for CLIPS clips
(40 unless given) evenly taken from the folder and all stereo ones. A difference is relative to the largest absolute
value of its feature in its clip. Needs librosa and soundfile as in scripts/golden/requirements.txt, and Node.
"""
import glob
import json
import os
import subprocess
import sys
import tempfile
import time
import warnings

import librosa
import numpy as np
import soundfile

RATE, SECONDS = 22050, 3
HERE = os.path.dirname(os.path.abspath(__file__))


def load(path):
    samples, _ = librosa.load(path, sr=RATE)
    wanted = RATE * SECONDS
    if len(samples) > wanted:
        start = (len(samples) - wanted) // 2
        return samples[start : start + wanted]
    return np.pad(samples, (0, wanted - len(samples)))


def features(samples):
    return np.hstack([feature.T for feature in (
        librosa.feature.mfcc(y=samples, sr=RATE, n_mfcc=20),
        librosa.feature.chroma_stft(y=samples, sr=RATE),
        librosa.feature.melspectrogram(y=samples, sr=RATE),
        librosa.feature.spectral_contrast(y=samples, sr=RATE),
        librosa.feature.rms(y=samples),
        librosa.feature.zero_crossing_rate(samples),
    )]).astype(np.float32)


def timed(function, argument):
    start = time.process_time()
    result = function(argument)
    return result, 1000 * (time.process_time() - start)


def choose(folder, count):
    files = sorted(glob.glob(os.path.join(folder, '**', '*.flac'), recursive=True)
                   + glob.glob(os.path.join(folder, '**', '*.wav'), recursive=True))
    stereo = [file for file in files if soundfile.info(file).channels > 1]
    chosen = [files[index] for index in np.linspace(0, len(files) - 1, count).astype(int)]
    return sorted(set(chosen + stereo)), len(stereo)


def extract(folder, clips):
    manifest, references, load_ms, feature_ms = [], [], [], []
    features(load(clips[0]))
    for index, clip in enumerate(clips):
        samples, spent = timed(load, clip)
        load_ms.append(spent)
        reference, spent = timed(features, samples)
        feature_ms.append(spent)
        references.append(reference)
        path = lambda kind: os.path.join(folder, f'{index}.{kind}')
        samples.astype('<f4').tofile(path('samples'))
        manifest.append({'clip': os.path.abspath(clip), 'samples': path('samples'),
                         'fromSamples': path('a'), 'fromClip': path('b')})
    manifest_path = os.path.join(folder, 'manifest.json')
    with open(manifest_path, 'w') as file:
        json.dump(manifest, file)
    answer = subprocess.run(['npx', '--no-install', 'jiti', os.path.join(HERE, 'extract.ts'), manifest_path],
                            cwd=os.path.join(HERE, '..', '..'), capture_output=True, text=True)
    if answer.returncode != 0:
        sys.exit(answer.stderr)
    ours = json.loads(answer.stdout)
    read = lambda entry, kind: np.fromfile(entry[kind], '<f4').reshape(-1, references[0].shape[1])
    found = [{kind: read(entry, kind) for kind in ('fromSamples', 'fromClip')} for entry in manifest]
    return references, found, ours, np.mean(load_ms), np.mean(feature_ms)


def relative(reference, found):
    return np.abs(reference - found).max() / max(np.abs(reference).max(), 1e-30)


def main():
    warnings.filterwarnings('ignore')
    folder, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 40
    clips, stereo = choose(folder, count)
    with tempfile.TemporaryDirectory() as scratch:
        references, found, ours, load_ms, feature_ms = extract(scratch, clips)
    print(f'{len(clips)} clips, {stereo} of them stereo; librosa {librosa.__version__}')
    print('Largest relative difference in a clip: the worst clip | the median clip | clips above 1e-2')
    print(f'{"":20} {"frames, same samples":>28} {"frames, from the file":>28} {"means, from the file":>28}')
    first = 0
    for name, width in ours['columns']:
        columns = slice(first, first + width)
        first += width
        own = [(reference[:, columns], {kind: values[:, columns] for kind, values in values.items()})
               for reference, values in zip(references, found)]
        rows = (
            [relative(reference, values['fromSamples']) for reference, values in own],
            [relative(reference, values['fromClip']) for reference, values in own],
            [relative(reference.mean(0), values['fromClip'].mean(0)) for reference, values in own],
        )
        cells = [f'{max(row):10.1e} {np.median(row):9.1e} {np.sum(np.array(row) > 1e-2):7d}' for row in rows]
        print(f'{name:20} {cells[0]} {cells[1]} {cells[2]}')
    spent = ours['milliseconds']
    print(f'ms of processor time a clip: features {spent["features"]:.1f} (librosa {feature_ms:.1f}), '
          f'decode and resample {spent["load"]:.1f} (librosa {load_ms:.1f})')


if __name__ == '__main__':
    main()
