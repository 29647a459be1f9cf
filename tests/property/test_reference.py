# SPDX-License-Identifier: MIT
"""The oracle has tests of its own: cases worked out by hand from the
specification's text, agreement with the plainest evaluation of all, and
proof that the comparison reports what is wrong."""

import datetime
import os
import random
import subprocess
import sys
import unittest

import analysis
import cases
import facts as facts_of
import generate
import plain
from explained import Explained
from fake_msb import FAULTS
from reference import Conflict, Reference

HERE = os.path.dirname(os.path.abspath(__file__))
ON = datetime.date(2019, 5, 1)


def model(**members):
    out = {"msb_model": 1, "id": "m", "name": "M", "valid_from": "2019-01-01",
           "areas": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}]}
    out.update(members)
    return out


def rules(*whens_and_areas):
    return [{"id": f"r{i}", "when": when, "area": area}
            for i, (when, area) in enumerate(whens_and_areas)]


NEEDS = {"needs": {"type": "set", "values": ["x", "y", "z"]},
         "level": {"type": "integer", "min": -2, "max": 4},
         "benefit": {"type": "enum", "values": ["kth", "udh"]},
         "home": {"type": "flag"}}


class Conditions(unittest.TestCase):
    """Section 2. Every row: a condition, facts that meet it, and facts
    that do not."""

    TABLE = [
        ({}, {}, None),
        (None, None, {"any": []}),
        ({"level": 3}, {"level": 3}, {"level": 2}),
        ({"level": [-2, 4]}, {"level": -2}, {"level": 0}),
        ({"level": {"from": 1}}, {"level": 1}, {"level": 0}),
        ({"level": {"through": 1}}, {"level": 1}, {"level": 2}),
        ({"level": {"above": 1}}, {"level": 2}, {"level": 1}),
        ({"level": {"below": 1}}, {"level": 0}, {"level": 1}),
        ({"level": {"from": -1, "above": -1}}, {"level": 0}, {"level": -1}),
        ({"benefit": "kth"}, {"benefit": "kth"}, {"benefit": "udh"}),
        ({"benefit": ["udh"]}, {"benefit": "udh"}, {"benefit": "kth"}),
        ({"home": False}, {"home": False}, {"home": True}),
        ({"needs": "x"}, {"needs": ["x", "y"]}, {"needs": ["y"]}),
        ({"needs": ["x", "y"]}, {"needs": ["y", "z"]}, {"needs": ["z"]}),
        ({"needs": {"all_of": ["x", "y"]}}, {"needs": ["x", "y"]},
         {"needs": ["x"]}),
        ({"needs": {"none_of": ["x", "y"]}}, {"needs": ["z"]},
         {"needs": ["x", "z"]}),
        ({"needs": {"any_of": ["x", "y"], "none_of": ["z"]}},
         {"needs": ["x"]}, {"needs": ["x", "z"]}),
        ({"home": True, "level": 0}, {"home": True, "level": 0},
         {"home": True, "level": 1}),
        ({"any": [{"home": True}, {"level": 0}]}, {"home": False, "level": 0},
         {"home": False, "level": 1}),
        ({"all": [{"home": True}, {"level": 0}]}, {"home": True, "level": 0},
         {"home": True, "level": 1}),
        ({"not": {"home": True}}, {"home": False}, {"home": True}),
        ({"all": []}, {}, None),
    ]

    def test_each_form_holds_where_the_table_says(self):
        for condition, meets, fails in self.TABLE:
            if condition is None:
                condition, meets, fails = fails, None, {}
            whole = model(attributes=NEEDS,
                          responsibility=rules((condition, "a")))
            for facts, status in ((meets, "determined"), (fails, "none")):
                if facts is None:
                    continue
                said = Reference(whole).decide(facts, ON)
                self.assertEqual(said["status"], status, (condition, facts))


class Facts(unittest.TestCase):
    def test_a_birthday_counts_from_the_day_itself(self):
        date = datetime.date
        for born, on, age in [
                (date(1996, 5, 1), date(2019, 4, 30), 22),
                (date(1996, 5, 1), date(2019, 5, 1), 23),
                (date(2000, 2, 29), date(2019, 2, 28), 18),
                (date(2000, 2, 29), date(2019, 3, 1), 19),
                (date(2000, 2, 29), date(2020, 2, 28), 19),
                (date(2000, 2, 29), date(2020, 2, 29), 20),
                (date(2019, 5, 1), date(2019, 5, 1), 0)]:
            self.assertEqual(facts_of.age_on(born, on), age, (born, on))

    def test_what_breaks_a_rule_is_rejected_by_its_member(self):
        whole = model(attributes=NEEDS)
        for facts, member in [
                ({"nowhere": None}, "nowhere"),
                ({"target_group": "x"}, "target_group"),
                ({"level": 5}, "level"), ({"level": 1.5}, "level"),
                ({"level": "1"}, "level"), ({"level": True}, "level"),
                ({"home": 1}, "home"), ({"benefit": "x"}, "benefit"),
                ({"needs": "x"}, "needs"), ({"needs": ["q"]}, "needs"),
                ({"age": 131}, "age"), ({"age": -1}, "age"),
                ({"services": ["x"]}, "services"),
                ({"birth_date": "2019-05-02"}, "birth_date"),
                ({"birth_date": "1888-05-01"}, "birth_date"),
                ({"birth_date": "2001-02-29"}, "birth_date")]:
            with self.assertRaises(facts_of.Rejected) as caught:
                facts_of.read(whole, facts, ON)
            self.assertEqual(caught.exception.member, member, facts)

    def test_missing_and_null_are_unknown_but_services_are_empty(self):
        known = facts_of.read(model(attributes=NEEDS),
                              {"home": None, "id": "c1"}, ON)
        self.assertEqual(known, {"services": frozenset()})
        known = facts_of.read(model(), {"birth_date": "1888-05-02"}, ON)
        self.assertEqual(known["age"], 130)


class Decisions(unittest.TestCase):
    """Section 4, on a model small enough to see through."""

    YOUTH = model(
        attributes={"home": {"type": "flag"},
                    "level": {"type": "integer", "min": 0, "max": 2}},
        target_groups=[
            {"id": "young", "name": "Y", "when": {"age": {"below": 30}}},
            {"id": "adult", "name": "A", "when": {"age": {"below": 67}}}],
        units=[{"id": "u", "name": "U", "parent": "v"},
               {"id": "v", "name": "V", "parent": "b"}],
        services=[
            {"id": "s", "name": "S", "delivered_by": [
                {"when": {"home": True}, "by": "u"},
                {"when": {"target_group": "young"}, "by": "a"}]},
            {"id": "t", "name": "T", "delivered_by": "v"}],
        responsibility=rules(
            ({"target_group": "young"}, "a"),
            ({"target_group": "adult", "home": True}, "a"),
            ({"target_group": "adult", "level": 2}, "b"),
            ({"target_group": "adult", "level": [0, 1]}, "b")))

    def decide(self, facts, **members):
        return Reference({**self.YOUTH, **members}).decide(facts, ON)

    def check(self, said, **expected):
        self.assertEqual({name: said[name] for name in expected}, expected)

    def test_the_first_rule_that_matches_decides(self):
        self.check(self.decide({"age": 40, "home": True, "level": 2}),
                   status="determined", responsible="a", possible=["a"],
                   rules=["r1"], missing=[], ask=None, target_group="adult",
                   deliveries=[], contacts=["a"])

    def test_unknowns_that_cannot_matter_are_not_missing(self):
        # The level parts two rules, but not two areas.
        self.check(self.decide({"age": 40, "home": False}),
                   status="determined", responsible="b", missing=[],
                   rules=["r2", "r3"])
        self.check(self.decide({"age": 20}), status="determined",
                   responsible="a", rules=["r0"], target_group="young")

    def test_the_answer_that_leaves_fewest_areas_is_asked_for(self):
        # Without age: a, b or a gap. Some age (30 to 66) leaves a and b,
        # two; home at home leaves a or a gap, else a, b or a gap, three.
        self.check(self.decide({}), status="undetermined", responsible=None,
                   possible=["a", "b", None],
                   rules=["r0", "r1", "r2", "r3"],
                   missing=["age", "home"], ask="age", target_group=None,
                   contacts=[])

    def test_a_tie_goes_to_the_earlier(self):
        self.check(self.decide({"home": True}), possible=["a", None],
                   missing=["age"], ask="age")
        either = rules(({"home": True, "level": 1}, "a"))
        # level 1 leaves two outcomes, and so does being at home.
        self.check(self.decide({}, responsibility=either),
                   possible=["a", None], rules=["r0"],
                   missing=["home", "level"], ask="home")

    def test_every_completion_a_gap_is_none(self):
        self.check(self.decide({"age": 67}), status="none", responsible=None,
                   possible=[None], rules=[], target_group=None, contacts=[])

    def test_a_delivery_shows_the_area_above_the_unit(self):
        said = self.decide({"age": 40, "home": True, "services": ["t", "s"]})
        self.check(said, deliveries=[
            {"service": "s", "area": "b", "unit": "u"},
            {"service": "t", "area": "b", "unit": "v"}], contacts=["a"])

    def test_a_delivery_that_is_open_or_missing_is_null(self):
        nobody = [{"service": "s", "area": None, "unit": None}]
        for facts in ({"age": 20}, {"age": 40, "home": False}):
            said = self.decide({**facts, "services": ["s"]})
            self.check(said, deliveries=nobody)

    def test_per_service_answers_by_the_deliveries(self):
        def said(**facts):
            return self.decide(facts, coordination="per_service")

        self.check(said(age=20), status="none", contacts=[])
        self.check(said(age=20, home=False, services=["s", "t"]),
                   status="determined", responsible=None, possible=[],
                   rules=[], missing=[], ask=None, contacts=["a", "b"])
        self.check(said(age=20, services=["s", "t"]), status="undetermined",
                   contacts=["b"])

    def test_under_unique_a_possible_second_match_rejects(self):
        with self.assertRaises(Conflict) as caught:
            self.decide({"age": 40}, hit_policy="unique")
        self.assertEqual(caught.exception.pairs, [(1, 2), (1, 3)])
        self.check(self.decide({"age": 40, "home": False},
                               hit_policy="unique"),
                   status="determined", responsible="b", rules=["r2", "r3"])


    def test_single_changes_lead_to_other_areas(self):
        # Only leaving home moves this citizen: age, whatever it is, gives
        # the same area or none while at home.
        reference = Reference(self.YOUTH)
        known = {"age": 40, "home": True, "level": 0,
                 "services": frozenset()}
        said = self.decide(facts_of.write(known))
        explained = Explained(reference, known, said, None)
        self.assertEqual(explained.reachable(), {"b": {("home", False)}})


class Analysis(unittest.TestCase):
    """Section 5."""

    def test_each_kind_of_gap_is_found_where_it_is(self):
        reference = Reference(Decisions.YOUTH)
        found = analysis.gaps(reference)
        self.assertEqual(set(found), {("responsibility", None),
                                      ("target_group", None),
                                      ("service", "s")})
        old = reference.space.where("age", lambda age: age >= 67)
        self.assertEqual(found["target_group", None], old)
        self.assertEqual(found["responsibility", None], old)
        held = {"age": 30, "home": False, "level": 0,
                "services": frozenset({"s"})}
        bit = 1 << reference.space.number(held)
        self.assertTrue(found["service", "s"] & bit)

    def test_per_service_needs_no_rules_but_target_groups(self):
        bare = Reference(model(coordination="per_service"))
        self.assertEqual(analysis.gaps(bare), {
            ("target_group", None): bare.space.where("age", lambda _: True)})
        whole = model(coordination="per_service",
                      target_groups=[{"id": "g", "name": "G", "when": {}}])
        self.assertEqual(analysis.gaps(Reference(whole)), {})

    def test_what_nothing_reaches_is_found(self):
        whole = model(
            attributes=NEEDS,
            target_groups=[
                {"id": "g", "name": "G", "when": {"level": {"above": 3}}},
                {"id": "h", "name": "H", "when": {"level": 4}}],
            services=[{"id": "s", "name": "S", "delivered_by": [
                {"when": {"not": {"services": "s"}}, "by": "a"},
                {"when": {}, "by": "b"}]}],
            responsibility=rules(({"age": {"below": 18}}, "a"),
                                 ({"age": {"from": 18}}, "b"),
                                 ({"home": True}, "a")))
        self.assertEqual(analysis.unreachable(Reference(whole)), {
            ("target_group", "h", 1), ("service", "s", 0),
            ("responsibility", "r2", 2)})

    def test_under_unique_a_rule_is_reached_where_it_matches_alone(self):
        whole = model(attributes=NEEDS, hit_policy="unique",
                      responsibility=rules(({}, "a"), ({"level": 1}, "b")))
        self.assertEqual(analysis.unreachable(Reference(whole)),
                         {("responsibility", "r1", 1)})

    def test_rules_with_one_area_do_not_overlap(self):
        whole = model(attributes=NEEDS, responsibility=rules(
            ({"level": {"from": 1}}, "a"), ({"level": {"from": 2}}, "a"),
            ({"level": 3}, "b"), ({"level": 0}, "b")))
        found = analysis.overlaps(Reference(whole))
        self.assertEqual(set(found), {("r0", "r2"), ("r1", "r2")})


class AgainstThePlainRoad(unittest.TestCase):
    """The sets of points give what one completion after the other gives."""

    def test_decisions_agree_on_random_models(self):
        rng = random.Random(751)
        compared = 0
        while compared < 300:
            whole = generate.model(rng, 0)
            reference = Reference(whole)
            for facts in cases.lines(rng, whole, ON, 6):
                try:
                    known = facts_of.read(whole, facts, ON)
                    said = reference.decide(facts, ON)
                except (facts_of.Rejected, Conflict):
                    continue
                open_points = reference.space.size
                for name in known:
                    open_points //= len(reference.space.axes[name].values)
                if open_points > 2000 or not reference.single:
                    continue
                expected = plain.single(whole, known)
                self.assertEqual({n: said[n] for n in expected}, expected)
                compared += 1

    def test_single_points_agree_on_random_models(self):
        rng = random.Random(330)
        for number in range(150):
            whole = generate.model(rng, number)
            reference = Reference(whole)
            for _ in range(10):
                at = rng.randrange(reference.space.size)
                point = reference.space.point(at)
                self.assertEqual(reference.space.number(point), at)
                result = plain.complete(whole, point)
                matching = [rule["id"] for rule, points in zip(
                    reference.rules, reference.matches) if points >> at & 1]
                self.assertEqual(matching, result["matching"])
                self.assertEqual(reference.group_of(1 << at),
                                 result["group"])
                for name, by in result["deliverers"].items():
                    found = [b for b, points in reference.entries[name]
                             if points >> at & 1]
                    self.assertEqual(found, [by] if by else [])


    def test_single_changes_lead_where_the_plain_road_says(self):
        rng = random.Random(707)
        compared = 0
        while compared < 100:
            whole = generate.model(rng, 0)
            reference = Reference(whole)
            point = reference.space.point(
                rng.randrange(reference.space.size))
            try:
                said = reference.decide(facts_of.write(point), ON)
            except Conflict:
                continue
            if said["responsible"] is None:
                continue
            explained = Explained(reference, point, said, None)
            self.assertEqual(explained.reachable(),
                             plain.changes(whole, point))
            compared += 1


class TheComparison(unittest.TestCase):
    """The property test, run on a tool that answers by the reference."""

    def run_on_fake(self, fault):
        return subprocess.run(
            [sys.executable, os.path.join(HERE, "test_property.py"),
             os.path.join(HERE, "fake_msb.py"), "--models", "25",
             "--reports", "1", "--budget", "5"],
            env={**os.environ, "FAKE_MSB_FAULT": fault},
            capture_output=True, text=True, check=False)

    def test_right_answers_pass(self):
        done = self.run_on_fake("")
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)

    def test_each_wrong_answer_is_reported(self):
        for fault in FAULTS:
            done = self.run_on_fake(fault)
            self.assertEqual(done.returncode, 1, (fault, done.stderr))
            self.assertIn("--- disagreement 1", done.stdout, fault)


if __name__ == "__main__":
    unittest.main()
