"""A program that does what it is told instead of linting, for what the real one does never or not on demand."""

import pathlib
import sys

TEXT = """#!{python}
import os, sys
with open(os.environ["RECORD"], "wb") as record:
    record.write(b"".join(os.fsencode(word) + b"\\0" for word in sys.argv[1:]))
assert not sys.stdin.read()
print(os.environ.get("SAYS", ""), end="", flush=True)
print(os.environ.get("COMPLAINS", ""), end="", file=sys.stderr, flush=True)
name = None
for word in sys.argv[1:]:
    if word.startswith("--format="):
        name = word.partition("=")[2]
    elif word.startswith("--output-file=") and word != "--output-file=-":
        with open(word.partition("=")[2], "w") as file:
            file.write(os.environ.get("WRITES_" + name, "") * int(os.environ.get("TIMES_" + name, "1")))
if "DIES" in os.environ:
    os.kill(os.getpid(), int(os.environ["DIES"]))
sys.exit(int(os.environ.get("EXITS", "0")))
"""


class StandIn:
    def __init__(self, folder, name="stand in"):
        self.path = pathlib.Path(folder) / name
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(TEXT.format(python=sys.executable))
        self.path.chmod(0o755)
        self.record = pathlib.Path(folder) / "record"

    @property
    def words(self):
        """The arguments it was last started with, or None."""
        if not self.record.exists():
            return None
        return [word.decode() for word in self.record.read_bytes().split(b"\0")[:-1]]
