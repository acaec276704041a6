"""Both protocols through Debian's python3-websockets: a second client that was not written here.

usage: websockets_test.py PARLANCED
"""
import asyncio
import json
import subprocess
import sys
import tempfile
import unittest

import websockets

PROGRAM = sys.argv.pop(1)


class Server:
    def __enter__(self):
        self.data = tempfile.TemporaryDirectory(prefix="parlance-test-")
        self.process = subprocess.Popen(
            [PROGRAM, "--listen", "127.0.0.1:0", "--data", self.data.name], stdout=subprocess.PIPE, text=True
        )
        self.url = self.process.stdout.readline().split("ready: http:")[1].strip()
        return f"ws:{self.url}ws"

    def __exit__(self, *_):
        self.process.terminate()
        code = self.process.wait(10)
        self.process.stdout.close()
        self.data.cleanup()
        assert code == 0, f"parlanced ended with {code}"


class Client:
    def __init__(self, socket):
        self.socket = socket

    async def send(self, **frame):
        await self.socket.send(json.dumps(frame))

    async def until(self, kind):
        while True:
            frame = json.loads(await asyncio.wait_for(self.socket.recv(), 20))
            if frame["type"] == kind:
                return frame


class WireTest(unittest.IsolatedAsyncioTestCase):
    async def test_plain(self):
        with Server() as url:
            async with websockets.connect(url) as a, websockets.connect(url) as b:
                ann, bob = Client(a), Client(b)
                await ann.send(type="join", username="ann", room="general")
                me = (await ann.until("joined"))["clientId"]
                await bob.send(type="join", username="bob", room="general")
                users = (await bob.until("joined"))["users"]
                self.assertEqual([user["username"] for user in users], ["ann", "bob"])
                await bob.send(type="message", text="hallo ö")
                self.assertEqual((await ann.until("message"))["text"], "hallo ö")
                await ann.send(type="typing", isTyping=True)
                self.assertEqual((await bob.until("typing"))["userId"], me)
            # Both left: the room remembers.
            async with websockets.connect(url) as c:
                cat = Client(c)
                await cat.send(type="join", username="cat", room="general")
                joined = await cat.until("joined")
                self.assertEqual([m["text"] for m in joined["history"]], ["hallo ö"])

    async def test_full(self):
        with Server() as url:
            async with websockets.connect(url) as a:
                ann = Client(a)
                await ann.send(type="hello", protocol=2, client="python", name="ann")
                token = (await ann.until("welcome"))["token"]
                await ann.send(type="join", name="general")
                room = (await ann.until("joined"))["room"]
                for n in range(3):
                    await ann.send(type="message", room=room, text=f"m{n}", nonce=str(n))
                for n in range(3):
                    self.assertEqual((await ann.until("message"))["seq"], n + 1)
            async with websockets.connect(url) as a:
                ann = Client(a)
                await ann.send(type="hello", protocol=2, client="python", token=token)
                self.assertEqual((await ann.until("welcome"))["rooms"][0]["n"], 3)
                await ann.send(type="history", room=room, before=3, ref="h")
                self.assertEqual([m["text"] for m in (await ann.until("history"))["messages"]], ["m0", "m1"])

    async def test_fragments_and_pings(self):
        with Server() as url:
            async with websockets.connect(url) as a:
                await a.send(iter(['{"type":"join","user', 'name":"ann","room":', '"general"}']))
                await Client(a).until("joined")
                await asyncio.wait_for(await a.ping(), 10)


if __name__ == "__main__":
    unittest.main()
