"""Holds the build backend to what a wheel is: wheel.py PROGRAM TREE, with packaging/python among the modules."""

import base64
import csv
import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile
import zipfile

import backend

SCRIPT = "nginx_wslint-{0}.data/scripts/nginx-wslint"


def check_record(wheel, about):
    """Every file stands in RECORD with its hash and size, but for RECORD itself."""
    rows = {path: rest for path, *rest in csv.reader(wheel.read(f"{about}/RECORD").decode().splitlines())}
    assert set(rows) == set(wheel.namelist()), rows
    assert rows.pop(f"{about}/RECORD") == ["", ""]
    for path, (digest, size) in rows.items():
        content = wheel.read(path)
        expected = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        assert (digest, int(size)) == (f"sha256={expected}", len(content)), path


def check_wheel(program, folder):
    name, version, _ = backend.project()
    file_name = backend.pack(program, folder)
    tag = file_name.removesuffix(".whl").split("-", 2)[2]
    assert file_name == f"nginx_wslint-{version}-{tag}.whl" and tag.startswith("py3-none-"), file_name
    first = (folder / file_name).read_bytes()
    assert backend.pack(program, folder) == file_name and (folder / file_name).read_bytes() == first
    with zipfile.ZipFile(folder / file_name) as wheel:
        about = f"nginx_wslint-{version}.dist-info"
        check_record(wheel, about)
        assert wheel.read(SCRIPT.format(version)) == program.read_bytes()
        assert wheel.getinfo(SCRIPT.format(version)).external_attr >> 16 == 0o100755
        assert f"Name: {name}\nVersion: {version}\n" in wheel.read(f"{about}/METADATA").decode()
        assert f"Root-Is-Purelib: false\nTag: {tag}\n" in wheel.read(f"{about}/WHEEL").decode()


def check_refusal(folder):
    """Without CMake, one plain line says so; there is no source distribution."""
    tools = folder / "tools"
    tools.mkdir()
    for name in ("sh", "tr", "awk", "grep", "cat", "uname", "gcc", "cc", "as", "ld", "pkg-config", "make", "ninja"):
        found = subprocess.run(["sh", "-c", f"command -v {name}"], capture_output=True, text=True, check=False).stdout
        if found:
            (tools / name).symlink_to(found.strip())
    code = "import backend; backend.build_wheel('.')"
    done = subprocess.run([sys.executable, "-B", "-c", code], cwd=folder, env={**os.environ, "PATH": str(tools)},
                          capture_output=True, text=True, check=False)
    assert done.returncode == 1 and done.stderr.startswith("nginx-wslint: it cannot be built here"), done.stderr
    assert "this is missing: cmake" in done.stderr and len(done.stderr.splitlines()) == 1, done.stderr
    try:
        backend.build_sdist(str(folder))
    except backend.UnsupportedOperation as error:
        assert "clone" in str(error)
    else:
        raise AssertionError("a source distribution was made")


def main():
    program = pathlib.Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        check_wheel(program, pathlib.Path(folder))
        check_refusal(pathlib.Path(folder))


if __name__ == "__main__":
    main()
