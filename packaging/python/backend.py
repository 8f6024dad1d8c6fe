"""Builds a wheel whose only content is the program: a build backend (PEP 517) of the standard library alone.

"pip install ." compiles the program with the C compiler, CMake and libraries of the machine and puts it beside the Python of
the environment. Name, version and description are those of CMakeLists.txt. Nothing is downloaded, and nothing is written
to the source tree.
"""

import base64
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile

SOURCE = pathlib.Path(__file__).resolve().parents[2]
MOMENT = (1980, 1, 1, 0, 0, 0)  # of every entry, so that the same program gives the same wheel

# What is missing, one need a line, and behind them the packages that bring it; tools/setup.sh knows.
MISSING = """
have() { command -v "$1" >/dev/null 2>&1; }
. tools/setup.sh
missing=$(missing_to_build | tr '\\n' ' ')
[ -n "$missing" ] || exit 0
echo "$missing"
manager=$(package_manager) && packages_for "$manager" $missing
"""


class UnsupportedOperation(Exception):
    """What a frontend takes for: build the wheel from the tree itself."""


# ---- the project --------------------------------------------------------------------------


def project():
    """Name, version and description, as CMakeLists.txt has them."""
    text = (SOURCE / "CMakeLists.txt").read_text(encoding="utf-8")
    found = re.search(r'project\((\S+)\s+VERSION (\S+)\s+DESCRIPTION "([^"]*)"', text)
    if found is None:
        sys.exit("nginx-wslint: CMakeLists.txt does not begin with its project, version and description")
    return found.groups()


def tag():
    """The wheel is for every Python of this platform."""
    platform = re.sub(r"[-.]", "_", sysconfig.get_platform())
    return f"py3-none-{platform}"


# ---- the program --------------------------------------------------------------------------


def refuse_if_missing():
    """Ends the build with one plain line when something is missing that it needs."""
    done = subprocess.run(["sh", "-c", MISSING], cwd=SOURCE, capture_output=True, text=True, check=False)
    missing, _, packages = done.stdout.partition("\n")
    if missing.strip():
        remedy = f"; please install {packages.strip()}" if packages.strip() else ""
        sys.exit(f"nginx-wslint: it cannot be built here, as this is missing: {missing.strip()}{remedy}")


def run(*command):
    """Runs a step of the build, with its output on that of the build."""
    if subprocess.run(command, cwd=SOURCE, check=False).returncode != 0:
        sys.exit(f"nginx-wslint: \"{' '.join(command[:2])}\" failed, see above")


def compile_program(folder):
    """Builds the release in a folder, as CMakePresets.json has it, and returns the program."""
    refuse_if_missing()
    generator = ["-G", "Ninja"] if shutil.which("ninja") else []
    run("cmake", "--preset", "release", "-B", str(folder), *generator)
    run("cmake", "--build", str(folder), "--target", "nginx-wslint", "--parallel", str(os.cpu_count() or 1))
    return folder / "nginx-wslint"


# ---- the wheel ----------------------------------------------------------------------------


def record_of(path, content):
    """A line of RECORD."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"{path},sha256={digest},{len(content)}"


def add(wheel, path, content, mode):
    entry = zipfile.ZipInfo(path, MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = (0o100000 | mode) << 16
    wheel.writestr(entry, content)


def pack(program, folder):
    """Writes a wheel with a program to a folder and returns its name."""
    name, version, summary = project()
    stem = f"{name.replace('-', '_')}-{version}"
    about = f"{stem}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nSummary: {summary}\nLicense: MIT\n"
    kind = f"Wheel-Version: 1.0\nGenerator: {name}\nRoot-Is-Purelib: false\nTag: {tag()}\n"
    files = [(f"{stem}.data/scripts/{name}", program.read_bytes(), 0o755), (f"{about}/METADATA", metadata.encode(), 0o644),
             (f"{about}/WHEEL", kind.encode(), 0o644)]
    record = "".join(f"{record_of(path, content)}\n" for path, content, _ in files) + f"{about}/RECORD,,\n"
    files.append((f"{about}/RECORD", record.encode(), 0o644))
    file_name = f"{stem}-{tag()}.whl"
    with zipfile.ZipFile(pathlib.Path(folder) / file_name, "w") as wheel:
        for path, content, mode in files:
            add(wheel, path, content, mode)
    return file_name


# ---- what a frontend calls ----------------------------------------------------------------


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    del config_settings, metadata_directory
    with tempfile.TemporaryDirectory() as folder:
        return pack(compile_program(pathlib.Path(folder)), wheel_directory)


def build_sdist(sdist_directory, config_settings=None):
    del sdist_directory, config_settings
    raise UnsupportedOperation("nginx-wslint has no source distribution for pip: install it from a clone of its repository")
