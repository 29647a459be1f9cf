# SPDX-License-Identifier: MIT
"""What a notebook shows: HTML that is well formed, SVG that says it all."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import msb
import pytest
from msb.display.flow import Stream, draw_flow

SVG = "{http://www.w3.org/2000/svg}"


def read_texts(svg: object) -> str:
    root = ElementTree.fromstring(str(svg))
    return " ".join(each.text or "" for each in root.iter(f"{SVG}text"))


def read_html(html: str) -> ElementTree.Element:
    return ElementTree.fromstring(f"<div>{html}</div>")


def test_a_chart_names_every_area_staff_and_unit(aarhus: msb.Model) -> None:
    said = read_texts(aarhus.chart("da")).replace(" ", "")
    names = [
        *(area.name for area in aarhus.areas),
        *(staff.name for staff in aarhus.staffs),
        *(unit.name for unit in aarhus.units),
    ]
    for name in names:
        assert name.replace(" ", "") in said


def test_a_chart_has_a_dashed_edge_for_each_area_outside(
    aarhus: msb.Model,
) -> None:
    root = ElementTree.fromstring(str(aarhus.chart()))
    dashed = [r for r in root.iter(f"{SVG}rect") if r.get("stroke-dasharray")]
    assert len(dashed) == sum(area.external for area in aarhus.areas) > 0


def make_model(areas: int) -> msb.Model:
    return msb.Model.from_dict(
        {
            "msb_model": 1,
            "id": "areas",
            "name": "Areas",
            "valid_from": "2019-01-01",
            "areas": [{"id": f"a{n}", "name": f"{n}"} for n in range(areas)],
            "responsibility": [{"id": "r", "when": {}, "area": "a0"}],
        }
    )


def test_a_chart_of_many_areas_breaks_into_rows() -> None:
    four, seven = (
        ElementTree.fromstring(str(make_model(n).chart())) for n in (4, 7)
    )
    assert four.get("width") == seven.get("width")
    boxes = list(seven.iter(f"{SVG}rect"))
    assert len({(box.get("x"), box.get("y")) for box in boxes}) == 7
    assert len({box.get("y") for box in boxes}) == 2
    assert len({box.get("fill") for box in boxes}) == 7


def test_a_chart_can_be_saved(aarhus: msb.Model, tmp_path: Path) -> None:
    aarhus.chart().save(tmp_path / "chart.svg")
    ElementTree.parse(tmp_path / "chart.svg")


def test_a_models_own_words_cannot_break_out_of_the_page() -> None:
    evil = "<script>alert('x')</script>&\""
    model = msb.Model.from_dict(
        {
            "msb_model": 1,
            "id": "evil",
            "name": evil,
            "valid_from": date(2019, 1, 1),
            "areas": [{"id": "a", "name": evil}],
            "responsibility": [
                {"id": "r", "when": {}, "area": "a", "because": evil}
            ],
        }
    )
    decision = model.decide(on="2019-05-01")
    explanation = model.explain(on="2019-05-01")
    for html in (
        model._repr_html_(),
        decision._repr_html_(),
        explanation._repr_html_(),
        model.chart()._repr_svg_(),
    ):
        assert "<script" not in html
        read_html(html)
    assert evil in "".join(read_html(model._repr_html_()).itertext())


def test_a_picture_holds_no_character_that_xml_cannot(
    aarhus: msb.Model,
) -> None:
    odd = "A\x01b\x1b\ufffeæ\N{GRINNING FACE}"
    members = aarhus.to_dict()
    members["name"] = members["areas"][0]["name"] = odd
    picture = msb.Model.from_dict(members).chart()
    assert "A\ufffdb\ufffd\ufffdæ\N{GRINNING FACE}" in read_texts(picture)
    assert repr(picture).startswith("<Svg ")


def test_a_decision_shows_what_to_ask(aarhus: msb.Model) -> None:
    decision = aarhus.decide(on="2019-09-01", age=40)
    said = "".join(read_html(decision._repr_html_()).itertext())
    assert decision.ask is not None
    assert decision.ask in said
    for area in decision.possible:
        assert area is not None
        assert aarhus.areas[area].name in said


def test_a_flow_has_a_ribbon_for_each_number_that_is_known() -> None:
    names = {"a": "Before", "b": "Gone"}
    streams = [
        Stream("a", "a", 70),
        Stream("b", "a", 20),
        Stream("b", None, 10),
        Stream("a", None, None),
    ]
    svg = draw_flow(streams, names, {"a": "After"})
    root = ElementTree.fromstring(str(svg))
    ribbons = list(root.iter(f"{SVG}path"))
    tips = {ribbon.findtext(f"{SVG}title") for ribbon in ribbons}
    assert tips == {
        "Before → After: 70",
        "Gone → After: 20",
        "Gone → no area: 10",
    }
    said = read_texts(svg)
    assert "Before (at least 70)" in said
    assert "After (90)" in said
    assert "not shown: 1;" in said


def test_a_plot_has_a_line_for_each_area() -> None:
    pytest.importorskip("matplotlib").use("agg")
    from msb.display.plots import plot_load

    axes = plot_load(
        {
            date(2019, 1, 1): {"a": 3, "b": 4},
            date(2019, 2, 1): {"a": 5},
        },
        {"a": "Youth"},
    )
    lines: dict[str, list[float]] = {}
    for line in axes.lines:
        heights: Any = line.get_ydata()
        lines[str(line.get_label())] = list(heights)
    assert lines["Youth"] == [3, 5]
    assert lines["b"][0] == 4
    assert lines["b"][1] != lines["b"][1]
