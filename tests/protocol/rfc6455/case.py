"""A row of the suite: its section of the RFC, its name, what is sent, what must come back; and how one is run.

A row is played in a room of its own, joined first. Wanted texts, pongs and the close are compared in order, each kind by
itself: a text comes when it is stored, a pong at once. What is not in the row must not come.
"""

import json
import time
from dataclasses import dataclass

from .frames import CLOSE, PING, PONG, TEXT, End, Frame, Violation, Wire, close, shown, text

PATIENCE = 10  # s for what must come; only a failing row waits as long
SENTINEL = b"still there?"
PAUSE = 0.004  # s between two pieces, so that the server reads them one by one


@dataclass(frozen=True)
class Case:
    section: str
    name: str
    sent: tuple
    wanted: tuple
    choice: str = ""  # what the RFC leaves open, and which outcomes are accepted
    server: str = "wide"  # limits.frame is 1 MiB; "narrow": the default


# Steps. Each has play(wire, seen); a frame or bytes are sent in one write.


@dataclass(frozen=True)
class Together:
    """Several frames in one segment."""

    frames: tuple

    def play(self, wire, _seen):
        wire.send(b"".join(encoded(frame) for frame in self.frames))

    def __str__(self):
        return "in one segment: " + ", ".join(str(frame) for frame in self.frames)


@dataclass(frozen=True)
class Cut:
    """A frame in pieces: cut before each of these bytes."""

    frame: object
    at: tuple

    def play(self, wire, _seen):
        data = encoded(self.frame)
        edges = [0, *self.at, len(data)]
        for begin, end in zip(edges, edges[1:]):
            wire.send(data[begin:end])
            time.sleep(PAUSE)

    def __str__(self):
        where = str(self.at[0]) if len(self.at) == 1 else f"{len(self.at)} places"
        what = f"{len(self.frame)} bytes of frames" if isinstance(self.frame, bytes) else self.frame
        return f"{what}, cut at {where}"


@dataclass(frozen=True)
class AwaitPong:
    def play(self, wire, seen):
        deadline = time.monotonic() + PATIENCE
        count = len(seen.pongs)
        while len(seen.pongs) == count and not seen.is_over() and seen.read(wire, deadline):
            pass

    def __str__(self):
        return "(wait for the pong)"


@dataclass(frozen=True)
class Pause:
    def play(self, _wire, _seen):
        time.sleep(5 * PAUSE)

    def __str__(self):
        return "(a pause)"


def encoded(frame):
    return frame if isinstance(frame, bytes) else frame.encode()


# What may be wanted.


@dataclass(frozen=True)
class Pong:
    payload: bytes = b""

    def __str__(self):
        return f"pong {shown(self.payload)}"


@dataclass(frozen=True)
class Said:
    """The message came back to its sender, intact."""

    text: str

    def __str__(self):
        return f"the message {shown(self.text.encode())}"


@dataclass(frozen=True)
class Told:
    """The event error with this code: the frame arrived whole, and its content was not for the server."""

    code: str

    def __str__(self):
        return f"error {self.code}"


@dataclass(frozen=True)
class Maybe:
    what: object

    def __str__(self):
        return f"perhaps {self.what}"


@dataclass(frozen=True)
class Closed:
    """A close frame with one of these codes (None: without any), then the end of the line within some seconds."""

    codes: tuple
    within: float = 4
    how: tuple = ("fin", "rst")

    def __str__(self):
        clean = "" if "rst" in self.how else f", the line closed cleanly within {self.within} s"
        return "close " + " or ".join("without a code" if code is None else str(code) for code in self.codes) + clean


def closed(*codes, **more):
    return Closed(codes, **more)


class Seen:
    """What the server has sent so far."""

    def __init__(self):
        self.texts, self.pongs, self.close, self.end = [], [], None, None

    def is_over(self):
        return self.close is not None or self.end is not None

    def read(self, wire, deadline):
        """Takes one frame. False: none came in time."""
        found = wire.next(deadline)
        if isinstance(found, End):
            self.end = found
        elif found is None:
            return False
        elif self.close:
            raise Violation(f"{found} after the server's close frame")
        elif found.opcode == CLOSE:
            self.close = found
            if len(found.payload) == 1:
                raise Violation("a close frame of one byte")
            found.payload[2:].decode()
        elif found.opcode == PONG:
            self.pongs.append(Pong(found.payload))
        elif found.opcode == TEXT and found.fin:
            self.texts.append(meaning(json.loads(found.payload)))
        else:
            raise Violation(f"unexpected: {found}")
        return True

    def __str__(self):
        parts = [str(part) for part in (*self.pongs, *self.texts)]
        parts += [f"close {shown(self.close.payload, CLOSE)}"] if self.close else []
        parts += [str(self.end)] if self.end else []
        return ", ".join(parts) or "nothing"


def meaning(event):
    if event["type"] == "message":
        return Said(event["text"])
    return Told(event["code"]) if event["type"] == "error" else f"event {event['type']}"


def matches(wanted, seen):
    """None: can not become right any more; else how many of the wanted ones are still to come."""
    missing = 0
    rest = list(seen)
    for what in wanted:
        if isinstance(what, Maybe):
            if rest and rest[0] == what.what:
                rest.pop(0)
        elif not rest:
            missing += 1
        elif rest.pop(0) != what:
            return None
    return None if rest else missing


def is_text(what):
    return isinstance(what.what if isinstance(what, Maybe) else what, (Said, Told))


def run(case, server, address, room):
    """None, or what was wrong."""
    seen = Seen()
    try:
        with Wire(server.port) as wire:
            wire.upgrade(address)
            enter(wire, room)
            for step in case.sent:
                step.play(wire, seen) if hasattr(step, "play") else wire.send(encoded(step))
            await_wanted(case.wanted, wire, seen)
            return judge(case, wire, seen)
    except (Violation, ValueError, OSError) as problem:
        return f"{type(problem).__name__}: {problem}; got {seen}"


def enter(wire, room):
    wire.send(text(json.dumps({"type": "join", "username": "ann", "room": room})).encode())
    joined = wire.next(time.monotonic() + PATIENCE)
    if not isinstance(joined, Frame) or b'"joined"' not in joined.payload:
        raise Violation(f"the join was answered with {joined}")


def await_wanted(wanted, wire, seen):
    """Until everything wanted is here, or cannot come any more. Where a close does not come, a ping finds that out soon."""
    wants_close = any(isinstance(what, Closed) for what in wanted)
    begun = time.monotonic()
    asked = False
    while not seen.is_over():
        missing = still_missing(wanted, seen)
        if missing is None or (missing == 0 and not wants_close):
            return
        asks = wants_close and not asked
        if seen.read(wire, begun + (1.5 if asks else PATIENCE)):
            continue
        if not asks:
            return
        asked = True
        wire.send(Frame(PING, SENTINEL).encode())


def still_missing(wanted, seen):
    texts = matches([what for what in wanted if is_text(what)], seen.texts)
    pongs = matches([what for what in wanted if not is_text(what) and not isinstance(what, Closed)], seen.pongs)
    return None if texts is None or pongs is None else texts + pongs


def judge(case, wire, seen):
    wanted = case.wanted
    expected = next((what for what in wanted if isinstance(what, Closed)), None)
    if still_missing(wanted, seen) != 0 or (seen.close is None) != (expected is None):
        return f"got {seen}"
    if expected is None:
        return say_goodbye(wanted, wire, seen)
    if seen.close.code() not in expected.codes:
        return f"got {seen}"
    if not any(sends_close(step) for step in case.sent):
        wire.send(close(1000).encode())
    return ends(expected, wire, seen)


def sends_close(step):
    frames = step.frames if isinstance(step, Together) else [step.frame] if isinstance(step, Cut) else [step]
    return any(isinstance(frame, Frame) and frame.opcode == CLOSE for frame in frames)


def ends(expected, wire, seen):
    deadline = time.monotonic() + expected.within
    while seen.end is None:
        if not seen.read(wire, deadline):
            return f"got {seen}, and the line stays open"
    return None if seen.end.how in expected.how else f"got {seen}"


def say_goodbye(wanted, wire, seen):
    """The connection is as good as before: it answers a ping, with nothing else in between, and closes cleanly."""
    wire.send(Frame(PING, SENTINEL).encode() + close(1000).encode())
    while not seen.is_over() and seen.read(wire, time.monotonic() + PATIENCE):
        pass
    if seen.pongs and seen.pongs[-1].payload == SENTINEL:
        seen.pongs.pop()
    if seen.close is None or seen.close.code() != 1000 or still_missing(wanted, seen) != 0:
        return f"got {seen}; wanted to go on and to close with 1000"
    return ends(Closed((1000,)), wire, seen)
