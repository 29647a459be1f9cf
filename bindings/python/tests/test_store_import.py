# SPDX-License-Identifier: MIT
"""Imports from files and from Python: what comes in is the same."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msb
import pytest

ON = "2019-09-01"
Make = Callable[[str], msb.Store]
Row = dict[str, Any]

PERSON = {
    "msb_mapping": 1,
    "format": "csv",
    "delimiter": ",",
    "record": "citizen",
    "columns": {
        "id": {"from": "Nr"},
        "birth_date": {"from": "Born", "date": "dd-mm-yyyy"},
        "benefit": {"from": 3, "values": {"KTH": "cash_benefit"}},
        "needs": {"from": "Needs", "split": "+", "values": {"bo": "housing"}},
        "valid_from": {"constant": "2019-01-01"},
    },
}


@pytest.fixture(scope="module")
def citizens(people: Path) -> list[Row]:
    """The rows of the file that have as many cells as its header, with None
    where it says nothing."""
    with (people / "citizens.csv").open(encoding="cp1252") as file:
        rows = [
            {name: value or None for name, value in row.items()}
            for row in csv.DictReader(file, delimiter=";")
            if None not in row
        ]
    return rows


def everybody(store: msb.Store) -> list[tuple[Any, ...]]:
    """What is known of each citizen, and where that leads."""
    found: list[tuple[Any, ...]] = []
    for name in ["claus", *(f"b{n:06}" for n in range(1, 1000, 7))]:
        try:
            facts = store.history(name, explain=True, show_sensitive=True)
        except msb.NotFound:
            found.append((name, "unknown"))
            continue
        found.append(
            (name, facts.facts[0].facts, store.who(name, on=ON).decision)
        )
    return found


def frames(rows: list[Row]) -> Iterator[tuple[str, Any]]:
    pandas = pytest.importorskip("pandas")
    polars = pytest.importorskip("polars")
    pyarrow = pytest.importorskip("pyarrow")
    duckdb = pytest.importorskip("duckdb")
    table = pyarrow.Table.from_pylist(rows)
    yield "pandas", pandas.DataFrame(rows)
    yield "polars", polars.DataFrame(rows)
    yield "pyarrow", table
    yield "batch", table.to_batches()[0]
    yield "duckdb", duckdb.from_arrow(table)


def test_a_file_imports_the_same_however_it_is_given(
    empty: Make, people: Path, mappings: Path
) -> None:
    path = people / "citizens.csv"
    mapping = mappings / "citizens.mapping.json"
    text = mapping.read_text(encoding="utf-8")
    ways: list[tuple[Any, Any]] = [
        (path, mapping),
        (str(path), text),
        (io.BytesIO(path.read_bytes()), json.loads(text)),
        (path.open("rb"), text.encode()),
    ]
    reports, known = [], []
    for number, (source, how) in enumerate(ways):
        with empty(f"{number}.msb") as store:
            reports.append(store.import_(source, how))
            known.append(everybody(store))
    assert reports == [reports[0]] * len(ways)
    assert known == [known[0]] * len(ways)
    first = reports[0]
    assert (first.read, first.inserted, first.rejected) == (1007, 1000, 7)
    assert first.ignored == ("Kommunekode",)
    assert len(first.errors) == 7
    assert first.to_dict()["errors"][0]["line"] == first.errors[0].line


def test_rows_and_frames_import_as_their_file_does(
    empty: Make, people: Path, mappings: Path, citizens: list[Row]
) -> None:
    mapping = mappings / "citizens.mapping.json"
    with empty("file.msb") as store:
        from_file = store.import_(people / "citizens.csv", mapping)
        known = everybody(store)
    for name, source in [("rows", citizens), *frames(citizens)]:
        with empty(f"{name}.msb") as store:
            report = store.import_(source, mapping)
            assert report.inserted == from_file.inserted == 1000, name
            assert report.rejected == from_file.rejected - 1, name
            assert report.ignored == ("Kommunekode",), name
            assert everybody(store) == known, name


def test_values_of_python_are_what_a_mapping_expects(empty: Make) -> None:
    numpy = pytest.importorskip("numpy")
    pandas = pytest.importorskip("pandas")
    same: list[Row] = [
        {"Born": "03-05-1990", "Needs": "bo+job"},
        {"Born": date(1990, 5, 3), "Needs": ["bo", "job"]},
        {"Born": datetime(1990, 5, 3), "Needs": {"bo", "job"}},
        {"Born": pandas.Timestamp(1990, 5, 3), "Needs": ("bo", "job")},
        {"Born": date(1990, 5, 3), "Needs": numpy.array(["bo", "job"])},
    ]
    rows = [
        {"Nr": number, "Born": row["Born"], "Pay": "KTH", **row}
        for number, row in enumerate(same)
    ]
    with empty("a.msb") as store:
        assert store.import_(rows, PERSON).inserted == len(same)
        for number in range(len(same)):
            history = store.history(
                str(number), explain=True, show_sensitive=True
            )
            assert history.facts[0].facts == {
                "birth_date": "1990-05-03",
                "benefit": "cash_benefit",
                "needs": ["job", "housing"],
            }, number


def test_what_is_missing_is_unknown(empty: Make) -> None:
    pandas = pytest.importorskip("pandas")
    missing = [None, float("nan"), pandas.NA, pandas.NaT]
    rows: list[Row] = [
        {
            "Nr": float(number),
            "Born": nothing,
            "Pay": nothing,
            "Needs": nothing,
        }
        for number, nothing in enumerate(missing)
    ]
    rows.append({"Nr": 4, "Needs": []})
    with empty("a.msb") as store:
        assert store.import_(rows, PERSON).inserted == 5
        for number in range(4):
            facts = store.history(str(number), explain=True).facts[0]
            assert facts.facts == {}
            assert not facts.masked
        empty_set = store.history("4", explain=True, show_sensitive=True)
        assert empty_set.facts[0].facts == {"needs": []}


def test_a_row_that_cannot_be_used_is_rejected(
    empty: Make, tmp_path: Path
) -> None:
    rows: list[Row] = [
        {"Nr": "a", "Born": datetime(1990, 5, 3, 12), "Pay": None},
        {"Nr": "b", "Born": "1990-05-03", "Pay": None},
        {"Nr": "c", "Pay": "gold"},
        {"Nr": "d", "Pay": 1.5},
        {"Nr": "e\ud800", "Pay": None},
        {"Nr": "f", "Pay": None},
    ]
    rejects = tmp_path / "rejects.txt"
    with empty("a.msb") as store:
        report = store.import_(rows, PERSON, rejects=rejects)
    assert (report.read, report.inserted, report.rejected) == (6, 1, 5)
    assert [(each.line, each.code) for each in report.errors[:3]] == [
        (1, "bad_date"),
        (2, "bad_date"),
        (3, "unknown_value"),
    ]
    assert "gold" not in str(report)
    assert len(rejects.read_bytes().splitlines()) == 5


def test_the_same_rows_again_change_nothing(
    empty: Make, people: Path, mappings: Path, citizens: list[Row]
) -> None:
    mapping = mappings / "citizens.mapping.json"
    with empty("a.msb") as store:
        tried = store.import_(people / "citizens.csv", mapping, dry_run=True)
        assert tried.inserted == 1000
        assert store.assign(on=ON).citizens == 0
        store.import_(people / "citizens.csv", mapping)
        again = store.import_(iter(citizens), mapping)
        assert (again.inserted, again.updated) == (0, 0)
        assert again.unchanged == 1000


@pytest.mark.parametrize("raised", [ZeroDivisionError, KeyboardInterrupt])
def test_what_the_rows_raise_comes_through_and_nothing_changed(
    empty: Make,
    mappings: Path,
    citizens: list[Row],
    raised: type[BaseException],
) -> None:
    def rows() -> Iterator[Row]:
        yield from citizens[:900]
        raise raised("in the middle")

    with empty("a.msb") as store:
        with pytest.raises(raised, match="in the middle"):
            store.import_(rows(), mappings / "citizens.mapping.json")
        assert store.assign(on=ON).citizens == 0
        with pytest.raises(raised):
            store.import_(
                citizens,
                mappings / "citizens.mapping.json",
                progress=lambda done, total: next(rows_that_raise(raised)),
            )
        assert store.assign(on=ON).citizens == 0


def rows_that_raise(raised: type[BaseException]) -> Iterator[Row]:
    raise raised
    yield {}


def test_rows_must_not_ask_the_store_that_takes_them(
    empty: Make, mappings: Path
) -> None:
    def rows() -> Iterator[Row]:
        yield {"Borger-id": "a"}
        store.who("a", on=ON)

    with empty("a.msb") as store, pytest.raises(msb.Misuse) as caught:
        store.import_(rows(), mappings / "citizens.mapping.json")
    assert caught.value.code == "store_in_use"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (3, "int"),
        ({"Nr": 1}, "dict"),
        ([3], "int"),
        ([{"Nr": object(), "Born": 1, "Pay": 2}], "column 'Nr'"),
        ([{"Nr": [object()], "Born": 1, "Pay": 2}], "list of object"),
        ([{"Nr": 1, "Born": 1, None: [2]}], "more cells"),
        (io.StringIO("Nr"), "binary"),
    ],
)
def test_a_source_of_another_type_is_an_error(
    empty: Make, source: Any, message: str
) -> None:
    with empty("a.msb") as store, pytest.raises(TypeError, match=message):
        store.import_(source, PERSON)


def test_a_broken_mapping_says_where(
    empty: Make, tmp_path: Path, people: Path
) -> None:
    path = tmp_path / "broken.json"
    path.write_text('{"msb_mapping": 1, "format": "csv",\n "record": "dog"}')
    source = people / "citizens.csv"
    with empty("a.msb") as store:
        for rows in (source, [{"Nr": 1}]):
            with pytest.raises(msb.Invalid) as caught:
                store.import_(rows, path)
            places = [(p.pointer, p.line) for p in caught.value.problems]
            assert ("/record", 2) in places
        for rows in (source, []):
            with pytest.raises(msb.Malformed):
                store.import_(rows, "{")
            with pytest.raises(msb.FileError):
                store.import_(rows, tmp_path / "nowhere.json")
            with pytest.raises(TypeError, match="mapping"):
                store.import_(rows, 3)  # type: ignore[arg-type]
        with pytest.raises(msb.FileError):
            store.import_(tmp_path / "nowhere.csv", PERSON)


def test_progress_counts_bytes_to_the_end(
    empty: Make,
    people: Path,
    mappings: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    pytest.importorskip("tqdm")
    path = people / "citizens.csv"
    mapping = mappings / "citizens.mapping.json"
    calls: list[tuple[int, int | None]] = []

    def tell(*counts: Any) -> None:
        calls.append(counts)

    with empty("a.msb") as store:
        store.import_(path, mapping, progress=tell)
        size = path.stat().st_size
        assert calls.pop() == (size, size)
        store.import_(io.BytesIO(path.read_bytes()), mapping, progress=tell)
        assert calls.pop() == (size, None)
        store.import_(path, mapping, progress=True)
        assert "import: 100%" in capfd.readouterr().err
        with pytest.raises(TypeError, match="progress"):
            store.import_(path, mapping, progress=3)  # type: ignore[arg-type]


def test_a_frame_without_a_column_of_the_mapping_is_refused(
    empty: Make,
) -> None:
    rows = [{"Nr": "a", "Born": date(1990, 5, 3), "Pay": None}]
    with empty("a.msb") as store:
        for name, frame in frames(rows):
            with pytest.raises(msb.Invalid, match='"Needs"') as caught:
                store.import_(frame, PERSON)
            assert caught.value.code == "missing_column", name
        with pytest.raises(msb.Invalid, match="column 3"):
            store.import_([{"Nr": "a"}], PERSON)
        assert store.import_([], PERSON).read == 0
        assert store.import_(rows, PERSON).inserted == 1
