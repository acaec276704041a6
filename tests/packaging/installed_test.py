"""The packages in a Debian 12 that has nothing of ours: installed, used, restarted, broken, upgraded, removed. One machine and
one story: each step begins where the one before has ended, and after the first that fails there is none.

usage: installed_test.py [NAME...]
"""

import asyncio
import collections
import shutil
import socket
import ssl
import subprocess
import time
import unittest

import talk
from debs import deb, field, repacked
from machine import HERE, Machine, download, eventually, fresh_root

PACKAGES = ["parlance-common", "parlance-server"]
PAGE = "http://127.0.0.1:3001/"
TLS = "/etc/parlance/tls"
CONNECTIONS = 1000
RESTARTS = 3

# What a purge leaves: what people wrote, and the user whose files these are.
LEFT = {"/var/lib/parlance", "/var/backups/parlance"}
# systemd's own, of a timer that was enabled once (Persistent=yes); no package takes those away.
STAMP = "/var/lib/systemd/timers/stamp-parlance-backup.timer"


def say(text):
    print(f"    {text}", flush=True)


class InstalledTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        files = [deb(name) for name in PACKAGES]
        cls.machine = cls.enterClassContext(Machine(download(fresh_root(), files)))
        for file in files:
            shutil.copy(file, cls.machine.share)
        cls.machine.join_network()
        cls.before = cls.files()

    @classmethod
    def files(cls):
        """All that a package may have left behind: not what apt and dpkg keep for themselves, nor logs."""
        found = cls.machine.run(
            "find / -xdev -not -path '/var/cache/*' -not -path '/var/lib/apt/*' -not -path '/var/lib/dpkg/*' "
            "-not -path '/var/log/*' -not -path '/root/*' -not -path '/tmp/*' -not -path '/var/tmp/*'"
        )
        return set(found.splitlines())

    def override(self, text):
        """A drop-in for parlanced.service until the machine ends."""
        self.machine.run("mkdir -p /run/systemd/system/parlanced.service.d")
        (self.machine.share / "test.conf").write_text(f"[Service]\n{text}\n")
        self.machine.run("cp /mnt/test.conf /run/systemd/system/parlanced.service.d/ && systemctl daemon-reload")

    def show(self, name, unit="parlanced.service"):
        return self.machine.run(f"systemctl show --value --property={name} {unit}")

    def assertServes(self):
        eventually(10, lambda: self.assertEqual(self.show("ActiveState"), "active"))
        self.assertEqual(asyncio.run(talk.ask("/")), 200)

    def test_01_from_nothing_to_the_first_message(self):
        install = "apt-get install -y /mnt/parlance-common_*.deb /mnt/parlance-server_*.deb"
        begin = time.monotonic()
        self.machine.run(install)
        installed = time.monotonic()
        subprocess.run(["node", HERE / "first_message.mjs", PAGE, "the first message"], check=True, timeout=120)
        written = time.monotonic()
        say(f"{written - begin:.1f} s from nothing to the first message: {installed - begin:.1f} s for `{install}`, without fetching")
        say(f"what it depends on, {written - installed:.1f} s for opening {PAGE}, entering and writing")
        self.assertLess(written - begin, 60)
        self.assertEqual(asyncio.run(talk.history("general")), ["the first message"])

    def test_02_the_service_is_as_it_is_described(self):
        self.assertServes()
        for unit, state in [("parlanced.service", "enabled"), ("parlanced.socket", "enabled"), ("parlance-backup.timer", "disabled")]:
            self.assertEqual(self.machine.run(f"systemctl is-enabled {unit} || true"), state, unit)
        self.assertEqual(self.machine.run("stat -c '%a %U:%G' /etc/parlance/parlanced.toml"), "640 root:parlance")
        self.assertEqual(self.machine.run("stat -c '%a %U:%G' /var/lib/parlance"), "700 parlance:parlance")
        status = self.machine.run(f"cat /proc/{self.show('MainPID')}/status")
        self.assertRegex(status, r"CapEff:\s0{16}\n")
        self.assertNotRegex(status, r"Uid:\s0\s")
        self.assertEqual(self.machine.run("systemctl --failed --quiet"), "")
        self.machine.run("parlanced doctor")
        self.assertIn("/etc/parlance/parlanced.toml", self.machine.run("dpkg-query --show --showformat='${Conffiles}' parlance-server"))

    def test_03_a_restart_refuses_nobody_and_loses_nothing(self):
        self.override("Environment=PARLANCE_LIMITS_MESSAGES=0 PARLANCE_LIMITS_CONNECTIONS_PER_ADDRESS=0")
        self.machine.run("systemctl restart parlanced.service")
        writer = talk.Writer("restarted")
        statuses = asyncio.run(self.restart_under_load(writer))
        say(f"{len(statuses)} connections, {RESTARTS} restarts: {collections.Counter(statuses)}")
        say(f"{len(writer.acknowledged)} messages meanwhile, on {writer.connections} connections")
        self.assertEqual(set(statuses), {200})
        self.assertGreater(writer.connections, RESTARTS)
        self.assertEqual(asyncio.run(talk.history("restarted")), writer.acknowledged)

    async def restart_under_load(self, writer):
        stop = asyncio.Event()
        writing = asyncio.create_task(writer.write(stop))
        asking = asyncio.create_task(talk.ask_until(stop, least=CONNECTIONS, at_a_time=100))
        for restarts in range(RESTARTS + 1):
            while not writer.has_come_back(restarts) and not (writing.done() or asking.done()):
                await asyncio.wait([writing, asking], timeout=0.1)
            if restarts < RESTARTS:
                await asyncio.to_thread(self.machine.run, "systemctl restart parlanced.service")
        stop.set()
        return (await asyncio.gather(asking, writing))[0]

    def test_04_without_the_socket_a_restart_refuses(self):
        """So the step before sees what it is there to see."""
        self.machine.run("systemctl mask --runtime --now parlanced.socket && systemctl restart parlanced.service")
        with self.assertRaises(ConnectionRefusedError):
            asyncio.run(self.restart_under_load(talk.Writer("refused")))
        self.machine.run("systemctl unmask --runtime parlanced.socket && systemctl stop parlanced && systemctl start parlanced")
        self.assertEqual(self.show("ActiveState", "parlanced.socket"), "active")
        self.assertServes()

    def test_05_a_server_that_hangs_is_started_again(self):
        self.override("WatchdogSec=2")
        self.machine.run("systemctl restart parlanced.service")
        pid = self.show("MainPID")
        begin = time.monotonic()
        self.machine.run(f"kill -STOP {pid}")
        eventually(30, lambda: self.assertNotIn(self.show("MainPID"), (pid, "0")))
        self.assertServes()
        say(f"served again {time.monotonic() - begin:.1f} s after it hung, with a watchdog of 2 s")
        self.assertIn("watchdog", self.machine.run("journalctl --unit=parlanced --grep=watchdog --lines=3").lower())
        self.assertEqual(asyncio.run(talk.history("general")), ["the first message"])

    def test_06_a_reload_takes_the_new_certificate(self):
        self.certificate("first.example")
        self.configure(f'[tls]\ncertificate = "{TLS}/chat.pem"\nkey = "{TLS}/chat.key"\n')
        self.machine.run("systemctl restart parlanced.service")
        self.assertEqual(self.subject(), "first.example")
        pid = self.show("MainPID")
        self.certificate("second.example")
        self.assertEqual(self.subject(), "first.example")
        self.machine.run("systemctl reload parlanced.service")
        eventually(10, lambda: self.assertEqual(self.subject(), "second.example"))
        self.assertEqual(self.show("MainPID"), pid)
        self.configure()
        self.machine.run("systemctl restart parlanced.service")
        self.assertServes()

    def certificate(self, name):
        folder = self.machine.share
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
             "-subj", f"/CN={name}", "-keyout", folder / "chat.key", "-out", folder / "chat.pem"],
            check=True, capture_output=True,
        )  # fmt: skip
        self.machine.run(f"install -D -m 644 /mnt/chat.pem {TLS}/chat.pem; install -g parlance -m 640 /mnt/chat.key {TLS}/chat.key")

    def configure(self, text=None):
        """Another text in the settings file; without one it is the packaged one again."""
        if text:
            (self.machine.share / "parlanced.toml").write_text(f'[data]\nfolder = "/var/lib/parlance"\n{text}')
            self.machine.run("cp -n /etc/parlance/parlanced.toml /mnt/packaged.toml")
        self.machine.run(f"cp /mnt/{'parlanced' if text else 'packaged'}.toml /etc/parlance/parlanced.toml")

    def subject(self):
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        with socket.create_connection(("127.0.0.1", 3001), timeout=20) as plain, context.wrap_socket(plain) as line:
            given = ssl.DER_cert_to_PEM_cert(line.getpeercert(binary_form=True))
        text = subprocess.run(["openssl", "x509", "-noout", "-subject"], input=given, capture_output=True, text=True, check=True)
        return text.stdout.split("CN = ")[1].strip()

    def test_07_wrong_settings_end_when_they_are_mended(self):
        """Every client that comes back has the socket try to start it, until systemd gives that up, too."""
        self.configure("[limits]\nmessages = -1\n")
        self.machine.run("systemctl restart parlanced.service || true")
        eventually(30, lambda: self.assertRaises(ConnectionRefusedError, self.knock))
        self.assertEqual(self.show("Result", "parlanced.socket"), "trigger-limit-hit")
        self.assertIn("limits.messages", self.machine.run("journalctl --unit=parlanced --lines=20 --output=cat"))
        self.configure()
        self.machine.run("systemctl restart parlanced.service")
        self.assertServes()
        self.assertEqual(self.show("ActiveState", "parlanced.socket"), "active")

    def knock(self):
        """As clients do that were thrown out: a connection is there, though nobody answers."""
        with socket.create_connection(("127.0.0.1", 3001), timeout=5):
            pass

    def test_08_an_upgrade_and_the_way_back_keep_everything(self):
        here = field(deb("parlance-server"), "Version")
        (self.machine.share / "next").mkdir()
        for name in PACKAGES:
            repacked(deb(name), f"{here}+next", self.machine.share / "next")
        pid = self.show("MainPID")
        self.machine.run("apt-get install -y /mnt/next/*.deb")
        self.assertEqual(self.installed(), f"{here}+next")
        self.assertServes()
        self.assertNotEqual(self.show("MainPID"), pid, "the new version runs")
        asyncio.run(self.say_one("after the upgrade"))
        self.machine.run("apt-get install -y --allow-downgrades /mnt/*.deb")
        self.assertEqual(self.installed(), here)
        self.assertServes()
        self.assertEqual(asyncio.run(talk.history("general")), ["the first message", "after the upgrade"])
        self.assertEqual(self.machine.run("stat -c '%a %U:%G' /etc/parlance/parlanced.toml"), "640 root:parlance")

    def installed(self):
        return self.machine.run("dpkg-query --show --showformat='${Version}' parlance-server")

    async def say_one(self, text):
        writer = talk.Writer("general")
        await writer.write_one(await writer.connect(), text)

    def test_09_the_backups_of_the_timer_can_be_restored(self):
        self.machine.run("mkdir -p /run/systemd/system/parlance-backup.service.d && printf '[Service]\\nEnvironment=KEEP=2\\n' "
                         ">/run/systemd/system/parlance-backup.service.d/test.conf && systemctl daemon-reload")  # fmt: skip
        for number in range(1, 4):
            self.machine.run("systemctl start parlance-backup.service")
            kept = self.machine.run("ls /var/backups/parlance").split()
            self.assertEqual(len(kept), min(number, 2))
            eventually(10, lambda: self.assertNotIn(self.machine.run("date -u +%Y%m%dT%H%M%SZ"), kept[-1]))
        self.assertEqual(self.machine.run(f"stat -c '%a %U' /var/backups/parlance/{kept[-1]}"), "600 parlance")
        asyncio.run(self.say_one("after the backup"))
        self.machine.run(f"systemctl stop parlanced.socket parlanced.service && parlanced restore --force /var/backups/parlance/{kept[-1]}")
        self.machine.run("systemctl start parlanced.socket parlanced.service")
        self.assertServes()
        self.assertEqual(asyncio.run(talk.history("general")), ["the first message", "after the upgrade"])

    def test_10_removed_it_is_silent_and_keeps_what_was_written(self):
        self.machine.run("systemctl enable --now parlance-backup.timer")
        self.machine.run("apt-get remove -y parlance-server")
        with self.assertRaises(ConnectionRefusedError):
            asyncio.run(talk.ask())
        self.assertEqual(self.machine.run("systemctl --failed --quiet"), "")
        self.machine.run("test -s /var/lib/parlance/parlance.db && test -s /etc/parlance/parlanced.toml")
        self.machine.run("apt-get install -y /mnt/parlance-server_*.deb")
        self.assertServes()
        self.assertEqual(asyncio.run(talk.history("general")), ["the first message", "after the upgrade"])

    def test_11_purged_nothing_is_left_but_what_people_wrote(self):
        self.machine.run(f"rm -r {TLS} && apt-get purge -y parlance-server parlance-common && apt-get autoremove -y --purge")
        left = {path for path in self.files() - self.before if not any(path.startswith(f"{kept}/") for kept in LEFT)}
        say("left: " + " ".join(sorted(left)))
        self.assertLessEqual(LEFT, left)
        self.assertEqual({path for path in left - LEFT if "parlance" in path}, {STAMP})
        self.assertIn("parlance:", self.machine.run("cat /etc/passwd"))


if __name__ == "__main__":
    unittest.main(verbosity=2, failfast=True)
