#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Builds the Python package and runs all of its tests: pytest and every
# docstring's example with each Python of 3.11, 3.12 and 3.13 that is there;
# once, the checks of types and style, every example of the documentation, the
# notebooks, clusters of Dask and Spark, the tests under AddressSanitizer and
# UndefinedBehaviorSanitizer, and the sdist and the wheel. Works from any
# directory; builds in build/python/ of the project, and keeps what an earlier
# run built.
#
#     python.sh           the last line is "N passed, N failed"
#     python.sh COUNTS    writes "PASSED FAILED" to that file instead
#     python.sh --list    only prints each Python: its version and its path
#
# Another stage is made of the same parts: make_environment, install_package,
# run_pytest, run_check. tests/run.sh calls this and adds up the counts.

set -u
LC_ALL=C.UTF-8
PIP_DISABLE_PIP_VERSION_CHECK=1
export LC_ALL PIP_DISABLE_PIP_VERSION_CHECK

top=$(cd "$(dirname "$0")/.." && pwd) || exit 1
builds=$top/build/python
requirements=$top/bindings/python/requirements.txt
# What does not end has failed. Seconds.
limit=1800
passed=0
failed=0

say() {
    printf '\n== %s\n' "$*"
}

# fail WHAT: something other than a test failed.
fail() {
    say "FAILED: $*"
    failed=$((failed + 1))
}

# Prints the path of an interpreter that packages can be built for:
# check_python VERSION COMMAND
check_python() {
    "$2" - "$1" 2>/dev/null <<'PROGRAM'
import ensurepip
import pathlib
import sys
import sysconfig
import venv

wanted = tuple(int(part) for part in sys.argv[1].split("."))
header = pathlib.Path(sysconfig.get_path("include"), "Python.h")
if sys.version_info[:2] != wanted or not header.exists():
    sys.exit(1)
print(sys.executable)
PROGRAM
}

# find_python VERSION: on the path, else one that pyenv has.
find_python() {
    for command in "python$1" python3 python \
        "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$1".*/bin/python3; do
        check_python "$1" "$command" && return
    done
    return 1
}

list_pythons() {
    for version in 3.11 3.12 3.13; do
        path=$(find_python "$version") && echo "$version $path"
    done
}

# make_environment NAME PYTHON REQUIREMENTS: a virtual environment in
# build/python/NAME/venv, made anew only when what it needs has changed.
make_environment() {
    venv=$builds/$1/venv
    { echo "$2 $3" && cat "${requirements%/*}"/*.txt; } >"$builds/made-of"
    cmp -s "$builds/made-of" "$venv/made-of" && return
    rm -rf "$builds/$1"
    mkdir -p "$builds/$1"
    "$2" -m venv "$venv" \
        && "$venv/bin/python" -m pip install --quiet -r "$3" \
        && cp "$builds/made-of" "$venv/made-of" || {
        fail "no environment for $1"
        return 1
    }
}

# install_package NAME: builds the package in build/python/NAME/meson, and
# installs it in that environment.
install_package() {
    venv=$builds/$1/venv
    PATH=$venv/bin:$PATH CC=gcc "$venv/bin/python" -m pip install --quiet \
        --no-build-isolation --no-deps --force-reinstall \
        --config-settings=build-dir="$builds/$1/meson" \
        --config-settings=setup-args=-Dwerror=true "$top" || {
        # The next run starts over.
        rm -rf "$builds/$1/meson"
        fail "the package does not build for $1"
        return 1
    }
}

# Prints "PASSED FAILED" of pytest's report. What was skipped has failed.
count_results() {
    python3 - "$1" <<'PROGRAM'
import sys
from xml.etree import ElementTree

passed, failed = 0, 0
for suite in ElementTree.parse(sys.argv[1]).iter("testsuite"):
    bad = sum(int(suite.get(name)) for name in
              ("errors", "failures", "skipped"))
    passed += int(suite.get("tests")) - bad
    failed += bad
print(passed, failed)
PROGRAM
}

# run_pytest NAME PYTHON [OPTION...]
run_pytest() {
    report=$builds/$1.xml
    python=$2
    shift 2
    rm -f "$report"
    say "tests: $python $*"
    (cd "$top" && timeout "$limit" "$python" -m pytest --quiet \
        -c pyproject.toml -p no:cacheprovider --junitxml="$report" "$@")
    status=$?
    if counts=$(count_results "$report") && [ "$counts" != "0 0" ]; then
        passed=$((passed + ${counts% *}))
        failed=$((failed + ${counts#* }))
        [ "$status" -eq 0 ] || [ "${counts#* }" -gt 0 ] \
            || fail "pytest ended with status $status"
    else
        fail "no test results in $report"
    fi
}

# run_check WHAT COMMAND [ARGUMENT...]: one test, from the top of the tree.
run_check() {
    what=$1
    shift
    say "check: $what"
    if (cd "$top" && timeout "$limit" "$@"); then
        passed=$((passed + 1))
    else
        fail "$what"
    fi
}

# test_version VERSION PYTHON
test_version() {
    say "Python $1: $2"
    make_environment "$1" "$2" "$requirements" && install_package "$1" \
        || return
    run_pytest "$1-tests" "$builds/$1/venv/bin/python" bindings/python/tests
    # On what is installed; the examples' paths start at the top.
    run_pytest "$1-docstrings" "$builds/$1/venv/bin/python" \
        --doctest-modules --pyargs msb
}

# check_sources VERSION
check_sources() {
    tools=$builds/$1/venv/bin
    run_check "ruff check" "$tools/ruff" check --no-cache .
    run_check "ruff format" "$tools/ruff" format --no-cache --check .
    run_check "mypy --strict" "$tools/python" -m mypy \
        --cache-dir="$builds/$1/mypy"
}

# test_sanitized VERSION: under the address and undefined behaviour
# sanitizers, but for the tests marked `large`. Python keeps what it interns,
# so leaks are looked for by test_memory.py instead.
test_sanitized() {
    tools=$builds/$1/venv/bin
    directory=$builds/sanitized
    say "build with sanitizers: $directory"
    [ -f "$directory/build.ninja" ] || rm -rf "$directory"
    PATH=$tools:$PATH CC=gcc meson setup "$directory" "$top" \
        -Dpython=true -Dtests=false -Dexamples=false -Dwerror=true \
        -Db_sanitize=address,undefined -Dprefix="$directory/installed" \
        -Dpython.platlibdir=site -Dpython.purelibdir=site \
        >"$builds/sanitized.log" 2>&1 \
        && PATH=$tools:$PATH ninja --quiet -C "$directory" \
        && PATH=$tools:$PATH meson install -C "$directory" --quiet \
            --tags python-runtime >>"$builds/sanitized.log" 2>&1 || {
        tail -n 20 "$builds/sanitized.log"
        fail "the package does not build with sanitizers"
        return
    }
    # Loaded before Python, which was built without; with the C++ library,
    # or the sanitizer finds nobody who throws.
    cat >"$directory/python" <<SCRIPT
#!/bin/sh
PYTHONPATH=$directory/installed/site
PYTHONMALLOC=malloc
LD_PRELOAD="$(gcc -print-file-name=libasan.so) \
$(gcc -print-file-name=libstdc++.so)"
ASAN_OPTIONS=detect_leaks=0:strict_string_checks=1
UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
export PYTHONPATH PYTHONMALLOC LD_PRELOAD ASAN_OPTIONS UBSAN_OPTIONS
exec "$tools/python" "\$@"
SCRIPT
    chmod +x "$directory/python"
    # The reading of the specification has no C to look into.
    run_pytest sanitized "$directory/python" -m "not large" \
        --ignore=bindings/python/tests/reading bindings/python/tests
}

# test_notebooks VERSION: those of examples/, each in a kernel of its own.
test_notebooks() {
    "$builds/$1/venv/bin/python" -m pip install --quiet \
        -r "$top/examples/notebooks/requirements.txt" || {
        fail "no environment for the notebooks"
        return
    }
    run_pytest notebooks "$builds/$1/venv/bin/python" \
        tests/python/test_notebooks.py
}

# Ten million rows on clusters of two workers. Spark needs Java.
test_scale() {
    "$builds/$1/venv/bin/python" -m pip install --quiet \
        -r "${requirements%.txt}-scale.txt" || {
        fail "no environment for Dask and Spark"
        return
    }
    run_pytest scale "$builds/$1/venv/bin/python" tests/python/scale
}

main() {
    mkdir -p "$builds" || {
        fail "cannot write to $builds"
        return
    }
    first=
    list_pythons >"$builds/pythons"
    while read -r version path; do
        test_version "$version" "$path" </dev/null
        first=${first:-$version}
    done <"$builds/pythons"
    [ -n "$first" ] || {
        fail "no Python 3.11, 3.12 or 3.13 with venv and Python.h"
        return
    }
    check_sources "$first"
    # The build of the package has the command too.
    run_check "every example of every page" \
        "$builds/$first/venv/bin/python" -B tests/doc/test_pages.py \
        "$builds/$first/meson/tools/msb/msb"
    test_notebooks "$first"
    test_scale "$first"
    test_sanitized "$first"
    run_pytest wheel "$builds/$first/venv/bin/python" \
        tests/python/test_wheel.py
}

case ${1-} in
--list)
    list_pythons
    exit
    ;;
esac
main
if [ $# -gt 0 ]; then
    echo "$passed $failed" >"$1"
else
    printf '\n%d passed, %d failed\n' "$passed" "$failed"
fi
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
