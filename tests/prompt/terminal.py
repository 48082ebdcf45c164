"""A prompt in a pseudo-terminal: what is typed goes in, what a person would see comes out."""
import codecs
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import sys
import tempfile
import termios
import time

from screen import Screen

PROGRAM = os.environ["NILGRAD"]
PATIENCE = float(os.environ.get("PATIENCE", 60))  # seconds; only a prompt that hangs waits so long
ESCAPES = re.compile(r" \r(?!\n)|\x1b\[[0-9;?]*[a-zA-Z]|\x1b[=>()][B0]?|\x07|\r")
CTRL_A, CTRL_C, CTRL_D, CTRL_E, CTRL_K, CTRL_R, CTRL_U, CTRL_Z = "\x01\x03\x04\x05\x0b\x12\x15\x1a"
ESC, TAB, UP, DOWN, RIGHT, LEFT = "\x1b", "\t", "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"


class Prompt:
    """with Prompt() as prompt: prompt.type("1 + 1\\n"); prompt.expect("2")"""

    def __init__(self, *arguments, home=None, columns=80, rows=24, program=(PROGRAM,), **environment):
        self.own_home = home is None
        self.home = home or tempfile.mkdtemp()
        self.raw = ""
        self.seen = self.fed = 0
        self.screen = Screen(columns, rows)
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        variables = {"HOME": self.home, "TERM": "xterm", "INPUTRC": "/dev/null", "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        variables.update(environment)
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            self.set_size(0)
            os.execve(program[0], [*program, *arguments], variables)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind:
            sys.stderr.write("--- the terminal showed:\n%s\n---\n" % self.text())
        try:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        os.close(self.terminal)
        if self.own_home:
            shutil.rmtree(self.home)

    def set_size(self, terminal):
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", self.screen.height, self.screen.columns, 0, 0))

    def resize(self, columns, rows, breaks_rows=False):
        self.look()
        self.screen.resize(columns, rows, breaks_rows)
        self.set_size(self.terminal)

    def text(self):
        return ESCAPES.sub("", self.raw)

    def type(self, keys):
        keys = keys.replace("\n", "\r").encode() if isinstance(keys, str) else keys  # the Enter key
        keys = memoryview(keys)
        os.set_blocking(self.terminal, False)
        while keys:
            readable, writable, _ = select.select([self.terminal], [self.terminal], [])
            if readable:  # a person looks while typing; a program whose output nobody takes stops
                self.read(0)
            if writable:
                keys = keys[os.write(self.terminal, keys[:4096]):]
        os.set_blocking(self.terminal, True)

    def read(self, seconds):
        """Takes in what there is; False when nothing comes any more."""
        if not select.select([self.terminal], [], [], seconds)[0]:
            return True
        try:
            output = os.read(self.terminal, 65536)
        except OSError:  # the other end is closed
            return False
        self.raw += self.decoder.decode(output)
        return bool(output)

    def expect(self, wanted):
        """Waits until `wanted` shows up after what earlier calls have found; returns what stood before it."""
        deadline = time.monotonic() + PATIENCE
        while True:
            text = self.text()
            place = text.find(wanted, self.seen)
            if place >= 0:
                before = text[self.seen:place]
                self.seen = place + len(wanted)
                return before
            if time.monotonic() > deadline or not self.read(0.1):
                raise AssertionError("expected %r after %r" % (wanted, text[self.seen:]))

    def look(self):
        """The rows that a person sees now."""
        self.screen.feed(self.raw[self.fed:])
        self.fed = len(self.raw)
        return self.screen.visible()

    def shows(self, *wanted, cursor=None):
        """Waits until the screen ends with these rows and, if asked, the cursor is at (row of these, column)."""
        deadline = time.monotonic() + PATIENCE
        while True:
            rows = self.look()
            at = (self.screen.row - len(rows) + len(wanted), self.screen.column)
            if rows[-len(wanted):] == [row.rstrip() for row in wanted] and cursor in (None, at):
                self.seen = len(self.text())
                return
            if time.monotonic() > deadline or not self.read(0.1):
                raise AssertionError("the screen does not end with %r, cursor %r, but: %r, %r" % (wanted, cursor, rows[-2 - len(wanted):], at))

    def is_line_mode(self):
        """Does the terminal echo and wait for whole lines, as programs expect to find it?"""
        flags = termios.tcgetattr(self.terminal)[3]
        return bool(flags & termios.ECHO and flags & termios.ICANON)

    def run(self, chunk):
        """Types a chunk at a ready prompt and Enter; returns the lines printed until the next prompt."""
        self.type(chunk + "\n")
        self.expect(chunk.split("\n")[-1] + "\n")
        return "" if self.ready_at_once() else self.expect("\n> ")

    def ready_at_once(self):
        """A chunk that prints nothing is followed by the prompt alone."""
        while len(self.text()) < self.seen + 2 and self.read(0.1):
            pass
        if self.text().startswith("> ", self.seen):
            self.seen += 2
            return True
        return False

    def wait_until_asleep(self):
        """Until the program waits for something: a signal sent earlier may come just before the call that is to be interrupted."""
        asleep = 0
        while asleep < 5:
            with open("/proc/%d/stat" % self.pid) as file:
                asleep = asleep + 1 if file.read().rsplit(")", 1)[1].split()[0] == "S" else 0
            time.sleep(0.01)

    def exit_code(self, meanwhile=""):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                while select.select([self.terminal], [], [], 0)[0] and self.read(0):  # what it left behind
                    pass
                return os.waitstatus_to_exitcode(status)
            if meanwhile:
                self.type(meanwhile)
            self.read(0.1)
        raise AssertionError("the program has not ended")


def sanitized():
    """Is the program built with sanitizers? It takes many times as long then, and its allocator keeps what was freed."""
    with open(PROGRAM, "rb") as file:
        return b"__asan_init" in file.read()


def open_prompt(*arguments, **environment):
    prompt = Prompt(*arguments, **environment)
    prompt.expect("> ")
    return prompt


def expect_equal(got, wanted):
    if got != wanted:
        raise AssertionError("expected %r, got %r" % (wanted, got))
