"""Types beginnings of command lines into real shells and compares what they offer.

bash and zsh run on a terminal of their own: a key inserts all candidates into the line, another one hands the line
over through a FIFO. fish prints its candidates when it is asked.
"""

import os
import pathlib
import pty
import select
import shutil
import subprocess
import sys
import tempfile

TIME_LIMIT_S = 30
FILES = ["conf.txt"]
DIRECTORIES = ["conf"]
COMMANDS = ["check", "locations", "trace", "tree", "dump", "rules", "explain", "completions", "help"]

# What is typed behind "nginx-wslint ", and all that is offered for the word at its end.
CASES = [
    ("", COMMANDS + ["conf", "conf.txt"]),
    ("tr", ["trace", "tree"]),
    ("c", ["check", "completions", "conf", "conf.txt"]),
    ("--fo", ["--format"]),
    ("--color ", ["auto", "always", "never"]),
    ("--color=a", ["auto", "always"]),
    ("--fail-on ", ["never", "note", "warning", "error"]),
    ("-f js", ["json"]),
    ("rules -f ", ["text", "json"]),
    ("explain --format=", ["text", "markdown"]),
    ("explain missing-up", ["missing-upgrade-header"]),
    ("explain missing-upgrade-header al", ["all"]),
    ("help tr", ["trace", "tree"]),
    ("help help tr", []),
    ("completions ", ["bash", "zsh", "fish"]),
    ("--select missing-upgrade-header,wrong-up", ["wrong-upgrade-value"]),
    ("--context http,ser", ["server"]),
    ("--severity missing-up", ["missing-upgrade-header="]),
    ("--severity missing-upgrade-header=", ["off", "note", "warning", "error"]),
    ("--severity=missing-upgrade-header=wa", ["warning"]),
    ("tree --fo", []),
    ("tree --exc", ["--exclude"]),
    ("trace --no-up", ["--no-upgrade"]),
    ("--no-up", []),
    ("trace --fr", ["--from"]),
    ("trace --method ", []),
    ("--prefix co", ["conf"]),
    ("--baseline co", ["conf", "conf.txt"]),
    ("--baseline=co", ["conf", "conf.txt"]),
    ("--nginx-version co", []),
    ("trace co", []),
    ("trace ws://host/ co", ["conf", "conf.txt"]),
    ("trace ws://host/ conf co", []),
    ("dump co", ["conf", "conf.txt"]),
    ("-o trace tr", ["trace", "tree"]),
    ("-q tr", ["trace", "tree"]),
    ("conf tr", []),
]


class Terminal:
    """A shell that is typed into."""

    def __init__(self, command, work, environment):
        self.fifo = os.open(work.parent / "line", os.O_RDWR | os.O_NONBLOCK)
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.chdir(work)
            os.execvpe(command[0], command, environment)

    def type(self, keys):
        os.write(self.terminal, keys.encode())

    def wait_for_line(self):
        """The next line of the FIFO; what the shell draws meanwhile is thrown away."""
        line = b""
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([self.fifo, self.terminal], [], [], TIME_LIMIT_S)
            if not ready:
                raise TimeoutError("the shell does not answer")
            if self.terminal in ready:
                os.read(self.terminal, 65536)
            if self.fifo in ready:
                line += os.read(self.fifo, 65536)
        return line.decode().rstrip("\n")

    def close(self):
        os.close(self.terminal)
        os.waitpid(self.process, 0)
        os.close(self.fifo)


class Interactive:
    """bash or zsh: Control-X A inserts all candidates, Control-X D hands the line over, Control-U empties it."""

    def __init__(self, command, work, environment, setup):
        self.terminal = Terminal(command, work, environment)
        self.terminal.type(setup + " && echo ready >../line\r")
        if self.terminal.wait_for_line() != "ready":
            raise RuntimeError(f"{command[0]} did not start")

    def line_after(self, typed, key):
        self.terminal.type(f"\x15{typed}{key}\x18d")
        return self.terminal.wait_for_line()

    def candidates(self, typed):
        line = self.line_after(typed, "\x18a")
        begin = typed.rpartition(" ")[0] + " "
        return line[len(begin):].split() if line.rstrip() != typed.rstrip() else []

    def close(self):
        self.terminal.close()


def open_bash(work, environment, script):
    setup = work.parent / "setup.bash"
    setup.write_text(f"""
        source {script}
        bind '"\\C-xa": insert-completions'
        bind -x '"\\C-xd": printf "%s\\n" "$READLINE_LINE" >../line'
    """)
    return Interactive(["bash", "--norc", "--noprofile", "-i"], work, environment, f"source {setup}")


def open_zsh(work, environment, before="", behind=""):
    """zsh, with lines that stand before compinit and behind it."""
    setup = work.parent / "setup.zsh"
    setup.write_text(f"""
        {before}
        autoload -Uz compinit && compinit -u -D
        {behind}
        hand-over() {{ print -r -- "$BUFFER" >../line }}
        zle -N hand-over
        zle -C all-matches complete-word _generic
        zstyle ':completion:all-matches::::' completer _all_matches _complete
        zstyle ':completion:all-matches:*' insert true
        bindkey -e
        bindkey '^Xa' all-matches
        bindkey '^Xd' hand-over
    """)
    return Interactive(["zsh", "-f", "-i"], work, environment, f"source {setup}")


def open_zsh_with_function(work, environment, script):
    """As it is installed: a file of fpath."""
    folder = work.parent / "functions"
    folder.mkdir()
    shutil.copy(script, folder / "_nginx-wslint")
    return open_zsh(work, environment, before=f"fpath=({folder} $fpath)")


def open_zsh_with_source(work, environment, script):
    return open_zsh(work, environment, behind=f"source {script}")


class Fish:
    """fish answers on its standard output."""

    def __init__(self, work, environment, script):
        self.work, self.environment, self.script = work, environment, script

    def candidates(self, typed):
        command = ["fish", "--no-config", "-c", f"source {self.script}; complete -C '{typed}'"]
        output = subprocess.run(command, cwd=self.work, env=self.environment, check=True, timeout=TIME_LIMIT_S,
                                stdout=subprocess.PIPE, encoding="utf-8").stdout
        offered = [line.split("\t")[0] for line in output.splitlines()]
        # From version 4 on it adds, behind those that begin as the word does, those that have its letters somewhere.
        word = typed.rpartition(" ")[2]
        return [candidate for candidate in offered if candidate.startswith(word)] or offered

    def close(self):
        pass


def bare(candidate):
    """A candidate without what was there before it in its word, and without what only waits for more."""
    ends_open = candidate.endswith("=")
    word = candidate.rstrip("=,").replace(",", "=").rpartition("=")[2].rstrip("/")
    return word + "=" if ends_open and not word.startswith("--") else word


SHELLS = [
    ("bash", open_bash),
    ("zsh", open_zsh_with_function),
    ("zsh", open_zsh_with_source),
    ("fish", Fish),
]

# fish completes a pair at once.
PAIRS = {"fish": {"--severity missing-up": ["off", "note", "warning", "error"]}}


# What TAB makes of a word that has one candidate: a space follows it, or what is typed next.
TABS = [
    ("--sev", "--severity"),
    ("--severity missing-up", "--severity missing-upgrade-header="),
    ("-f js", "-f json "),
    ("--baseline=conf.", "--baseline=conf.txt "),
    ("--prefix con", "--prefix conf/"),
]


def try_candidates(name, shell):
    """Yields None for each case that is as expected, else what is wrong with it."""
    for typed, expected in CASES:
        offered = shell.candidates("nginx-wslint " + typed)
        expected = PAIRS.get(name, {}).get(typed, expected)
        good = sorted({bare(word) for word in offered}) == sorted(expected)
        yield None if good else f"{name}: nginx-wslint {typed!r} offers {offered}, not {expected}"


def try_tab(name, shell):
    for typed, expected in TABS:
        line = shell.line_after("nginx-wslint " + typed, "\t")
        good = line.startswith("nginx-wslint " + expected)
        yield None if good else f"{name}: TAB makes {line!r} of {typed!r}, not {expected!r}"


def try_shell(name, open_shell, program, work):
    script = work.parent / f"nginx-wslint.{name}"
    with script.open("wb") as out:
        subprocess.run([program, "completions", name], check=True, stdout=out)
    environment = {"PATH": os.environ["PATH"], "HOME": str(work.parent), "TERM": "xterm", "LC_ALL": "C.UTF-8"}
    shell = open_shell(work, environment, script)
    try:
        yield from try_candidates(name, shell)
        if isinstance(shell, Interactive):
            yield from try_tab(name, shell)
    finally:
        shell.close()


def prepare(work):
    work.mkdir()
    os.mkfifo(work.parent / "line")
    for name in FILES:
        (work / name).touch()
    for name in DIRECTORIES:
        (work / name).mkdir()


def has_terminals():
    """Whether there are pseudo-terminals to type into; a chroot may have none."""
    try:
        for end in pty.openpty():
            os.close(end)
    except OSError:
        return False
    return True


def main():
    if not has_terminals():
        print("SKIPPED: there are no pseudo-terminals: NO COMPLETION WAS TRIED")
        return 0
    program = str(pathlib.Path(sys.argv[1]).resolve())
    results = []
    for name, open_shell in SHELLS:
        if shutil.which(name) is None:
            print(f"SKIPPED: there is no {name}: ITS COMPLETIONS WERE NOT TRIED")
            continue
        with tempfile.TemporaryDirectory() as folder:
            work = pathlib.Path(folder) / "work"
            prepare(work)
            results += try_shell(name, open_shell, program, work)
    faults = [result for result in results if result is not None]
    for fault in faults:
        print(f"FAILED: {fault}")
    print(f"{len(results) - len(faults)} passed, {len(faults)} failed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
