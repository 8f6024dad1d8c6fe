"""docs/ci.md is true of the program and of the files it speaks of; the problem matcher sees what the program prints."""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

import yaml

import project
import rules
from runner import Runner
from stand_in import StandIn

OF_DOCKER = {"--rm", "--target", "--build-arg", "--user"}
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(language):
    return [text for name, text in BLOCK.findall(project.RECIPES.read_text()) if name == language]


def workflows():
    return [text for text in blocks("yaml") if "runs-on:" in text]


class Recipes(unittest.TestCase):
    def test_each_is_yaml(self):
        self.assertGreater(len(blocks("yaml")), 5)
        for text in blocks("yaml"):
            self.assertIsNotNone(yaml.safe_load(text))

    def test_workflows_keep_the_rules(self):
        for text in workflows():
            # A version of the project's own stands for the commit that the reader takes.
            self.assertEqual(rules.workflow_faults(text.replace("OWNER/nginx-wslint@v0.1.0", "./")), [])
        text = workflows()[1]
        for old, new, told in [("@3d3c42e5aac5ba805825da76410c181273ba90b1", "@v7", "not pinned"),
                               (" # v7.0.1", "", "no version"),
                               ("permissions:\n  contents: read\n", "", "no permissions"),
                               ("-f github conf", "${{ github.ref }}", "pasted")]:
            self.assertIn(old, text)
            self.assertTrue(any(told in fault for fault in rules.workflow_faults(text.replace(old, new))), new)

    def test_the_inputs_of_the_action_are_those(self):
        action = project.load(project.ACTION)
        section = project.RECIPES.read_text().partition("## GitHub Actions\n")[2].partition("\n## ")[0]
        documented = re.findall(r"^\| `([a-z-]+)` \|", section, re.MULTILINE)
        self.assertEqual(documented, list(action["inputs"]))
        outputs = re.search(r"^Outputs: (.*?)\. ", project.RECIPES.read_text(), re.MULTILINE | re.DOTALL)[1]
        self.assertEqual(set(re.findall(r"`([a-z-]+)`", outputs)), set(action["outputs"]))

    def test_a_workflow_gives_only_inputs_that_there_are(self):
        inputs = project.load(project.ACTION)["inputs"]
        for text in workflows():
            for job in yaml.safe_load(text)["jobs"].values():
                for step in job["steps"]:
                    if step.get("uses", "").startswith("OWNER/"):
                        self.assertLessEqual(step["with"].keys(), inputs.keys())

    def test_options_are_those_of_the_program(self):
        known = set(re.findall(r"--[a-z][a-z-]+", project.help_of_check()))
        text = project.RECIPES.read_text() + project.GITLAB.read_text() + project.ACTION_SCRIPT.read_text()
        used = set(re.findall(r"[\"` ](--[a-z][a-z-]+)", text)) - OF_DOCKER
        self.assertGreater(len(used), 4)
        self.assertLessEqual(used, known)

    @unittest.skipUnless(project.HAS_CI_FORMATS, project.NO_CI_FORMATS)
    def test_formats_are_those_of_the_program(self):
        text = project.RECIPES.read_text() + project.GITLAB.read_text() + project.ACTION_SCRIPT.read_text()
        used = set(re.findall(r"(?:nginx-wslint[^\n]*? -f |-f text -f |--format=|`-f )([a-z]+)\b", text))
        self.assertGreater(len(used), 8)
        self.assertLessEqual(used, project.formats())

    def test_what_it_links_to_is_there(self):
        for target in re.findall(r"\]\((\.\./[^)]+)\)", project.RECIPES.read_text()):
            self.assertTrue((project.RECIPES.parent / target).exists(), target)

    @unittest.skipUnless(project.SHELLCHECK, project.NO_SHELLCHECK)
    def test_commands_are_accepted_by_shellcheck(self):
        for text in blocks("sh"):
            done = subprocess.run([project.SHELLCHECK, "--shell=sh", "-"], input=text, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout)


class Servers(unittest.TestCase):
    """Commands that ask a server run here, with programs of the names ssh, sudo, kubectl and nginx that stand for theirs."""

    def run_recipe(self, word, nginx):
        folder = tempfile.TemporaryDirectory(prefix="nginx-wslint-server-")
        self.addCleanup(folder.cleanup)
        path = pathlib.Path(folder.name)
        run = 'exec "$@"\n'
        after_dashes = 'while [ "$1" != -- ]; do shift; done\nshift\n' + run
        programs = {"ssh": "shift\n" + run, "sudo": run, "kubectl": after_dashes, "nginx": nginx}
        for name, script in programs.items():
            (path / name).write_text("#!/bin/sh\n" + script)
            (path / name).chmod(0o755)
        (path / "nginx-wslint").symlink_to(project.PROGRAM)
        recipe = next(text for text in blocks("sh") if text.startswith(word))
        return subprocess.run(["sh", "-c", recipe], cwd=path, env={"PATH": f"{path}:{os.environ['PATH']}"}, timeout=60,
                              capture_output=True, text=True)

    def test_what_a_server_reads_is_checked(self):
        dump = "echo '# configuration file /etc/nginx/nginx.conf:'\n" + "\n".join(f"echo '{line}'" for line in [
            "events {}", "http { server { listen 80; location /ws { proxy_pass http://127.0.0.1:3000; } } }"])
        for word in ["ssh", "kubectl"]:
            done = self.run_recipe(word, dump)
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn("websocket-not-forwarded", done.stdout)

    def test_a_server_that_cannot_tell_is_no_clean_one(self):
        for word in ["ssh", "kubectl"]:
            self.assertEqual(self.run_recipe(word, "exit 3\n").returncode, 3)


class Matcher(unittest.TestCase):
    """The expressions are of the part of the syntax that .NET, JavaScript and Python have in common."""

    def matches(self, line):
        """What each matcher takes from the line, with the severity as GitHub calls it."""
        for matcher in json.loads(project.MATCHER.read_text())["problemMatcher"]:
            pattern, = matcher["pattern"]
            match = re.match(pattern["regexp"], line)
            if match:
                found = {field: match[group] for field, group in pattern.items() if field != "regexp"}
                yield {"severity": matcher.get("severity"), **found}

    def test_every_line_is_taken_by_one_matcher_and_whole(self):
        runner = Runner(self)
        runner.write("conf/nginx.conf", "events {}\nhttp { include site*; }\n")
        runner.write("conf/site:1:2: note.conf", """
            server { listen 80; server_name "a:3:4: error: b [c]"; location /ws { proxy_pass http://127.0.0.1:3000; } }
            server { listen 81; location "/ws:1:2: error: x [x-y]" { proxy_pass http://127.0.0.1:3000; } location /ü { proxy_passe x; } }
            """)
        arguments = [project.PROGRAM, "--severity=websocket-not-forwarded=note", "conf", "-f"]
        lines, document = (subprocess.run([*arguments, name], cwd=runner.repository, capture_output=True, text=True).stdout
                           for name in ["concise", "json"])
        findings = json.loads(document)["findings"]
        lines = lines.splitlines()
        self.assertEqual(len(lines), len(findings))
        self.assertEqual({finding["severity"] for finding in findings}, {"error", "note"})
        for line, finding in zip(lines, findings):
            start = finding["range"]["start"]
            severity = "notice" if finding["severity"] == "note" else finding["severity"]
            self.assertEqual(list(self.matches(line)), [{
                "file": finding["path"], "line": str(start["line"]), "column": str(start["byte_column"]),
                "severity": severity, "message": finding["message"], "code": finding["rule"]}])

    def test_other_lines_are_left_alone(self):
        for line in ["", "checked 9 files, 3 servers, 5 proxied locations: 2 errors, 0 warnings", "error: nothing [rule]",
                     "main.c:3:4: error: expected ';'", "a.conf:1: error: no column [some-rule]",
                     "a.conf:1:2: error: hidden by a comment [some-rule] (suppressed)"]:
            self.assertEqual(list(self.matches(line)), [], line)
