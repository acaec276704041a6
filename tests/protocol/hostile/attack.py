"""A row: what a hostile peer does, what must come of it, how much memory and time it may cost, and how its defence is
switched off, with which the row must fail. Each row has a server of its own, so that its memory is its own as well.
"""

import subprocess
import threading
import time
from dataclasses import dataclass, field

from rfc6455.frames import Violation
from rfc6455.server import NotStarted, Server

from .world import Failed, World

STOCK = "stock"  # instead of a dict of settings: a plain QWebSocketServer in place of the server
MIB = 1_048_576

COMMON = {
    "storage.kind": "memory",
    "limits.messages": 0,
    "limits.connectionsPerAddress": 0,
    "limits.newRoomsPerHour": 0,
    "limits.text": 16_000,
    "net.trustedProxies": "127.0.0.1",
}

# A sanitizer keeps what was freed for a while, to find who still uses it; here it would look like growth.
QUIET = {"ASAN_OPTIONS": "quarantine_size_mb=0:thread_local_quarantine_size_kb=0:allocator_release_to_os_interval_ms=100"}

LATE = 0.5  # s that a row may take longer than it must, for a busy machine


@dataclass(frozen=True)
class Attack:
    name: str
    sent: str
    wanted: str
    play: object  # play(world): raises Failed
    growth: float  # MiB that the server's memory may grow
    within: float  # s that the attack may take
    without: object  # settings that switch the defence off, or STOCK, or why there is no switch
    settings: dict = field(default_factory=dict)
    descriptors: int = 0  # the most that the server may have open; 0: as many as this program
    tls: bool = False
    alone: bool = False  # while no other row runs: it measures how quick the server is


@dataclass(frozen=True)
class Outcome:
    """state: "ok", "failed" (as the row describes it), "broken" (it could not be played), "not there yet", "not run"."""

    state: str
    why: str = ""
    seconds: float = 0
    grown: float = 0  # MiB


class Memory:
    """The most that the server's memory grows within a `with`, in MiB."""

    def __init__(self, server):
        self.server = server
        self.base = server.resident()
        self.most = 0
        self.done = threading.Event()
        self.watch = threading.Thread(target=self.look)

    def look(self):
        while not self.done.wait(0.02):
            self.most = max(self.most, self.server.resident() - self.base)

    def __enter__(self):
        self.watch.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        self.watch.join()

    def grown(self):
        return self.most / MIB


def play(attack, program, settings, is_stock=False):
    """The outcome of a row against a program with these settings."""
    prefix = ["sh", "-c", f'ulimit -n {attack.descriptors}; exec "$@"', "sh"] if attack.descriptors else []
    try:
        with World(Server(program, {**COMMON, **settings}, prefix, QUIET), attack.tls, is_stock) as world:
            outcome = play_in(attack, world)
            code = world.server.stop()
            if code and not is_stock and outcome.state == "ok":
                return Outcome("broken", f"the server ended with {code}: {world.server.log()[-3000:]}")
            return outcome
    except NotStarted as problem:
        state = "not there yet" if "there is no setting" in str(problem) else "broken"
        return Outcome(state, str(problem).split("\n")[-1])
    except (Failed, OSError, Violation, ValueError, subprocess.SubprocessError) as problem:
        return Outcome("broken", f"{type(problem).__name__}: {problem}")


def play_in(attack, world):
    world.warm_up()
    begun = time.monotonic()
    why = ""
    with Memory(world.server) as memory:
        try:
            attack.play(world)
        except (Failed, Violation) as problem:
            why = str(problem)
        seconds = time.monotonic() - begun
    if not why and seconds > attack.within + LATE:
        why = "took too long"
    if not why and memory.grown() > attack.growth:
        why = "grew too much"
    if not why and not world.is_stock:
        why = afterwards(world)
    return Outcome("failed" if why else "ok", why, seconds, memory.grown())


def afterwards(world):
    """"" if the server lets a good client in as if nothing had happened."""
    try:
        world.drop_all()
        world.good_client(within=2)
        return ""
    except (Failed, Violation) as problem:
        return f"afterwards: {problem}"
