"""A runner as small as the action allows: it gives the step that lints its inputs in the environment, reads the commands in
what is said as actions/runner does (src/Runner.Worker/ActionCommandManager.cs), and collects the outputs."""

import os
import pathlib
import re
import subprocess
import tempfile
from dataclasses import dataclass, field

import project

COMMANDS = {"error", "warning", "notice", "debug", "group", "endgroup", "add-mask", "add-matcher", "set-output", "set-env",
            "save-state", "add-path", "stop-commands"}


@dataclass
class Result:
    status: int
    log: list  # lines that are no commands
    commands: list = field(default_factory=list)  # (name, properties, message)
    outputs: dict = field(default_factory=dict)
    summary: str = ""
    left_behind: list = field(default_factory=list)  # names in RUNNER_TEMP

    def messages(self, name):
        return [message for command, _, message in self.commands if command == name]


def unescaped(text, escapes):
    for escape, byte in escapes + [("%25", "%")]:
        text = text.replace(escape, byte)
    return text


DATA = [("%0D", "\r"), ("%0A", "\n")]
PROPERTY = DATA + [("%3A", ":"), ("%2C", ",")]


def split_line(line):
    """("name key=value,key=value", message) of a line in the form of a command, the present or the older one."""
    present = re.match(r"\s*::(.+?)::(.*)", line, re.DOTALL)
    older = re.search(r"##\[([^\]]+)\](.*)", line, re.DOTALL)
    return (present or older).groups() if present or older else ("", "")


def parse_command(line, known):
    """(name, properties, message), or None for a line that is no command."""
    info, message = split_line(line)
    name, _, properties = info.partition(" ")
    if name.lower() not in known:
        return None
    pairs = [pair.split("=", 1) for pair in properties.split(",") if "=" in pair]
    return name.lower(), {key: unescaped(value, PROPERTY) for key, value in pairs}, unescaped(message, DATA)


def read_log(text):
    log, commands, resume = [], [], None
    for line in re.split(r"\r\n|\r|\n", text):
        command = parse_command(line, COMMANDS | {resume})
        if resume:
            if command and command[0] == resume:
                resume = None
            else:
                log.append(line)
        elif command and command[0] == "stop-commands":
            resume = command[2]
        elif command:
            commands.append(command)
        else:
            log.append(line)
    assert resume is None, "commands stay stopped"
    return log, commands


def read_outputs(text):
    outputs, lines = {}, iter(text.split("\n"))
    for line in lines:
        if not line:
            continue
        name, delimiter = line.split("<<", 1)
        value = []
        for line in lines:
            if line == delimiter:
                break
            value.append(line)
        outputs[name] = "\n".join(value)
    return outputs


def environment(action, step, inputs):
    """The variables of a step, whose expressions are inputs and nothing else."""
    values = {name: declared.get("default", "") for name, declared in action["inputs"].items()}
    assert inputs.keys() <= values.keys(), inputs
    values.update(inputs)
    expression = re.compile(r"\$\{\{ inputs\.([a-z-]+) \}\}")
    return {name: values[expression.fullmatch(text)[1]] for name, text in step["env"].items()}


class Runner:
    """The folders of a job, for the time of one test, which fills the repository."""

    def __init__(self, test, action_path=project.ROOT):
        folder = tempfile.TemporaryDirectory(prefix="nginx-wslint action ")
        test.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name)
        self.repository = self.path / "the repository"
        self.temp = self.path / "the temp"
        self.repository.mkdir()
        self.temp.mkdir()
        self.action_path = action_path

    def write(self, name, text):
        path = self.repository / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def lint(self, inputs, shell="sh", **variables):
        """Runs the step "lint" of action.yml with these inputs and further variables of the environment."""
        action = project.load(project.ACTION)
        step = next(step for step in action["runs"]["steps"] if step.get("id") == "lint")
        outputs, summary, script = self.path / "outputs", self.path / "summary", self.path / "script.sh"
        outputs.write_text("")
        summary.write_text("")
        script.write_text(step["run"])
        done = subprocess.run(
            [*shell.split(), "-e", script], cwd=self.repository, input=b"of the runner", capture_output=True, timeout=120,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "RUNNER_TEMP": str(self.temp),
                 "GITHUB_ACTION_PATH": str(self.action_path), "GITHUB_OUTPUT": str(outputs),
                 "GITHUB_STEP_SUMMARY": str(summary),
                 **environment(action, step, inputs), **variables})
        assert not done.stderr, done.stderr  # it is read at another pace, so that commands would be taken from it
        log, commands = read_log(done.stdout.decode(errors="replace"))
        return Result(done.returncode, log, commands, read_outputs(outputs.read_text()), summary.read_text(),
                      sorted(path.name for path in self.temp.iterdir()))
