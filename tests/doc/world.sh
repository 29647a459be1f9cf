#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Makes in the current folder what a page of the documentation takes for
# granted; see pages.py. Needs msb on the PATH and the project in ROOT.
#
# Usage: world.sh NAME
#   models      models by the names that the pages use
#   store       aarhus.msb without citizens, and synthetic files for it
#   citizens    the same with 82 citizens, Claus among them, and assignments
#   turns_30    Claus turns 30 on 5 December 2019
#   household   Claus in household h7
#   guarded     Claus, who is 22 today, in a store that is guarded with a key
#   periods     periods.json, that of the reference

set -eu

# Import a line of JSON: import RECORD COLUMNS LINE [OPTION...]
import() {
    printf '{"msb_mapping": 1, "format": "jsonl", "record": "%s",
             "columns": {%s}}\n' "$1" "$2" >line.mapping.json
    printf '%s\n' "$3" >line.jsonl
    shift 3
    msb import aarhus.msb line.jsonl --mapping line.mapping.json "$@"
    rm line.jsonl line.mapping.json
}

# Rows that are broken on purpose are refused, with exit status 1.
import_broken() {
    status=0
    msb import aarhus.msb "$1.csv" \
        --mapping "$ROOT/examples/synthetic/$1.mapping.json" || status=$?
    [ "$status" -eq 1 ]
}

make() {
    case $1 in
    models)
        cp "$ROOT"/examples/models/*.json .
        cp aarhus_2018.json old.json
        for name in model new next; do
            cp aarhus_2019.json "$name.json"
        done
        ;;
    store)
        make models
        python3 -B "$ROOT/examples/synthetic/generate.py" --citizens 82 --out .
        msb init aarhus.msb --model aarhus_2018.json
        msb adopt aarhus.msb aarhus_2019.json
        ;;
    citizens)
        make store
        import_broken citizens
        import_broken courses
        msb assign aarhus.msb --on 2019-09-01
        ;;
    turns_30)
        import citizen '"id": {"from": "id"}, "valid_from": {"from": "from"},
            "birth_date": {"from": "born", "date": "yyyy-mm-dd"}' \
            '{"id": "claus", "born": "1989-12-05", "from": "2019-01-01"}'
        ;;
    household)
        import household '"household": {"from": "household"},
            "citizen": {"from": "citizen"}, "role": {"from": "role"},
            "from": {"constant": "2019-01-01"}' \
            '{"household": "h7", "citizen": "claus", "role": "parent"}'
        ;;
    guarded)
        year=$(($(date +%Y) - 22))
        import citizen '"id": {"from": "id"},
            "valid_from": {"constant": "2019-08-01"},
            "birth_date": {"from": "born", "date": "yyyy-mm-dd"}' \
            "{\"id\": \"claus\", \"born\": \"$year-01-01\"}" \
            --key-file journal.key --actor import1 --role system \
            --purpose operation
        ;;
    periods)
        cat >periods.json <<'PERIODS'
{"msb_retention": 1,
 "periods": [{"id": "case", "after": "assignment", "months": 60}]}
PERIODS
        ;;
    *)
        echo "no such world: $1" >&2
        exit 2
        ;;
    esac
}

make "$1"
