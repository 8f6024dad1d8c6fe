#!/usr/bin/env python3
"""Fingerprints stay what they are: random edits of configurations that change nothing about their findings.

Every fixture is written anew with other white space, comments and line ends; a made-up tree has its sites moved, mended and
given neighbours. The dice are seeded, and a failure prints its seed.

usage: fingerprints.py --program PROGRAM [--seed N] [FIXTURE...]
"""

import argparse
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
OF_THE_RUNNER = ("expected", "cmd", "setup", "nginx")


# ---- reading and writing a configuration ---------------------------------------------------


class Unreadable(Exception):
    """A text that this reader leaves alone."""


def word_end(text, at):
    """Where the word at a position ends, read as nginx does."""
    if text[at] in "\"'":
        end = at + 1
        while end < len(text) and text[end] != text[at]:
            end += 2 if text[end] == "\\" else 1
        if end >= len(text):
            raise Unreadable("a string without an end")
        return end + 1
    end = at
    while end < len(text) and text[end] not in " \t\r\n;":
        if text[end] == "{" and text[end - 1] != "$":
            break
        end += 2 if text[end] == "\\" else 1
        if text[end - 1] == "{":
            end = text.find("}", end) + 1 or len(text)
    return end


def tokens(text):
    """The words, ';' and braces of a text, without its comments."""
    at = 0
    while at < len(text):
        if text[at] in " \t\r\n":
            at += 1
        elif text[at] == "#":
            at = text.find("\n", at) % (len(text) + 1)
        elif text[at] in ";{}":
            yield text[at]
            at += 1
        else:
            end = word_end(text, at)
            yield text[at:end]
            at = end


def layout(dice, texts, end_of_line):
    """The tokens with white space and comments thrown in."""
    def space():
        return dice.choice([" ", "  ", "\t", end_of_line + "    ", f" # a word ; {{{end_of_line}\t"])

    def line():
        return dice.choice(["", end_of_line, f"# {dice.random()}{end_of_line}", f"{end_of_line}\t # }}{end_of_line}  "])

    out, after_word = [], False
    for token in texts:
        is_word = token not in (";", "{", "}")
        if after_word and (is_word or token == "{"):
            out.append(space())
        out.append(token)
        if not is_word:
            out.append(end_of_line + line())
        after_word = is_word
    return "".join(out)


def edited(dice, text):
    """A text in another layout; unreadable ones and those whose comments mean something are left alone."""
    if "nginx-wslint" in text or "_by_lua" in text or "js_" in text or "perl" in text:
        raise Unreadable("it is not nginx's syntax alone")
    found = list(tokens(text))
    if found.count("{") != found.count("}") or (found and found[-1] not in ";}"):
        raise Unreadable("it has syntax errors")
    return layout(dice, found, dice.choice(["\n", "\r\n"]))


# ---- the program ----------------------------------------------------------------------------


class Fault(Exception):
    """A property does not hold; its text says which."""


def findings(program, folder):
    """The findings in a folder."""
    environment = {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    done = subprocess.run([program, "-f", "json", "."], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=60, check=False)
    if done.returncode not in (0, 1, 2) or b"Sanitizer" in done.stderr:
        raise Fault(done.stderr.decode(errors="replace"))
    return json.loads(done.stdout)["findings"]


def prints(program, folder):
    return {finding["fingerprint"]: finding for finding in findings(program, folder)}


def describe(found):
    return "\n".join(f"  {f['path']}: {f['message']} [{f['rule']}]" for f in found)


def same(before, after):
    """Fails unless two sets of findings have the same fingerprints."""
    gone, new = before.keys() - after.keys(), after.keys() - before.keys()
    if gone or new:
        raise Fault(f"gone:\n{describe(before[k] for k in gone)}\nnew:\n{describe(after[k] for k in new)}")


# ---- the layout of fixtures -----------------------------------------------------------------


def edit_files(seed, folder):
    """Edits every configuration below a folder, and copies of one text alike; how many there were."""
    edits = 0
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file() or path.name == ".nginx-wslint.conf" or path.suffix == ".template":
            continue
        try:
            text = path.read_bytes().decode("utf-8")
            path.write_bytes(edited(random.Random(f"{seed} {text}"), text).encode())
            edits += 1
        except (Unreadable, UnicodeDecodeError):
            continue
    return edits


def check_fixture(program, seed, case, place):
    folder = place / "tree"
    shutil.copytree(case, folder, symlinks=True, ignore=shutil.ignore_patterns(*OF_THE_RUNNER))
    before = prints(program, folder)
    if any(finding["rule"] == "syntax-error" for finding in before.values()):
        return 0
    edits = edit_files(seed, folder)
    if edits > 0:
        same(before, prints(program, folder))
    return edits


# ---- sites that come and go -------------------------------------------------------------------


SITE = """server {{
    listen {port};
    server_name {name} www.{name};
    location /ws {{ proxy_pass http://127.0.0.1:{backend}; }}
    location /ws/{name} {{ include snippet; {line} }}
    unknown_{port} on;
    if ($http_upgrade) {{ proxy_bind; }}
}}
"""


def site(index):
    """One of many sites, all of them with the same faults; some share a name and differ in their ports."""
    return SITE.format(port=8000 + index, name=f"site{index // 2}.example", backend=3000 + index % 3,
                       line="proxy_set_header Host $host;" if index % 2 else "")


def write_tree(folder, sites, end_of_line="\n"):
    folder.mkdir()
    body = "events {}\nhttp {\nproxy_set_header Upgrade $http_upgrade;\n" + "".join(sites) + "}\n"
    (folder / "nginx.conf").write_text(body.replace("\n", end_of_line), newline="")
    (folder / "snippet").write_text("proxy_pass http://127.0.0.1:9000;\n")


def subject(finding, other):
    """What tells a finding from others; one of a line that counts for several locations says how many, and there may be more."""
    if any(re.match(r"\d+ locations ", one["message"]) for one in (finding, other)):
        return finding["rule"], finding["path"]
    return finding["rule"], finding["path"], finding["message"], finding["server"]


def check_sites(program, dice, place):
    """Moves the sites of a tree, adds some, takes some away: the others keep their fingerprints."""
    kept = [site(i) for i in range(dice.randint(2, 8))]
    others = [site(i + 20) for i in range(dice.randint(1, 4))]
    write_tree(place / "before", kept)
    before = prints(program, place / "before")
    if len(before) < 2 * len(kept):
        raise Fault(f"only {len(before)} findings in {len(kept)} sites")
    moved = kept + others
    dice.shuffle(moved)
    write_tree(place / "after", moved, dice.choice(["\n", "\r\n"]))
    after = prints(program, place / "after")
    missing = before.keys() - after.keys()
    if missing:
        raise Fault(f"gone:\n{describe(before[k] for k in missing)}")
    for key, finding in before.items():
        if subject(finding, after[key]) != subject(after[key], finding):
            raise Fault(f"two findings have one fingerprint:\n{describe([finding, after[key]])}")


# ---- all ----------------------------------------------------------------------------------------


def checks_of(program, seed, fixtures):
    """Every check, as a name and a function of a folder to work in."""
    for case in fixtures:
        yield str(case.relative_to(ROOT)), lambda place, case=case: check_fixture(program, seed, case, place)
    for turn in range(20):
        yield f"sites {turn}", lambda place, turn=turn: check_sites(program, random.Random(f"{seed} {turn}"), place)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("fixtures", nargs="*", type=pathlib.Path)
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    fixtures = [path.resolve() for path in options.fixtures] or [
        path.parent for path in sorted((ROOT / "fixtures").rglob("expected")) if not (path.parent / "setup").exists()]
    failed = edits = checks = 0
    for name, check in checks_of(program, options.seed, fixtures):
        checks += 1
        with tempfile.TemporaryDirectory(prefix="fingerprints-") as place:
            try:
                edits += check(pathlib.Path(os.path.realpath(place))) or 0
            except Fault as fault:
                failed += 1
                print(f"FAILED: {name} (--seed {options.seed})\n{fault}")
    print(f"fingerprints: {checks - failed} passed, {failed} failed; {edits} files were written anew")
    return 1 if failed or edits == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
