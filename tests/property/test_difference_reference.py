# SPDX-License-Identifier: MIT
"""The brute force of differences, on cases worked out by hand, and proof
that the comparison with the tool reports what is wrong."""

import unittest

import test_difference
from difference import Difference, NotComparable

RULES = [{"id": "child", "when": {"age": {"below": 18}}, "area": "a"},
         {"id": "rest", "when": {}, "area": "b"}]


def model(**members):
    out = {"id": "m", "areas": [{"id": "a", "name": "A"},
                                {"id": "b", "name": "B"}],
           "responsibility": RULES}
    out.update(members)
    return out


def later(successors, **members):
    """Areas `a` and `c`, and which took over."""
    rules = [RULES[0], {**RULES[1], "area": "c"}]
    return model(areas=[{"id": "a", "name": "A"}, {"id": "c", "name": "C"}],
                 replaces={"model": "m", "successors": successors},
                 responsibility=rules, **members)


class Changes(unittest.TestCase):
    def keys(self, before, after):
        return list(Difference(before, after).changes)

    def test_successors_say_which_areas_are_the_same(self):
        for successors, expected in (
                ({"b": ["c"]}, []), ({}, [("b", "c")]),
                ({"b": ["a", "c"]}, [("b", "c")]), ({"b": []}, [("b", "c")]),
                ({"b": ["c"], "a": ["c"]}, [("a", "a"), ("b", "c")])):
            self.assertEqual(self.keys(model(), later(successors)), expected)

    def test_a_change_has_the_points_and_the_rules_that_show_it(self):
        after = model(attributes={"f": {"type": "flag"}}, responsibility=[
            {"id": "r", "when": {"f": True, "age": {"from": 17}},
             "area": "b"}])
        found = Difference(model(), after)
        self.assertEqual(list(found.changes), [
            ("a", "b"), ("a", None), ("b", None)])
        at = found.space.where
        seventeen = at("age", lambda age: age == 17) & at("f", bool)
        self.assertEqual(found.changes["a", "b"], {("child", "r"): seventeen})
        self.assertEqual(list(found.changes["b", None]), [("rest", None)])
        self.assertEqual(found.points(("b", None)),
                         at("age", lambda age: age >= 18)
                         & at("f", lambda f: not f))

    def test_by_service_there_is_no_area(self):
        by_service = model(coordination="per_service")
        self.assertEqual(self.keys(by_service, by_service), [])
        self.assertEqual(self.keys(model(), by_service),
                         [("a", None), ("b", None)])

    def test_what_unique_rules_reject_is_not_compared(self):
        unique = model(hit_policy="unique", responsibility=[
            {"id": "x", "when": {"age": {"through": 20}}, "area": "b"},
            {"id": "y", "when": {"age": {"from": 17}}, "area": "b"}])
        found = Difference(model(), unique)
        self.assertEqual(list(found.changes), [("a", "b")])
        self.assertEqual(found.points(("a", "b")),
                         found.space.where("age", lambda age: age < 17))

    def test_domains_meet_or_join(self):
        one = model(attributes={
            "n": {"type": "integer", "min": 0, "max": 5},
            "e": {"type": "enum", "values": ["x", "y"]},
            "s": {"type": "set", "values": ["p"]}})
        other = model(attributes={
            "e": {"type": "enum", "values": ["z", "y"]},
            "n": {"type": "integer", "min": 4, "max": 9},
            "s": {"type": "set", "values": ["q"]}})
        axes = Difference(one, other).space.axes
        self.assertEqual([len(axis.values) for axis in axes.values()],
                         [131, 2, 1, 4, 1])
        other["attributes"]["n"]["min"] = 6
        with self.assertRaises(NotComparable):
            Difference(one, other)


class FakeTool:
    """Says and prints what it was given."""

    def __init__(self, said, status, rows):
        self.said, self.status, self.rows = said, status, rows

    def write(self, models):
        pass

    def diff(self):
        return self.said, self.status

    def pairs(self):
        return self.rows


class TheComparison(unittest.TestCase):
    MODELS = [model(), later({})]
    CHANGE = {"before": "b", "after": "c",
              "witness": {"age": 18, "services": []}}
    ROW = ("B", "C", "rest", "rest")

    def complaints(self, said, status=1, rows=(ROW,)):
        return list(test_difference.judge(
            FakeTool(said, status, list(rows)), self.MODELS))

    def test_the_right_answer_passes(self):
        self.assertEqual(
            self.complaints({"same": False, "changes": [self.CHANGE]}), [])

    def test_each_wrong_answer_is_reported(self):
        right = {"same": False, "changes": [self.CHANGE]}
        young = {**self.CHANGE, "witness": {"age": 17, "services": []}}
        short = {**self.CHANGE, "witness": {"services": []}}
        for said, status, rows in (
                ({**right, "same": True}, 1, [self.ROW]),
                ({**right, "changes": []}, 1, [self.ROW]),
                ({**right, "changes": [self.CHANGE] * 2}, 1, [self.ROW]),
                ({**right, "changes": [young]}, 1, [self.ROW]),
                ({**right, "changes": [short]}, 1, [self.ROW]),
                ({**right, "more": 1}, 1, [self.ROW]),
                (right, 0, [self.ROW]), (right, 1, []),
                (right, 1, [self.ROW, ("B", "C", "child", "rest")]),
                (None, 2, [])):
            self.assertTrue(self.complaints(said, status, rows), said)


if __name__ == "__main__":
    unittest.main()
