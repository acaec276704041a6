"""The request of the opening handshake, right but for what a row changes; what must come back; and how a row of it is run."""

import re
import time
from dataclasses import dataclass, field

from .case import PAUSE, PATIENCE
from .frames import KEY, PING, PONG, Frame, Violation, Wire, accept_of, close

FIELDS = {
    "Host": "127.0.0.1",
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": KEY,
    "Sec-WebSocket-Version": "13",
}


@dataclass(frozen=True)
class Request:
    """change: field -> value, in place of the right one; more: fields besides; drop: fields left out."""

    change: dict = field(default_factory=dict)
    more: tuple = ()
    drop: tuple = ()
    line: str = "GET /ws HTTP/1.1"
    after: bytes = b""  # in the same segment
    before: bytes = b""
    note: str = ""

    def lines(self):
        kept = [f"{name}: {self.change.get(name, value)}" for name, value in FIELDS.items() if name not in self.drop]
        return [self.line, *kept, *self.more]

    def encode(self):
        return self.before + "".join(f"{line}\r\n" for line in self.lines()).encode("latin-1") + b"\r\n" + self.after

    def key(self):
        return self.change.get("Sec-WebSocket-Key", KEY).strip()

    def __str__(self):
        parts = [] if self.line == "GET /ws HTTP/1.1" else [f"`{brief(self.line)}`"]
        parts += [f"`{brief(f'{name}: {value}')}`" for name, value in self.change.items()]
        parts += [f"`{brief(line)}`" for line in self.more] if len(self.more) < 5 else [f"{len(self.more)} lines more"]
        parts += [f"no {name}" for name in self.drop]
        return self.note or ", ".join(parts) or "the request of section 1.3"


def brief(line):
    line = "".join(char if char.isprintable() else repr(char)[1:-1] for char in line)
    return line if len(line) < 100 else f"{line[:40]}… ({len(line)} bytes)"


@dataclass(frozen=True)
class Pieces:
    """The request in several writes."""

    request: Request
    at: tuple = ()  # where it is cut, from its end if negative
    size: int = 0  # or: into pieces of this size

    def writes(self):
        data = self.request.encode()
        cuts = [cut % len(data) for cut in self.at] or range(self.size, len(data), self.size)
        edges = [0, *cuts, len(data)]
        return [data[begin:end] for begin, end in zip(edges, edges[1:])]

    def __str__(self):
        return f"{self.request}, " + (f"{self.size} byte(s) at a time" if self.size else f"cut at {self.at[0]}")


@dataclass(frozen=True)
class Answer:
    """One of these statuses, and with a refusal these fields. 101 must be right in every field, and the WebSocket work."""

    statuses: tuple
    fields: tuple = ()

    def __str__(self):
        fields = "".join(f", {name}: {value}" for name, value in self.fields)
        return "HTTP " + " or ".join(str(status) for status in self.statuses) + fields


def answer(*statuses, **fields):
    return Answer(statuses, tuple((name.replace("_", "-"), value) for name, value in fields.items()))


@dataclass(frozen=True)
class Opening:
    section: str
    name: str
    sent: tuple  # one Request or Pieces
    wanted: tuple  # one Answer
    choice: str = ""
    server: str = "wide"


def run(case, server):
    """None, or what was wrong."""
    request, wanted = case.sent[0], case.wanted[0]
    try:
        with Wire(server.port) as wire:
            for number, piece in enumerate(request.writes() if isinstance(request, Pieces) else [request.encode()]):
                time.sleep(PAUSE if number else 0)
                wire.send(piece)
            head = wire.http_head(time.monotonic() + PATIENCE).decode("latin-1")
            return judge(request, wanted, head, wire)
    except (Violation, ValueError, OSError) as problem:
        return f"{type(problem).__name__}: {problem}"


def judge(request, wanted, head, wire):
    status = re.match(r"HTTP/1\.1 (\d{3}) ", head)
    if not status or not head.endswith("\r\n\r\n"):
        return f"got no answer but {brief(head) or wire.end or 'silence'}"
    if int(status.group(1)) not in wanted.statuses:
        return f"got {head.splitlines()[0]}"
    fields = {}
    for line in head.splitlines()[1:-1]:
        name, _, value = line.partition(":")
        fields.setdefault(name.lower(), []).append(value.strip())
    if status.group(1) == "101":
        return accepted(getattr(request, "request", request), fields, wire)
    missing = [name for name, value in wanted.fields if value not in fields.get(name.lower(), [])]
    return f"got {head.splitlines()[0]} without {missing[0]}" if missing else None


def accepted(request, fields, wire):
    """Section 4.2.2, step 5, and 4.1: what a client must check before it calls the connection open."""
    if [value.lower() for value in fields.get("upgrade", [])] != ["websocket"]:
        return f"101 with Upgrade {fields.get('upgrade')}"
    if "upgrade" not in ", ".join(fields.get("connection", [])).lower().split(", "):
        return f"101 with Connection {fields.get('connection')}"
    if fields.get("sec-websocket-accept") != [accept_of(request.key())]:
        return f"101 with Sec-WebSocket-Accept {fields.get('sec-websocket-accept')}"
    for name in ("sec-websocket-protocol", "sec-websocket-extensions", "content-length", "transfer-encoding"):
        if name in fields:
            return f"101 with {name}"
    wire.send(Frame(PING, b"open").encode())
    pong = wire.next(time.monotonic() + PATIENCE)
    wire.send(close(1000).encode())
    works = isinstance(pong, Frame) and pong.opcode == PONG and pong.payload == b"open"
    return None if works else f"101, but a ping was answered with {pong}"
