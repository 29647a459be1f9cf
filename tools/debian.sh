# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# What a script of this project needs of Debian. The script reads this file
# with `.`; it has a say() of its own, and a list_missing() that prints the
# packages of what is not there.

has() {
    command -v "$1" >/dev/null 2>&1
}

# list_missing_libraries COMPILER: prints the packages of what libmsb is built
# with.
list_missing_libraries() {
    has pkg-config || echo pkg-config
    pkg-config --exists sqlite3 2>/dev/null || echo libsqlite3-dev
    pkg-config --exists libcjson 2>/dev/null || echo libcjson-dev
    pkg-config --exists libsodium 2>/dev/null || echo libsodium-dev
    has "$1" && echo '#include <csv.h>' | "$1" -E - >/dev/null 2>&1 \
        || echo libcsv-dev
}

# install_missing LOG: installs what is not there, when this runs as root.
# Returns 2 when it may not, 3 when that failed; says on stderr what is missing.
install_missing() {
    missing=$(list_missing | paste -sd ' ' -)
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" -ne 0 ] || ! has apt-get; then
        echo "missing packages; as root: apt-get install $missing" >&2
        return 2
    fi
    say "installing $missing"
    # shellcheck disable=SC2086 # a list of words
    if ! { apt-get update -q \
        && DEBIAN_FRONTEND=noninteractive apt-get install -q -y \
            --no-install-recommends $missing; } >"$1" 2>&1; then
        tail -n 20 "$1" >&2
        return 3
    fi
    missing=$(list_missing | paste -sd ' ' -)
    [ -z "$missing" ] || {
        echo "still missing after apt-get install: $missing" >&2
        return 3
    }
}
