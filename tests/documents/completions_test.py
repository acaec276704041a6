"""The real shells complete by the files: a sub-command, its second word, a flag, a key for --set, and the app's flags.

usage: completions_test.py PACKAGING
"""

import os
import pathlib
import pty
import select
import subprocess
import sys
import tempfile
import time
import unittest

FILES = pathlib.Path(sys.argv.pop(1)).resolve() / "completions"

# What is typed before Tab, and what it becomes.
CASES = {
    "parlanced doct": "parlanced doctor",
    "parlanced conf": "parlanced config",
    "parlanced config sh": "parlanced config show",
    "parlanced config show --ori": "parlanced config show --origin",
    "parlanced --lis": "parlanced --listen",
    "parlanced serve --set limits.mess": "parlanced serve --set limits.messages=",
    "parlanced --set access.pass": "parlanced --set access.password=",
    "parlanced setup --reach oth": "parlanced setup --reach others",
    "parlanced --config file.toml vers": "parlanced --config file.toml version",
    "parlance --hid": "parlance --hidden",
}


class Terminal:
    """A shell with a terminal of its own; ended with the test."""

    def __init__(self, test, command, folder):
        self.child, self.descriptor = pty.fork()
        if self.child == 0:
            os.chdir(folder)
            os.environ.update({"TERM": "dumb", "PS1": "", "PROMPT": "", "HISTFILE": "/dev/null", "HOME": folder})
            os.execvp(command[0], command)
        self.output = ""
        test.addCleanup(self.end)

    def end(self):
        os.kill(self.child, 9)
        os.waitpid(self.child, 0)
        os.close(self.descriptor)

    def send(self, text):
        os.write(self.descriptor, text.encode())

    def wait_for(self, text, seconds=60):
        """What came in until then; fails with it if the text does not come."""
        end = time.monotonic() + seconds
        while text not in self.output:
            if not select.select([self.descriptor], [], [], max(0, end - time.monotonic()))[0]:
                raise AssertionError(f"no {text!r} in {self.output!r}")
            self.output += os.read(self.descriptor, 65536).decode(errors="replace")
        before, _, self.output = self.output.partition(text)
        return before

    def complete(self, typed):
        """The line as it is after Tab: the shell is made to print it instead of running it."""
        self.send(f"{typed}\t\x01echo '<<\x05>>'\n")
        self.wait_for("\n<<")
        return self.wait_for(">>").strip()


class Completions(unittest.TestCase):
    def all_cases(self, command, preparation):
        with tempfile.TemporaryDirectory() as folder:
            terminal = Terminal(self, command, folder)
            terminal.send(preparation + "; echo rea''dy\n")
            terminal.wait_for("ready")
            for typed, wanted in CASES.items():
                self.assertEqual(terminal.complete(typed), wanted)

    def test_bash(self):
        files = " ".join(f"'{FILES}/{name}.bash'" for name in ("parlanced", "parlance"))
        self.all_cases(["bash", "--norc", "--noprofile", "-i"], f"for f in {files}; do source $f; done; set -o emacs")

    def test_zsh(self):
        self.all_cases(
            ["zsh", "-f", "-i"], f"fpath=('{FILES}' $fpath); autoload -Uz compinit; compinit -u -D; bindkey -e"
        )

    def test_fish(self):
        for typed, wanted in CASES.items():
            with self.subTest(typed), tempfile.TemporaryDirectory() as folder:
                script = f"source '{FILES}/parlanced.fish'; source '{FILES}/parlance.fish'; complete -C '{typed}'"
                environment = {**os.environ, "HOME": folder, "XDG_CONFIG_HOME": folder, "XDG_DATA_HOME": folder}
                done = subprocess.run(
                    ["fish", "--no-config", "-c", script], env=environment, capture_output=True, text=True, timeout=60
                )
                self.assertEqual(done.stderr, "")
                offers = [line.split("\t")[0] for line in done.stdout.splitlines()]
                self.assertEqual(offers, [wanted.split(" ")[-1]])


if __name__ == "__main__":
    unittest.main()
