#!/bin/sh
# SPDX-License-Identifier: MIT
#
# From nothing to an answer: builds the msb command, makes a synthetic Aarhus
# of 82,000 citizens, and shows who is responsible for them before and after
# the merger of 1 August 2019, and for Claus.
#
# Run it from any directory; everything it makes lies in build/quickstart of
# the project, and a second run makes it anew. On Debian, missing packages are
# installed when this runs as root.
#
# For tests and the curious:
#   MSB_CITIZENS=820       so many citizens instead of 82000
#   MSB_BUILD=DIR          build and work there
#   MSB_TOOL=PATH          use this msb command, and build nothing

set -eu
LC_ALL=C.UTF-8
export LC_ALL

top=$(cd "$(dirname "$0")/.." && pwd)
build=${MSB_BUILD:-$top/build/quickstart}
data=$build/data
models=$top/examples/models
before=$models/aarhus_2018.json
after=$models/aarhus_2019.json
store=$data/aarhus.msb

. "$top/tools/debian.sh"

say() {
    printf '\n== %s\n\n' "$*"
}

# Prints the Debian packages of what is not there.
list_missing() {
    has python3 || echo python3
    [ -z "${MSB_TOOL:-}" ] || return 0
    has cc || echo gcc
    has cc && echo '#include <stdio.h>' | cc -E - >/dev/null 2>&1 \
        || echo libc6-dev
    has meson || echo meson
    has ninja || echo ninja-build
    list_missing_libraries cc
}

build_tool() {
    msb=$build/tools/msb/msb
    say "building $msb"
    [ -f "$build/build.ninja" ] \
        || meson setup "$build" "$top" --buildtype=release \
            -Dtests=false -Dexamples=false >"$build/setup.log" 2>&1 \
        || { tail -n 20 "$build/setup.log" >&2; exit 3; }
    ninja --quiet -C "$build"
}

# import FILE MAPPING: rows that are refused are kept, and are no failure here.
import() {
    status=0
    "$msb" import "$1" "$2" --mapping "$3" --rejects "$4" || status=$?
    [ "$status" -le 1 ] || exit "$status"
}

mkdir -p "$build"
install_missing "$build/apt.log"
msb=${MSB_TOOL:-}
[ -n "$msb" ] || build_tool

say "a synthetic Aarhus"
python3 -B "$top/examples/synthetic/generate.py" \
    --citizens "${MSB_CITIZENS:-82000}" --out "$data"

say "a store with both models"
rm -f "$store" "$store-wal" "$store-shm" "$store-journal"
"$msb" init "$store" --model "$before"
"$msb" adopt "$store" "$after"

say "citizens read and rejected"
import "$store" "$data/citizens.csv" \
    "$top/examples/synthetic/citizens.mapping.json" \
    "$data/citizens.rejects.csv"

say "courses read and rejected"
import "$store" "$data/courses.csv" \
    "$top/examples/synthetic/courses.mapping.json" \
    "$data/courses.rejects.csv"

say "every citizen assigned, a month after the merger"
"$msb" assign "$store" --on 2019-09-01

say "the same citizens before and after: areas, contacts, seams"
"$msb" compare "$store" --before "$before" --after "$after" --on 2019-09-01

say "Claus before the merger"
"$msb" who "$store" claus --on 2019-07-31 --explain

say "Claus after the merger"
"$msb" who "$store" claus --on 2019-09-01 --explain

say "the 38 official test persons, of whom only the birth date is known"
persons=$data/persons.msb
rm -f "$persons" "$persons-wal" "$persons-shm" "$persons-journal"
"$msb" init "$persons" --model "$after"
import "$persons" "$top/examples/persons/medcom_test_persons.csv" \
    "$top/examples/persons/test_persons.mapping.json" \
    "$data/persons.rejects.csv"
"$msb" assign "$persons" --on 2025-01-01

say "one of them: what is to be asked for"
"$msb" who "$persons" t19 --on 2025-01-01

say "everything is in $data"
