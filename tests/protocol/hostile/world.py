"""What attacks are made of: a server, hostile peers of it, and a good client that wants to be served all the while."""

import json
import pathlib
import select
import socket
import ssl
import struct
import subprocess
import threading
import time
from contextlib import ExitStack

from rfc6455.frames import CLOSE, PING, PONG, TEXT, End, Frame, Violation, Wire, close, text


class Failed(Exception):
    """Something else came of an attack than had to."""


class World:
    """A server for one attack, within a `with`. Lines that attacks open are closed with it."""

    def __init__(self, server, tls=False, is_stock=False):
        self.server = server
        self.is_stock = is_stock
        self.context = secure(server) if tls else None
        self.stack = ExitStack()
        self.lines = []
        self.addresses = 0

    def __enter__(self):
        self.stack.enter_context(self.server)
        return self

    def __exit__(self, *_):
        self.drop_all()
        self.stack.close()

    def drop_all(self):
        while self.lines:
            self.lines.pop().socket.close()

    # --- lines ---

    def wire(self, receive_buffer=None, plain=False, patience=10):
        """A line on which nothing was said. plain: without the TLS that the server speaks. patience: s until it is taken."""
        wire = Wire(self.server.port, receive_buffer, None if plain else self.context, patience)
        self.lines.append(wire)
        return wire

    def upgraded(self, receive_buffer=None, address=None):
        wire = self.wire(receive_buffer)
        wire.upgrade(address or self.new_address())
        return wire

    def joined(self, name="mallory", room="general", receive_buffer=None):
        wire = self.upgraded(receive_buffer)
        ask(wire, "joined", type="join", username=name, room=room)
        return wire

    def silent(self, count):
        """So many lines on which nothing is said, 2,500 a second; fewer, if the system does not connect any more."""
        lines = []
        for number in range(count):
            try:
                lines.append(self.wire(plain=True, patience=3))
            except OSError:
                break
            time.sleep(0.02 if number % 50 == 49 else 0)
        return lines

    def new_address(self):
        self.addresses += 1
        return f"10.2.{self.addresses // 250}.{self.addresses % 250 + 1}"

    # --- good clients ---

    def good_client(self, within):
        """Gets in, says something, hears it and goes: within so many seconds, or Failed."""
        begun = time.monotonic()
        try:
            with Wire(self.server.port, None, self.context) as wire:
                wire.upgrade(self.new_address())
                if self.is_stock:
                    wire.send(Frame(PING, b"good").encode())
                    until(wire, lambda frame: frame.opcode == PONG, within)
                else:
                    ask(wire, "joined", within, type="join", username="good", room="good")
                    ask(wire, "message", within, type="message", text="hello")
                wire.send(close(1000).encode())
        except (OSError, Violation) as problem:
            raise Failed(f"a good client did not get in: {problem}") from problem
        seconds = time.monotonic() - begun
        if seconds > within:
            raise Failed(f"a good client waited {seconds:.1f} s")

    def warm_up(self):
        """So that what the server needs once does not count as growth."""
        for _ in range(3):
            self.good_client(within=20)
        for data in (Frame(3).encode(), Frame(TEXT, length=2**40).encode(), text(b"[").encode() + close(1000).encode()):
            with Wire(self.server.port, None, self.context) as wire:
                wire.upgrade(self.new_address())
                wire.send(data)
                until_end(wire, 5)
        for head in (b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", b"nonsense\r\n\r\n"):
            with Wire(self.server.port, None, self.context) as wire:
                wire.send(head)
                wire.http_head(time.monotonic() + 5)


class GoodClients:
    """One after the other for as long as the `with` lasts; Failed at its end if one of them had to wait."""

    def __init__(self, world, within):
        self.world, self.within = world, within
        self.done = threading.Event()
        self.problem = None
        self.thread = threading.Thread(target=self.come)

    def come(self):
        while not self.done.is_set() and not self.problem:
            try:
                self.world.good_client(self.within)
            except Failed as problem:
                self.problem = problem
            self.done.wait(0.1)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, kind, *_):
        self.done.set()
        self.thread.join()
        if self.problem and kind is None:
            raise self.problem


def secure(server):
    """Makes the server speak TLS, with a certificate of its own. The context of its clients."""
    folder = pathlib.Path(server.folder.name)
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=127.0.0.1", "-keyout", "key.pem", "-out", "certificate.pem"],
        cwd=folder, check=True, capture_output=True,
    )
    server.command += ["--set", f"tls.certificate={folder}/certificate.pem", "--set", f"tls.key={folder}/key.pem"]
    context = ssl.create_default_context(cafile=folder / "certificate.pem")
    context.check_hostname = False
    return context


# --- what must come back ---


def until(wire, wanted, within):
    """The first frame that is wanted; Failed if it does not come."""
    deadline = time.monotonic() + within
    while True:
        found = wire.next(deadline)
        if found is None or isinstance(found, End):
            raise Failed(f"got {found or f'nothing in {within:.1f} s'}")
        if found.opcode == CLOSE:
            raise Failed(f"got close {found.code()}")
        if wanted(found):
            return found


def ask(wire, kind, within=20, **request):
    """The answer of that type."""
    wire.send(text(json.dumps(request, ensure_ascii=False)).encode())
    return event(until(wire, lambda frame: event(frame).get("type") == kind, within))


def event(frame):
    return json.loads(frame.payload) if frame.opcode == TEXT else {}


def must_close(wire, codes, within):
    """A close frame with one of these codes, whatever else comes before it."""
    deadline = time.monotonic() + within
    while True:
        found = wire.next(deadline)
        if found is None:
            raise Failed(f"not closed in {within:.1f} s")
        if isinstance(found, End):
            raise Failed(f"{found} without a close frame")
        if found.opcode == CLOSE:
            if found.code() in codes:
                return
            raise Failed(f"closed with {found.code()}")


def until_end(wire, within):
    """The server has ended the line, whatever it said before; Failed if it has not."""
    deadline = time.monotonic() + within
    while wire.end is None:
        wire.received = b""
        if not wire.fill(deadline) and wire.end is None:
            raise Failed(f"the line is still open after {within} s")


def must_answer(wire, statuses, within):
    """An HTTP answer with one of these statuses."""
    head = wire.http_head(time.monotonic() + within)
    if not head:
        raise Failed(f"no answer in {within} s" if wire.end is None else f"{wire.end} without an answer")
    status = head.split(b" ", 2)[1].decode() if head.startswith(b"HTTP/1.1 ") else "?"
    if status not in [str(wanted) for wanted in statuses]:
        raise Failed(f"answered with {status}")


def must_stay(wire):
    """The connection is as good as before: a ping is answered."""
    wire.send(Frame(PING, b"still there?").encode())
    until(wire, lambda frame: frame.opcode == PONG and frame.payload == b"still there?", 10)


def must_end(lines, count, within):
    """The server ends at least so many of the lines."""
    poll = select.poll()
    waiting = {line.socket.fileno(): line for line in lines}
    for number in waiting:
        poll.register(number, select.POLLIN | select.POLLRDHUP)
    deadline = time.monotonic() + within
    while len(lines) - len(waiting) < count:
        left = deadline - time.monotonic()
        if left <= 0:
            raise Failed(f"{len(lines) - len(waiting)} of {len(lines)} lines were ended in {within} s; wanted {count}")
        for number, _ in poll.poll(1000 * left):
            line = waiting[number]
            line.fill(0)
            if line.end:
                poll.unregister(number)
                del waiting[number]


def must_return_to(world, descriptors, within):
    """The server has no more descriptors open than before."""
    deadline = time.monotonic() + within
    while world.server.descriptors() > descriptors:
        if time.monotonic() > deadline:
            raise Failed(f"{world.server.descriptors() - descriptors} descriptors are still open after {within} s")
        time.sleep(0.05)


# --- what hostile peers do ---


def flood(wire, data, seconds, most=None):
    """Sends the same again and again, reading nothing, until the line ends. The bytes that went out."""
    deadline = time.monotonic() + seconds
    wire.socket.settimeout(0.1)
    sent, rest = 0, b""
    while time.monotonic() < deadline and (most is None or sent < most):
        rest = rest or data
        try:
            count = wire.socket.send(rest)
        except TimeoutError:
            continue
        except OSError:
            break
        sent += count
        rest = rest[count:]
    return sent


def reset(wire):
    """Ends the line with RST."""
    wire.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    wire.socket.close()
