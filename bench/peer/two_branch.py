"""Trains the batches that the lines of its input ask for, in PyTorch: the peer of bench/train-batch.mjs, which starts it.

The two-branch network of configs/ravdess-criteria.yaml with its loss, optimizer, clipping and averaging, on a batch of
32. Answers each line with a JSON object: milliseconds a batch, processor time, peak memory, version.
"""

import argparse
import json
import resource
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

ROWS, STEPS, COLUMNS, STATISTICS, CLASSES = 32, 96, 112, 906, 8


class SequenceBranch(nn.Module):
    """Two convolutions, a bidirectional LSTM, and three ways of pooling over the real steps."""

    def __init__(self, columns: int):
        super().__init__()
        self.conv1 = nn.Conv1d(columns, 128, 5, padding=2)
        self.norm1 = nn.BatchNorm1d(128)
        self.conv2 = nn.Conv1d(128, 128, 3, padding=1)
        self.norm2 = nn.BatchNorm1d(128)
        self.lstm = nn.LSTM(128, 64, batch_first=True, bidirectional=True)
        self.attend = nn.Linear(128, 64)
        self.score = nn.Linear(64, 1)
        self.dense = nn.Linear(384, 128)
        self.norm3 = nn.BatchNorm1d(128)
        self.logits = nn.Linear(128, CLASSES)

    def forward(self, sequence, lengths):
        x = F.relu(self.norm1(self.conv1(sequence.transpose(1, 2))))
        x = F.dropout(F.max_pool1d(x, 2), 0.2, self.training)
        x = F.dropout(F.relu(self.norm2(self.conv2(x))), 0.2, self.training)
        steps = x.shape[2]
        lengths = torch.clamp(lengths // 2, 1, steps)
        packed = nn.utils.rnn.pack_padded_sequence(
            x.transpose(1, 2), lengths, batch_first=True, enforce_sorted=False
        )
        x, _ = nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0], batch_first=True, total_length=steps)
        real = torch.arange(steps)[None] < lengths[:, None]
        weights = self.score(torch.tanh(self.attend(x)))[..., 0].masked_fill(~real, -1e9).softmax(1)
        attended = (x * weights[..., None]).sum(1)
        mean = (x * real[..., None]).sum(1) / lengths[:, None]
        largest = x.masked_fill(~real[..., None], -1e9).max(1).values
        x = F.dropout(torch.cat([attended, mean, largest], 1), 0.4, self.training)
        return self.logits(F.dropout(F.relu(self.norm3(self.dense(x))), 0.4, self.training))


class StatisticsBranch(nn.Module):
    def __init__(self, columns: int):
        super().__init__()
        self.dense1 = nn.Linear(columns, 384)
        self.norm1 = nn.BatchNorm1d(384)
        self.dense2 = nn.Linear(384, 128)
        self.norm2 = nn.BatchNorm1d(128)
        self.logits = nn.Linear(128, CLASSES)

    def forward(self, statistics):
        x = F.dropout(statistics, 0.2, self.training)
        x = F.dropout(F.relu(self.norm1(self.dense1(x))), 0.4, self.training)
        return self.logits(F.dropout(F.relu(self.norm2(self.dense2(x))), 0.4, self.training))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", choices=["two-branch"], required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--backend", help="of the other side; not used")
    threads = parser.parse_args().threads
    torch.manual_seed(1)
    torch.set_num_threads(threads)
    sequence_branch, statistics_branch = SequenceBranch(COLUMNS), StatisticsBranch(STATISTICS)
    network = nn.ModuleList([sequence_branch, statistics_branch])
    optimizer = torch.optim.AdamW(network.parameters(), lr=2e-3, weight_decay=2e-2)
    average = torch.optim.swa_utils.AveragedModel(
        network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.995)
    )
    sequence = torch.randn(ROWS, STEPS, COLUMNS)
    # Between half of the steps and all of them, evenly spread over the rows.
    lengths = torch.linspace(STEPS / 2, STEPS, ROWS).round().long()
    clips = torch.randn(ROWS, STATISTICS)
    labels = torch.arange(ROWS) % CLASSES

    def step() -> float:
        began = time.perf_counter()
        one, two = sequence_branch(sequence, lengths), statistics_branch(clips)
        entropy = lambda logits: F.cross_entropy(logits, labels, label_smoothing=0.05)
        loss = entropy(one + two) + 0.3 * (entropy(one) + entropy(two))
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5)
        optimizer.step()
        average.update_parameters(network)
        loss.item()
        return (time.perf_counter() - began) * 1000

    for line in sys.stdin:
        before = time.process_time()
        milliseconds = [step() for _ in range(int(line))]
        answer = {
            "milliseconds": milliseconds,
            "processorMilliseconds": 1000 * (time.process_time() - before) / len(milliseconds),
            "peakMegabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "version": f"PyTorch {torch.__version__}",
        }
        print(json.dumps(answer), flush=True)


main()
