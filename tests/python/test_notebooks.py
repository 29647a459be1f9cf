# SPDX-License-Identifier: MIT
"""The notebooks run from top to bottom, and show what they say.

Each is executed in a kernel of its own. They are kept without outputs, so
that a change of one is a change of its text and code alone. What they need is
pinned in examples/notebooks/requirements.txt.
"""

from __future__ import annotations

import ast
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

nbclient = pytest.importorskip("nbclient")
nbformat = pytest.importorskip("nbformat")
for needed in ("ipykernel", "matplotlib", "pandas", "tqdm"):
    pytest.importorskip(needed)

TOP = Path(__file__).resolve().parents[2]
FOLDER = TOP / "examples" / "notebooks"
WHO = "who_answers_for_whom"
PLAN = "planning_a_reorganisation"
SECONDS = 300


def read(name: str) -> Any:
    return nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)


def execute(name: str, folder: Path, last: str = "") -> Any:
    """Run a notebook in a folder, and then code that looks at what it has."""
    notebook = read(name)
    if last:
        notebook.cells.append(nbformat.v4.new_code_cell(last))
    client = nbclient.NotebookClient(
        notebook, timeout=SECONDS, resources={"metadata": {"path": folder}}
    )
    client.execute()
    return notebook


def shown(notebook: Any, code: str) -> str:
    """What the cell with this code shows, as text and as tables."""
    [cell] = [each for each in notebook.cells if code in each.source]
    parts = []
    for output in cell.outputs:
        data = output.get("data", {})
        for kind in ("text/html", "image/svg+xml", "text/plain"):
            if kind in data:
                parts.append(data[kind])
                break
        parts.append(output.get("text", ""))
    return unescape(re.sub(r"<(?!title|/title)[^>]*>", " ", "".join(parts)))


def numbers_by_name(text: str) -> dict[str, int]:
    """The numbers that a table of names and values shows."""
    found = re.findall(r"([a-z]+)\s+([\d,]+)(?=\s|$)", text)
    return {name: int(number.replace(",", "")) for name, number in found}


@pytest.fixture(scope="module")
def who() -> Any:
    return execute(WHO, FOLDER)


@pytest.mark.parametrize(
    "path", sorted(FOLDER.glob("*.ipynb")), ids=lambda path: path.stem
)
def test_a_notebook_is_kept_without_outputs(path: Path) -> None:
    for cell in read(path.stem).cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


def test_there_is_a_test_for_each_notebook() -> None:
    assert {path.stem for path in FOLDER.glob("*.ipynb")} == {WHO, PLAN}


def test_claus_deals_with_three_areas_before_and_one_after(who: Any) -> None:
    contacts = ast.literal_eval(shown(who, 'store.who("claus"'))
    assert len(contacts["2019-07-31"]) == 3
    assert contacts["2019-09-01"] == ("unge_uddannelse_job",)
    before = shown(who, "before.decide(claus")
    assert "Socialpsykiatri og Udsatte Voksne" in before
    assert "by rule youth_coordination" in shown(who, "explanation.text")


def test_what_is_asked_for_is_the_age_and_then_the_challenge(
    who: Any,
) -> None:
    # Six areas and one outside; four of them share the adults, by challenge.
    # Either question leaves four at worst: the tie goes to the age.
    said = " ".join(shown(who, "decision.ask or").split())
    assert "nothing 7 age –" in said
    assert "birth_date 4 primary_challenge –" in said
    assert "1 – job_udsatte_socialpsykiatri" in said


def test_an_import_rejects_exactly_the_rows_that_are_broken(
    who: Any,
) -> None:
    # examples/synthetic/README.md lists seven and five of them.
    citizens = numbers_by_name(shown(who, 'work / "citizens.csv",\n    ex'))
    assert citizens["read"] == 4107
    assert citizens["inserted"] == 4100
    assert citizens["rejected"] == 7
    courses = numbers_by_name(shown(who, "courses.mapping.json"))
    assert courses["rejected"] == 5


def test_nobody_deals_with_more_than_one_area_after(who: Any) -> None:
    bars = re.findall(
        r"(\d+), (before|after): ([\d,]+)",
        shown(who, "comparison.contacts_diagram()"),
    )
    sums = {"before": 0, "after": 0}
    most = {"before": 0, "after": 0}
    for contacts, side, citizens in bars:
        sums[side] += int(citizens.replace(",", ""))
        most[side] = max(most[side], int(contacts))
    assert sums == {"before": 4100, "after": 4100}
    assert most == {"before": 3, "after": 1}


def test_the_load_is_plotted_and_the_handovers_are_birthdays(
    who: Any,
) -> None:
    [cell] = [each for each in who.cells if "load.plot()" in each.source]
    assert any("image/png" in out.get("data", {}) for out in cell.outputs)
    said = shown(who, "store.handovers(")
    assert re.search(r"\d+ handovers", said)
    assert " age " in said
    assert " model " not in said


def test_the_notebook_of_aarhus_runs_from_the_top_of_the_tree() -> None:
    execute(WHO, TOP)


LAST = """
counted = pd.crosstab(
    before["responsible"].astype(object).fillna("undetermined"),
    after["responsible"].astype(object).fillna("undetermined"),
)
for flow in comparison.flow:
    frames = counted.loc[
        flow.before or "undetermined", flow.after or "undetermined"
    ]
    assert frames == flow.citizens, flow
assert sum(flow.citizens for flow in comparison.flow) == len(people) == 5000

moved = [each for each in handovers if each.cause == "model"]
assert {each.date for each in moved} == {on}
assert len(moved) == comparison.changed

hidden = [each for each in published.flow if type(each.citizens) is not int]
assert any(isinstance(each.citizens, msb.Small) for each in hidden)
assert len(hidden) >= 2  # of one alone, the total would tell the number
assert total is None

# Fifteen-year-olds are minors by law, and young by target group.
witness = difference.changes[0].witness
assert (difference.changes[0].before, difference.changes[0].after) == (
    "children", "youth"
)
assert 15 <= witness["age"] < 18
"""


def test_a_plan_is_mended_compared_and_published(tmp_path: Path) -> None:
    plan = execute(PLAN, tmp_path, LAST)
    gaps = shown(plan, "found = make_model(**draft).check()")
    witness = re.search(r"age: (\d+); benefit: (\w+); needs: ([^;]+)", gaps)
    assert witness is not None
    # The draft's rules take children, the young, severe needs and two
    # benefits: who is left is an adult with none of these.
    assert int(witness[1]) >= 30
    assert witness[2] not in ("unemployment", "cash")
    assert not re.search("housing|substance_use|disability", witness[3])
    decided = shown(plan, "decide(witness,")
    assert re.search(r"status\s+none", decided)
    assert "no sum" in shown(plan, "except TypeError")
