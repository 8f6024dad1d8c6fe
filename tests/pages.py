"""The pages that people read: README.md and the others, without those of shared/ and build/."""

import os
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


def pages():
    """Every Markdown file of the project."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name != "build" and not name.startswith(".")]
        found += [pathlib.Path(folder, name) for name in names if name.endswith(".md")]
    return sorted(found)


def prose_lines(text):
    """The lines outside fenced blocks, with their numbers."""
    fence = None
    for number, line in enumerate(text.splitlines(), 1):
        match = FENCE.match(line)
        if fence is None and not match:
            yield number, line
        elif fence is None:
            fence = match[1]
        elif match and match[1].startswith(fence) and not line[match.end():].strip():
            fence = None
