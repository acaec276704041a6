"""What the service manager hears: when the program is ready, reads its settings anew, lives, and stops.

usage: notify_test.py PARLANCED
"""

import tempfile
import time
import unittest

import service


class NotifyTest(unittest.TestCase):
    def start(self, abstract=False, environment=None, arguments=()):
        manager = service.Manager(abstract)
        self.addCleanup(manager.close)
        data = tempfile.TemporaryDirectory(prefix="parlance-test-")
        self.addCleanup(data.cleanup)
        run = service.Service(
            data.name, ["--listen", "127.0.0.1:0", *arguments], environment=environment, manager=manager
        )
        self.addCleanup(run.discard)
        return manager, run

    def test_from_ready_to_stopping(self):
        for abstract in (False, True):
            with self.subTest(abstract=abstract):
                manager, run = self.start(abstract)
                port = run.ready()
                told = manager.next()
                self.assertEqual(told["READY"], "1")
                self.assertIn(f"127.0.0.1:{port}", told["STATUS"])
                before = time.monotonic_ns() // 1000
                run.send("SIGHUP")
                told = manager.next()
                self.assertEqual(told["RELOADING"], "1")
                self.assertGreaterEqual(int(told["MONOTONIC_USEC"]), before)
                self.assertEqual(manager.next()["READY"], "1")
                run.send("SIGTERM")
                self.assertEqual(manager.next()["STOPPING"], "1")
                self.assertEqual(run.end(), 0)
                self.assertIsNone(manager.next(0.1))

    def test_does_not_say_ready_when_it_cannot_start(self):
        manager, run = self.start(arguments=["--set", "metrics.listen=192.0.2.1:1"])
        self.assertEqual(run.end(), 1)
        self.assertIn("192.0.2.1:1 is not ours", run.said())
        self.assertIsNone(manager.next(0.1))

    def test_a_watchdog_that_hears_nothing_of_one_that_stands_still(self):
        manager, run = self.start(environment={"WATCHDOG_USEC": "1000000"})
        run.ready()
        for _ in range(3):
            manager.until("WATCHDOG")
        run.send("SIGSTOP")
        while manager.next(0.2):  # what was said before
            pass
        self.assertIsNone(manager.next(1.5))
        run.send("SIGCONT")
        manager.until("WATCHDOG")

    def test_not_watched_on_behalf_of_another(self):
        manager, run = self.start(environment={"WATCHDOG_USEC": "100000", "WATCHDOG_PID": "1"})
        run.ready()
        self.assertIn("READY", manager.next())
        self.assertIsNone(manager.next(0.5))


if __name__ == "__main__":
    unittest.main(verbosity=2)
