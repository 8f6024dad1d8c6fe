"""action.yml, the Dockerfile and the template for GitLab keep the rules, and each rule sees what breaks it."""

import subprocess
import unittest

import project
import rules


class Rules(unittest.TestCase):
    def broken(self, path, faults):
        """Changes the file in one way after the other; each has to be told with the word that goes with it."""
        def check(old, new, told):
            text = path.read_text()
            self.assertIn(old, text)
            found = faults(text.replace(old, new, 1))
            with self.subTest(old=old, new=new):
                self.assertTrue(any(told in fault for fault in found), found)
        return check


class Action(Rules):
    def faults(self, text):
        return rules.action_faults(text, project.ACTION_SCRIPT.read_text())

    def test_it_keeps_the_rules(self):
        self.assertEqual(self.faults(project.ACTION.read_text()), [])

    def test_each_rule_sees_what_breaks_it(self):
        check = self.broken(project.ACTION, self.faults)
        check("build release'", "build ${{ inputs.program }}'", "pasted")
        check("      shell: sh\n", "", "no shell")
        check("@5595ccaf912efad79be6eef63a5619ff05969be3", "@v4", "not pinned")
        check(" # v4.37.6", " # v4", "no version beside")
        check("      uses: github", "      run: sh\n      uses: github", "either runs or uses")
        check("${{ inputs.paths }}", "${{ inputs.path }}", "path is not declared")
        check("        INPUT_ARGS: ${{ inputs.args }}\n", "", "args is not used")
        check("        INPUT_ARGS: ${{ inputs.args }}\n", "", "INPUT_ARGS is not what the script takes")
        check("INPUT_PATHS: ${{ inputs.paths }}", "INPUT_PATHS: ${{ inputs.args }}", "INPUT_PATHS is another input")
        check('default: "true"', "default: true", "no string")
        check('    default: ""\n', "", "no default")
        check("    description: The number of errors\n", "", "no description")
        check("steps.lint.outputs.errors", "steps.lint.outputs.notes", "errors is another one")
        check("id: lint", "id: other", "no step lint")
        check("  errors:\n", "  mistakes:\n", "mistakes is never set")
        check("using: composite", "using: docker", "not composite")


class Dockerfile(Rules):
    def test_it_keeps_the_rules(self):
        self.assertEqual(rules.dockerfile_faults(project.DOCKERFILE.read_text()), [])

    def test_each_rule_sees_what_breaks_it(self):
        check = self.broken(project.DOCKERFILE, rules.dockerfile_faults)
        check("debian:bookworm-slim\n", "debian\n", "DL3006")
        check("debian:bookworm-slim\n", "debian:latest\n", "DL3007")
        check("USER 65534:65534", "USER 0:0", "DL3002")
        check("USER 65534:65534", "USER nobody", "DL3002")
        check("    && rm -rf /var/lib/apt/lists/*\n", "", "DL3009")
        check(" -y", "", "DL3014")
        check(" --no-install-recommends", "", "DL3015")
        check("apt-get -q update", "apt update", "DL3027")
        check("RUN ./dev", "RUN cd /build && ./dev", "DL3003")
        check("RUN ./dev", "RUN sudo ./dev", "DL3004")
        check("./dev build release &&", "./dev build release | cat;", "DL4006")
        check("COPY . .", "ADD . .", "DL3020")
        check("--from=build", "--from=builder", "DL3022")
        check("AS program", "AS build", "DL3024")
        check('ENTRYPOINT ["nginx-wslint"]', "ENTRYPOINT nginx-wslint", "DL3025")
        check('ENTRYPOINT ["nginx-wslint"]\n', "", "runs nothing")
        check('ENTRYPOINT ["nginx-wslint"]\n', 'ENTRYPOINT ["a"]\nENTRYPOINT ["b"]\n', "DL4004")
        check("WORKDIR /src", "WORKDIR src", "DL3000")
        check("WORKDIR /src", "MAINTAINER nobody", "DL4000")

    def test_it_needs_only_what_is_sent_to_it(self):
        ignored = (project.ROOT / ".dockerignore").read_text().split("\n")
        for name in ["dev", "tools", "fixtures", "docs", "LICENSE"]:
            self.assertNotIn(name, ignored)
        self.assertIn(".git", ignored)


@unittest.skipUnless(project.SHELLCHECK, project.NO_SHELLCHECK)
class Scripts(unittest.TestCase):
    def accepts(self, text):
        done = subprocess.run([project.SHELLCHECK, "--shell=sh", "-"], input=text, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_the_script_of_the_action(self):
        self.accepts(project.ACTION_SCRIPT.read_text())

    def test_the_steps_of_the_action(self):
        for step in project.load(project.ACTION)["runs"]["steps"]:
            self.accepts(step.get("run", ":"))

    def test_the_job_for_gitlab(self):
        self.accepts("\n".join(project.load(project.GITLAB)["nginx-wslint"]["script"]))

    def test_the_commands_of_the_dockerfile(self):
        for name, arguments in rules.instructions(project.DOCKERFILE.read_text()):
            self.accepts(arguments if name == "RUN" else ":")
