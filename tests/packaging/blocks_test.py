"""Each code block in README.md and OPERATING.md is run, or says why it cannot be.

usage: blocks_test.py [NAME...]
"""

import unittest

from blocks import DOCUMENTS, blocks, blocks_of

EXAMPLE = """\
```sh run
true
```
text

    indented
      more

- a list

  ```toml not run: no domain
  a = 1
  ```
```
bare
```
```sh run on db
true
```
```toml run on one, two: /etc/a.toml
a = 1
```
"""


class BlocksTest(unittest.TestCase):
    def test_every_block_says_what_becomes_of_it(self):
        found = [block for document in DOCUMENTS for block in blocks_of(document)]
        self.assertTrue([block for block in found if block.is_run()])
        self.assertEqual([f"{block.place}: {block.text.splitlines()[0]}" for block in found if not block.is_explained()], [])

    def test_all_kinds_of_blocks_are_seen(self):
        seen = [(block.place, block.tag, block.text, block.is_explained()) for block in blocks("a", EXAMPLE)]
        self.assertEqual(seen, [
            ("a:1", "run", "true", True),
            ("a:6", "", "    indented\n      more", False),
            ("a:11", "not run: no domain", "a = 1", True),
            ("a:14", "", "bare", False),
            ("a:17", "run on db", "true", True),
            ("a:20", "run on one, two: /etc/a.toml", "a = 1", True),
        ])  # fmt: skip

    def test_machines_and_files_are_named(self):
        seen = [(block.machines(), block.file()) for block in blocks("a", EXAMPLE) if block.machines()]
        self.assertEqual(seen, [(["db"], None), (["one", "two"], "/etc/a.toml")])


if __name__ == "__main__":
    unittest.main(verbosity=2)
