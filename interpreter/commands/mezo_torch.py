# PyTorch's side of `nilgrad bench mezo`: OPT's forward pass and the public MeZO step (princeton-nlp/MeZO: the direction
# is drawn again from its seed for each of three passes over the weights and for the update), in the shapes given.
import sys
import time

import torch
import torch.nn.functional as F

layers, hidden, heads, ffn, vocab, positions, threads, repeat = map(int, sys.argv[1:9])
torch.set_num_threads(threads)
torch.set_grad_enabled(False)


def make(dtype):
    g = torch.Generator().manual_seed(1)
    matrix = lambda *shape: (0.02 * torch.randn(*shape, generator=g)).to(dtype)
    vector = lambda n, value: torch.full((n,), value).to(dtype)
    model = {"embed": matrix(vocab, hidden), "position": matrix(positions + 2, hidden)}
    for i in range(layers):
        for name, out, into in [("q", hidden, hidden), ("k", hidden, hidden), ("v", hidden, hidden),
                                ("o", hidden, hidden), ("fc1", ffn, hidden), ("fc2", hidden, ffn)]:
            model[f"{i}.{name}.w"] = matrix(out, into)
            model[f"{i}.{name}.b"] = vector(out, 0.0)
        for name in ("n1", "n2"):
            model[f"{i}.{name}.w"], model[f"{i}.{name}.b"] = vector(hidden, 1.0), vector(hidden, 0.0)
    model["n.w"], model["n.b"] = vector(hidden, 1.0), vector(hidden, 0.0)
    return model


def loss(m, ids, target):
    batch, length = ids.shape
    x = F.embedding(ids, m["embed"]) + m["position"][2:2 + length]
    split = lambda y: y.view(batch, length, heads, hidden // heads).transpose(1, 2)
    for i in range(layers):
        h = F.layer_norm(x, (hidden,), m[f"{i}.n1.w"], m[f"{i}.n1.b"])
        q, k, v = (split(F.linear(h, m[f"{i}.{n}.w"], m[f"{i}.{n}.b"])) for n in "qkv")
        a = F.scaled_dot_product_attention(q, k, v, is_causal=True) if hasattr(F, "scaled_dot_product_attention") \
            else attention(q, k, v)
        x = x + F.linear(a.transpose(1, 2).reshape(batch, length, hidden), m[f"{i}.o.w"], m[f"{i}.o.b"])
        h = F.layer_norm(x, (hidden,), m[f"{i}.n2.w"], m[f"{i}.n2.b"])
        h = F.linear(F.relu(F.linear(h, m[f"{i}.fc1.w"], m[f"{i}.fc1.b"])), m[f"{i}.fc2.w"], m[f"{i}.fc2.b"])
        x = x + h
    last = F.layer_norm(x[:, -1], (hidden,), m["n.w"], m["n.b"])
    return F.cross_entropy(F.linear(last, m["embed"]).float(), target)


def attention(q, k, v):
    length = q.shape[-2]
    scores = q @ k.transpose(-1, -2) * q.shape[-1] ** -0.5
    scores = scores + torch.full((length, length), float("-inf")).triu(1).to(scores.dtype)
    return scores.float().softmax(-1).to(v.dtype) @ v


def perturb(m, seed, scale):
    torch.manual_seed(seed)
    for w in m.values():
        z = torch.normal(mean=0, std=1, size=w.size(), dtype=w.dtype)
        w.data = w.data + scale * z


def step(m, ids, target, seed, eps=1e-3, lr=1e-7):
    perturb(m, seed, eps)
    up = loss(m, ids, target)
    perturb(m, seed, -2 * eps)
    down = loss(m, ids, target)
    perturb(m, seed, eps)
    slope = ((up - down) / (2 * eps)).item()
    torch.manual_seed(seed)
    for w in m.values():
        z = torch.normal(mean=0, std=1, size=w.size(), dtype=w.dtype)
        w.data = w.data - lr * (slope * z)


def least(body):
    wall = cpu = float("inf")
    for _ in range(repeat + 1):
        w, c = time.perf_counter(), time.process_time()
        body()
        wall, cpu = min(wall, time.perf_counter() - w), min(cpu, time.process_time() - c)
    return wall, cpu


for dtype in (torch.float32, torch.bfloat16):
    m = make(dtype)
    for batch, length in ((16, 64), (1, 400)):
        ids = torch.randint(4, vocab, (batch, length), generator=torch.Generator().manual_seed(2))
        target = ids[:, 0]
        print(f"\nPyTorch {torch.__version__}, {str(dtype)[6:]}, {batch} × {length} tokens")
        plain = least(lambda: loss(m, ids, target))
        for name, (wall, cpu) in (("plain forward", plain), ("MeZO step", least(lambda: step(m, ids, target, 3)))):
            print(f"  {name:<28}{1e3 * wall:>9.0f}{1e3 * cpu:>9.0f}{wall / plain[0]:>10.2f}{cpu / plain[1]:>10.2f}",
                  flush=True)
