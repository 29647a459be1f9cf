# SPDX-License-Identifier: MIT
"""The package as others get it: sdist, wheel, and an empty environment.

Run once, by the interpreter that the wheel is for, with what
bindings/python/requirements.txt names installed. The sdist is made of the
last commit, and the wheel of the sdist, each in an isolated environment; the
wheel is repaired, so that it holds what it links with, and is installed where
nothing else is.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from elftools.elf.elffile import ELFFile
from elftools.elf.sections import SymbolTableSection

TOP = Path(__file__).resolve().parents[2]
REQUIREMENTS = TOP / "bindings" / "python" / "requirements.txt"
# What the library links with besides the C library.
LIBRARIES = ("cjson", "csv", "sodium", "sqlite3")

SMOKE = """
import sys
from datetime import date
from pathlib import Path

import msb

model: msb.Model = msb.Model.load(sys.argv[1])
decision = model.decide(
    on=date(2019, 8, 1),
    birth_date="1996-05-01",
    needs=["housing", "substance_use"],
    services=["substance_treatment"],
)
area: str | None = decision.responsible
print(area, Path(msb.__file__).parent)
print(Path("/proc/self/maps").read_text())
"""


def run(*command: str | Path, cwd: Path, **more: str) -> str:
    """Return what a command prints; it fails the test by failing."""
    # Nothing of the caller's: neither PYTHONPATH nor LD_LIBRARY_PATH.
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "LD_"))
    }
    done = subprocess.run(
        command,
        cwd=cwd,
        env=kept | more,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    return done.stdout


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder away from the tree."""
    return tmp_path_factory.mktemp("wheel")


@pytest.fixture(scope="module")
def built(scratch: Path) -> Path:
    """The folder of the sdist and of the wheel that was made of it."""
    run(
        sys.executable, "-m", "build", "--outdir", scratch / "dist", TOP,
        cwd=scratch, PIP_CONSTRAINT=str(REQUIREMENTS),
        # The tools beside the interpreter are those of the requirements.
        PATH=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    )  # fmt: skip
    return scratch / "dist"


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    """The wheel with what it links with inside."""
    (plain,) = built.glob("*.whl")
    tools = Path(sys.executable).parent
    run(
        sys.executable, "-m", "auditwheel", "repair", plain,
        "--wheel-dir", built / "repaired",
        cwd=built, PATH=f"{tools}{os.pathsep}{os.environ['PATH']}",
    )  # fmt: skip
    (repaired,) = (built / "repaired").glob("*.whl")
    return repaired


@pytest.fixture(scope="module")
def python(scratch: Path, wheel: Path) -> Path:
    """The interpreter of an environment that has the wheel and no more."""
    home = scratch / "empty"
    run(sys.executable, "-m", "venv", "--without-pip", home, cwd=scratch)
    run(
        sys.executable, "-m", "pip", "--python", home / "bin" / "python",
        "install", "--quiet", "--no-deps", "--no-index", wheel,
        cwd=scratch,
    )  # fmt: skip
    return home / "bin" / "python"


def read_version() -> str:
    """Return the version that meson.build says."""
    found = re.search(r"version: '([^']+)'", (TOP / "meson.build").read_text())
    assert found
    return found[1]


def test_the_sdist_holds_the_commit(built: Path) -> None:
    (path,) = built.glob("*.tar.gz")
    assert path.name == f"msb-{read_version()}.tar.gz"
    with tarfile.open(path) as sdist:
        names = {
            name.split("/", 1)[1]
            for name in (each.name for each in sdist if each.isfile())
        }
    kept = run("git", "ls-tree", "-r", "--name-only", "-z", "HEAD", cwd=TOP)
    assert names == {"PKG-INFO", *kept.rstrip("\0").split("\0")}


def test_the_wheel_holds_the_package_alone(built: Path) -> None:
    (path,) = built.glob("*.whl")
    sources = TOP / "bindings" / "python" / "msb"
    expected = {
        f"msb/{each.relative_to(sources).as_posix()}"
        for each in sources.rglob("*")
        if each.suffix in {".py", ".pyi", ".typed"}
    }
    with zipfile.ZipFile(path) as archive:
        names = {
            name for name in archive.namelist() if ".dist-info/" not in name
        }
    extensions = {name for name in names if name.endswith(".so")}
    assert "msb/py.typed" in names
    assert len(extensions) == 1
    assert names - extensions == {*expected, "msb/core.py"}


def test_the_metadata_say_what_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (
            each
            for each in archive.namelist()
            if each.endswith(".dist-info/METADATA")
        )
        lines = archive.read(name).decode().splitlines()
        folder = name.rsplit("/", 1)[0]
        assert f"{folder}/licenses/LICENSE" in archive.namelist()
    assert "Name: msb" in lines
    assert f"Version: {read_version()}" in lines
    assert "License-Expression: MIT" in lines
    assert "Requires-Python: >=3.11" in lines
    # Nothing is needed that was not asked for.
    assert all(
        "; extra ==" in line
        for line in lines
        if line.startswith("Requires-Dist:")
    )


def test_no_file_names_a_folder_of_the_machine(
    wheel: Path, scratch: Path
) -> None:
    # Where it was built: the tree, pip's and the test's own scratch.
    private = [str(TOP), str(Path.home()), str(scratch), "/build-env-"]
    with zipfile.ZipFile(wheel) as archive:
        found = [
            (name, path)
            for name in archive.namelist()
            for path in private
            # What is not the package's own comes from the system as it is.
            if "msb.libs/" not in name and path.encode() in archive.read(name)
        ]
    assert found == []


def test_the_extension_exports_its_start_alone(
    wheel: Path, scratch: Path
) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (
            each
            for each in archive.namelist()
            if re.fullmatch(r"msb/_core.*\.so", each)
        )
        path = archive.extract(name, scratch / "extension")
    with Path(path).open("rb") as file:
        symbols = ELFFile(file).get_section_by_name(".dynsym")
        assert isinstance(symbols, SymbolTableSection)
        exported = {
            symbol.name
            for symbol in symbols.iter_symbols()
            if symbol["st_shndx"] != "SHN_UNDEF"
            and symbol["st_info"]["bind"] in {"STB_GLOBAL", "STB_WEAK"}
        }
    assert exported == {"PyInit__core"}


def test_auditwheel_passes_it(wheel: Path, built: Path) -> None:
    assert re.search(r"-manylinux_\d+_\d+_", wheel.name)
    said = run(sys.executable, "-m", "auditwheel", "show", wheel, cwd=built)
    (tag,) = set(re.findall(r"manylinux_\d+_\d+_\w+", wheel.name))
    assert f'consistent with the following platform tag: "{tag}"' in (
        " ".join(said.split())
    )


def test_it_decides_where_nothing_else_is_installed(
    python: Path, scratch: Path
) -> None:
    model = scratch / "model.json"
    model.write_bytes((TOP / "examples/models/aarhus_2019.json").read_bytes())
    said = run(python, "-I", "-c", SMOKE, model, cwd=scratch)
    home = python.parents[1]
    assert said.startswith(f"unge_uddannelse_job {home}")
    # It uses the libraries that it came with, not the machine's.
    used = set(re.findall(r"(/\S+\.so[.\d]*)$", said, re.MULTILINE))
    ours = [
        path
        for path in used
        if any(f"/lib{name}" in path for name in (*LIBRARIES, "msb"))
    ]
    assert any("/libcjson" in path for path in ours)
    assert [path for path in ours if not path.startswith(str(home))] == []


def test_a_type_checker_knows_its_types(python: Path, scratch: Path) -> None:
    program = scratch / "program.py"
    program.write_text(SMOKE)
    check = (
        sys.executable, "-m", "mypy", "--strict", "--cache-dir", os.devnull,
        "--python-executable", python,
    )  # fmt: skip
    run(*check, program, cwd=scratch)
    program.write_text(SMOKE.replace("area: str | None", "area: int"))
    with pytest.raises(AssertionError, match="Incompatible types"):
        run(*check, program, cwd=scratch)
