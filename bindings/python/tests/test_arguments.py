# SPDX-License-Identifier: MIT
"""What is given of the wrong type or size is told by the argument's name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msb
import numpy as np
import pytest

ON = "2019-09-01"
Call = Callable[..., Any]


@pytest.fixture(scope="module")
def store(filled: Path) -> msb.Store:
    """A store that no call of a test reaches, or only to read."""
    return msb.Store(filled, read_only=True)


# What takes a citizen, and what it needs besides.
CITIZEN: list[tuple[str, dict[str, Any]]] = [
    ("who", {"on": ON}),
    ("assignment", {"on": ON}),
    ("history", {}),
    ("subject", {}),
    ("erase", {}),
    ("end_exception", {"on": ON}),
    ("put_address", {"address": "Vej 1", "from_": ON}),
    ("protect_address", {"from_": ON, "to": "2020-01-01"}),
    ("put_member", {"household": "h", "from_": ON}),
    ("put_handover", {"on": ON, "state": "planned", "actor": "ka"}),
    ("break_glass", {"reason": "danger", "minutes": 5}),
    (
        "put_exception",
        {
            "area": "a",
            "reason": "r",
            "from_": ON,
            "to": "2020-01-01",
            "decided_by": "ka",
        },
    ),
]


@pytest.mark.parametrize(("method", "others"), CITIZEN)
@pytest.mark.parametrize("wrong", [None, 5, b"claus", ["claus"]], ids=repr)
def test_a_citizen_is_a_text(
    store: msb.Store, method: str, others: dict[str, Any], wrong: Any
) -> None:
    with pytest.raises(TypeError, match="citizen: expected a str, not"):
        getattr(store, method)(citizen=wrong, **others)


@pytest.mark.parametrize(("method", "others"), CITIZEN)
def test_no_text_holds_a_nul(
    store: msb.Store, method: str, others: dict[str, Any]
) -> None:
    with pytest.raises(msb.Misuse, match="NUL") as caught:
        getattr(store, method)(citizen="claus\0", **others)
    assert caught.value.where == "citizen"
    assert "claus" not in str(caught.value)


@pytest.mark.parametrize(
    ("method", "others", "name"),
    [
        (method, others, name)
        for method, others in CITIZEN
        for name in others
        if name not in {"on", "from_", "to", "state", "minutes"}
    ],
)
def test_every_other_text_is_one_too(
    store: msb.Store, method: str, others: dict[str, Any], name: str
) -> None:
    with pytest.raises(TypeError, match=f"{name}: expected a str"):
        getattr(store, method)(citizen="claus", **{**others, name: 5})


def test_half_a_character_is_told_without_the_text(
    store: msb.Store, aarhus: msb.Model
) -> None:
    half = "1996-05-0\ud800"
    with pytest.raises(msb.Misuse, match="surrogate") as caught:
        store.who(half, on=ON)
    assert caught.value.where == "citizen"
    assert caught.value.__cause__ is None
    with pytest.raises(msb.Invalid) as refused:
        aarhus.decide(birth_date=half, on=ON)
    assert refused.value.code == "bad_date"
    # Python's exception of it would hold the whole of it.
    assert refused.value.__context__ is None


def test_numpys_texts_are_texts(store: msb.Store) -> None:
    found = store.assignment(np.str_("claus"), on=ON)
    assert type(found.citizen) is str


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("explain", lambda s, m, v: s.who("claus", on=ON, explain=v)),
        (
            "show_sensitive",
            lambda s, m, v: s.who("claus", on=ON, show_sensitive=v),
        ),
        ("show_address", lambda s, m, v: s.who("x", on=ON, show_address=v)),
        ("explain", lambda s, m, v: s.history("claus", explain=v)),
        ("show_sensitive", lambda s, m, v: s.history("x", show_sensitive=v)),
        ("show_sensitive", lambda s, m, v: m.explain(on=ON, show_sensitive=v)),
        ("dry_run", lambda s, m, v: s.import_([], {}, dry_run=v)),
        ("read_only", lambda s, m, v: msb.Store("x", read_only=v)),
        ("guarded", lambda s, m, v: msb.Store.create("x", m, guarded=v)),
        (
            "consent",
            lambda s, m, v: s.put_handover(
                "claus", on=ON, state="planned", actor="ka", consent=v
            ),
        ),
    ],
)
def test_a_flag_is_true_or_false(
    store: msb.Store, aarhus: msb.Model, name: str, call: Call
) -> None:
    for wrong in ("no", 1, 1.0, [True]):
        with pytest.raises(TypeError, match=f"{name}: expected True or False"):
            call(store, aarhus, wrong)


def test_numpys_flags_are_flags(store: msb.Store) -> None:
    yes: Any = np.True_
    answer = store.who("claus", on=ON, explain=yes)
    assert answer.explanation is not None


# Each with a number that will do, and the bounds.
SHOWN = (0, 1_000_000)
NUMBERS: list[tuple[str, int, tuple[int, int], Call]] = [
    ("max_rows", 3, (1, 10_000), lambda s, m, v: m.cases(v)),
    *(
        ("suppress", 5, SHOWN, call)
        for call in (
            lambda s, m, v: s.report(on=ON, suppress=v),
            lambda s, m, v: s.load([ON], suppress=v),
            lambda s, m, v: s.compare(m, m, on=ON, suppress=v),
            lambda s, m, v: s.count_findings(m, on=ON, suppress=v),
            lambda s, m, v: s.count_changes(m, m, on=ON, suppress=v),
        )
    ),
    ("least", 5, SHOWN, lambda s, m, v: msb.suppress([3], {}, v)),
    ("first", 1, (0, 2**63 - 1), lambda s, m, v: s.journal(v)),
    (
        "age",
        15,
        (0, 2**31 - 1),
        lambda s, m, v: msb.find_birthday("2004-02-29", v),
    ),
]


@pytest.mark.parametrize(("name", "good", "bounds", "call"), NUMBERS)
def test_a_number_is_whole_and_within_its_bounds(
    store: msb.Store,
    aarhus: msb.Model,
    name: str,
    good: int,
    bounds: tuple[int, int],
    call: Call,
) -> None:
    call(store, aarhus, good)
    call(store, aarhus, np.int64(good))
    for wrong in ("5", 1.5, True, np.bool_(True), [5]):
        with pytest.raises(TypeError, match=f"{name}: expected an int"):
            call(store, aarhus, wrong)
    for wrong in (bounds[0] - 1, bounds[1] + 1, -(10**30), 10**30):
        with pytest.raises(msb.Misuse, match=f"expected {bounds[0]}") as told:
            call(store, aarhus, wrong)
        assert told.value.where == name


def test_a_store_waits_a_whole_number_of_milliseconds(filled: Path) -> None:
    some: Any = np.int64(5)
    msb.Store(filled, busy_ms=some).close()
    wrong: Any
    for wrong in ("5", 1.5, None):
        with pytest.raises(TypeError, match="busy_ms: expected an int"):
            msb.Store(filled, busy_ms=wrong)
    for wrong in (-1, 2**31):
        with pytest.raises(msb.Misuse, match="0 to 2147483647"):
            msb.Store(filled, busy_ms=wrong)


def test_minutes_are_one_to_480(store: msb.Store) -> None:
    for wrong in (0, 481):
        with pytest.raises(msb.Misuse, match="1 to 480"):
            store.break_glass("claus", "danger", wrong)


def test_two_would_show_what_it_suppresses(store: msb.Store) -> None:
    with pytest.raises(msb.Misuse, match="0, 1 or 3"):
        store.report(on=ON, suppress=2)


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("after", lambda s, m, v: m.diff(v)),
        ("model", lambda s, m, v: s.adopt(v)),
        ("model", lambda s, m, v: msb.Store.create("x", v)),
        ("model", lambda s, m, v: s.report(on=ON, model=v or 0)),
        ("before", lambda s, m, v: s.compare(v, m, on=ON)),
        ("after", lambda s, m, v: s.compare(m, v, on=ON)),
        ("model", lambda s, m, v: s.count_findings(v, on=ON)),
        ("before", lambda s, m, v: s.count_changes(v, m, on=ON)),
        ("after", lambda s, m, v: s.count_changes(m, v, on=ON)),
    ],
)
def test_a_model_is_one_and_not_its_file(
    store: msb.Store,
    aarhus: msb.Model,
    models: Path,
    name: str,
    call: Call,
) -> None:
    wrong: Any
    for wrong in (models / "aarhus_2019.json", "aarhus_2019.json", {}, None):
        with pytest.raises(TypeError, match=f"{name}: expected a msb.Model"):
            call(store, aarhus, wrong)


@pytest.mark.parametrize("wrong", ["k" * 16, bytearray(16), 5], ids=repr)
def test_a_key_is_bytes(
    store: msb.Store, aarhus: msb.Model, tmp_path: Path, wrong: Any
) -> None:
    with pytest.raises(TypeError, match="key: expected bytes"):
        store.export(on=ON, key=wrong)
    with pytest.raises(TypeError, match="key: expected bytes"):
        msb.pseudonym(wrong, "claus")
    with pytest.raises(TypeError, match="journal_key: expected bytes"):
        msb.Store.create(tmp_path / "a.msb", aarhus, journal_key=wrong)
    assert not list(tmp_path.iterdir())


def test_there_is_no_pseudonym_without_a_key() -> None:
    with pytest.raises(TypeError, match="key: expected bytes, not NoneType"):
        msb.pseudonym(None, "claus")  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", ["ka", {}, msb.Principal], ids=repr)
def test_a_principal_is_one(filled: Path, wrong: Any) -> None:
    with pytest.raises(TypeError, match=r"principal: expected a msb\.Princ"):
        msb.Store(filled, principal=wrong)


def test_a_clock_is_a_function(filled: Path) -> None:
    with pytest.raises(TypeError, match="clock: expected a function"):
        msb.Store(filled, clock=5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("path", lambda s, m, v: msb.Model.load(v)),
        ("path", lambda s, m, v: msb.Store(v)),
        ("path", lambda s, m, v: msb.Store.create(v, m)),
        ("path", lambda s, m, v: s.backup(v)),
        ("rejects", lambda s, m, v: s.import_([], {}, rejects=v or 0)),
    ],
)
def test_a_path_is_one(
    store: msb.Store, aarhus: msb.Model, name: str, call: Call
) -> None:
    for wrong in (None, 5, ["a"]):
        with pytest.raises(TypeError, match=f"{name}: expected a path"):
            call(store, aarhus, wrong)
    with pytest.raises(msb.Misuse, match="NUL") as told:
        call(store, aarhus, "a\0b")
    assert told.value.where == name


def test_letters_are_no_names(aarhus: msb.Model) -> None:
    with pytest.raises(TypeError, match="names: expected a list"):
        aarhus.decider("age", on=ON)


def test_letters_are_no_days(store: msb.Store) -> None:
    with pytest.raises(TypeError, match="days: expected an iterable"):
        store.load(ON)


def test_a_state_is_one_of_four(store: msb.Store) -> None:
    wrong: Any
    for wrong in ("finished", None, 1):
        with pytest.raises(msb.Misuse, match='"planned", "accepted"') as told:
            store.put_handover("claus", on=ON, state=wrong, actor="ka")
        assert told.value.where == "state"


def test_nobody_in_particular_says_who_does_something(
    store: msb.Store,
) -> None:
    with pytest.raises(msb.Misuse, match="nobody") as told:
        store.put_handover("claus", on=ON, state="planned")
    assert told.value.where == "actor"
    with pytest.raises(msb.Misuse, match="nobody") as told:
        store.put_exception(
            "claus", "a", reason="r", from_=ON, to="2020-01-01"
        )
    assert told.value.where == "decided_by"


def test_a_household_has_a_name(store: msb.Store) -> None:
    with pytest.raises(msb.Misuse, match="not empty") as told:
        store.put_member("", "claus", from_=ON)
    assert told.value.where == "household"


@pytest.mark.parametrize(
    "call",
    [
        lambda m: m.name_in(5),
        lambda m: m.area_name("sundhed_omsorg", 5),
        lambda m: m.chart(5),
        lambda m: m.cases().to_rows(5),
        lambda m: m.cases().to_csv(5),
        lambda m: m.cases().to_markdown(5),
    ],
)
def test_a_language_is_a_text(aarhus: msb.Model, call: Call) -> None:
    with pytest.raises(TypeError, match="language: expected a str"):
        call(aarhus)
