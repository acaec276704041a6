"""A parlanced of a test's own: a free port, a data folder that goes with it, ended by its process."""

import os
import signal
import subprocess
import tempfile


class NotStarted(Exception):
    """What it said about it."""


class Server:
    """Runs within a `with`. Afterwards exit_code says how it ended."""

    def __init__(self, program, settings, prefix=(), env=None):
        """prefix: the words of a command that runs it; env: variables besides this program's own."""
        self.folder = tempfile.TemporaryDirectory(prefix="parlance-test-")
        words = [word for key, value in settings.items() for word in ("--set", f"{key}={value}")]
        self.command = [*prefix, program, "--listen", "127.0.0.1:0", "--data", self.folder.name, *words]
        self.env = {**os.environ, **(env or {})}
        self.port = 0
        self.exit_code = None

    def __enter__(self):
        with open(f"{self.folder.name}/log", "wb") as log:
            self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=log, text=True, env=self.env)
        first = self.process.stdout.readline()
        if "ready: http" not in first:
            self.stop()
            text = self.log()
            self.folder.cleanup()
            raise NotStarted(f"exit {self.exit_code}: {text.strip()}")
        self.port = int(first.rsplit(":", 1)[1].strip().strip("/"))
        return self

    def __exit__(self, *_):
        self.stop()
        self.folder.cleanup()

    def stop(self):
        """The exit code: 0, unless it complained or had to be killed (a sanitizer's report is in the log)."""
        if self.exit_code is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.exit_code = self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.exit_code = self.process.wait()
            self.process.stdout.close()
        return self.exit_code

    def log(self):
        with open(f"{self.folder.name}/log", encoding="utf-8", errors="replace") as log:
            return log.read()

    def resident(self):
        """Bytes of memory that the process has now (VmRSS)."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            line = next(line for line in status if line.startswith("VmRSS:"))
        return int(line.split()[1]) * 1024

    def processor_time(self):
        """Seconds of processor that the process has used."""
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))
