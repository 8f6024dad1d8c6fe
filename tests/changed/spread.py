"""A configuration spread over many files: as people do it, and further."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "mutants"))
from operators import SETUP_DIRECTIVES


class Spreading:
    """What is moved from the files of a tree to new ones, which these then include. Where a block is moved, what is inside
    was moved before.
    """

    def __init__(self, tree):
        self.tree, self.changes, self.files = tree, {}, {}

    def move(self, lines, path):
        """Moves lines of one block to a file of their own, which is included in place of the first."""
        first, *rest = lines
        self.files[path] = [text for line in lines for text in self.changes.get(line, [line.text])]
        self.changes[first] = [first.saying(f"include {path};")]
        self.changes.update({line: [] for line in rest})

    def blocks(self, name):
        """The blocks of a name, the innermost first."""
        opened = [line for line in self.tree.lines(name) if line.opens]
        return sorted(opened, key=lambda line: len(self.tree.block(line)))

    def move_blocks(self, name):
        for number, opener in enumerate(self.blocks(name)):
            self.move(self.tree.block(opener), f"blocks/{name}-{number}.conf")

    def move_lines(self, name, is_moved):
        """Moves the directives of each block of a name that are moved, without those in blocks inside."""
        for number, opener in enumerate(self.blocks(name)):
            lines = [line for line in self.tree.block(opener) if self.tree.openers[line] is opener
                     and line.code.endswith(";") and line.name != "include" and is_moved(line)]
            if lines:
                self.move(lines, f"lines/{name}-{number}.conf")


def spread(tree):
    """The tree with every location, server, map and upstream in a file, and the lines of http, of servers and of the setup."""
    spreading = Spreading(tree)
    spreading.move_lines("location", lambda line: line.name in SETUP_DIRECTIVES)
    spreading.move_blocks("location")
    spreading.move_lines("server", lambda line: True)
    for name in ("server", "map", "upstream"):
        spreading.move_blocks(name)
    spreading.move_lines("http", lambda line: True)
    return tree.changed(spreading.changes, spreading.files)
