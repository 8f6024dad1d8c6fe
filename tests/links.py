#!/usr/bin/env python3
"""Follows the links of all pages that stay inside the project: the file is there, and so is the heading behind a '#'.

Links to other places are not asked for: the tests use no network.
"""

import re
import sys
import urllib.parse

from pages import ROOT, pages, prose_lines

CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
LINK = re.compile(r"\]\(<?([^()\s>]+)>?(?: \"[^\"]*\")?\)|^\[[^\]]+\]: <?(\S+?)>?$")
HEADING = re.compile(r"#{1,6} +(.*?)(?: +#+)?$")
ELSEWHERE = re.compile(r"[a-z][a-z+.-]*:")


def anchor(heading):
    """The name that a heading gets on the usual hosts: of a link its text, lower case, no punctuation."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    return re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")


def anchors(page):
    """The anchors of a page; a heading that comes again gets a number."""
    found = set()
    for _, line in prose_lines(page.read_text(encoding="utf-8")):
        match = HEADING.match(line)
        if match:
            name, count = anchor(match[1]), 0
            while name + (f"-{count}" if count else "") in found:
                count += 1
            found.add(name + (f"-{count}" if count else ""))
    return found


def links(page):
    """Every link of a page with its line."""
    for number, line in prose_lines(page.read_text(encoding="utf-8")):
        for match in LINK.finditer(CODE.sub("", line)):
            yield number, match[1] or match[2]


def fault(page, link):
    """What is wrong with a link, None for nothing."""
    path, _, name = urllib.parse.unquote(link).partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.is_relative_to(ROOT):
        return "leads out of the project"
    if not target.exists():
        return "leads nowhere"
    if name and (target.suffix != ".md" or name not in anchors(target)):
        return "has no such heading"
    return None


def main():
    passed = failed = 0
    for page in pages():
        for number, link in links(page):
            if ELSEWHERE.match(link):
                continue
            problem = fault(page, link)
            if problem:
                failed += 1
                print(f"{page.relative_to(ROOT)}:{number}: {link} {problem}")
            else:
                passed += 1
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0 or passed == 0)


if __name__ == "__main__":
    main()
