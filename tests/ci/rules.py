"""What is asked of files that only a CI system can run: rules of actionlint and hadolint, and some of our own. Each function
gives the faults as a list of sentences."""

import json
import re

import yaml

PINNED = re.compile(r"[\w.-]+(/[\w.-]+)+@[0-9a-f]{40}")

# ---- steps of GitHub Actions ----------------------------------------------------------------


def step_faults(step, needs_shell):
    name = step.get("name") or step.get("uses") or step.get("run")
    faults = []
    if ("run" in step) == ("uses" in step):
        faults.append(f"{name}: a step either runs or uses something")
    if "${{" in step.get("run", ""):
        faults.append(f"{name}: an expression is pasted into a script")
    if needs_shell and "run" in step and "shell" not in step:
        faults.append(f"{name}: no shell")
    if "uses" in step and not step["uses"].startswith("./") and not PINNED.fullmatch(step["uses"]):
        faults.append(f"{name}: not pinned to a commit")
    return faults


def comment_faults(text):
    """A commit says nothing to a reader: its version stands beside it."""
    unsaid = re.compile(r"@[0-9a-f]{40}(?! # v\d+\.\d+\.\d+$)")
    return [f"no version beside {line.strip()}" for line in text.splitlines() if unsaid.search(line)]


def workflow_faults(text):
    workflow = yaml.safe_load(text)
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    faults = [fault for step in steps for fault in step_faults(step, needs_shell=False)]
    if "permissions" not in workflow:
        faults.append("no permissions")
    return faults + comment_faults(text)


# ---- action.yml -----------------------------------------------------------------------------


def variable(name):
    return "INPUT_" + name.upper().replace("-", "_")


def input_faults(action, text, script):
    used = set(re.findall(r"inputs\.([\w-]+)", text))
    faults = [f"input {name} is not declared" for name in sorted(used - action["inputs"].keys())]
    for name, declared in action["inputs"].items():
        if name not in used:
            faults.append(f"input {name} is not used")
        if not declared.get("description"):
            faults.append(f"input {name} has no description")
        if "default" not in declared and not declared.get("required"):
            faults.append(f"input {name} has no default")
        if not isinstance(declared.get("default", ""), str):
            faults.append(f"the default of {name} is no string")
    given = {name: value for step in action["runs"]["steps"] for name, value in step.get("env", {}).items()}
    taken = set(re.findall(r"INPUT_\w+", script)) - {"INPUT_"}
    faults += [f"{name} is not what the script takes" for name in sorted(given.keys() ^ taken)]
    for name, value in given.items():
        if name != variable(re.sub(r".*\.([\w-]+).*", r"\1", value)):
            faults.append(f"{name} is another input")
    return faults


def output_faults(action, text, script):
    faults = []
    ids = {step["id"] for step in action["runs"]["steps"] if "id" in step}
    for step, name in re.findall(r"steps\.([\w-]+)\.outputs\.([\w-]+)", text):
        if step not in ids:
            faults.append(f"there is no step {step}")
        if name not in action["outputs"]:
            faults.append(f"output {name} is not declared")
    for name, declared in action["outputs"].items():
        if not declared.get("description"):
            faults.append(f"output {name} has no description")
        if f"outputs.{name} }}}}" not in declared.get("value", ""):
            faults.append(f"output {name} is another one")
        if not re.search(rf"output {name} |for level in .*\b{name}\b", script):
            faults.append(f"output {name} is never set")
    return faults


def action_faults(text, script):
    action = yaml.safe_load(text)
    faults = [f"no {key}" for key in ["name", "description", "inputs", "outputs", "runs"] if key not in action]
    if faults:
        return faults
    if action["runs"]["using"] != "composite":
        return ["not composite"]
    faults += [fault for step in action["runs"]["steps"] for fault in step_faults(step, needs_shell=True)]
    return faults + comment_faults(text) + input_faults(action, text, script) + output_faults(action, text, script)


# ---- Dockerfile -----------------------------------------------------------------------------


def instructions(text):
    """The (NAME, arguments) of a Dockerfile."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    for line in re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines():
        name, _, arguments = line.partition(" ")
        yield name.upper(), arguments.strip()


class Stage:
    """One FROM with what follows; what it does not say itself is as in the stage that it is made from."""

    def __init__(self, image, alias, base):
        self.image, self.alias, self.instructions = image, alias, []
        self.user = base.user if base else "root"
        self.entrypoint = base.entrypoint if base else None

    def add(self, name, arguments):
        self.instructions.append((name, arguments))
        if name == "USER":
            self.user = arguments
        if name == "ENTRYPOINT":
            self.entrypoint = arguments


def stages(text):
    values, found = {}, []
    for name, arguments in instructions(text):
        if name == "ARG" and not found:
            key, _, values[key] = arguments.partition("=")
        elif name == "FROM":
            image, _, alias = re.sub(r"\$\{(\w+)\}", lambda match: values.get(match[1], ""), arguments).partition(" AS ")
            found.append(Stage(image, alias, next((stage for stage in found if stage.alias == image), None)))
        else:
            found[-1].add(name, arguments)
    return found


def image_faults(stage, known):
    if stage.image in known:
        return []
    _, _, tag = stage.image.rpartition("/")[2].partition(":")
    return [] if tag and tag != "latest" else [f"DL3006 DL3007: the version of {stage.image} is left open"]


RUN_RULES = [
    ("DL3003", "changes the folder", lambda run: re.search(r"(^|[;&] *)cd ", run)),
    ("DL3004", "uses sudo", lambda run: re.search(r"\bsudo\b", run)),
    ("DL3009", "leaves the lists of apt", lambda run: "apt-get" in run and "rm -rf /var/lib/apt/lists/*" not in run),
    ("DL3014", "asks before it installs", lambda run: re.search(r"apt-get\b(?!.* -y ).* install ", run)),
    ("DL3015", "installs what is only recommended", lambda run: " install " in run and "--no-install-recommends" not in run),
    ("DL3027", "uses apt, which is for people", lambda run: re.search(r"\bapt (install|update)", run)),
    ("DL4006", "loses the status of a pipe", lambda run: re.search(r"[^|]\|[^|]", run)),
]


def instruction_faults(name, arguments, known):
    faults = []
    if name == "RUN":
        faults += [f"{rule}: {fault}: {arguments}" for rule, fault, has in RUN_RULES if has(arguments)]
    if name == "ADD":
        faults.append(f"DL3020: ADD instead of COPY: {arguments}")
    if name == "MAINTAINER":
        faults.append("DL4000: MAINTAINER is gone")
    if name == "WORKDIR" and not arguments.startswith("/"):
        faults.append(f"DL3000: not absolute: {arguments}")
    source = re.match(r"--from=(\S+)", arguments)
    if name == "COPY" and source and source[1] not in known:
        faults.append(f"DL3022: copies from {source[1]}, which is no stage above")
    if name in ("CMD", "ENTRYPOINT") and not is_exec_form(arguments):
        faults.append(f"DL3025: {name} is run by a shell")
    return faults


def is_exec_form(arguments):
    try:
        return isinstance(json.loads(arguments), list)
    except ValueError:
        return False


def dockerfile_faults(text):
    faults, known = [], set()
    for stage in stages(text):
        faults += image_faults(stage, known)
        for name, arguments in stage.instructions:
            faults += instruction_faults(name, arguments, known)
        names = [name for name, _ in stage.instructions]
        faults += [f"DL4003 DL4004: {name} twice in a stage" for name in ("CMD", "ENTRYPOINT") if names.count(name) > 1]
        if stage.entrypoint and not re.fullmatch(r"[1-9]\d*(:[1-9]\d*)?", stage.user):
            faults.append(f"DL3002: runs as {stage.user}, which is root or no number")
        if stage.alias and stage.alias in known:
            faults.append(f"DL3024: two stages are {stage.alias}")
        known.add(stage.alias)
    if not stage.entrypoint:
        faults.append("the image runs nothing")
    return faults
