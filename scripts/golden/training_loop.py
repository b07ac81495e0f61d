"""Golden values of AdamW, of the learning rate's schedule and of gradient clipping, from PyTorch.

Run from the repository root: python scripts/golden/training_loop.py > test/golden/training-loop.json
Versions: scripts/golden/requirements.txt.
"""

import json
import sys

import torch
from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, SequentialLR

torch.manual_seed(11)


def tensor(values):
    return {"shape": list(values.shape), "values": values.detach().double().flatten().tolist()}


def adamw(decayed):
    """Six steps of given gradients on a kernel and a bias, with a learning rate that changes on the way."""
    options = {"learningRate": 0.05, "weightDecay": 0.1, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-3}
    rates = [0.05, 0.05, 0.02, 0.08, 0.01, 0.05]
    weights = [torch.nn.Parameter(torch.randn(3, 4)), torch.nn.Parameter(torch.randn(4))]
    start = [tensor(weight) for weight in weights]
    groups = [{"params": [weight]} for weight in weights]
    if decayed == "kernels":
        groups[1]["weight_decay"] = 0.0
    optimizer = torch.optim.AdamW(groups, lr=0.05, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.1)
    steps = []
    for rate in rates:
        for group in optimizer.param_groups:
            group["lr"] = rate
        for weight in weights:
            weight.grad = torch.randn_like(weight) * 10 ** torch.randint(-4, 2, weight.shape)
        gradients = [tensor(weight.grad) for weight in weights]
        optimizer.step()
        steps.append({"rate": rate, "gradients": gradients, "weights": [tensor(weight) for weight in weights]})
    return {"options": {**options, "decayed": decayed}, "start": start, "steps": steps}


def schedule(base, warm, steps, to):
    """The learning rate of each step: linear warm-up, then a cosine."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=base)
    warmup = LinearLR(optimizer, start_factor=1 / warm, total_iters=warm - 1)
    cosine = CosineAnnealingLR(optimizer, T_max=steps - warm, eta_min=to * base)
    scheduler = SequentialLR(optimizer, [warmup, cosine], milestones=[warm])
    rates = []
    for _ in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return {"base": base, "warm": warm, "steps": steps, "to": to, "rates": rates}


def clipping(most):
    weights = [torch.nn.Parameter(torch.zeros(3, 4)), torch.nn.Parameter(torch.zeros(4))]
    for weight in weights:
        weight.grad = torch.randn_like(weight) * 3
    gradients = [tensor(weight.grad) for weight in weights]
    norm = torch.nn.utils.clip_grad_norm_(weights, most)
    return {
        "most": most,
        "gradients": gradients,
        "norm": float(norm),
        "clipped": [tensor(weight.grad) for weight in weights],
    }


def main():
    golden = {
        "versions": {"torch": torch.__version__.split("+")[0]},
        "adamw": [adamw("all"), adamw("kernels")],
        "schedules": [schedule(0.002, 6, 40, 0), schedule(0.1, 3, 10, 0.2)],
        "clipping": [clipping(5.0), clipping(1000.0)],
    }
    json.dump(golden, sys.stdout)
    sys.stdout.write("\n")


main()
