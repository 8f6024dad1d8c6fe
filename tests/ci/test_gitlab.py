"""The job of the template for GitLab, whose script is run as it stands there."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import project
from stand_in import StandIn

HOSTILE = ["  blanks  ", "-dash", "$(touch pwned)", "`touch pwned`", "back\\slash", "*", "quote'\""]
REPORTS = ["--format=text", "--output-file=-", "--format=gitlab", "--output-file=gl-code-quality-report.json",
           "--format=junit", "--output-file=nginx-wslint-junit.xml", "--"]


class Job(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="nginx-wslint gitlab ")
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name)
        self.repository = self.path / "the repository"
        self.repository.mkdir()
        self.job = project.load(project.GITLAB)["nginx-wslint"]

    def run_with(self, **variables):
        return subprocess.run(["sh", "-e", "-c", "\n".join(self.job["script"])], cwd=self.repository, timeout=120,
                              input=b"of the runner", capture_output=True,
                              env={"PATH": f"{self.path / 'bin'}:{os.environ['PATH']}", "RECORD": str(self.path / "record"),
                                   **variables})

    def test_each_line_is_an_argument(self):
        program = StandIn(self.path, "bin/nginx-wslint")
        lines = "\n".join(HOSTILE)
        done = self.run_with(NGINX_WSLINT_PATHS=lines, NGINX_WSLINT_ARGS=lines, NGINX_WSLINT_NGINX_VERSION="1.24.0",
                             NGINX_WSLINT_FAIL_ON="error", NGINX_WSLINT_BASELINE="a b", NGINX_WSLINT_NEW_FROM_REV="$(x)")
        self.assertEqual(done.returncode, 0, done.stderr)
        options = ["--nginx-version=1.24.0", "--fail-on=error", "--baseline=a b", "--new-from-rev=$(x)"]
        self.assertEqual(program.words, ["check", "--color=always", *HOSTILE, *options, *REPORTS, *HOSTILE])
        self.assertFalse((self.repository / "pwned").exists())

    def test_only_a_path_is_needed(self):
        program = StandIn(self.path, "bin/nginx-wslint")
        self.assertEqual(self.run_with(NGINX_WSLINT_PATHS="conf", EXITS="1").returncode, 1)
        self.assertEqual(program.words, ["check", "--color=always", *REPORTS, "conf"])

    def test_without_a_path_nothing_is_linted(self):
        program = StandIn(self.path, "bin/nginx-wslint")
        for variables in [{}, {"NGINX_WSLINT_PATHS": ""}]:
            done = self.run_with(**variables)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(b"NGINX_WSLINT_PATHS", done.stderr)
            self.assertIsNone(program.words)

    @unittest.skipUnless(project.HAS_CI_FORMATS, project.NO_CI_FORMATS)
    def test_the_reports_are_where_gitlab_looks(self):
        (self.path / "bin").mkdir()
        (self.path / "bin/nginx-wslint").symlink_to(project.PROGRAM)
        shutil.copytree(project.EXAMPLE, self.repository / "conf", symlinks=True)
        done = self.run_with(NGINX_WSLINT_PATHS="conf")
        self.assertEqual(done.returncode, 1, done.stderr)
        reports = self.job["artifacts"]["reports"]
        findings = json.loads((self.repository / reports["codequality"]).read_text())
        self.assertEqual(len(findings), 2)
        for finding in findings:
            self.assertTrue((self.repository / finding["location"]["path"]).is_file())
        self.assertIn("<testsuite", (self.repository / reports["junit"]).read_text())

    def test_reports_are_kept_when_the_job_fails(self):
        self.assertEqual(self.job["artifacts"]["when"], "always")
        names = self.job["artifacts"]["reports"].values()
        self.assertEqual(["--output-file=" + name for name in names], [REPORTS[3], REPORTS[5]])

    def test_its_variables_are_documented(self):
        used = set(re.findall(r"NGINX_WSLINT_[A-Z_]*[A-Z]", project.GITLAB.read_text()))
        documented = set(re.findall(r"^\| `(NGINX_WSLINT_\w+)`", project.RECIPES.read_text(), re.MULTILINE))
        self.assertEqual(used, documented)

    def test_nothing_is_pasted_into_the_script(self):
        self.assertNotIn("[[", project.GITLAB.read_text())
        self.assertEqual(self.job["image"]["entrypoint"], [""])
