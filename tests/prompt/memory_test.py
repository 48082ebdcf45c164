"""Memory of a long session: objects that were dropped are collected, and commands leave nothing behind. The suite asks for a
hundredth; in full, with a table of what was measured:
    OBJECTS=1000000 COMMANDS=100000 NILGRAD=build/release/nilgrad python3 -B tests/prompt/memory_test.py"""
import os
import sys
import tempfile
import subprocess

from terminal import PROGRAM, sanitized

OBJECTS = int(os.environ.get("OBJECTS", "10000"))
COMMANDS = int(os.environ.get("COMMANDS", "2000"))
IN_FULL = "OBJECTS" in os.environ or "COMMANDS" in os.environ

KINDS = {
    "tensor of 1,000 numbers": "ng.tensor.zeros(1000)",
    "generator": "ng.random(i)",
    "recipe": "ng.optimizer.zeroth_order { estimator = ng.estimator.dap { queries = 4 } }",
    "estimate": "ng.estimate(sphere, point, { seed = i })",
    "objective of a Lua function": "ng.objective.define { f = function(x) return x[1] + i end, dim = 2 }",
    "result of minimize": "ng.minimize(sphere, { budget = 4, seed = i })",
    "closure over a table": "(function() local t = { i, i + 1 } return function() return t end end)()",
    "coroutine": "coroutine.wrap(function() coroutine.yield(i) end)",
}
FEWER = {"result of minimize": 20, "estimate": 5, "recipe": 5, "objective of a Lua function": 2}  # slow ones, in the suite


class Session:
    """A prompt that reads from a pipe."""

    def __init__(self):
        self.home = tempfile.TemporaryDirectory()
        environment = {"HOME": self.home.name, "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        self.process = subprocess.Popen([PROGRAM, "-i"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.home.cleanup()

    def send(self, text):
        self.process.stdin.write(text.encode())

    def wait(self):
        """Until all that was sent has run."""
        self.send("print '==='\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line == b"===\n":
                return

    def forget_peak(self):
        with open("/proc/%d/clear_refs" % self.process.pid, "w") as file:
            file.write("5")

    def megabytes(self, figure):
        with open("/proc/%d/status" % self.process.pid) as status:
            return next(int(line.split()[1]) for line in status if line.startswith(figure)) / 1024


def measure_objects(kind):
    """Resident megabytes with the live set alone, and at most while as many objects as OBJECTS came and went."""
    count = OBJECTS if IN_FULL else OBJECTS // (10 * FEWER.get(kind, 1))
    live = count // 10
    with Session() as session:
        session.send("sphere = ng.objective.sphere { dim = 3 } point = ng.tensor.zeros(3) kept = {}\n")
        session.send("for i = 1, %d do kept[i] = %s end collectgarbage()\n" % (live, KINDS[kind]))
        session.wait()
        alone = session.megabytes("VmRSS")
        session.forget_peak()
        session.send("for i = 1, %d do local x = %s end\n" % (count, KINDS[kind]))
        session.wait()
        return count, live, alone, session.megabytes("VmHWM")


def commands(first, last):
    """Some of each kind that people type; none twice alike."""
    for i in range(first, last):
        yield (
            "%d + 1" % i, "x%d = { %d }" % (i % 50, i), "error 'wrong %d'" % i, "ng.optimizer.cmaes { sigma = %d }" % (i + 1),
            "ng.optimizer.cmaes { sigmaa = %d }" % i, "?ng.tensor", "local = %d" % i, "ng.tensor { %d, 2 }" % i,
            "function f() return %d end" % i, "_", "f = %d f()" % i, "for i = 1, 3 do\n  x = i + %d\nend" % i,
            "ng.objective.sphere { dim = 2 } { 1, %d }" % i, "'text %d'" % i, "?%d?" % i, "coroutine.wrap(function() error(%d) end)()" % i,
        )[i % 16]


def measure_commands():
    """Resident megabytes after a tenth of the commands, and after all."""
    with Session() as session:
        figures = []
        for first, last in ((0, COMMANDS // 10), (COMMANDS // 10, COMMANDS)):
            for begin in range(first, last, 500):
                for command in commands(begin, min(begin + 500, last)):
                    session.send(command + "\n")
                session.wait()
            figures.append(session.megabytes("VmRSS"))
        return figures


chosen = sys.argv[1:]
faults = []
if sanitized():
    sys.exit(0)
for kind in KINDS:
    if chosen and not any(part in kind for part in chosen):
        continue
    count, live, alone, most = measure_objects(kind)
    if IN_FULL:
        print("%-30s %8d came and went beside %7d live: %7.1f MB live, at most %7.1f MB, %.2f times" % (kind, count, live, alone, most, most / alone), flush=True)
    if most > 1.5 * alone:
        faults.append("%s: %.1f MB live, at most %.1f MB" % (kind, alone, most))
if not chosen or "commands" in chosen:
    early, late = measure_commands()
    if IN_FULL:
        print("%d commands: %.1f MB after a tenth of them, %.1f MB after all" % (COMMANDS, early, late))
    if late > 1.1 * early + 2:
        faults.append("%.1f MB after %d commands, %.1f MB after %d" % (early, COMMANDS // 10, late, COMMANDS))
if faults:
    raise AssertionError("; ".join(faults))
