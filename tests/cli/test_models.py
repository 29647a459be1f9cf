# SPDX-License-Identifier: MIT
"""check and resolve: what they print, and how they end."""

import json

import harness
from harness import MODELS, CliTest

SMALL = MODELS / "small_2019.json"
ON = ("--on", "2019-06-01")

CHECK_MEMBERS = ["model", "valid", "errors", "total", "gaps", "unreachable",
                 "overlaps"]
DECISION_MEMBERS = ["status", "responsible", "possible", "rules", "missing",
                    "ask", "target_group", "deliveries", "contacts"]


class Check(CliTest):
    def check(self, model, status):
        path = self.write("model.json", model)
        found = self.json("check", path, "--json", status=status)
        self.assertEqual(list(found), CHECK_MEMBERS)
        return found

    def test_a_total_model_is_well_though_its_rules_overlap(self):
        found = self.check(self.model(), 0)
        self.assertEqual(found["model"], "small_2019")
        self.assertIs(found["valid"], True)
        self.assertIs(found["total"], True)
        self.assertEqual(
            (found["errors"], found["gaps"], found["unreachable"]),
            ([], [], []))
        self.assertEqual(
            [(o["rules"], o["areas"]) for o in found["overlaps"]],
            [(["young_first", "no_home"], ["youth", "shelter"]),
             (["young_first", "others"], ["youth", "income"]),
             (["no_home", "others"], ["shelter", "income"])])

    def test_both_examples_are_total_and_wholly_reachable(self):
        for name in ("aarhus_2018", "aarhus_2019"):
            path = harness.ROOT / "examples/models" / f"{name}.json"
            found = self.json("check", path, "--json")
            self.assertEqual((found["total"], found["unreachable"]),
                             (True, []))

    def test_each_kind_of_gap_is_found_with_a_witness(self):
        model = self.model()
        del model["responsibility"][2]
        del model["target_groups"][1]
        model["services"][3]["delivered_by"] = [
            {"when": {"homeless": True}, "by": "shelter"}]
        found = self.check(model, 1)
        self.assertIs(found["total"], False)
        gaps = {(gap["kind"], gap["id"]): gap["witness"]
                for gap in found["gaps"]}
        self.assertEqual(set(gaps), {("responsibility", None),
                                     ("target_group", None),
                                     ("service", "shelter_stay")})
        self.assertGreaterEqual(gaps["responsibility", None]["age"], 30)
        self.assertIs(gaps["responsibility", None]["homeless"], False)
        self.assertGreaterEqual(gaps["target_group", None]["age"], 30)
        witness = gaps["service", "shelter_stay"]
        self.assertIn("shelter_stay", witness["services"])
        decided = self.json("resolve", self.folder / "model.json", *ON,
                            stdin=json.dumps(witness) + "\n")
        self.assertIn({"service": "shelter_stay", "area": None,
                       "unit": None}, decided["deliveries"])

    def test_what_no_facts_reach_is_a_finding(self):
        model = self.model()
        model["responsibility"].append(
            {"id": "too_late", "when": {}, "area": "youth"})
        found = self.check(model, 1)
        self.assertEqual(found["unreachable"], [
            {"kind": "responsibility", "id": "too_late", "index": 3}])

    def test_overlaps_are_findings_where_rules_must_be_unique(self):
        model = self.model()
        model["hit_policy"] = "unique"
        found = self.check(model, 1)
        self.assertEqual(len(found["overlaps"]), 3)
        witness = found["overlaps"][0]["witness"]
        rejected = self.json("resolve", self.folder / "model.json", *ON,
                             stdin=json.dumps(witness) + "\n", status=1)
        self.assertEqual(rejected["status"], "rejected")

    def test_warnings_are_messages_where_the_answer_is_json(self):
        model = self.model()
        model["areas"][1]["serves"] = ["young"]  # income, by `others`
        model["access"] = [{"id": "all_see", "who": {}, "may": "contacts",
                            "purposes": ["coordination"]}]
        path = self.write("model.json", model)
        result = self.msb("check", path, "--json")
        self.assertEqual(list(json.loads(result.stdout)), CHECK_MEMBERS)
        self.assertEqual(result.stderr.splitlines(), [
            f'msb: {path}: warning: the rule "others" decides for the target '
            'group "adult", which its area does not serve',
            f'msb: {path}: warning: the access "all_see" names no law'])
        del model["areas"][1]["serves"], model["access"]
        path = self.write("model.json", model)
        self.assertEqual(self.msb("check", path, "--json").stderr, "")

    def test_all_errors_of_a_model_are_reported_with_their_places(self):
        path = self.write("model.json", """{
  "msb_model": 1, "id": "Bad Id", "name": "N", "valid_from": "2019-01-01",
  "colour": "red",
  "areas": [{"id": "a", "name": "A"}, {"id": "a", "name": "A"}],
  "target_groups": [], "responsibility": []}
""")
        found = self.json("check", path, "--json", status=2)
        self.assertEqual(list(found), CHECK_MEMBERS)
        self.assertEqual(found["model"], str(path))
        self.assertEqual(
            [found[name] for name in CHECK_MEMBERS if name != "errors"],
            [str(path), False, False, [], [], []])
        places = {error["pointer"]: (error["line"], error["column"])
                  for error in found["errors"]}
        self.assertEqual(places["/id"], (2, 25))
        self.assertEqual(places["/colour"], (3, 3))
        self.assertEqual(places["/areas/1/id"], (4, 46))
        for error in found["errors"]:
            self.assertEqual(list(error), ["code", "pointer", "line",
                                           "column", "message"])

        result = self.msb("check", path, status=2)
        self.assertEqual(result.stdout, "")
        self.assertRegex(result.stderr, rf"(?m)^msb: {path}:3:3: .+ "
                                        r"\(unknown_member\) at /colour$")

    def test_people_read_names_in_their_language(self):
        danish = self.msb("check", SMALL).stdout
        english = self.msb("check", SMALL, "--lang", "en").stdout
        self.assertIn("Lille kommune (small_2019): valid, total", danish)
        self.assertIn("Small town (small_2019): valid, total", english)


class Resolve(CliTest):
    def resolve(self, *lines, status=0, options=(), model=SMALL):
        text = "".join(
            (line if isinstance(line, str) else json.dumps(line)) + "\n"
            for line in lines)
        result = self.msb("resolve", model, *ON, *options, stdin=text,
                          status=status)
        answers = [json.loads(line) for line in result.stdout.splitlines()]
        self.assertEqual(len(answers), len(lines))
        return answers

    def test_complete_facts_are_decided_with_every_field(self):
        self.assertEqual(self.resolve(
            {"id": "x", "birth_date": "1970-06-15", "homeless": True,
             "benefit": "cash", "services": ["treatment"]})[0],
            {"id": "x", "status": "determined", "responsible": "shelter",
             "possible": ["shelter"], "rules": ["no_home"], "missing": [],
             "ask": None, "target_group": "adult",
             "deliveries": [{"service": "treatment", "area": "income",
                             "unit": "clinic"}],
             "contacts": ["shelter"]})

    def test_missing_facts_are_asked_for(self):
        answer = self.resolve({"age": 40})[0]
        self.assertEqual(list(answer), DECISION_MEMBERS)
        self.assertEqual(
            [answer[name] for name in DECISION_MEMBERS],
            ["undetermined", None, ["income", "shelter"],
             ["no_home", "others"], ["homeless"], "homeless", "adult", [],
             []])

    def test_answers_stand_in_the_order_of_the_lines(self):
        ids = [f"{i:04}" for i in range(2500)]
        answers = self.resolve(*({"id": i, "age": 20} for i in ids))
        self.assertEqual([answer["id"] for answer in answers], ids)

    def test_a_line_that_cannot_be_used_does_not_stop_the_others(self):
        answers = self.resolve(
            {"id": "a", "age": 20}, {"id": "b", "colour": 1},
            {"id": "c", "age": 131}, {"id": "d", "birth_date": "2019-06-02"},
            {"id": "e", "benefit": "gold"}, "not JSON", "", "[]",
            {"id": "f", "age": 20}, status=1)
        self.assertEqual(
            [answer["status"] for answer in answers],
            ["determined"] + ["rejected"] * 7 + ["determined"])
        for answer, number in zip(answers[1:8], range(1, 8)):
            self.assertEqual(list(answer), ["id", "status", "error"], number)
            self.assertEqual(list(answer["error"]),
                             ["code", "message", "member"])
        self.assertEqual([answer["id"] for answer in answers],
                         ["a", "b", "c", "d", "e", None, None, None, "f"])
        self.assertEqual(
            [answer["error"]["member"] for answer in answers[1:8]],
            ["colour", "age", "birth_date", "benefit", None, None, None])

    def test_the_rejected_lines_are_counted_for_people(self):
        result = self.msb("resolve", SMALL, *ON, stdin="{}\n\n{}\n",
                          status=1)
        self.assertIn("1 of 3 lines were rejected", result.stderr)

    def test_the_last_line_needs_no_newline_and_crlf_is_well(self):
        result = self.msb("resolve", SMALL, *ON,
                          stdin='{"age":20}\r\n{"age":21}')
        self.assertEqual(result.stdout.count('"determined"'), 2)

    def test_nothing_in_gives_nothing_out(self):
        self.assertEqual(self.msb("resolve", SMALL, *ON).stdout, "")

    def test_a_line_of_1_mib_is_read_and_a_longer_one_rejected(self):
        longest = '{"age":20' + " " * ((1 << 20) - 10) + "}"
        self.assertEqual(len(longest), 1 << 20)
        answers = self.resolve(longest, " " + longest, " " * 5000000,
                               longest, status=1)
        self.assertEqual([answer["status"] for answer in answers],
                         ["determined", "rejected", "rejected",
                          "determined"])
        self.assertEqual(answers[1]["error"]["code"], "line_too_long")

    def test_lines_are_the_same_however_they_arrive(self):
        # a pipe hands the text over in pieces that end within lines
        lines = [json.dumps({"id": "x" * n, "age": 20})
                 for n in range(0, 30000, 997)]
        answers = self.resolve(*lines)
        self.assertEqual([len(answer["id"]) for answer in answers],
                         list(range(0, 30000, 997)))

    def test_bytes_that_are_no_text_are_rejected(self):
        result = self.msb("resolve", SMALL, *ON, status=1,
                          stdin=b'{"id":"\xff"}\n\0\n{"age":20}\n')
        self.assertEqual([json.loads(line)["status"]
                          for line in result.stdout.splitlines()],
                         ["rejected", "rejected", "determined"])

    def test_an_explanation_names_the_rule_and_its_reason(self):
        answer = self.resolve({"age": 20, "homeless": True},
                              options=["--explain"])[0]
        self.assertEqual(list(answer), DECISION_MEMBERS + ["explanation"])
        written = json.dumps(answer["explanation"], ensure_ascii=False)
        self.assertIn("Under 30 år", written)
        self.assertIn("would_change", answer["explanation"])

    def test_an_invalid_model_decides_nothing(self):
        path = self.write("model.json", '{"msb_model": 1}')
        result = self.msb("resolve", path, *ON, stdin="{}\n", status=2)
        self.assertEqual(result.stdout, "")
        self.assertIn(str(path), result.stderr)


if __name__ == "__main__":
    harness.main()
