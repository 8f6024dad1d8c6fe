#!/usr/bin/env python3
"""Holds every output format to what it promises, over the trees in tests/formats/trees.

The formats are those that `nginx-wslint help check` lists. Each has a folder fixtures/formats/NAME with

  report, clean            what the format prints of the tree of that name, byte for byte; NWL_BLESS=1 writes them
  read.py                  reads such a document back: findings(text) gives a dict for each finding, with "path" and "line" and,
                           where the format has them, "rule", "severity", "column" or "byte_column", "message" (its first
                           line) and "fingerprint"; anything that the consumer
                           of the format would refuse raises an exception. Optional: commands(text), for a format whose
                           output a CI system obeys, gives the lines that are meant to be obeyed; check(text, folder) makes
                           further checks of the document of a tree, which lies in folder
  schema.json, schema.xsd  what a JSON or an XML document has to look like; jsonschema or xmllint check it

What is read back has to be what the json format says of the same tree, but for characters that are no letters or digits. Whatever a configuration says, no output holds a control
character, a bidirectional one, or a command of a CI system that the format did not mean.
"""

import argparse
import collections
import difflib
import importlib.util
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata

try:
    import jsonschema
except ImportError:
    jsonschema = None

BLESS = os.environ.get("NWL_BLESS") == "1"
TREES = ("report", "clean", "hostile")
COMMANDS = re.compile(r"##(\[|vso\[|teamcity\[)", re.IGNORECASE)
# What some CI systems do not see when they look for a command: some of all characters beyond ASCII, and not this one.
UNSEEN = re.compile(r"[^\0-\x7f\uff03]")


class Failure(Exception):
    """A check failed; its text says how."""


def run(program, arguments, folder):
    """Runs the program; what it says on standard error, a crash or a status that tells of trouble is a failure."""
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8",
                   **{name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}}
    done = subprocess.run([program, *arguments], cwd=folder, env=environment, capture_output=True, timeout=60, check=False)
    if done.returncode not in (0, 1) or done.stderr:
        raise Failure(f"{' '.join(arguments)}: status {done.returncode}\n{done.stderr.decode(errors='replace')}")
    return done.stdout


def format_names(program):
    """The formats in the order of the help text."""
    text = subprocess.run([program, "help", "check"], capture_output=True, text=True, check=True).stdout
    section = text.partition("\nFormats:\n")[2].partition("\n\n")[0]
    names = re.findall(r"^  (\S+)", section, re.MULTILINE)
    if len(names) < 3:
        raise Failure("the help text lists no formats")
    return names


def plant(trees, place):
    """Copies the trees into a folder, and lets those that git cannot hold be made there."""
    for name in TREES:
        shutil.copytree(trees / name, place / name, symlinks=True)
        make = place / name / "make.py"
        if make.exists():
            make.unlink()
            said = subprocess.run([sys.executable, trees / name / "make.py"], cwd=place / name, capture_output=True,
                                  text=True, check=True).stdout
            print(said, end="")


# ---- one document -------------------------------------------------------------------------


def check_golden(path, document):
    if path.exists() and path.read_bytes() == document:
        return
    if not BLESS:
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        diff = difflib.unified_diff(old.splitlines(), document.decode().splitlines(), str(path), "what the program prints", lineterm="")
        raise Failure("\n".join(list(diff)[:40]))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(document)


def check_characters(text):
    """Nothing in it moves a cursor, turns the direction of text or hides."""
    for character in set(text) - {"\n"}:
        category = unicodedata.category(character)
        if category in ("Cc", "Cs", "Cn") or character in "\u200b\u200e\u200f\u2028\u2029\u061c\ufeff" or \
                unicodedata.bidirectional(character) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"):
            raise Failure(f"the character {ascii(character)} is in the output")


def check_commands(text, meant):
    """No line is obeyed by a CI system but those that the format means, and in these there is one command."""
    meant = collections.Counter(meant)
    for line in text.split("\n"):
        is_meant = meant[line] > 0
        meant[line] -= is_meant
        rest = line
        if is_meant:
            rest = line[2:]
        elif re.match(r"\s*::(?!: )", line):
            raise Failure(f"an accidental command: {line!r}")
        if COMMANDS.search(UNSEEN.sub("", rest)):
            raise Failure(f"an accidental command: {line!r}")
    if any(meant.values()):
        raise Failure(f"these commands are not in the output: {+meant}")


def check_schema(folder, document):
    if (folder / "schema.json").exists():
        if jsonschema is None:
            print("formats.py: JSON IS NOT CHECKED AGAINST ITS SCHEMA, for want of python3-jsonschema")
            return
        schema = json.loads((folder / "schema.json").read_text(encoding="utf-8"))
        # A format of JSON lines is as many documents.
        parts = document.splitlines() if schema.get("$comment") == "one document a line" else [document]
        for part in parts:
            jsonschema.validate(json.loads(part), schema)
    if (folder / "schema.xsd").exists():
        if shutil.which("xmllint") is None:
            print("formats.py: XML IS NOT CHECKED AGAINST ITS SCHEMA, for want of xmllint")
            return
        done = subprocess.run(["xmllint", "--noout", "--nonet", "--schema", folder / "schema.xsd", "-"], input=document,
                              capture_output=True, check=False)
        if done.returncode != 0:
            raise Failure(done.stderr.decode(errors="replace"))


def reader_of(folder):
    if not (folder / "read.py").exists():
        raise Failure(f"{folder} has no read.py: nothing shows that the output can be read")
    spec = importlib.util.spec_from_file_location("read", folder / "read.py")
    module = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode = True
    spec.loader.exec_module(module)
    return module


def plain(value):
    """What is left of a text however it was escaped or made visible."""
    return re.sub("[^A-Za-z0-9]", "", value) if isinstance(value, str) else value


def check_findings(read, wanted):
    """What was read back is what json says, in whatever order, as far as the format tells it."""
    keys = {key for finding in read for key in finding}
    if not {"path", "line"} <= keys and wanted:
        raise Failure("nothing was read back")
    unknown = keys - {"path", "line", "column", "byte_column", "rule", "severity", "message", "fingerprint"}
    if unknown:
        raise Failure(f"read.py tells of {unknown}, which nobody compares")
    got, expected = (collections.Counter(tuple((key, plain(finding.get(key))) for key in sorted(keys)) for finding in side)
                     for side in (read, wanted))
    if got != expected:
        raise Failure(f"read back: {+(got - expected)}\ninstead of {+(expected - got)}")


def truth_of(program, folder):
    """The findings of the json format in the terms of read.py."""
    findings = json.loads(run(program, ["-f", "json", "."], folder))["findings"]
    for finding in findings:
        start = finding["range"]["start"]
        finding.update(line=start["line"], column=start["column"], byte_column=start["byte_column"])
    return findings


def check_document(fixtures, program, name, tree, place):
    folder = fixtures / name
    document = run(program, ["-f", name, "--color=never", "."], place / tree)
    text = document.decode("utf-8")
    reader = reader_of(folder)
    check_findings(list(reader.findings(text)), truth_of(program, place / tree))
    if "check" in vars(reader):
        reader.check(text, place / tree)
    check_schema(folder, document)
    check_characters(text)
    check_commands(text, reader.commands(text) if "commands" in vars(reader) else [])
    if tree != "hostile":
        check_golden(folder / tree, document)


# ---- all ----------------------------------------------------------------------------------


def check_all_in_one_run(program, names, place):
    """Every format written by one run is what it prints alone."""
    out = place / "out"
    out.mkdir()
    arguments = [word for name in names for word in ("-f", name, "-o", str(out / name))]
    run(program, [*arguments, "."], place / "report")
    for name in names:
        if (out / name).read_bytes() != run(program, ["-f", name, "--color=never", "."], place / "report"):
            raise Failure(f"{name} prints something else beside other formats")


def check_no_stranger(fixtures, names):
    strangers = {path.name for path in fixtures.iterdir()} - set(names)
    if strangers:
        raise Failure(f"of no format: {strangers}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--filter", default="", metavar="TEXT", help="only the formats that have TEXT in their names")
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    here = pathlib.Path(__file__).resolve().parent
    fixtures = here.parent.parent / "fixtures" / "formats"
    names = format_names(program)
    counts = collections.Counter()
    with tempfile.TemporaryDirectory(prefix="formats-") as temporary:
        place = pathlib.Path(os.path.realpath(temporary))
        plant(here / "trees", place)
        checks = [(f"{name} of {tree}", lambda n=name, t=tree: check_document(fixtures, program, n, t, place))
                  for name in names for tree in TREES]
        checks.append(("all formats in one run", lambda: check_all_in_one_run(program, names, place)))
        checks.append(("fixtures/formats", lambda: check_no_stranger(fixtures, names)))
        for title, check in checks:
            if options.filter not in title:
                continue
            try:
                check()
                counts["passed"] += 1
            except Exception as error:  # whatever a reader raises
                counts["failed"] += 1
                print(f"FAILED {title}: {type(error).__name__}: {error}")
    print(f"{counts['passed']} passed, {counts['failed']} failed")
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
