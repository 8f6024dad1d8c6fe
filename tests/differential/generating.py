"""What the generators of random inputs have in common, and the options of the tests that use them."""

import argparse
import os
import pathlib
import random


class Dice:
    """Random choices, the same for each seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def one_of(self, items):
        return items[self.random.randrange(len(items))]

    def chance(self, percent):
        return self.random.randrange(100) < percent


def options_of(description, cases, long_is):
    """The command line of a test of generated cases; long_is says what --long does."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--program", required=True, help="the nginx-wslint to test")
    parser.add_argument("--nginx", default="/usr/sbin/nginx")
    parser.add_argument("--modules", type=pathlib.Path, default=pathlib.Path("/usr/lib/nginx/modules"),
                        help="where dynamic modules are")
    parser.add_argument("--cases", type=int, default=cases)
    parser.add_argument("--long", action="store_true", help=long_is)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    return parser.parse_args()
