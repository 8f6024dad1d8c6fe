#!/usr/bin/env python3
"""The inputs of the fuzz targets.

inputs.py seeds FOLDER            writes what a run begins with: every file of fixtures/ and examples/, every tree of them
                                  as one input (fuzz/support/world.h) and as `nginx -T` prints it, and hostile inputs
inputs.py dictionary FILE         writes the words of the language for libFuzzer, from model/*.def
inputs.py unpack INPUT FOLDER     makes a fixture of an input: its files, and an empty "expected"
"""

import hashlib
import os
import pathlib
import re
import sys

PROJECT = pathlib.Path(__file__).resolve().parent.parent
OF_THE_GOLDEN_RUNNER = {"expected", "cmd", "setup"}
LARGEST_SEED = 64 * 1024


# ---- the files of the project -------------------------------------------------------------


def trees():
    """Every folder that has a configuration of its own."""
    cases = {path.parent for path in PROJECT.glob("fixtures/**/expected")}
    return sorted(cases) + sorted(path for path in PROJECT.glob("examples/*") if path.is_dir())


def files_of(tree):
    """The files and symlinks of a tree, nginx.conf first."""
    found = [path for path in tree.rglob("*") if path.is_symlink() or path.is_file()]
    found = [path for path in found if path.parent != tree or path.name not in OF_THE_GOLDEN_RUNNER]
    return sorted(found, key=lambda path: (path != tree / "nginx.conf", path))


def ended(text):
    return text if text == b"" or text.endswith(b"\n") else text + b"\n"


def packed(tree):
    """A tree as one input of the targets that read trees."""
    parts = []
    for path in files_of(tree):
        name = os.fsencode(path.relative_to(tree))
        if path.is_symlink():
            parts.append(b"--- %s -> %s\n" % (name, os.fsencode(os.readlink(path))))
        elif path == tree / "nginx.conf":
            parts.append(ended(path.read_bytes()))
        else:
            parts.append(b"--- %s\n%s" % (name, ended(path.read_bytes())))
    return b"".join(parts)


def printed(tree):
    """A tree as `nginx -T` prints it, whether nginx would read all of it or not."""
    files = [path for path in files_of(tree) if path.is_file()]
    return b"".join(b"# configuration file /etc/nginx/%s:\n%s\n" % (os.fsencode(path.relative_to(tree)), path.read_bytes())
                    for path in files)


# ---- hostile inputs -----------------------------------------------------------------------


def hostile():
    """What is cheap to write and dear to read carelessly."""
    for opening in (b"a{", b"server{", b"location /{", b"if ($a){", b"map $a $b{", b"content_by_lua_block{", b"http{server{"):
        yield opening * 2000
        yield opening * 500 + b"}" * 500
        yield b"http{" + opening * 200 + b"proxy_pass http://b;" + b"}" * 200
    for piece in (b";", b"}", b"{", b'"', b"'", b"\\", b"#", b"$", b"${", b"a ", b"a;", b"a\n", b"#\n", b"'a", b'"a";', b"a'b",
                  b"\0", b"\xff", b"\xe2\x80\xae", b"[[", b"]]", b"--[==[", b"\r", b"\r\n", b'a"\n', b"--- \n"):
        yield piece * 4000
        yield b"a_by_lua_block {" + piece * 1000 + b"}"
        yield b"http { server { location / { proxy_pass http://" + piece * 500 + b"; } } }"
    yield b"include nginx.conf;\n" * 200
    yield b"include */*/*/*/*;\n--- a/b/c/d/e\ninclude /*/*/../*/nginx.conf;\n"
    yield b"include " + b"?*[a-z]" * 300 + b";\n--- " + b"a" * 300 + b"\n"
    yield b"include " + b"../a/" * 800 + b"x;\n--- a -> b\n--- b -> a\n"
    yield b"".join(b"--- f%d\n" % i + b"include f%d;" % (i + 1) * 3 for i in range(30)) + b"--- nginx.conf\ninclude f0;"
    yield b"http{" + b"".join(b"map $v%d $v%d{default $v%d;}" % (i, i + 1, i) for i in range(300)) + b"}"
    yield b"http{" + b"".join(b"upstream u%d{server u%d;}" % (i, i + 1) for i in range(400)) + b"}"
    yield b"http{server{" + b"".join(b"location /%d{proxy_pass http://b;}" % i for i in range(400)) + b"}}"
    yield b"http{server{" + b"location /{proxy_pass http://b;}" * 400 + b"}}"
    yield b"http{server{location ~ " + b"(" * 2000 + b"{proxy_pass http://b;}}}"
    yield b"http{server{location ~ (a+)+$ {proxy_pass http://b;} location /" + b"a" * 2000 + b"!{proxy_pass http://c;}}}"
    yield b"http{" + b"proxy_set_header A b;" * 1000 + b"server{location /{proxy_pass http://b;}}}"
    yield b"http{server{" + b"set $a $a$a;" * 300 + b"location /{proxy_pass http://$a;}}}"
    yield b"http{server{" + b"set $a $b;set $b $a;" * 200 + b"location /{proxy_set_header Connection $a;proxy_pass http://b;}}}"
    yield b"# configuration file /etc/nginx/nginx.conf:\n" * 500
    yield b"".join(b"# configuration file /a/%d:\ninclude /a/*;\n" % i for i in range(100))


def plain_files():
    for tree in trees():
        for path in files_of(tree):
            if path.is_file() and not path.is_symlink():
                yield path.read_bytes()


def write_seeds(folder):
    folder.mkdir(parents=True, exist_ok=True)
    seeds = [*plain_files(), *map(packed, trees()), *map(printed, trees()), *hostile()]
    for seed in {seed for seed in seeds if len(seed) <= LARGEST_SEED}:
        (folder / hashlib.sha1(seed).hexdigest()).write_bytes(seed)


# ---- the dictionary -----------------------------------------------------------------------

PUNCTUATION = ['{', '}', ';', ' {\n', ';\n', '"', "'", '\\', '#', '$', '${', '~ ', '~* ', '= ', '^~ ', '@', '--- ', ' -> ',
               '# configuration file /etc/nginx/', 'http://', 'https://', 'unix:', '/*', '$http_upgrade', 'upgrade', 'Upgrade',
               'Connection', 'websocket', 'default', '1.1', '60s', '_by_lua_block {', '[[', ']]', '/etc/nginx/', '..', 'if (']
WORDS_OF = {"settings.def": r"^NWL_SETTING\w*\((\w+)", "builtin-variables.def": r'^\w+\("?(\w+)'}
BLOCKS = r"^NWL_DEFINITION\((\w+), .*NWL_BODY_(?!NONE)"


def words_of(name, pattern):
    return re.findall(pattern, (PROJECT / "model" / name).read_text(encoding="utf-8"), re.MULTILINE)


def write_dictionary(path):
    words = {word for name, pattern in WORDS_OF.items() for word in words_of(name, pattern)}
    words.update(words_of("directives.def", BLOCKS), {"include", "listen", "set", "return", "rewrite"})
    escaped = (re.sub(r'[^ !#-\[\]-~]', lambda c: f"\\x{ord(c[0]):02x}", word) for word in [*PUNCTUATION, *sorted(words)])
    path.write_text("".join(f'"{word}"\n' for word in escaped), encoding="ascii")


# ---- fixtures -----------------------------------------------------------------------------


def place_of(folder, path):
    """Where a file of an input lies in a fixture, None when that is outside of it."""
    relative = os.path.relpath(os.path.join("/etc/nginx", os.fsdecode(path)), "/etc/nginx")
    return None if relative == "." or relative.startswith("..") or "\0" in relative else folder / relative


def write_file(folder, header, text):
    path, arrow, target = header.partition(b" -> ")
    place = place_of(folder, path)
    if place is None or place.is_symlink() or place.is_dir():
        print(f"left out, it lies outside of /etc/nginx or twice in the same place: {os.fsdecode(path)!r}", file=sys.stderr)
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    if arrow:
        place.symlink_to(os.fsdecode(target))
    else:
        place.write_bytes(text)


def unpack(source, folder):
    folder.mkdir(parents=True)
    first, *rest = re.split(rb"^--- ", source.read_bytes(), flags=re.MULTILINE)
    write_file(folder, b"nginx.conf", first)
    for part in rest:
        write_file(folder, *part.partition(b"\n")[::2])
    (folder / "expected").touch()


COMMANDS = {"seeds": write_seeds, "dictionary": write_dictionary, "unpack": unpack}

if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in COMMANDS:
        sys.exit(__doc__)
    COMMANDS[sys.argv[1]](*map(pathlib.Path, sys.argv[2:]))
