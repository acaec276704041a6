"""Section 5.2, the other way: what the server sends has the shortest length and arrives whole, at the edges of its three forms.

The size of an answer is steered: a `ref` comes back in an error, and the room's past in `joined`.
"""

import json
import time
from dataclasses import dataclass

from .case import PATIENCE
from .frames import End, Violation, Wire, text

ROOM = "sizes"


@dataclass(frozen=True)
class Sized:
    section: str
    name: str
    size: int
    how: object
    choice: str = ""
    server: str = "wide"

    @property
    def sent(self):
        return (self.how.__doc__,)

    @property
    def wanted(self):
        return (f"a text frame of {self.size} bytes, whole",)


def ask(wire, **request):
    """The payload of the answer; a message's own is passed over."""
    wire.send(text(json.dumps(request, ensure_ascii=False)).encode())
    frame = wire.next(time.monotonic() + PATIENCE)
    if frame is None or isinstance(frame, End):
        raise Violation(f"no answer but {frame}")
    return frame.payload


def refusal(wire, size, _room):
    """a request that is refused, with a ref that makes the answer this size"""
    base = len(ask(wire, type="message", text="x", ref="r"))
    return ask(wire, type="message", text="x", ref="r" * (1 + size - base))


def past(wire, size, room):
    """`join` of a room with a past that makes the answer this size"""
    rooms = [f"{room}-{number}" for number in (1, 2)]
    base = len(filled(wire, rooms[0], size, 1))
    return filled(wire, rooms[1], size, 1 + size - base)


def filled(wire, room, size, last):
    """`joined` of a room whose past has about this size, but for its last message."""
    ask(wire, type="join", username="ann", room=room)
    whole = 48_200  # bytes of a message with 16000 characters of 3 bytes each
    for _ in range((size - 1_000) // whole):
        ask(wire, type="message", text="\u20ac" * 16_000)
    ask(wire, type="message", text="\u20ac" * max(1, ((size - 1_000) % whole - 4_000) // 3))
    ask(wire, type="message", text="z" * last)
    return ask(wire, type="join", username="ann", room=room)


def run(case, server, address, room):
    """None, or what was wrong."""
    try:
        with Wire(server.port) as wire:
            wire.upgrade(address)
            payload = case.how(wire, case.size, room)
            json.loads(payload)
            return None if len(payload) == case.size else f"got {len(payload)} bytes"
    except (Violation, ValueError, OSError) as problem:
        return f"{type(problem).__name__}: {problem}"


CASES = [
    *(Sized("5.2", f"the server sends {size} bytes", size, refusal) for size in (124, 125, 126, 127)),
    *(
        Sized("5.2", f"the server sends {size} bytes", size, past)
        for size in (1_000, 4_096, 32_768, 65_534, 65_535, 65_536, 65_537, 131_072, 200_000)
    ),
]
