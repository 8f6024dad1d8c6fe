"""The step of action.yml that lints, run as a runner would, with the real program and with one that does what it is told."""

import json
import os
import shutil
import signal
import subprocess
import unittest

import project
from runner import Runner
from stand_in import StandIn

QUIET = {"annotations": "false", "summary": "false"}
HOSTILE = ["-leading dash", "  blanks  ", "$(touch pwned)", "`touch pwned`", "; touch pwned", "*", "back\\nslash\\",
           "quote'\"", "ARGS", "PATHS", "#"]


class RealProgram(unittest.TestCase):
    """What holds with the formats text and json alone."""

    def setUp(self):
        self.runner = Runner(self)
        self.inputs = {"program": project.PROGRAM, **QUIET}

    def test_findings_fail_the_step_and_are_counted(self):
        shutil.copytree(project.EXAMPLE, self.runner.repository / "conf", symlinks=True)
        done = self.runner.lint({**self.inputs, "paths": "conf"})
        self.assertEqual(done.status, 1)
        self.assertEqual(done.outputs, {"exit-status": "1", "errors": "2", "warnings": "0", "notes": "0"})
        self.assertIn("websocket-not-forwarded", "".join(done.log))
        self.assertEqual((done.commands, done.left_behind), ([], []))

    def test_a_clean_tree_passes(self):
        self.runner.write("conf/nginx.conf", project.CLEAN)
        done = self.runner.lint({**self.inputs, "paths": "conf"})
        self.assertEqual(done.status, 0)
        self.assertEqual(done.outputs, {"exit-status": "0", "errors": "0", "warnings": "0", "notes": "0"})

    def test_fail_on_decides(self):
        shutil.copytree(project.EXAMPLE, self.runner.repository / "conf", symlinks=True)
        done = self.runner.lint({**self.inputs, "paths": "conf", "fail-on": "never"})
        self.assertEqual((done.status, done.outputs["errors"]), (0, "2"))

    def test_what_cannot_be_read_is_an_error_of_the_step(self):
        done = self.runner.lint({**self.inputs, "paths": "nowhere"})
        self.assertEqual((done.status, done.outputs["exit-status"]), (2, "2"))
        self.assertIn('cannot read "nowhere"', "".join(done.log))
        self.assertEqual(done.messages("error"), ["nginx-wslint could not do all that was asked, see the log (exit status 2)"])

    def test_paths_may_have_any_name(self):
        for name in HOSTILE:
            self.runner.write(name + "/nginx.conf", project.CLEAN)
        done = self.runner.lint({**self.inputs, "paths": "\n".join(HOSTILE), "args": "--verbose"})
        self.assertEqual(done.status, 0, done.log)
        self.assertIn(f"checked {len(HOSTILE)} files", "".join(done.log))
        self.assertFalse((self.runner.repository / "pwned").exists())

    def test_a_configuration_cannot_speak_to_the_runner(self):
        name = "::error title=x::##[add-mask]x.conf"
        self.runner.write(name, 'server { listen 80; ::error::\n##[add-mask]y; server_name "\n::set-output name=z::z\n"; }\n')
        done = self.runner.lint({**self.inputs, "paths": name + "\n::warning::gone\n##[error]gone"})
        self.assertEqual(done.status, 2)
        self.assertEqual([command[0] for command in done.commands], ["error"])
        self.assertIn("could not do all", done.messages("error")[0])
        self.assertNotIn("z", done.outputs)


@unittest.skipUnless(project.HAS_CI_FORMATS, project.NO_CI_FORMATS)
class RealFormats(unittest.TestCase):
    def setUp(self):
        self.runner = Runner(self)
        shutil.copytree(project.EXAMPLE, self.runner.repository / "conf", symlinks=True)
        self.done = self.runner.lint({"program": project.PROGRAM, "paths": "conf", "sarif-file": "report.sarif"})

    def test_annotations_stand_at_lines_of_the_repository(self):
        places = [properties for name, properties, _ in self.done.commands if name == "error"]
        self.assertEqual(len(places), 2, self.done.commands)
        for place in places:
            lines = (self.runner.repository / place["file"]).read_text().splitlines()
            self.assertIn(int(place["line"]), range(1, len(lines) + 1))

    def test_the_summary_names_the_rules(self):
        self.assertIn("websocket-not-forwarded", self.done.summary)

    def test_the_sarif_file_has_every_finding(self):
        report = json.loads((self.runner.repository / self.done.outputs["sarif-file"]).read_text())
        self.assertEqual(len(report["runs"][0]["results"]), 2)

    def test_a_configuration_cannot_speak_through_annotations(self):
        self.runner.write("bad.conf", """server { listen 80; location /ws { proxy_pass "http://a
            ::set-output name=z::z\n##[add-mask]z"; } }\n""")
        done = self.runner.lint({"program": project.PROGRAM, "paths": "bad.conf"})
        self.assertLessEqual({name for name, _, _ in done.commands}, {"error", "warning", "notice"})


class Arguments(unittest.TestCase):
    def setUp(self):
        self.runner = Runner(self)
        self.program = StandIn(self.runner.path)

    def lint(self, inputs, shell="sh", **variables):
        return self.runner.lint({"program": str(self.program.path), "paths": "conf", **inputs}, shell,
                                RECORD=str(self.program.record), **variables)

    def reports(self):
        """The pairs of format and file that were asked for, in the words of the arguments."""
        words = self.program.words
        pairs = zip(words, words[1:])
        return {name.partition("=")[2]: file.partition("=")[2] for name, file in pairs if name.startswith("--format=")}

    def test_every_shell_hands_over_each_line_as_it_is(self):
        for shell in ["dash", "bash --posix", "busybox sh", "zsh --emulate sh", "sh"]:
            if not shutil.which(shell.split()[0]):
                continue
            with self.subTest(shell=shell):
                done = self.lint({"args": "\n".join(HOSTILE), "paths": "\n".join(HOSTILE) + "\n\n", **QUIET}, shell)
                self.assertEqual(done.status, 0, done.log)
                words = self.program.words
                self.assertEqual(words[:2 + len(HOSTILE)], ["check", "--color=always", *HOSTILE])
                self.assertEqual(words[words.index("--") + 1:], HOSTILE)
                self.assertEqual(list(self.runner.repository.iterdir()), [])

    def test_options_come_only_from_inputs_that_say_something(self):
        self.lint(QUIET)
        report = self.reports()["json"]
        self.assertEqual(self.program.words, ["check", "--color=always", "--format=text", "--output-file=-", "--format=json",
                                              "--output-file=" + report, "--", "conf"])

    def test_every_input_becomes_an_option(self):
        self.lint({"nginx-version": "1.24.0", "fail-on": "error", "baseline": "-a b", "new-from-rev": "$(x)",
                   "sarif-file": "-o ut.sarif"})
        words = self.program.words
        for option in ["--nginx-version=1.24.0", "--fail-on=error", "--baseline=-a b", "--new-from-rev=$(x)"]:
            self.assertIn(option, words)
        self.assertEqual(list(self.reports()), ["text", "json", "github", "markdown", "sarif"])
        self.assertEqual(self.reports()["sarif"], "-o ut.sarif")

    def test_without_a_path_nothing_is_linted(self):
        for paths in ["", "\n\n"]:
            with self.subTest(paths=paths):
                done = self.lint({"paths": paths})
                self.assertEqual((done.status, done.outputs), (2, {"exit-status": "2"}))
                self.assertEqual(done.messages("error"), ['the input "paths" is empty'])
                self.assertIsNone(self.program.words)

    def test_a_switch_is_true_or_false(self):
        for name in ["annotations", "summary", "upload-sarif"]:
            with self.subTest(name=name):
                value = "100%25\n::set-output name=x::y\r"
                done = self.lint({name: value})
                self.assertEqual((done.status, done.outputs), (2, {"exit-status": "2"}))
                self.assertEqual([command[0] for command in done.commands], ["error"])
                self.assertEqual(done.messages("error"), [f'the input "{name}" is neither true nor false: "{value}"'])
                self.assertIsNone(self.program.words)

    def test_the_built_program_is_used_when_none_is_named(self):
        checkout = self.runner.path / "the action"
        shutil.copytree(project.ROOT / "packaging/action", checkout / "packaging/action")
        self.program = StandIn(self.runner.path, "the action/build/release/nginx-wslint")
        self.runner.action_path = checkout
        self.assertEqual(self.lint({"program": ""}).status, 0)
        self.assertIsNotNone(self.program.words)

    def test_the_checkout_of_the_action_is_built_when_none_is_named(self):
        step = project.load(project.ACTION)["runs"]["steps"][0]
        dev = StandIn(self.runner.path, "the action/dev")
        subprocess.run(["sh", "-e", "-c", step["run"]], check=True, stdin=subprocess.DEVNULL, cwd=self.runner.repository,
                       env={"PATH": os.environ["PATH"], "GITHUB_ACTION_PATH": str(dev.path.parent), "RECORD": str(dev.record)})
        self.assertEqual((step["if"], dev.words), ("inputs.program == ''", ["build", "release"]))

    def test_the_program_may_be_a_name(self):
        self.program = StandIn(self.runner.path, "bin/nginx-wslint")
        self.assertEqual(self.lint({"program": "nginx-wslint"}, PATH=f"{self.program.path.parent}:/usr/bin:/bin").status, 0)
        self.assertIsNotNone(self.program.words)

    def test_a_program_that_is_not_there_is_named(self):
        for name in ["no/where", "no-where", "-x"]:
            with self.subTest(name=name):
                done = self.lint({"program": name})
                self.assertEqual((done.status, done.outputs), (2, {"exit-status": "2"}))
                self.assertEqual(done.messages("error"), [f'there is no program "{name}"'])

    def test_nothing_that_is_said_becomes_a_command(self):
        says = "::set-output name=x::y\n##[add-mask]z\n::stop-commands::w\n::w::\nno line feed at the end"
        for end in [{"EXITS": "1"}, {"DIES": str(int(signal.SIGSEGV))}]:
            with self.subTest(end=end):
                done = self.lint({}, SAYS=says, COMPLAINS=says, WRITES_github="::warning file=a%2Cb,line=3::w\n", **end)
                self.assertIn(("warning", {"file": "a,b", "line": "3"}, "w"), done.commands)
                self.assertLessEqual({command[0] for command in done.commands}, {"warning", "error"})

    def test_a_death_fails_the_step(self):
        done = self.lint({"upload-sarif": "true"}, DIES=str(int(signal.SIGKILL)))
        self.assertGreater(done.status, 2)
        self.assertEqual(done.outputs["exit-status"], str(done.status))
        self.assertNotIn("sarif-file", done.outputs)
        self.assertEqual(len(done.messages("error")), 1)

    def test_only_a_complete_report_is_uploaded(self):
        for status, is_complete in [("0", True), ("1", True), ("2", False)]:
            with self.subTest(status=status):
                done = self.lint({"upload-sarif": "true"}, EXITS=status)
                self.assertEqual(done.status, int(status))
                self.assertEqual(self.reports()["sarif"], str(self.runner.temp / "nginx-wslint.sarif"))
                self.assertEqual(done.outputs.get("sarif-file"), self.reports()["sarif"] if is_complete else None)

    def test_the_name_of_a_report_sets_no_other_output(self):
        name = "a\nexit-status=7\nEOF\nerrors<<EOF\n7\nEOF"
        done = self.lint({"sarif-file": name})
        self.assertEqual((done.outputs["sarif-file"], done.outputs["exit-status"], done.outputs["errors"]), (name, "0", ""))

    def test_counts_are_those_of_the_summary(self):
        summary = {"errors": 12, "warnings": 3, "notes": 0}
        report = json.dumps({"summary": summary, "findings": [{"message": '\n"errors": 7,\n', "errors": 7}]}, indent=1)
        done = self.lint({}, WRITES_json=report)
        self.assertEqual([done.outputs[level] for level in ["errors", "warnings", "notes"]], ["12", "3", "0"])

    def test_a_summary_is_as_large_as_a_summary_may_be(self):
        most = 1024 * 1024
        whole = self.lint({}, WRITES_markdown="x", TIMES_markdown=str(most)).summary
        self.assertEqual(whole, "x" * most)
        cut = self.lint({}, WRITES_markdown="x", TIMES_markdown=str(most + 1)).summary
        self.assertEqual(cut, "nginx-wslint found more than a summary can hold. The log has it all.\n")

    def test_nothing_is_left_in_the_temporary_folder(self):
        self.assertEqual(self.lint({}).left_behind, [])
        self.assertEqual(self.lint({"upload-sarif": "true"}).left_behind, ["nginx-wslint.sarif"])
