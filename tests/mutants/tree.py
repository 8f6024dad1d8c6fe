"""A configuration as files of lines, which is all that a mutation has to know of it.

The configurations that are mutated keep to one directive, one opening or one closing brace a line.
"""
import fnmatch
import os
import pathlib
import re

PLACE_OF_NGINX = "/etc/nginx/"  # what stands there lies in the folder of nginx.conf


class Line:
    """A line of a file. It is the same object in all trees in which it stands unchanged."""

    def __init__(self, text):
        self.text = text
        self.code = re.sub(r"(^|\s)#.*", "", text).strip()
        self.words = self.code.rstrip(";{").split()
        self.name = self.words[0] if self.words else ""
        self.opens, self.closes = self.code.endswith("{"), self.code == "}"
        self.indent = re.match(r"\s*", text)[0]

    def is_simple(self):
        """It holds one directive, one brace, or nothing."""
        return re.fullmatch(r"(\w+ +[^;{}]*[;{]|\w+ \{\}?|\}|)", self.code) is not None

    def saying(self, code):
        """The text of a line with the same indent."""
        return self.indent + code


class Tree:
    """The files of a configuration, by their paths, and its links; it is not changed once it is made."""

    def __init__(self, files, links):
        self.files, self.links = files, links
        self.openers, self.places = {}, {}
        for path, lines in files.items():
            self.read_blocks(path, lines)

    @classmethod
    def read(cls, folder, left_out):
        """The tree of a folder, without the files that have these names and lie in the folder itself."""
        files, links = {}, {}
        for path in sorted(p for p in folder.rglob("*") if p.is_symlink() or p.is_file()):
            name = str(path.relative_to(folder))
            if path.is_symlink():
                links[name] = os.readlink(path)
            elif name not in left_out:
                files[name] = [Line(text) for text in path.read_text(encoding="utf-8").splitlines()]
        return cls(files, links)

    def read_blocks(self, path, lines):
        open_blocks = [None]
        for number, line in enumerate(lines, 1):
            if line.closes and len(open_blocks) > 1:
                open_blocks.pop()
            self.openers[line], self.places[line] = open_blocks[-1], (path, number)
            if line.opens:
                open_blocks.append(line)

    def lines(self, name=None):
        """All lines, or those of one directive."""
        return [line for lines in self.files.values() for line in lines if name in (None, line.name)]

    def at(self, path, number):
        return self.files[path][number - 1]

    def block(self, opener):
        """The lines from an opening brace to the closing one."""
        path, number = self.places[opener]
        lines = self.files[path]
        end = next(i for i in range(number, len(lines)) if lines[i].closes and self.openers[lines[i]] is self.openers[opener])
        return lines[number - 1:end + 1]

    def changed(self, changes, more_files=None):
        """A tree in which each of some lines is replaced by a list of texts; the line itself stands for its text."""
        files = {path: [Line(text) if isinstance(text, str) else text
                        for line in lines for text in changes.get(line, [line])] for path, lines in self.files.items()}
        for path, texts in (more_files or {}).items():
            files[path] = [Line(text) for text in texts]
        return Tree(files, self.links)

    # ---- across files ---------------------------------------------------------------------------

    def link_target(self, path):
        target = self.links[path]
        if target.startswith(PLACE_OF_NGINX):
            return target[len(PLACE_OF_NGINX):]
        return os.path.normpath(os.path.join(os.path.dirname(path), target))

    def included(self, include):
        """The paths of the files that an include line brings in."""
        pattern = include.words[1].removeprefix(PLACE_OF_NGINX)
        found = sorted(path for path in [*self.files, *self.links] if fnmatch.fnmatch(path, pattern))
        return [self.link_target(path) if path in self.links else path for path in found]

    def above(self, line):
        """The opening line of the block that a line stands in, through the include of its file; None for the main one."""
        if self.openers[line] is not None:
            return self.openers[line]
        path = self.places[line][0]
        include = next((i for i in self.lines("include") if path in self.included(i)), None)
        return self.above(include) if include else None

    def level(self, opener):
        """The directives of a block itself, those of included files among them."""
        pending = [line for line in self.block(opener)[1:] if self.openers[line] is opener]
        found = []
        while pending:
            line = pending.pop(0)
            found.append(line)
            if line.name == "include":
                pending = [l for p in self.included(line) for l in self.files[p] if self.openers[l] is None] + pending
        return found

    def levels(self, opener):
        """The levels of a block and of all around it, the nearest first."""
        while opener is not None:
            yield self.level(opener)
            opener = self.above(opener)

    # ---- on disk --------------------------------------------------------------------------------

    def write(self, folder, text_of=lambda line: line.text):
        for path, lines in self.files.items():
            file = pathlib.Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("".join(text_of(line) + "\n" for line in lines), encoding="utf-8", newline="")
        for path in self.links:
            link = pathlib.Path(folder, path)
            link.parent.mkdir(parents=True, exist_ok=True)
            target = os.path.relpath(self.link_target(path), os.path.dirname(path))
            os.symlink(target, link)
