# SPDX-License-Identifier: MIT
"""What a notebook shows of a store, and of what was found about models."""

from __future__ import annotations

import math
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import msb
import pytest
from msb.display.flow import Stream, draw_flow

SVG = "{http://www.w3.org/2000/svg}"
EVIL = "<script>alert(1)</script>&"
PEOPLE = [
    # 22 in 2019: three areas before the merger, one after it.
    {"id": "claus", "born": "1996-10-15"},
    # 9 in 2019, and 15 on 1 May 2025.
    {"id": "ada", "born": "2010-05-01"},
    # 39 in 2019, of unknown primary challenge: no area after the merger.
    {"id": EVIL, "born": "1980-01-01"},
]
COURSES = [
    *(
        {"citizen": "claus", "service": service}
        for service in (
            "clarification",
            "education_help_payment",
            "substance_treatment",
            "shelter_housing",
        )
    ),
    {"citizen": "ada", "service": "family_support"},
    {"citizen": EVIL, "service": "clarification"},
]


def name(*columns: str, **others: Any) -> dict[str, Any]:
    """Columns of a mapping that are called what they mean."""
    return {each: {"from": each} for each in columns} | others


@pytest.fixture(scope="module")
def store(
    tmp_path_factory: pytest.TempPathFactory,
    aarhus_before: msb.Model,
    aarhus: msb.Model,
) -> Iterator[msb.Store]:
    path = tmp_path_factory.mktemp("display") / "aarhus.msb"
    with msb.Store.create(path, aarhus_before) as made:
        made.adopt(aarhus)
        for record, rows, columns in (
            (
                "citizen",
                PEOPLE,
                name(
                    "id",
                    birth_date={"from": "born", "date": "yyyy-mm-dd"},
                    valid_from={"constant": "2019-01-01"},
                ),
            ),
            (
                "course",
                COURSES,
                name(
                    "citizen",
                    "service",
                    **{"from": {"constant": "2019-01-01"}},
                ),
            ),
        ):
            mapping = {
                "msb_mapping": 1,
                "format": "jsonl",
                "record": record,
                "columns": columns,
            }
            assert made.import_(rows, mapping).rejected == 0
        made.assign(on="2019-09-01")
        yield made


@pytest.fixture(scope="module")
def comparison(
    store: msb.Store, aarhus_before: msb.Model, aarhus: msb.Model
) -> msb.Comparison:
    return store.compare(aarhus_before, aarhus, on="2019-09-01")


def read(shown: str) -> str:
    """The text of what is shown, which must be well formed."""
    assert "<script" not in shown
    root = ElementTree.fromstring(f"<div>{shown}</div>")
    return " ".join(root.itertext())


def list_tips(svg: object, shape: str) -> set[str | None]:
    root = ElementTree.fromstring(str(svg))
    return {each.findtext(f"{SVG}title") for each in root.iter(SVG + shape)}


def list_fills(svg: object, shape: str) -> list[str | None]:
    root = ElementTree.fromstring(str(svg))
    return [each.get("fill") for each in root.iter(SVG + shape)]


def test_what_a_store_answers_is_shown_whoever_it_is_about(
    store: msb.Store,
) -> None:
    answer = store.who(EVIL, on="2019-09-01", explain=True)
    said = read(answer._repr_html_())
    assert EVIL in said
    assert "primary_challenge" in said
    history = store.history(EVIL, explain=True, show_sensitive=True)
    assert "1980-01-01" in read(history._repr_html_())
    assert "1980-01-01" not in read(store.history(EVIL)._repr_html_())


def test_handovers_are_counted_and_listed(
    store: msb.Store, aarhus: msb.Model
) -> None:
    handovers = store.handovers(from_="2025-01-01", to="2026-01-01")
    said = read(handovers._repr_html_())
    assert said.startswith("1 handover ")
    old, new = (
        f"{aarhus.area_name(area)} ({area})"
        for area in ("boern_familier", "unge_uddannelse_job")
    )
    assert f"2025-05-01 ada {old} {new} age" in said
    none = store.handovers(from_="2025-01-01", to="2025-01-02")
    assert "No handovers" in read(none._repr_html_())


def test_an_import_shows_why_rows_were_rejected(store: msb.Store) -> None:
    report = store.import_(
        [{"citizen": "ada", "service": EVIL, "more": 1}],
        {
            "msb_mapping": 1,
            "format": "jsonl",
            "record": "course",
            "columns": name("citizen", "service", "from"),
        },
        dry_run=True,
    )
    said = read(report._repr_html_())
    assert report.rejected == 1
    assert report.errors[0].message in said
    assert "more" in said


def test_an_assigning_shows_its_numbers(store: msb.Store) -> None:
    said = read(store.assign(on="2019-09-01")._repr_html_())
    assert "Assignments on 2019-09-01" in said
    assert "undetermined 1" in said


def test_a_comparison_names_the_areas(
    comparison: msb.Comparison, aarhus: msb.Model
) -> None:
    said = read(comparison._repr_html_())
    youth = aarhus.areas["unge_uddannelse_job"].name
    assert f"each service apart {youth} 1" in said
    assert "each service apart no area 1" in said


def test_a_report_leaves_out_areas_that_are_never_responsible(
    store: msb.Store, aarhus_before: msb.Model, aarhus: msb.Model
) -> None:
    before = read(store.report(on="2019-07-31")._repr_html_())
    assert "responsible area" not in before
    assert "3 1" in before  # one has to deal with three areas
    after = store.report(on="2019-09-01")
    assert after.names == {area.id: area.name for area in aarhus.areas}
    assert f"{aarhus.areas['boern_familier'].name} 1" in read(
        after._repr_html_()
    )


def test_the_contacts_have_a_bar_for_each_number(
    comparison: msb.Comparison,
) -> None:
    tips = list_tips(comparison.contacts_diagram(), "rect")
    assert tips - {None} == {
        "1, before: 2",
        "3, before: 1",
        "0, after: 1",
        "1, after: 2",
    }


def test_without_an_area_before_the_ribbons_have_the_colours_after(
    comparison: msb.Comparison,
) -> None:
    diagram = comparison.flow_diagram()
    assert "each service apart (3)" in str(diagram)
    fills = list_fills(diagram, "path")
    assert len(set(fills)) == len(fills) == 3


def test_an_area_that_goes_on_under_another_name_keeps_its_colour() -> None:
    svg = draw_flow(
        [Stream("a", "b", 5), Stream("a", "c", 5)],
        {"a": "A"},
        {"b": "B", "c": "C"},
        [("a", "b")],
    )
    old, goes_on, new = list_fills(svg, "rect")
    assert old == goes_on != new


def test_a_successor_is_the_same_area_in_a_comparison(
    store: msb.Store, aarhus: msb.Model
) -> None:
    members = aarhus.to_dict()
    areas = {area["id"]: [area["id"] + "_x"] for area in members["areas"]}
    areas["boern_familier"] = ["unge_uddannelse_job_x", "boern_familier_x"]
    text = aarhus.source
    for area in areas:
        text = text.replace(f'"{area}"', f'"{area}_x"')
    renamed = msb.Model.parse(text).to_dict()
    renamed |= {
        "id": "renamed",
        "replaces": {"model": aarhus.id, "successors": areas},
    }
    after = msb.Model.from_dict(renamed)
    found = store.compare(aarhus, after, on="2019-09-01")
    assert ("sundhed_omsorg", "sundhed_omsorg_x") in found.same
    assert "boern_familier" not in dict(found.same)
    assert found.changed == 1  # the child, as two areas took over


def test_a_load_is_the_report_of_each_day(
    store: msb.Store, aarhus: msb.Model
) -> None:
    days = ["2025-05-01", "2025-04-30"]
    load = store.load(days)
    assert load.reports == tuple(store.report(on=d) for d in sorted(days))
    numbers = {
        (str(row["on"]), row["area"]): row["citizens"] for row in load.rows()
    }
    assert numbers["2025-04-30", "boern_familier"] == 1
    assert numbers["2025-05-01", "boern_familier"] == 0
    said = read(load._repr_html_())
    assert f"{aarhus.areas['boern_familier'].name} 1 0" in said


def test_a_load_tells_its_days_and_can_be_stopped(store: msb.Store) -> None:
    told: list[tuple[int, int | None]] = []

    def tell(done: int, total: int | None) -> bool:
        told.append((done, total))
        return len(told) < 2

    with pytest.raises(msb.Stopped):
        store.load(["2020-01-01", "2021-01-01", "2022-01-01"], progress=tell)
    assert told == [(1, 3), (2, 3)]


def test_a_suppressed_number_is_a_gap_in_the_plot(store: msb.Store) -> None:
    pytest.importorskip("matplotlib").use("agg")
    load = store.load(["2020-01-01"], suppress=5)
    heights: list[Any] = [line.get_ydata() for line in load.plot().lines]
    numbers = [float(height) for [height] in heights]
    assert sum(math.isnan(number) for number in numbers) == 2
    assert all(number == 0 or math.isnan(number) for number in numbers)


def test_what_a_check_found_is_shown_with_its_witness(
    store: msb.Store,
) -> None:
    model = msb.Model.from_dict(
        {
            "msb_model": 1,
            "id": "small",
            "name": "Small",
            "valid_from": "2019-01-01",
            "areas": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}],
            "responsibility": [
                {"id": "old", "when": {"age": {"from": 90}}, "area": "a"},
                {"id": "older", "when": {"age": {"from": 91}}, "area": "b"},
            ],
        }
    )
    said = read(model.check()._repr_html_())
    assert "small: valid, with gaps" in said
    assert "age: 0" in said  # a gap
    assert "old, older" in said  # an overlap
    assert "responsibility older 2" in said  # never reached, the second
    counted = store.count_findings(model, on="2019-09-01")
    assert "responsibility – 3 0" in read(counted._repr_html_())


def test_a_model_that_cannot_be_used_shows_its_errors(tmp_path: Path) -> None:
    found = msb.check({"msb_model": 1, "id": "Bad", "name": EVIL})
    said = read(found._repr_html_())
    assert "cannot be used" in said
    for error in found.errors:
        assert error.message in said


def test_a_difference_shows_who_would_move(
    store: msb.Store, aarhus_before: msb.Model, aarhus: msb.Model
) -> None:
    difference = aarhus_before.diff(aarhus)
    said = read(difference._repr_html_())
    assert "no area unge_uddannelse_job age: 15" in said
    counted = store.count_changes(aarhus_before, aarhus, on="2019-09-01")
    assert "no area unge_uddannelse_job 1 0" in read(counted._repr_html_())
    same = aarhus.diff(aarhus)
    assert "the same for everybody" in read(same._repr_html_())


def test_handovers_show_what_the_areas_are_called(
    store: msb.Store, aarhus_before: msb.Model, aarhus: msb.Model
) -> None:
    found = store.handovers(from_="2019-07-01", to="2026-01-01")
    shown = read(found._repr_html_())
    met = 0
    for each in found:
        for area in (each.from_, each.to):
            if area is not None:
                model = aarhus if area in aarhus.areas.ids else aarhus_before
                name = model.areas[area].name
                assert found.names[area] == name
                assert f"{name} ({area})" in shown
                met += 1
    # claus and ada come to an area by the merger, ada to another at 15.
    assert met == len(found) + 1 == 4
    again = pickle.loads(pickle.dumps(found))
    assert again.names == found.names
    assert again._repr_html_() == found._repr_html_()
