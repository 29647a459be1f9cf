# SPDX-License-Identifier: MIT
"""A program outside the tree builds against the installed library.

Installs the built tree into a temporary folder, asks pkg-config there, and
builds and runs consumer.c as C11 and C++17, against the shared and against
the static library.

Usage: install.py BUILD MESON PKG-CONFIG CONSUMER SANITIZERS C-COMPILER
       CXX-COMPILER
"""

import glob
import os
import shlex
import subprocess
import sys
import tempfile

EXPECTED = "young\n"
FLAGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"]


def run(*command, **environment):
    """Run a command; return what it printed, or stop with what it said."""
    result = subprocess.run(
        command, env={**os.environ, **environment}, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if result.returncode != 0:
        sys.exit(f"{shlex.join(command)}: {result.returncode}\n"
                 + result.stdout)
    return result.stdout


class Installation:
    """The library in a folder of its own, as pkg-config sees it."""

    def __init__(self, build, meson, pkg_config, root):
        run(*shlex.split(meson), "install", "-C", build, "--no-rebuild",
            "--destdir", root)
        places = glob.glob(root + "/**/pkgconfig/msb.pc", recursive=True)
        if len(places) != 1:
            sys.exit(f"installed {len(places)} msb.pc")
        self.library = os.path.dirname(os.path.dirname(places[0]))
        self.pkg_config = pkg_config
        self.environment = {
            "PKG_CONFIG_PATH": os.path.dirname(places[0]),
            "PKG_CONFIG_SYSROOT_DIR": root,
        }

    def ask(self, *arguments):
        """Return what pkg-config answers for msb, as words."""
        # Only our own prefix lies in the folder; the rest is the system's.
        root = self.environment["PKG_CONFIG_SYSROOT_DIR"]
        answer = run(self.pkg_config, *arguments, "msb", **self.environment)
        words = []
        for word in shlex.split(answer):
            flag, path = word[:2], word[2:]
            if flag in ("-I", "-L") and not os.path.isdir(path):
                path = path.removeprefix(root)
            words.append(flag + path)
        return words

    def get_libraries(self, kind):
        """Return what to link with, for "shared" or "static"."""
        if kind == "shared":
            return self.ask("--libs")
        archive = os.path.join(self.library, "libmsb.a")
        return [archive if word == "-lmsb" else word
                for word in self.ask("--static", "--libs")]


def build_and_run(installation, compiler, flags, kind, consumer, program):
    """Build and run one variant."""
    run(*compiler, *flags, *installation.ask("--cflags"), consumer,
        "-x", "none", *installation.get_libraries(kind), "-o", program)
    printed = run(program, LD_LIBRARY_PATH=installation.library)
    if printed != EXPECTED:
        sys.exit(f"{kind}: printed {printed!r}, expected {EXPECTED!r}")
    needed = run("readelf", "--dynamic", program)
    if ("[libmsb.so.0]" in needed) != (kind == "shared"):
        sys.exit(f"{kind}: linked to the other library\n{needed}")


def main(build, meson, pkg_config, consumer, sanitizers, *compilers):
    """Try every variant."""
    languages = (("c", "c11"), ("c++", "c++17"))
    if sanitizers != "none":
        sanitizers = ["-fsanitize=" + sanitizers]
    else:
        sanitizers = []
    with tempfile.TemporaryDirectory() as root:
        installation = Installation(build, meson, pkg_config, root)
        program = os.path.join(root, "consumer")
        for compiler, (language, standard) in zip(compilers, languages):
            flags = [*FLAGS, "-x", language, f"-std={standard}", *sanitizers]
            for kind in ("shared", "static"):
                build_and_run(installation, shlex.split(compiler), flags,
                              kind, consumer, program)
                print(f"{standard}, {kind}: {EXPECTED.strip()}")


if __name__ == "__main__":
    main(*sys.argv[1:])
