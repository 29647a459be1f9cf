# SPDX-License-Identifier: MIT
"""diff: what it prints, and how it ends."""

import copy
import json

import harness
from harness import MODELS, CliTest

BEFORE, AFTER = MODELS / "small_2018.json", MODELS / "small_2019.json"


def aarhus(year):
    """The path of one of the two large examples."""
    return harness.ROOT / "examples/models" / f"aarhus_{year}.json"


def letters_in_boxes(letters):
    """A model with a gap only where each letter has a box of its own; there
    is one box too few, but no search that cuts away cases knows why."""
    boxes = [f"box{i}" for i in range(letters - 1)]
    rules = [{f"letter{i}": {"none_of": boxes}} for i in range(letters)]
    rules += [{f"letter{i}": box, f"letter{j}": box} for box in boxes
              for i in range(letters) for j in range(i)]
    return {"msb_model": 1, "id": "post", "name": "Post",
            "valid_from": "2019-01-01", "areas": [{"id": "a", "name": "A"}],
            "attributes": {f"letter{i}": {"type": "set", "values": boxes}
                           for i in range(letters)},
            "responsibility": [{"id": f"r{i}", "when": when, "area": "a"}
                               for i, when in enumerate(rules)]}


class Diff(CliTest):
    def diff(self, before, after, status):
        paths = [self.write(f"{name}.json", model)
                 if isinstance(model, dict) else model
                 for name, model in (("before", before), ("after", after))]
        found = self.json("diff", *paths, "--json", status=status)
        self.assertEqual(list(found), ["same", "changes"])
        self.assertIs(found["same"], status == 0)
        for change in found["changes"]:
            self.assertEqual(list(change), ["before", "after", "witness"])
        return found["changes"]

    def test_a_model_is_the_same_as_itself(self):
        for path in (AFTER, BEFORE, aarhus(2018), aarhus(2019)):
            self.assertEqual(self.diff(path, path, 0), [])

    def test_one_moved_age_limit_is_the_only_change(self):
        before = self.model()
        after = copy.deepcopy(before)
        after["id"] = "small_2020"
        del after["replaces"]
        after["target_groups"][0]["when"] = {"age": {"below": 29}}
        changes = self.diff(before, after, 1)
        self.assertEqual(
            [(c["before"], c["after"]) for c in changes],
            [("youth", "income"), ("youth", "shelter")])
        self.assertEqual([c["witness"] for c in changes], [
            {"age": 29, "benefit": "cash", "homeless": homeless,
             "services": []} for homeless in (False, True)])

    def test_a_moved_limit_of_aarhus_is_shown_at_that_age(self):
        later = json.loads(aarhus(2019).read_text("utf-8"))
        children, youth = later["target_groups"][:2]
        self.assertEqual((children["when"], youth["when"]["age"]["from"]),
                         ({"age": {"through": 14}}, 15))
        children["when"]["age"]["through"] = 15
        youth["when"]["age"]["from"] = 16
        changes = self.diff(aarhus(2019), later, 1)
        self.assertEqual(
            [(c["before"], c["after"], c["witness"]["age"])
             for c in changes],
            [("unge_uddannelse_job", "boern_familier", 15)])

    def test_before_there_was_no_area_each_one_is_a_change(self):
        model = json.loads(aarhus(2019).read_text("utf-8"))
        deciding = {rule["area"] for rule in model["responsibility"]}
        changes = self.diff(aarhus(2018), aarhus(2019), 1)
        self.assertEqual([(c["before"], c["after"]) for c in changes],
                         [(None, area["id"]) for area in model["areas"]
                          if area["id"] in deciding])

    def test_a_witness_is_decided_as_the_change_says(self):
        before = self.model()
        after = copy.deepcopy(before)
        after["responsibility"].reverse()
        after["responsibility"][0]["when"] = {"benefit": "cash"}
        paths = [self.write("one.json", before), self.write("two.json", after)]
        for change in self.diff(*paths, 1):
            line = json.dumps(change["witness"]) + "\n"
            said = [self.json("resolve", path, "--on", "2019-06-01",
                              stdin=line)["responsible"] for path in paths]
            self.assertEqual(said, [change["before"], change["after"]])

    def test_people_read_areas_rules_and_facts(self):
        model = self.model()
        model["responsibility"].pop()
        path = self.write("gap.json", model)
        result = self.msb("diff", AFTER, path, "--lang", "en", status=1)
        self.assertEqual(result.stderr, "")
        self.assertEqual(result.stdout.splitlines(), [
            "Small town (small_2019), Small town (small_2019): "
            "1 change of responsible area",
            "",
            "From area to area (a dash: no responsible area)",
            '  Income  -  {"age": 30, "benefit": "cash", "homeless": false, '
            '"services": []}',
            "",
            "The rules that decide there (a dash: none does)",
            "  Income  -  others  -"])
        same = self.msb("diff", AFTER, AFTER)
        self.assertEqual(same.stdout, "Lille kommune (small_2019), Lille "
                                      "kommune (small_2019): the same\n")

    def test_attributes_of_two_types_cannot_be_compared(self):
        model = self.model()
        model["attributes"]["benefit"] = {"type": "flag"}
        path = self.write("flag.json", model)
        result = self.msb("diff", AFTER, path, "--json", status=2)
        self.assertEqual(result.stdout, "")
        self.assertRegex(result.stderr, r'^msb: .*"benefit".* '
                                        r"\(not_comparable\)")

    def test_a_model_that_cannot_be_used_is_named(self):
        bad = self.write("bad.json", '{"msb_model": 1}')
        for words in ((bad, AFTER), (AFTER, bad)):
            result = self.msb("diff", *words, "--json", status=2)
            self.assertEqual(result.stdout, "")
            self.assertIn(str(bad), result.stderr)
        missing = self.folder / "none.json"
        result = self.msb("diff", AFTER, missing, status=2)
        self.assertIn(str(missing), result.stderr)

    def test_models_beyond_the_bound_end_with_limit(self):
        post = letters_in_boxes(13)
        before = self.write("before.json", post)
        post["responsibility"] = [{"id": "r", "when": {}, "area": "a"}]
        after = self.write("after.json", post)
        result = self.msb("diff", before, after, "--json", status=2)
        self.assertEqual(result.stdout, "")
        self.assertIn("(limit)", result.stderr)

    def test_operands_are_two_models(self):
        for words in ((), (AFTER,), (AFTER, AFTER, AFTER)):
            result = self.msb("diff", *words, status=2)
            self.assertIn("usage: msb diff BEFORE AFTER", result.stderr)
        shown = self.msb("diff", "--help").stdout
        for word in ("BEFORE", "AFTER", "--lang", "--json"):
            self.assertIn(word, shown)
        page = (harness.ROOT / "doc/reference/msb.1").read_text("utf-8")
        self.assertIn(".It Cm diff\n", page)


if __name__ == "__main__":
    harness.main()
