"""The nginx that judges: how it is asked, and what its messages say."""

import os
import re
import subprocess

# Too long to be taken for a misspelled directive. nginx stops there, before it opens files or ports.
LAST = "nothing_has_this_name" + "_" * 64

TIME_LIMIT_S = 20
CRASH = b"1970/01/01 00:00:00 [crash] 0#0: %b\n"
ENTRY = re.compile(rb"\d{4}/\d\d/\d\d \d\d:\d\d:\d\d \[(\w+)\] \d+#\d+: ")
PLACE = re.compile(rb" in ([^\n ]*):(\d+)\s*\Z")

# A name that does not resolve is not to be waited for.
ENVIRONMENT = {**os.environ, "RES_OPTIONS": "attempts:1 timeout:1", "LC_ALL": "C"}


def ask(program, prefix, root, *further):
    """What "nginx -t" prints of the configuration whose root is at a path."""
    try:
        done = subprocess.run([program, "-t", "-e", "stderr", "-p", str(prefix), "-c", str(root), *further],
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                              env=ENVIRONMENT, timeout=TIME_LIMIT_S, check=False)
    except subprocess.TimeoutExpired:
        return CRASH % b"no end"
    return done.stderr if done.returncode >= 0 else CRASH % (b"signal %d" % -done.returncode)


def entries(printed):
    """The log entries, as pairs of level and text; the text of a message may have line ends."""
    parts = ENTRY.split(printed)
    return [(level.decode(), text) for level, text in zip(parts[1::2], parts[2::2])]


def first_error(printed):
    """Message, file and line of the error at which nginx stops: None without one, no file when it names none."""
    for level, text in entries(printed):
        if level in ("emerg", "crit", "crash"):
            text = re.sub(rb"\n?(nginx: [^\n]*\n)*\Z", b"", text)
            place = PLACE.search(text)
            if place is None:
                return text, None, 0
            return text[:place.start()], os.fsdecode(place[1]), int(place[2])
    return None
