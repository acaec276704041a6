"""Several servers as OPERATING.md has them, each in a machine of its own, with PostgreSQL, Redis and HAProxy in machines of theirs:
the section's blocks are run as they stand. Only a server's own address and what a machine is called are put in.

usage: nodes_test.py [NAME...]
"""

import asyncio
import json
import os
import shutil
import signal
import ssl
import subprocess
import unittest

import websockets
from blocks import blocks_of
from debs import deb
from machine import Machine, download, eventually, fresh_root
from talk import frame_of

SERVERS = {"one": "10.0.0.11", "two": "10.0.0.12", "three": "10.0.0.13"}
ADDRESSES = {"proxy": "10.0.0.10", **SERVERS, "db": "10.0.0.20", "redis": "10.0.0.21"}
NAMES = {"db.example.org": "db", "redis.example.org": "redis"}
EXAMPLE = SERVERS["one"]  # the server that the document speaks of
SITE = "chat.example.org"
PASSWORD = "something-long"
DEBIANS = ["postgresql", "redis-server", "haproxy", "libpq5"]


def in_network(machine, *command):
    """This machine's own programs, in the network of another."""
    subprocess.run(["nsenter", f"--target={machine.first}", "--net", *command], check=True)


class Network:
    """Joins machines: the first has a bridge, to which the others are connected."""

    def __init__(self, machines):
        hub = machines["proxy"]
        in_network(hub, "ip", "link", "add", "bridge", "type", "bridge")
        in_network(hub, "ip", "address", "add", ADDRESSES["proxy"] + "/24", "dev", "bridge")
        in_network(hub, "ip", "link", "set", "bridge", "up")
        for name, machine in machines.items():
            if machine is not hub:
                self.connect(hub, name, machine)

    @staticmethod
    def connect(hub, name, machine):
        end = f"to-{name}"
        in_network(hub, "ip", "link", "add", end, "type", "veth", "peer", "name", "eth0", "netns", str(machine.first))
        in_network(hub, "ip", "link", "set", end, "master", "bridge", "up")
        in_network(machine, "ip", "address", "add", ADDRESSES[name] + "/24", "dev", "eth0")
        in_network(machine, "ip", "link", "set", "eth0", "up")


class Guest:
    """A full client that came through the proxy."""

    def __init__(self, socket, room):
        self.socket, self.room = socket, room

    @classmethod
    async def enter(cls, name, certificate):
        trusted = ssl.create_default_context(cafile=certificate)
        socket = await websockets.connect(
            f"wss://{SITE}/ws", ssl=trusted, host=ADDRESSES["proxy"], port=443, server_hostname=SITE, open_timeout=30)  # fmt: skip
        hello = {"type": "hello", "protocol": 2, "client": "test", "name": name, "password": PASSWORD}
        await socket.send(json.dumps(hello))
        await frame_of(socket, "welcome")
        await socket.send(json.dumps({"type": "join", "name": "general"}))
        return cls(socket, (await frame_of(socket, "joined"))["room"])

    async def say(self, text):
        await self.socket.send(json.dumps({"type": "message", "room": self.room, "text": text, "nonce": text.replace(" ", "-")}))

    async def hears(self, text):
        return await frame_of(self.socket, "message", text=text)


class NodesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        packages = [deb("parlance-server")]
        archives = download(fresh_root(), packages, DEBIANS)
        cls.machines = {name: cls.enterClassContext(Machine(archives)) for name in ADDRESSES}
        Network(cls.machines)
        hosts = "".join(f"{ADDRESSES[machine]} {name}\n" for name, machine in NAMES.items())
        for name, machine in cls.machines.items():
            (machine.share / "hosts").write_text(hosts)
            machine.run(f"cat /mnt/hosts >>/etc/hosts && hostname {name}")
            if name in SERVERS:
                shutil.copy(packages[0], machine.share)
        cls.prepare_proxy()

    @classmethod
    def prepare_proxy(cls):
        """The certificate, and the example as the package has it."""
        folder = cls.machines["proxy"].share
        cls.certificate, both = folder / "chain.pem", folder / f"{SITE}.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", f"/CN={SITE}",
             "-addext", f"subjectAltName=DNS:{SITE}", "-keyout", folder / "key.pem", "-out", cls.certificate],
            check=True, capture_output=True,
        )  # fmt: skip
        both.write_bytes(cls.certificate.read_bytes() + (folder / "key.pem").read_bytes())
        subprocess.run(["dpkg-deb", "--extract", deb("parlance-server"), folder / "package"], check=True)
        shutil.copy(folder / "package/usr/share/doc/parlance-server/proxies/nodes/haproxy.cfg", folder)

    def follow(self, block, name):
        machine = self.machines[name]
        text = block.text.replace(EXAMPLE, SERVERS.get(name, EXAMPLE))
        print(f"    {block.place} on {name}", flush=True)
        if block.file():
            (machine.share / "text").write_text(text + "\n")
            machine.run(f"cat /mnt/text >{block.file()}")
        else:
            machine.run(f"cd /mnt && set -e\n{text}")

    def nodes(self, name):
        return [json.loads(line) for line in self.machines[name].run("parlanced nodes --json").splitlines()]

    def test_01_the_document_is_followed(self):
        blocks = [block for block in blocks_of("packaging/OPERATING.md") if block.machines()]
        self.assertEqual({name for block in blocks for name in block.machines()}, set(ADDRESSES))
        for block in blocks:
            for name in block.machines():
                self.follow(block, name)

    def test_02_the_servers_are_one(self):
        for name in SERVERS:
            eventually(30, lambda: self.assertEqual(len(self.nodes(name)), len(SERVERS)))
            eventually(30, lambda: self.assertTrue(all(node["isAsked"] or node["heardAgo"] < 5000 for node in self.nodes(name))))
            self.assertNotIn("problem", self.machines[name].run("parlanced doctor"))

    def test_03_people_come_through_the_proxy_to_all_of_them_and_one_may_die(self):
        self.machines["proxy"].join_network()
        asyncio.run(self.conversation())

    async def conversation(self):
        guests = [await Guest.enter(f"Guest {i}", self.certificate) for i in range(6)]
        eventually(30, lambda: self.assertEqual([node["connections"] for node in self.nodes("one")], [2, 2, 2]))  # they tell it once a second
        for i, guest in enumerate(guests):
            await guest.say(f"from {i}")
            for each in guests:
                await each.hears(f"from {i}")
        os.kill(self.machines["three"].first, signal.SIGKILL)
        self.machines["three"].boot.wait(20)  # until all of its processes are gone
        late = await eventually_async(lambda: Guest.enter("Late", self.certificate))
        await late.say("here again")
        heard = await asyncio.gather(*(guest.hears("here again") for guest in guests), return_exceptions=True)
        lost = [each for each in heard if isinstance(each, (websockets.ConnectionClosed, TimeoutError, asyncio.TimeoutError))]
        self.assertEqual(len(lost), 2, heard)  # those of the server that died
        for guest in [late, *guests]:
            await guest.socket.close()


async def eventually_async(attempt):
    """What the attempt gives as soon as it does not fail; after 30 s, how it failed."""
    end = asyncio.get_running_loop().time() + 30
    while True:
        try:
            return await attempt()
        except (OSError, websockets.WebSocketException):
            if asyncio.get_running_loop().time() > end:
                raise
            await asyncio.sleep(0.1)


if __name__ == "__main__":
    unittest.main(verbosity=2, failfast=True)
