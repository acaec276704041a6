"""Peers that connect in masses and then do as little as they can. They run in a process of their own."""

import multiprocessing
import socket
import time
from collections import deque

from rfc6455.frames import KEY

IP_BIND_ADDRESS_NO_PORT = 24  # linux/in.h: the port is chosen when it is connected, so that there are enough of them
MOST_OPEN = 6_000  # lines that are kept; more, and the oldest are let go

HALF_HELLO = bytes.fromhex("16030100c8010000c40303") + bytes(60)
HALF_HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "


def upgrade(number):
    """With an address of its own in a header that only a trusted proxy may send."""
    return (
        "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {KEY}\r\nSec-WebSocket-Version: 13\r\n"
        f"X-Forwarded-For: 10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}\r\n\r\n"
    ).encode()


class Masses:
    """Connects within a `with`, so often a second, in turn from each of the addresses; `say(number)` is what each says."""

    def __init__(self, port, addresses, rate, say):
        self.count = multiprocessing.Value("q", 0)
        self.done = multiprocessing.Event()
        self.process = multiprocessing.Process(target=self.come, args=(port, addresses, rate, say))

    def __enter__(self):
        self.process.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        self.process.join()

    def wait_for(self, count, within):
        """Until so many have come. How many a second that was."""
        begun = time.monotonic()
        while self.count.value < count:
            if time.monotonic() > begun + within:
                raise TimeoutError(f"{self.count.value} connections in {within} s")
            time.sleep(0.02)
        return self.count.value / (time.monotonic() - begun)

    def come(self, port, addresses, rate, say):
        lines = deque()
        begun = time.monotonic()
        number = 0
        while not self.done.is_set():
            due = int((time.monotonic() - begun) * rate)
            if number >= due:
                time.sleep(0.002)
            for _ in range(min(due - number, 50)):
                number += 1
                line = connect(port, addresses[number % len(addresses)], say(number))
                if line:
                    lines.append(line)
                    self.count.value += 1
                if len(lines) > MOST_OPEN:
                    lines.popleft().close()


def connect(port, address, data):
    """A line on which that was said; nothing if the system does not connect just now."""
    line = socket.socket()
    line.setsockopt(socket.IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1)
    line.bind((address, 0))
    line.setblocking(False)
    try:
        line.connect_ex(("127.0.0.1", port))
        if data:
            line.send(data)
    except OSError:
        pass
    return line
