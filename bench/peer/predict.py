"""What a Keras model of the published recipe hears in one clip: the peer of bench/predict.mjs, which starts it.

    python bench/peer/predict.py make FOLDER        builds and saves the network, and a scaler's figures
    python bench/peer/predict.py predict FOLDER CLIP

`predict` loads no more than it needs: the network without its optimizer, librosa for decoding and features, NumPy for
scaling. Its last line is JSON: the class's index and the probabilities.
"""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
command, folder = sys.argv[1], Path(sys.argv[2])
SAMPLE_RATE = 22050


def make() -> None:
    import keras
    import numpy as np

    layers = keras.layers
    network = keras.Sequential(
        [
            keras.Input((169, 1)),
            layers.Conv1D(128, 5, activation="relu"),
            layers.MaxPooling1D(2),
            layers.Bidirectional(layers.LSTM(128, return_sequences=True)),
            layers.Bidirectional(layers.LSTM(64)),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(8, activation="softmax"),
        ]
    )
    assert network.count_params() == 445_832
    network.save(folder / "network.keras")
    np.savez(folder / "scaler.npz", mean=np.zeros(169), scale=np.ones(169))


def predict(clip: str) -> None:
    import keras
    import librosa
    import numpy as np

    network = keras.models.load_model(folder / "network.keras", compile=False)
    scaler = np.load(folder / "scaler.npz")
    samples, _ = librosa.load(clip, sr=SAMPLE_RATE)
    wanted = 3 * SAMPLE_RATE
    start = max(0, (len(samples) - wanted) // 2)
    samples = samples[start : start + wanted]
    samples = np.pad(samples, (0, wanted - len(samples)))
    feature = librosa.feature
    row = np.concatenate(
        [
            feature.mfcc(y=samples, sr=SAMPLE_RATE, n_mfcc=20).mean(1),
            feature.chroma_stft(y=samples, sr=SAMPLE_RATE).mean(1),
            feature.melspectrogram(y=samples, sr=SAMPLE_RATE).mean(1),
            feature.spectral_contrast(y=samples, sr=SAMPLE_RATE).mean(1),
            feature.rms(y=samples).mean(1),
            feature.zero_crossing_rate(samples).mean(1),
        ]
    )
    scaled = ((row - scaler["mean"]) / scaler["scale"]).astype("float32")
    probabilities = network(scaled[None, :, None], training=False).numpy()[0]
    print(json.dumps({"label": int(probabilities.argmax()), "probabilities": probabilities.round(6).tolist()}))


make() if command == "make" else predict(sys.argv[3])
