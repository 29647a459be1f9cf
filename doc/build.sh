#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Builds the site for C and Python together, in build/doc of the project; a
# warning is an error. Run it from any directory. Sphinx and what it needs are
# installed from doc/requirements.txt into a virtual environment in
# build/doc-venv, and kept there. The package msb, whose docstrings are read, is
# installed there too, anew each time. On Debian, missing packages are installed
# when this runs as root.
#
# For tests and the curious:
#   MSB_BUILD=DIR          build there instead of in build/
#   MSB_WHEEL=FILE         use this wheel of msb, and build none

set -eu
LC_ALL=C.UTF-8
export LC_ALL

top=$(cd "$(dirname "$0")/.." && pwd)
build=${MSB_BUILD:-$top/build}
venv=$build/doc-venv
MSB_ROOT=$top
MSB_XML=$build/doc-xml
export MSB_ROOT MSB_XML

. "$top/tools/debian.sh"

say() {
    printf '\n== %s\n\n' "$*"
}

# Prints the Debian packages of what is not there.
list_missing() {
    has doxygen || echo doxygen
    has python3 || echo python3
    python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
    [ -z "${MSB_WHEEL:-}" ] || return 0
    # What the package is built with; pip brings meson and SWIG.
    has cc || echo gcc
    has cc && echo '#include <stdio.h>' | cc -E - >/dev/null 2>&1 \
        || echo libc6-dev
    python3 -c 'import os.path, sys, sysconfig
header = os.path.join(sysconfig.get_path("include"), "Python.h")
sys.exit(not os.path.exists(header))' 2>/dev/null || echo python3-dev
    list_missing_libraries cc
    pkg-config --exists zlib 2>/dev/null || echo zlib1g-dev
}

# The environment is made anew when what is to be in it has changed.
install_sphinx() {
    cmp -s "$top/doc/requirements.txt" "$venv/requirements.txt" && return
    say "installing Sphinx into $venv"
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check \
        -r "$top/doc/requirements.txt"
    cp "$top/doc/requirements.txt" "$venv/"
}

install_msb() {
    say "installing msb into $venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps \
        --force-reinstall "${MSB_WHEEL:-$top}"
}

mkdir -p "$build"
install_missing "$build/apt.log"
install_sphinx
install_msb

say "reading the headers"
rm -rf "$MSB_XML"
mkdir -p "$MSB_XML"
doxygen "$top/doc/Doxyfile"

say "building the site"
rm -rf "$build/doc"
"$venv/bin/python" -B -m sphinx -q -W --keep-going -n -E -c "$top/doc" \
    -d "$build/doc-trees" "$top" "$build/doc"
say "the site is $build/doc/doc/index.html"
