"""A parlanced as a service manager starts it: it is told where to notify, and may be handed a listening socket."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time

PROGRAM = sys.argv.pop(1)
PATIENCE = 60  # seconds for what must happen sooner or later, on a loaded machine, too

# The variables name the process that they are meant for, which is known once it is there.
STARTER = ["/bin/sh", "-c", 'LISTEN_PID=$$ exec "$@"', "starter"]


class Manager:
    """Hears what the program says of itself."""

    def __init__(self, abstract=False):
        self.folder = tempfile.TemporaryDirectory(prefix="parlance-test-")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        name = f"\0parlance-test-{os.getpid()}" if abstract else f"{self.folder.name}/notify"
        self.socket.bind(name)
        self.address = name.replace("\0", "@")

    def next(self, patience=PATIENCE):
        """The next datagram as a dictionary, or None if none comes in time."""
        self.socket.settimeout(patience)
        try:
            text = self.socket.recv(4096).decode()
        except socket.timeout:
            return None
        return dict(line.split("=", 1) for line in text.split("\n"))

    def until(self, key):
        """The next datagram with that key; others are passed over."""
        while True:
            told = self.next()
            assert told is not None, f"{key} was not told within {PATIENCE} s"
            if key in told:
                return told

    def close(self):
        self.socket.close()
        self.folder.cleanup()


class Service:
    """One run of the program. `handed` are listening sockets for it, from descriptor 3 on."""

    def __init__(self, data, arguments=(), environment=None, handed=(), manager=None):
        self.log = tempfile.TemporaryFile(mode="w+")
        variables = {**os.environ, **(environment or {})}
        if manager:
            variables["NOTIFY_SOCKET"] = manager.address
        if handed:
            variables["LISTEN_FDS"] = str(len(handed))
        numbers = range(3, 3 + len(handed))
        sources = [s.fileno() for s in handed]

        def place():
            # First out of the way: one's place may be another's source.
            for number, source in zip(numbers, [os.dup2(s, 100 + i) for i, s in enumerate(sources)]):
                os.dup2(source, number)

        self.process = subprocess.Popen(
            [*(STARTER if handed else []), PROGRAM, "--data", data, *arguments],
            env=variables, stdout=subprocess.PIPE, stderr=self.log, text=True,
            preexec_fn=place if handed else None, close_fds=not handed,
        )

    def ready(self):
        """Waits for the announcement and returns the port."""
        line = self.process.stdout.readline()
        assert "ready: http" in line, f"did not start: {self.said()}"
        return int(line.rstrip("/\n").rsplit(":", 1)[1])

    def said(self):
        self.log.seek(0)
        return self.log.read()

    def line_with(self, words):
        """Waits for a whole line of the log with these words."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for line in self.said().splitlines(keepends=True):
                if words in line and line.endswith("\n"):
                    return line
            time.sleep(0.02)
        raise AssertionError(f"{words!r} was not said: {self.said()}")

    def send(self, name):
        self.process.send_signal(getattr(signal, name))

    def end(self):
        """Waits for the end; the exit code."""
        code = self.process.wait(PATIENCE)
        self.process.stdout.close()
        return code

    def stop(self):
        if self.process.poll() is None:
            self.send("SIGCONT")
            self.send("SIGTERM")
        return self.end()

    def discard(self):
        """At the end of a test, whatever state it is in."""
        self.stop()
        self.log.close()
