"""Runs the code blocks that are to be run, document by document, each in a machine of its own, in the folder with the packages.

usage: documents_test.py [NAME...]
"""

import shutil
import unittest

from blocks import DOCUMENTS, blocks_of
from debs import deb
from machine import Failed, Machine, download, fresh_root

PACKAGES = ["parlance-common", "parlance-server"]


class DocumentsTest(unittest.TestCase):
    def follow(self, document):
        files = [deb(name) for name in PACKAGES]
        machine = self.enterContext(Machine(download(fresh_root(), files)))
        for file in files:
            shutil.copy(file, machine.share)
        for block in blocks_of(document):
            if not block.is_run():
                continue
            print(f"    {block.place}", flush=True)
            try:
                machine.run(f"cd /mnt && set -e\n{block.text}")
            except Failed as failed:
                self.fail(f"{block.place}: {failed}")
        machine.run("systemctl is-active parlanced.service parlanced.socket")
        self.assertEqual(machine.run("systemctl --failed --quiet"), "")

    def test_documents(self):
        for document in DOCUMENTS:
            with self.subTest(document):
                self.follow(document)


if __name__ == "__main__":
    unittest.main(verbosity=2)
