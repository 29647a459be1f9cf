#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Builds libmsb and runs every test: with gcc, with clang under
# AddressSanitizer and UndefinedBehaviorSanitizer, and the unit and API tests
# under valgrind as well (but for the suite `large`, which would take minutes
# there); then the Python package, with each Python that is there, and the site
# of the documentation. Works from any directory; builds in build/ of the
# project.
#
# The last line is "N passed, N failed", over all of it. What does not build,
# does not end or is skipped has failed. Exit status 0 when nothing failed.
#
# On Debian, missing packages are installed when this runs as root.

set -u
LC_ALL=C.UTF-8
UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1
export LC_ALL UBSAN_OPTIONS ASAN_OPTIONS

top=$(cd "$(dirname "$0")/.." && pwd) || exit 1
builds=$top/build
passed=0
failed=0

. "$top/tools/debian.sh"

say() {
    printf '\n== %s\n' "$*"
}

finish() {
    printf '\n%d passed, %d failed\n' "$passed" "$failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
    exit
}

# fail WHAT: something other than a test failed.
fail() {
    say "FAILED: $*"
    failed=$((failed + 1))
}

# Whether a small program can be built: compiles COMPILER [ARGUMENT...]
compiles() {
    "$@" -x c - -o /dev/null >/dev/null 2>&1 <<'PROGRAM'
#include <stddef.h>
#include <stdint.h>
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return data == NULL && size > 0;
}
PROGRAM
}

# Prints the Debian packages of what is not there.
list_missing() {
    has gcc || echo gcc
    has g++ || echo g++
    has clang || echo clang
    has meson || echo meson
    has ninja || echo ninja-build
    has python3 || echo python3
    # What reads the calendars that the tool writes.
    python3 -c 'import icalendar' 2>/dev/null \
        || /usr/bin/python3 -c 'import icalendar' 2>/dev/null \
        || echo python3-icalendar
    has sqlite3 || echo sqlite3
    has valgrind || echo valgrind
    has clang-format-14 || echo clang-format-14
    list_missing_libraries gcc
    # What SQLite is linked with where the library is linked statically.
    pkg-config --exists zlib 2>/dev/null || echo zlib1g-dev
    pkg-config --exists cmocka 2>/dev/null || echo libcmocka-dev
    # What Spark runs on.
    has java || echo openjdk-17-jre-headless
    has doxygen || echo doxygen
    has clang && compiles clang -fsanitize=fuzzer,address,undefined \
        || echo libclang-rt-14-dev
    # One Python with its header and virtual environments is enough; what else
    # the package needs is pip's to bring.
    [ -n "$(sh "$top/tests/python.sh" --list)" ] \
        || echo python3-dev python3-venv
    # The sdist is made of the commit.
    has git || echo git
}

configure() {
    meson setup "$@" -Dwerror=true -Dbuildtype=debugoptimized \
        >"$builds/setup.log" 2>&1
}

# build NAME COMPILER [OPTION...]: keeps what an earlier run built.
build() {
    directory=$builds/$1
    CC=$2
    export CC
    shift 2
    say "build with $CC: $directory"
    if ! [ -f "$directory/build.ninja" ] \
        || ! configure --reconfigure "$directory" "$top" "$@"; then
        rm -rf "$directory"
        configure "$directory" "$top" "$@" || {
            tail -n 20 "$builds/setup.log"
            fail "meson setup with $CC"
            return 1
        }
    fi
    ninja --quiet -C "$directory" || {
        fail "build with $CC"
        return 1
    }
}

# Prints "PASSED FAILED" of a meson log. Anything but OK has failed.
count_results() {
    python3 - "$1" <<'PROGRAM'
import json
import sys

good = {"OK", "EXPECTEDFAIL"}
passed, failed = 0, 0
with open(sys.argv[1], encoding="utf-8", errors="replace") as log:
    for line in log:
        result = json.loads(line)["result"]
        passed += result in good
        failed += result not in good
print(passed, failed)
PROGRAM
}

# run_tests NAME LOG [OPTION...]
run_tests() {
    directory=$builds/$1
    log=$directory/meson-logs/$2.json
    shift 2
    rm -f "$log"
    say "tests: $directory $*"
    meson test -C "$directory" --no-rebuild --print-errorlogs "$@"
    status=$?
    if counts=$(count_results "$log") && [ "$counts" != "0 0" ]; then
        passed=$((passed + ${counts% *}))
        failed=$((failed + ${counts#* }))
        [ "$status" -eq 0 ] || [ "${counts#* }" -gt 0 ] \
            || fail "meson test ended with status $status"
    else
        fail "no test results in $log"
    fi
}

# run_stage SCRIPT: builds and tests on its own, prints what it does, and
# writes "PASSED FAILED" to the file that it is given. What writes none is one
# test, which its exit status decides.
run_stage() {
    counts_file=$builds/counts
    rm -f "$counts_file"
    say "stage: $1"
    sh "$top/$1" "$counts_file"
    status=$?
    if counts=$(cat "$counts_file" 2>/dev/null) && [ "$counts" != "0 0" ]; then
        passed=$((passed + ${counts% *}))
        failed=$((failed + ${counts#* }))
        [ "$status" -eq 0 ] || [ "${counts#* }" -gt 0 ] \
            || fail "$1 ended with status $status"
    elif [ "$status" -eq 0 ]; then
        passed=$((passed + 1))
    else
        fail "$1 ended with status $status"
    fi
}

mkdir -p "$builds" || {
    fail "cannot write to $builds"
    finish
}
install_missing "$builds/apt.log" || {
    fail "packages are missing"
    finish
}
build gcc gcc && {
    run_tests gcc testlog
    run_tests gcc testlog-valgrind --setup=valgrind --suite unit --suite api \
        --no-suite large
}
build clang-sanitized clang -Dfuzz=true -Db_lundef=false \
    -Db_sanitize=address,undefined \
    && run_tests clang-sanitized testlog
run_stage tests/python.sh
run_stage doc/build.sh
finish
