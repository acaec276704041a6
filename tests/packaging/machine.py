"""A Debian 12 of the test's own, booted with its own systemd, with a network that is nothing but its loopback."""

import ctypes
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
BUILD = HERE.parent.parent / "build" / "package"


class Failed(Exception):
    """A command in the machine ended with another code than 0."""


def eventually(seconds, attempt):
    """What the attempt gives as soon as it does not fail; after so many seconds, how it failed last."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return attempt()
        except Exception:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def children(pid):
    return [int(child) for child in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def fresh_root():
    """The folder of a minimal Debian 12; made anew where there is none, which takes minutes."""
    BUILD.mkdir(parents=True, exist_ok=True)
    subprocess.run([HERE / "fresh_root", BUILD / "root"], check=True)
    return BUILD / "root"


def download(root, packages, names=()):
    """Fetches what these packages need, and those of Debian's with these names, as far as the root does not have it, for apt in
    the machine. Gives the folder."""
    archives = BUILD / "archives"
    (archives / "partial").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root / "tmp") as folder:
        for package in packages:
            shutil.copy(package, folder)
        install = f"apt-get install -qq --download-only /tmp/{os.path.basename(folder)}/*.deb {' '.join(names)}"
        subprocess.run(
            ["unshare", "--mount", "sh", "-ec", 'mount --bind "$1" "$2/var/cache/apt/archives"; exec chroot "$2" sh -c "$3"', "sh",
             archives, root, install], check=True, stdout=subprocess.DEVNULL)  # fmt: skip
    return archives


class Machine:
    """Runs until the `with` ends; whatever happened in it is gone then.

    archives: a folder of packages that apt there has already fetched.
    share: a folder here that is /mnt there.
    """

    def __init__(self, archives=None):
        self.archives = archives

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="machine-", dir=BUILD))
        self.share = self.folder / "share"
        if self.archives:
            shutil.copytree(self.archives, self.folder / "upper/var/cache/apt/archives", copy_function=os.link)
        with open(self.folder / "boot.log", "w") as log:
            self.boot = subprocess.Popen(
                ["setpriv", "--pdeathsig", "TERM", HERE / "boot", fresh_root(), self.folder],
                stdout=subprocess.PIPE, stderr=log, text=True,
            )  # fmt: skip
        try:
            if self.boot.stdout.readline() != "booting\n":
                raise Failed("it does not boot:\n" + (self.folder / "boot.log").read_text())
            self.first = children(children(self.boot.pid)[0])[0]
            eventually(30, lambda: self.run("systemctl is-system-running --wait"))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.boot.poll() is None and hasattr(self, "first"):
            os.kill(self.first, signal.SIGKILL)
        self.boot.wait(20)
        self.boot.stdout.close()
        shutil.rmtree(self.folder)

    def join_network(self):
        """From now on this program and those that it starts have the machine's network and no other."""
        with open(f"/proc/{self.first}/ns/net") as network:
            if ctypes.CDLL(None, use_errno=True).setns(network.fileno(), 0) != 0:
                raise OSError(ctypes.get_errno(), "setns")

    def run(self, script, timeout=600, check=True):
        """What a shell there prints for a script; Failed with all of it where its code is not 0."""
        done = subprocess.run(
            ["nsenter", f"--target={self.first}", "--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup", "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
             "HOME=/root", "LANG=C.UTF-8", "DEBIAN_FRONTEND=noninteractive", "sh", "-c", script],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=timeout,
        )  # fmt: skip
        if check and done.returncode != 0:
            raise Failed(f"{script}\nended with {done.returncode}:\n{done.stdout}\n{self.journal()}")
        return done.stdout.strip()

    def journal(self):
        return self.run("journalctl --no-pager --output=short-precise --lines=40 --unit='parlance*'", check=False)
