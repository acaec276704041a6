"""Raw WebSocket framing over a plain socket: what a client may send and what it must not; a server's frames, read strictly."""

import base64
import hashlib
import socket
import struct
import time
from dataclasses import dataclass

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
NAMES = {CONTINUATION: "continuation", TEXT: "text", BINARY: "binary", CLOSE: "close", PING: "ping", PONG: "pong"}
KEY = "dGhlIHNhbXBsZSBub25jZQ=="  # the RFC's own, section 1.3
MASK = b"\x37\xfa\x21\x3d"  # likewise, section 5.7


def accept_of(key):
    """What Sec-WebSocket-Accept must be (section 4.2.2, step 5.4)."""
    return base64.b64encode(hashlib.sha1(f"{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11".encode()).digest()).decode()


def masked(payload, key):
    """Section 5.3; masking twice unmasks."""
    size = len(payload)
    stream = (key * (size // 4 + 1))[:size]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(stream, "big")).to_bytes(size, "big")


def length_bytes(length, form=None):
    """The 7 bits and what extends them; form (7, 16 or 64) writes a length in more bytes than it needs."""
    form = form or (7 if length < 126 else 16 if length < 65536 else 64)
    if form == 7:
        return length, b""
    return (126, struct.pack("!H", length)) if form == 16 else (127, struct.pack("!Q", length))


@dataclass(frozen=True)
class Frame:
    opcode: int
    payload: bytes = b""
    fin: bool = True
    rsv: int = 0  # 4: RSV1, 2: RSV2, 1: RSV3
    key: bytes | None = MASK  # None: unmasked
    form: int | None = None  # bits of the length; None: the fewest
    length: int | None = None  # what the head claims, if that is not the truth

    def head(self):
        length = len(self.payload) if self.length is None else self.length
        short, extended = length_bytes(length, self.form)
        first = self.fin << 7 | self.rsv << 4 | self.opcode
        return bytes([first, (self.key is not None) << 7 | short]) + extended + (self.key or b"")

    def encode(self):
        return self.head() + (self.payload if self.key is None else masked(self.payload, self.key))

    def code(self):
        """A close frame's status code; None if it has none."""
        return struct.unpack("!H", self.payload[:2])[0] if len(self.payload) > 1 else None

    def __str__(self):
        words = [NAMES.get(self.opcode, f"opcode {self.opcode:#x}")]
        words += [] if self.fin else ["(not final)"]
        words += [f"RSV{bit}" for bit, value in ((1, 4), (2, 2), (3, 1)) if self.rsv & value]
        words += ["unmasked"] if self.key is None else [] if self.key == MASK else [f"key {self.key.hex()}"]
        words += [f"{self.form}-bit length"] if self.form else []
        if self.length is not None:
            return " ".join(words + [f"of {self.length} bytes, head only"])
        return " ".join(words + [shown(self.payload, self.opcode)])


def shown(payload, opcode=TEXT):
    if opcode == CLOSE and len(payload) > 1:
        reason = payload[2:]
        return f"{struct.unpack('!H', payload[:2])[0]}" + (f" {shown(reason)}" if reason else "")
    if len(payload) > 48:
        return f"{len(payload)} bytes"
    return "".join(chr(byte) if 0x20 <= byte < 0x7F else f"\\x{byte:02x}" for byte in payload) or "empty"


def text(payload, **more):
    return Frame(TEXT, payload if isinstance(payload, bytes) else payload.encode(), **more)


def close(code=None, reason=b"", **more):
    return Frame(CLOSE, b"" if code is None else struct.pack("!H", code) + reason, **more)


class Violation(Exception):
    """The server sent what no server may send, or not what it had to."""


@dataclass(frozen=True)
class End:
    """The line is closed: "fin", or "rst" if the server still had bytes of ours to read."""

    how: str

    def __str__(self):
        return f"end of the line ({self.how})"


class Wire:
    """One TCP connection. Deadlines are of time.monotonic()."""

    def __init__(self, port, receive_buffer=None, tls=None, patience=10):
        """receive_buffer: bytes that the kernel takes for it. tls: an SSLContext. patience: s until it is connected."""
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(patience)
        self.socket.connect(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if tls:
            self.socket = tls.wrap_socket(self.socket)
        self.received = b""
        self.end = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        """A server that has hung up is no error: what it said before is still to be read."""
        self.socket.settimeout(10)
        try:
            self.socket.sendall(data)
        except (ConnectionError, TimeoutError):
            pass

    def upgrade(self, address="127.0.0.1", path="/ws"):
        """address: the one that a trusted proxy would name, with which the server counts per address."""
        self.send(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {KEY}\r\nSec-WebSocket-Version: 13\r\nX-Forwarded-For: {address}\r\n\r\n".encode()
        )
        head = self.http_head(time.monotonic() + 20)
        if not head.startswith(b"HTTP/1.1 101 "):
            raise Violation(f"the upgrade was answered with {head.splitlines()[0].decode() if head else self.end}")

    def http_head(self, deadline):
        """The head of an answer, its blank line included; what came of it if the line ended before or nothing came."""
        while b"\r\n\r\n" not in self.received:
            if not self.fill(deadline):
                head, self.received = self.received, b""
                return head
        head, _, self.received = self.received.partition(b"\r\n\r\n")
        return head + b"\r\n\r\n"

    def fill(self, deadline):
        """Reads some more. False: nothing came, or the line has ended."""
        if self.end:
            return False
        self.socket.settimeout(max(0.001, deadline - time.monotonic()))
        try:
            chunk = self.socket.recv(262144)
        except TimeoutError:
            return False
        except ConnectionError:
            self.end = End("rst")
            return False
        if not chunk:
            self.end = End("fin")
        self.received += chunk
        return bool(chunk)

    def next(self, deadline):
        """The next frame, an End, or None if neither came in time."""
        while True:
            frame = self.take()
            if frame:
                return frame
            if not self.fill(deadline):
                return self.end

    def take(self):
        """A frame that is here as a whole. Checked like a client must: unmasked, no extension, the shortest length."""
        data = self.received
        if len(data) < 2:
            return None
        opcode, fin, rsv, length = data[0] & 15, data[0] >> 7, data[0] >> 4 & 7, data[1] & 127
        if data[1] >> 7 or rsv or opcode not in NAMES or (opcode > 7 and (length > 125 or not fin)):
            raise Violation(f"a frame that no server may send: {data[:14].hex(' ')}")
        start = {126: 4, 127: 10}.get(length, 2)
        if len(data) < start:
            return None
        if start > 2:
            length = int.from_bytes(data[2:start], "big")
            if length < (126 if start == 4 else 65536):
                raise Violation(f"a length in more bytes than needed: {data[:start].hex(' ')}")
        if len(data) < start + length:
            return None
        self.received = data[start + length :]
        return Frame(opcode, data[start : start + length], bool(fin), key=None)
