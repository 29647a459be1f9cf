# SPDX-License-Identifier: MIT
"""Who answers for whom, as asked of a store, and what it remembers."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msb
import pytest
from resident import read_resident

BEFORE, AFTER = "2019-07-31", "2019-09-01"
CITIZENS = {
    "msb_mapping": 1,
    "format": "jsonl",
    "record": "citizen",
    "columns": {
        name: {"from": name}
        for name in ("id", "birth_date", "benefit", "needs", "valid_from")
    },
}


def test_before_the_merger_claus_has_three_areas(store: msb.Store) -> None:
    answer = store.who("claus", on=BEFORE)
    assert answer.model == "aarhus_2018"
    assert answer.decision.model.coordination is msb.Coordination.PER_SERVICE
    assert answer.responsible is None
    assert answer.contacts == (
        "job_uddannelse",
        "job_sundhed_ydelse_2018",
        "socialpsykiatri_udsatte_voksne",
    )
    assert [each.area for each in answer.deliveries] == [
        "job_uddannelse",
        "job_sundhed_ydelse_2018",
        "socialpsykiatri_udsatte_voksne",
        "socialpsykiatri_udsatte_voksne",
    ]
    assert (answer.valid_from, answer.valid_to) == (None, None)


def test_after_the_merger_claus_has_one(store: msb.Store) -> None:
    answer = store.who("claus", on=AFTER)
    assert answer.status is msb.Status.DETERMINED
    assert answer.responsible == "unge_uddannelse_job"
    assert answer.contacts == ("unge_uddannelse_job",)
    assert answer.rules == ("youth_coordination",)
    assert answer.target_group == "youth"
    assert answer.missing == ()
    assert answer.ask is None
    assert answer.possible == ("unge_uddannelse_job",)
    assert answer.valid_from == date(2019, 9, 1)
    assert answer.deliveries[2] == msb.Delivery(
        "substance_treatment", "job_sundhed_ydelse", "rusmiddelcenter_aarhus"
    )
    assert answer.exception is None
    assert answer.households == ()
    assert answer.explanation is None


def test_an_answer_has_the_members_of_the_specification(
    store: msb.Store,
) -> None:
    answer = store.who("claus", on=date(2019, 9, 1))
    members = answer.to_dict()
    assert members == json.loads(answer.to_json())
    assert members["known_at"] == "2019-09-01T12:00:00Z"
    assert answer.known_at == datetime(2019, 9, 1, 12, tzinfo=UTC)
    for name in set(members) - {"deliveries", "known_at"}:
        value = getattr(answer, name)
        if isinstance(value, date):
            value = value.isoformat()
        if isinstance(value, tuple):
            value = list(value)
        assert value == members[name], name


def test_answers_and_histories_survive_pickling(store: msb.Store) -> None:
    answer = store.who("claus", on=AFTER, explain=True)
    again = pickle.loads(pickle.dumps(answer))
    assert again == answer
    assert str(again.explanation) == str(answer.explanation)
    history = store.history("claus", explain=True)
    assert pickle.loads(pickle.dumps(history)) == history
    handovers = store.handovers(from_=BEFORE, to=AFTER)
    again = pickle.loads(pickle.dumps(handovers))
    assert again == handovers
    assert again.to_ics("da") == handovers.to_ics("da")


def test_an_explanation_shows_sensitive_facts_only_if_asked_to(
    store: msb.Store,
) -> None:
    why = store.who("claus", on=AFTER, explain=True).explanation
    assert why is not None
    assert "youth_coordination" in why.text("en")
    plain = store.history("claus", explain=True).facts[0]
    shown = store.history("claus", explain=True, show_sensitive=True).facts[0]
    assert plain.masked == ("needs",)
    assert plain.facts is not None and "needs" not in plain.facts
    assert shown.facts is not None
    assert shown.facts["needs"] == ["education", "housing", "substance_use"]
    assert store.history("claus").facts[0].facts is None


def test_the_assignment_on_record_is_that_of_the_answer(
    store: msb.Store,
) -> None:
    assert store.assignment("claus", on=AFTER) == msb.Assignment(
        "claus",
        "unge_uddannelse_job",
        "youth_coordination",
        "youth",
        "aarhus_2019",
        date(2019, 9, 1),
        None,
    )
    with pytest.raises(msb.NotFound) as caught:
        store.assignment("claus", on=BEFORE)
    assert caught.value.code == "no_assignment"


def test_assigning_again_changes_nothing(store: msb.Store) -> None:
    calls: list[tuple[int, int | None]] = []
    did = store.assign(on=AFTER, progress=lambda *args: calls.append(args))
    assert did.on == date(2019, 9, 1)
    assert (did.citizens, did.assigned) == (1000, 0)
    assert did.unchanged + did.undetermined + did.none == 1000
    assert calls[-1] == (1000, 1000)


def test_false_from_progress_stops_and_nothing_changed(
    store: msb.Store,
) -> None:
    with pytest.raises(msb.Stopped) as caught:
        store.assign(on="2030-01-01", progress=lambda done, total: False)
    assert isinstance(caught.value, InterruptedError)
    with pytest.raises(ZeroDivisionError):
        store.assign(on="2030-01-01", progress=lambda done, total: done // 0)
    assert store.assignment("claus", on="2029-12-31") == store.assignment(
        "claus", on="2030-01-01"
    )


def test_the_model_in_force_is_the_one_that_was_adopted(
    store: msb.Store, aarhus: msb.Model, aarhus_before: msb.Model
) -> None:
    assert store.model(BEFORE) == aarhus_before
    assert store.model(AFTER) == aarhus
    assert store.model(AFTER) is store.who("claus", on=AFTER).decision.model
    with pytest.raises(msb.NotFound):
        store.model("2017-12-31")


def test_what_was_known_stays_answerable(
    tmp_path: Path, aarhus: msb.Model
) -> None:
    """Ida is taken for 20; on 1 October it turns out that she is 40."""
    now = [datetime(2019, 9, 1, 12, tzinfo=UTC)]
    row: dict[str, Any] = {
        "id": "ida",
        "birth_date": date(1999, 5, 1),
        "benefit": "cash_benefit",
        "needs": ["disability"],
        "valid_from": date(2019, 8, 1),
    }
    with msb.Store.create(
        tmp_path / "a.msb", aarhus, clock=lambda: now[0]
    ) as store:
        store.import_([row], CITIZENS)
        now[0] = datetime(2019, 10, 1, 12, tzinfo=UTC)
        corrected = row | {"birth_date": date(1979, 5, 1)}
        assert store.import_([corrected], CITIZENS).updated == 1

        then = store.who("ida", on=AFTER, known_at="2019-09-30T00:00:00Z")
        today = store.who("ida", on=AFTER)
        assert then.target_group == "youth"
        assert then.responsible == "unge_uddannelse_job"
        assert then.known_at == datetime(2019, 9, 30, tzinfo=UTC)
        assert today.target_group != "youth"
        with pytest.raises(msb.NotFound):
            store.who("ida", on=AFTER, known_at="2019-08-31T00:00:00Z")
        rows = store.history("ida", explain=True).rows("facts")
        assert [each["superseded_at"] for each in rows] == [now[0], None]
        assert [each["facts"]["birth_date"] for each in rows] == [
            "1999-05-01",
            "1979-05-01",
        ]


def test_an_exception_overrules_the_rules_and_expires(
    store: msb.Store,
) -> None:
    store.put_exception(
        "claus",
        "voksne_job_handicap",
        reason="a brother is there",
        from_="2019-10-01",
        to=date(2020, 3, 1),
        decided_by="leader7",
    )
    answer = store.who("claus", on="2019-10-01")
    assert answer.responsible == "voksne_job_handicap"
    assert answer.exception is not None
    assert answer.exception[:5] == (
        "voksne_job_handicap",
        "a brother is there",
        "leader7",
        date(2019, 10, 1),
        date(2020, 3, 1),
    )
    ruled = answer.exception.instead_of
    assert ruled.responsible == "unge_uddannelse_job"
    assert ruled.rules == ("youth_coordination",)
    store.assign(on="2019-10-01")
    placed = store.assignment("claus", on="2019-10-01")
    assert (placed.area, placed.rule) == ("voksne_job_handicap", None)
    assert placed.valid_to == date(2020, 3, 1)
    with pytest.raises(msb.Conflict):
        store.put_exception(
            "claus",
            "unge_uddannelse_job",
            reason="another",
            from_="2020-01-01",
            to="2020-02-01",
            decided_by="leader7",
        )
    store.end_exception("claus", on="2019-12-01")
    assert store.who("claus", on="2019-12-01").exception is None
    assert store.who("claus", on="2019-11-30").exception is not None
    rows = store.history("claus", explain=True).exceptions
    assert [row.valid_to for row in rows if row.superseded_at is None] == [
        date(2019, 12, 1)
    ]
    assert {row.reason for row in rows} == {"a brother is there"}


def test_handovers_are_a_sequence_of_rows(store: msb.Store) -> None:
    handovers = store.handovers(from_="2019-08-01", to="2019-08-02")
    claus = next(each for each in handovers if each.citizen == "claus")
    assert claus.date == date(2019, 8, 1)
    assert (claus.from_, claus.to) == (None, "unge_uddannelse_job")
    assert claus.cause is msb.HandoverCause.MODEL
    assert claus.work is None
    assert handovers[0] == next(iter(handovers))
    assert len(handovers[:3]) == 3
    assert handovers.rows()[0]["citizen"] == handovers[0].citizen
    assert len(handovers.to_json().splitlines()) == len(handovers)
    assert "claus" not in handovers.to_ics()
    assert handovers.to_ics("da").count("BEGIN:VEVENT") == len(handovers)
    with pytest.raises(msb.Invalid):
        store.handovers(from_="2019-08-02", to="2019-08-02")


def test_the_work_of_a_handover_goes_on_in_steps(store: msb.Store) -> None:
    def work() -> msb.HandoverWork | None:
        found = store.handovers(from_="2019-08-01", to="2019-08-02")
        return next(h.work for h in found if h.citizen == "claus")

    step: dict[str, Any] = {"on": "2019-08-01", "actor": "ka"}
    store.put_handover("claus", state="planned", consent=True, **step)
    store.put_handover("claus", state="rejected", reason="moves", **step)
    planned = work()
    assert planned is not None
    assert planned[:4] == (msb.HandoverState.REJECTED, "ka", "moves", True)
    assert planned.at == datetime(2019, 9, 1, 12, tzinfo=UTC)
    with pytest.raises(msb.Conflict) as caught:
        store.put_handover("claus", state=msb.HandoverState.ACCEPTED, **step)
    assert caught.value.code == "wrong_state"
    with pytest.raises(ValueError):
        store.put_handover("claus", state="lost", **step)
    steps = store.history("claus").handovers
    assert [each.state for each in steps] == ["planned", "rejected"]


def test_a_household_has_members_and_courses(store: msb.Store) -> None:
    store.put_member("h1", "claus", role="son", from_="2019-01-01")
    store.put_household_course(
        "h1", "family_support", from_="2019-08-01", to="2020-08-01"
    )
    assert store.household("h1", on=AFTER) == msb.Household(
        "h1",
        date(2019, 9, 1),
        (msb.HouseholdMember("claus", "son", date(2019, 1, 1), None),),
        0,
        (
            msb.HouseholdCourse(
                "family_support", None, date(2019, 8, 1), date(2020, 8, 1)
            ),
        ),
    )
    (membership,) = store.who("claus", on=AFTER).households
    assert (membership.household, membership.role) == ("h1", "son")
    assert membership.services[0].service == "family_support"
    with pytest.raises(msb.NotFound):
        store.household("h2", on=AFTER)
    nobody = store.household("h1", on=AFTER, known_at="2018-01-01T00:00:00Z")
    assert nobody.members == ()
    assert store.history("claus").households[0].role == "son"


def test_a_protected_address_is_not_shown(store: msb.Store) -> None:
    store.put_address("claus", "Testvej 1, 8000 Aarhus C", from_="2019-01-01")
    store.put_address("claus", None, from_="2019-11-01")
    shown = store.who("claus", on=AFTER, show_address=True)
    assert shown.address == "Testvej 1, 8000 Aarhus C"
    assert shown.address_protected is False
    assert store.who("claus", on=AFTER).address is None
    assert store.who("claus", on=AFTER).address_protected is None
    unknown = store.who("claus", on="2019-11-01", show_address=True)
    assert (unknown.address, unknown.address_protected) == (None, False)
    store.protect_address("claus", from_="2019-01-01", to="2020-01-01")
    hidden = store.who("claus", on=AFTER, show_address=True)
    assert (hidden.address, hidden.address_protected) == (None, True)


def test_a_history_has_rows_for_a_frame(store: msb.Store) -> None:
    pandas = pytest.importorskip("pandas")
    history = store.history("claus")
    frame = pandas.DataFrame(history.rows("courses"))
    assert list(frame["service"]) == [c.service for c in history.courses]
    assert history.to_dict()["citizen"] == "claus"
    with pytest.raises(KeyError):
        history.rows("dreams")


@pytest.mark.large
@pytest.mark.parametrize(
    ("ask", "times"),
    [
        (lambda s: s.who("claus", on=AFTER, explain=True), 2000),
        (lambda s: s.assignment("claus", on=AFTER), 40_000),
        (lambda s: s.history("claus", explain=True), 2000),
        (lambda s: s.handovers(from_=BEFORE, to="2019-08-02").to_ics(), 20),
        (lambda s: s.model(AFTER), 10_000),
        (lambda s: s.put_member("h", "claus", from_=AFTER), 1000),
    ],
    ids=["who", "assignment", "history", "handovers", "model", "household"],
)
def test_asking_often_takes_no_memory(
    store: msb.Store, ask: Callable[[msb.Store], object], times: int
) -> None:
    """Were a result of each call kept, it would be more than 2 MiB."""
    for _ in range(times // 4):
        ask(store)
    before = read_resident()
    for _ in range(times):
        ask(store)
    assert read_resident() - before < 2 << 20
