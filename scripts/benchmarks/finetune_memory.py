# PyTorch's side of finetune_memory.lua: the peak memory (VmHWM) of a process that makes a model of random weights and does steps of
# the public MeZO on one text, both as `nilgrad bench mezo` has them (interpreter/commands/mezo_torch.py, in the sources).
import pathlib
import sys

tokens, steps, dtype = int(sys.argv[9]), int(sys.argv[10]), sys.argv[11]
peer = pathlib.Path(__file__).parents[2] / "interpreter" / "commands" / "mezo_torch.py"
definitions = peer.read_text().split("\ndef least(")[0]  # what follows are its measurements
exec(compile(definitions, str(peer), "exec"))

model = make(torch.float32 if dtype == "fp32" else torch.bfloat16)  # noqa: F821
ids = torch.randint(10, vocab, (1, tokens))  # noqa: F821
for seed in range(steps):
    step(model, ids, torch.tensor([11]), seed)  # noqa: F821
for line in open("/proc/self/status"):
    if line.startswith("VmHWM:"):
        print(int(line.split()[1]) * 1024)
