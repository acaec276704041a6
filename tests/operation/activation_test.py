"""A socket that the service manager holds: nobody is refused while the program is started anew.

usage: activation_test.py PARLANCED
"""

import socket
import tempfile
import threading
import unittest

import service

UPGRADE = (
    b"GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
PAGE = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
RESTARTS = 3


def listening(family=socket.AF_INET, kind=socket.SOCK_STREAM, address=("127.0.0.1", 0)):
    made = socket.socket(family, kind)
    made.bind(address)
    if kind == socket.SOCK_STREAM:
        made.listen(512)
    return made


def answer_to(port, request):
    """The status line, or what went wrong."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=service.PATIENCE) as peer:
            peer.sendall(request)
            line = peer.makefile("rb").readline().decode().strip()
            return line or "closed without an answer"
    except OSError as error:
        return type(error).__name__


class Visitors:
    """Come without a pause, some for a page and some for a WebSocket, until the end."""

    def __init__(self, port):
        self.port = port
        self.answers = {}
        self.lock = threading.Lock()
        self.leaving = threading.Event()
        self.threads = [threading.Thread(target=self.visit, args=(r,)) for r in (UPGRADE, PAGE) * 2]
        for thread in self.threads:
            thread.start()

    def visit(self, request):
        while not self.leaving.is_set():
            answer = answer_to(self.port, request)
            with self.lock:
                self.answers[answer] = self.answers.get(answer, 0) + 1

    def count(self):
        with self.lock:
            return sum(self.answers.values())

    def more(self):
        """Waits until some more have been answered."""
        wanted = self.count() + 20
        while self.count() < wanted and any(thread.is_alive() for thread in self.threads):
            self.leaving.wait(0.01)

    def end(self):
        self.leaving.set()
        for thread in self.threads:
            thread.join()
        return self.answers


class ActivationTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="parlance-test-")
        self.addCleanup(folder.cleanup)
        self.data = folder.name

    def start(self, *handed, arguments=()):
        run = service.Service(self.data, arguments, handed=handed)
        self.addCleanup(run.discard)
        return run

    def restart_under_visits(self, start, port):
        run = start()
        run.ready()
        visitors = Visitors(port)
        try:
            for _ in range(RESTARTS):
                visitors.more()
                self.assertEqual(run.stop(), 0)
                run = start()
                run.ready()
            visitors.more()
        finally:
            answers = visitors.end()
        run.stop()
        print(f"{RESTARTS} restarts, {sum(answers.values())} visits: {answers}")
        return answers

    def test_restarts_refuse_nobody(self):
        with listening() as held:
            port = held.getsockname()[1]
            answers = self.restart_under_visits(lambda: self.start(held), port)
        self.assertEqual(set(answers), {"HTTP/1.1 101 Switching Protocols", "HTTP/1.1 200 OK"})

    def test_without_the_socket_they_do(self):
        with listening() as free:
            port = free.getsockname()[1]
        answers = self.restart_under_visits(lambda: self.start(arguments=["--listen", f"127.0.0.1:{port}"]), port)
        self.assertIn("ConnectionRefusedError", answers)

    def test_who_waits_is_served_by_the_next_one(self):
        with listening() as held:
            run = self.start(held)
            port = run.ready()
            self.assertEqual(port, held.getsockname()[1])
            self.assertEqual(run.stop(), 0)
            waiting = [socket.create_connection(("127.0.0.1", port)) for _ in range(100)]
            for peer in waiting:
                peer.sendall(PAGE)
            self.start(held).ready()
            for peer in waiting:
                peer.settimeout(service.PATIENCE)
                self.assertTrue(peer.recv(100).startswith(b"HTTP/1.1 200"))
                peer.close()

    def test_what_is_meant_for_another_process_is_not_taken(self):
        meant_for = {"LISTEN_PID": "1", "LISTEN_FDS": "1"}
        run = service.Service(self.data, ["--listen", "127.0.0.1:0"], environment=meant_for)
        self.addCleanup(run.discard)
        self.assertEqual(answer_to(run.ready(), PAGE), "HTTP/1.1 200 OK")

    def refusal(self, *handed, arguments=()):
        run = self.start(*handed, arguments=arguments)
        code = run.end()
        lines = run.said().splitlines()
        self.assertEqual((code, len(lines)), (2, 1), lines)
        return lines[0]

    def test_takes_exactly_one_that_listens(self):
        with listening() as a, listening() as b:
            self.assertIn("2 were handed over", self.refusal(a, b))
        with listening(kind=socket.SOCK_DGRAM) as datagrams:
            self.assertIn("is none for connections", self.refusal(datagrams))
        with socket.socket() as mute:
            self.assertIn("does not listen", self.refusal(mute))
        with listening(socket.AF_UNIX, address=f"{self.data}/socket") as local:
            self.assertIn("is not one of TCP", self.refusal(local))

    def test_exposure_is_judged_by_the_socket(self):
        with listening(address=("0.0.0.0", 0)) as open_to_all:
            self.assertIn("0.0.0.0 can be reached from other machines", self.refusal(open_to_all))
            run = self.start(open_to_all, arguments=["--set", "access.password=secret"])
            run.ready()

    def test_what_is_not_listened_on_needs_no_password(self):
        config = f"{self.data}/parlanced.toml"
        with open(config, "w") as file:
            file.write('[net]\nlisten = "0.0.0.0:3001"\n')
        with listening() as local:
            run = self.start(local, arguments=["--config", config])
            self.assertEqual(run.ready(), local.getsockname()[1])
            run.send("SIGHUP")
            self.assertIn("no setting has changed", run.line_with("SIGHUP: "))


if __name__ == "__main__":
    unittest.main(verbosity=2)
