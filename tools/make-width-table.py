#!/usr/bin/env python3
"""Makes base/width.def, the code points that do not take one terminal column.

Usage: tools/make-width-table.py > base/width.def

The output depends on the Unicode version of this Python alone; the first line of the table
names it. Nothing below U+0300 is in the table.
"""

import sys
import unicodedata

# Format characters with a glyph of their own: the prepended concatenation marks.
VISIBLE_FORMAT = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}

# Hangul vowels and final consonants, drawn into the block of the consonant before them.
JOINING_JAMO = (range(0x1160, 0x1200), range(0xD7B0, 0xD7FC))

# Where UAX #11 makes code points wide that are not assigned yet.
WIDE_WHEN_UNASSIGNED = (
    range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00),
    range(0x20000, 0x2FFFE), range(0x30000, 0x3FFFE),
)


def is_in(code_point, ranges):
    return any(code_point in r for r in ranges)


def columns(code_point):
    category = unicodedata.category(chr(code_point))
    if category == "Cn":
        return 2 if is_in(code_point, WIDE_WHEN_UNASSIGNED) else 1
    if category in ("Mn", "Me") or is_in(code_point, JOINING_JAMO):
        return 0
    if category == "Cf":
        return 1 if code_point in VISIBLE_FORMAT else 0
    return 2 if unicodedata.east_asian_width(chr(code_point)) in "WF" else 1


def ranges():
    first, width = 0x300, columns(0x300)
    for code_point in range(0x301, 0x110001):
        here = columns(code_point) if code_point < 0x110000 else None
        if here != width:
            yield first, code_point - 1, width
            first, width = code_point, here


def main():
    print(f"// Terminal columns where they are not 1, sorted; Unicode {unicodedata.unidata_version}.")
    print("// Made by tools/make-width-table.py.")
    for first, last, width in ranges():
        if width != 1:
            print(f"NWL_WIDTH(0x{first:04x}, 0x{last:04x}, {width})")


if __name__ == "__main__":
    sys.exit(main())
