"""`man` reads the pages without a warning, and what it shows has what belongs there.

usage: manpages_test.py PACKAGING
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PAGES = pathlib.Path(sys.argv.pop(1)).resolve() / "man"


def man(page, *options):
    """What man prints and what it complains about."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "80", "MANROFFSEQ": "", "MAN_KEEP_FORMATTING": ""}
    command = ["man", "--warnings", "-E", "UTF-8", "-l", *options, str(page)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    return done.stdout, done.stderr


class ManPages(unittest.TestCase):
    def test_no_warnings(self):
        pages = sorted(PAGES.iterdir())
        self.assertEqual([p.name for p in pages], ["parlance-protocol.7", "parlance.1", "parlanced.8", "parlanced.toml.5"])
        for page in pages:
            self.assertEqual(man(page, "-Tutf8", "-Z")[1], "", page.name)

    def test_a_bad_page_is_complained_about(self):
        with tempfile.NamedTemporaryFile("w", suffix=".1") as page:
            page.write('.TH X 1\n.SH NAME\nx \\- y\n.nonsense\n')
            page.flush()
            self.assertIn("nonsense", man(page.name, "-Tutf8", "-Z")[1])

    def test_what_is_shown(self):
        for name, words in {
            "parlanced.8": ["parlanced - Parlance's server", "--listen ADDR:PORT", "config show", "EXIT STATUS"],
            "parlanced.toml.5": ["[limits]", "PARLANCE_LIMITS_MESSAGES", "Default: 20.", "Read anew on SIGHUP."],
            "parlance.1": ["--profile NAME", "parlance://chat.example.org/general"],
            "parlance-protocol.7": ["FULL REQUESTS", "rate_limited", "4001"],
        }.items():
            shown, _ = man(PAGES / name)
            for word in words:
                self.assertIn(word, shown, name)


if __name__ == "__main__":
    unittest.main()
