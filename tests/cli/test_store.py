# SPDX-License-Identifier: MIT
"""A store from init to compare, with four citizens counted by hand.

On 2019-06-01: anna is 21, homeless, and gets three services; bo is 48 and
gets his benefit; of carl, 48, it is not known whether he has a home; dora is
58 and homeless, and her stay in the shelter has ended.
"""

import harness
from harness import CITIZENS, MODELS, CliTest, dump

ON = ("--on", "2019-06-01")

DECISION_MEMBERS = {"status", "responsible", "possible", "rules", "missing",
                    "ask", "target_group", "deliveries", "contacts"}

BEFORE = {
    "responsible": {"learning": 0, "income": 0, "shelter": 0},
    "contacts": {"0": 2, "1": 1, "2": 0, "3": 1},
    "seams": [{"areas": ["learning", "income"], "citizens": 1},
              {"areas": ["learning", "shelter"], "citizens": 1},
              {"areas": ["income", "shelter"], "citizens": 1}],
    "determined": 2, "undetermined": 0, "none": 2}

AFTER = {
    "responsible": {"youth": 1, "income": 1, "shelter": 1},
    "contacts": {"0": 1, "1": 3},
    "seams": [{"areas": ["youth", "income"], "citizens": 1},
              {"areas": ["youth", "shelter"], "citizens": 1},
              {"areas": ["income", "shelter"], "citizens": 1}],
    "determined": 3, "undetermined": 1, "none": 0}


class Init(CliTest):
    def test_an_existing_file_is_refused_and_left_alone(self):
        store = self.write("town.msb", "precious")
        result = self.msb("init", store, "--model",
                          MODELS / "small_2019.json", status=2)
        self.assertIn(str(store), result.stderr)
        self.assertEqual(store.read_text("utf-8"), "precious")

    def test_an_invalid_model_leaves_no_store(self):
        model = self.write("model.json", "{}")
        self.msb("init", self.folder / "town.msb", "--model", model,
                 status=2)
        self.assertEqual([path.name for path in self.folder.iterdir()],
                         ["model.json"])

    def test_the_same_model_again_changes_nothing(self):
        store = self.new_store()
        before = dump(store)
        self.msb("adopt", store, MODELS / "small_2019.json")
        self.assertEqual(dump(store), before)

    def test_another_model_from_the_same_date_is_refused(self):
        store = self.new_store()
        before = dump(store)
        model = self.model()
        model["id"] = "other_2019"
        self.msb("adopt", store, self.write("other.json", model), status=2)
        self.assertEqual(dump(store), before)


class Import(CliTest):
    WITH_ERRORS = CITIZENS + ("erik;32-01-1990;KTH;nej\n"
                              "fie;01-01-1990;guld;nej\n")

    def import_json(self, store, text, *options, status=0):
        path = self.write("citizens.csv", text)
        found = self.json("import", store, path, "--mapping",
                          MODELS / "citizens.mapping.json", "--json",
                          *options, status=status)
        self.assertEqual(list(found), ["read", "inserted", "updated",
                                       "unchanged", "rejected", "errors"])
        return found

    def counts(self, found):
        return [found[name] for name in ("read", "inserted", "updated",
                                         "unchanged", "rejected")]

    def test_the_same_file_again_changes_nothing(self):
        store = self.new_store()
        self.assertEqual(self.counts(self.import_json(store, CITIZENS)),
                         [4, 4, 0, 0, 0])
        before = dump(store)
        self.assertEqual(self.counts(self.import_json(store, CITIZENS)),
                         [4, 0, 0, 4, 0])
        self.assertEqual(dump(store), before)

    def test_rejected_rows_are_a_finding_and_the_others_are_read(self):
        store = self.new_store()
        found = self.import_json(store, self.WITH_ERRORS, status=1)
        self.assertEqual(self.counts(found), [6, 4, 0, 0, 2])
        self.assertEqual([(error["line"], error["column"])
                          for error in found["errors"]],
                         [(6, "Fødselsdag"), (7, "Ydelse")])
        for error in found["errors"]:
            self.assertEqual(list(error),
                             ["line", "column", "code", "message"])
            self.assertNotIn("guld", error["message"])

    def test_rejected_rows_are_told_to_people_and_kept_in_a_file(self):
        store = self.new_store()
        rejects = self.folder / "rejects.txt"
        result = self.import_citizens(store, self.WITH_ERRORS, "--rejects",
                                      rejects, status=1)
        self.assertRegex(result.stdout, r"(?m)^  rejected +2$")
        self.assertRegex(result.stderr,
                         r"(?m)citizens.csv:6: Fødselsdag: .+\(\w+\)$")
        kept = rejects.read_text("utf-8")
        self.assertIn("erik;32-01-1990;KTH;nej", kept)
        self.assertIn("fie;01-01-1990;guld;nej", kept)
        self.assertNotIn("anna", kept)

    def test_a_dry_run_says_the_same_and_changes_nothing(self):
        store = self.new_store()
        before = dump(store)
        found = self.import_json(store, self.WITH_ERRORS, "--dry-run",
                                 status=1)
        self.assertEqual(self.counts(found), [6, 4, 0, 0, 2])
        self.assertEqual(dump(store), before)

    def test_rejects_may_not_go_over_a_file_in_use(self):
        store = self.new_store()
        for rejects in (store, self.folder / "citizens.csv"):
            result = self.import_citizens(store, CITIZENS, "--rejects",
                                          rejects, status=2)
            self.assertIn("--rejects", result.stderr)
        self.assertEqual(self.write("x", CITIZENS).read_bytes(),
                         (self.folder / "citizens.csv").read_bytes())

    def test_a_broken_mapping_is_told_by_its_places(self):
        store = self.new_store()
        mapping = self.write("m.json", '{"msb_mapping": 1,\n "colour": 2}')
        result = self.msb("import", store, self.write("c.csv", CITIZENS),
                          "--mapping", mapping, status=2)
        self.assertIn(f"{mapping}:2:2: ", result.stderr)


class Answers(CliTest):
    def setUp(self):
        super().setUp()
        self.store = self.filled_store()

    def test_assign_records_once_what_it_decides(self):
        self.assertEqual(
            self.json("assign", self.store, *ON, "--json"),
            {"on": "2019-06-01", "citizens": 4, "assigned": 3,
             "unchanged": 0, "undetermined": 1, "none": 0})
        before = dump(self.store)
        self.assertEqual(
            self.json("assign", self.store, *ON, "--json"),
            {"on": "2019-06-01", "citizens": 4, "assigned": 0,
             "unchanged": 3, "undetermined": 1, "none": 0})
        self.assertEqual(dump(self.store), before)

    def test_assign_prints_a_table_for_people(self):
        self.assertEqual(
            self.msb("assign", self.store, *ON).stdout,
            "Assignments on 2019-06-01\n"
            "  citizens      4\n"
            "  assigned      3\n"
            "  unchanged     0\n"
            "  undetermined  1\n"
            "  none          0\n")

    def test_who_gives_the_decision_and_the_assignment(self):
        self.msb("assign", self.store, *ON)
        found = self.json("who", self.store, "anna", *ON, "--json")
        self.assertEqual(set(found), DECISION_MEMBERS | {
            "citizen", "on", "known_at", "model", "valid_from", "valid_to"})
        self.assertEqual(
            [found[name] for name in ("citizen", "on", "model", "valid_from",
                                      "valid_to", "responsible", "status")],
            ["anna", "2019-06-01", "small_2019", "2019-06-01", None, "youth",
             "determined"])
        self.assertEqual(found["deliveries"], [
            {"service": "guidance", "area": "youth", "unit": None},
            {"service": "treatment", "area": "income", "unit": "clinic"},
            {"service": "shelter_stay", "area": "shelter", "unit": None}])
        self.assertEqual(found["contacts"], ["youth"])

    def test_who_says_to_people_who_why_and_since_when(self):
        self.msb("assign", self.store, *ON)
        out = self.msb("who", self.store, "anna", *ON).stdout
        for text in ("Citizen      anna\n", "On           2019-06-01\n",
                     "Model        Lille kommune (small_2019)\n",
                     "Responsible  Unge, Læring og Job\n",
                     "Because      Under 30 år (young_first)\n",
                     "Since        2019-06-01\n",
                     "  Behandling  Ydelse               "
                     "Klinikken på Åen\n",
                     "  Herberg     Udsatte              -\n"):
            self.assertIn(text, out)
        self.assertNotIn("1998", out)
        english = self.msb("who", self.store, "anna", *ON, "--lang",
                           "en").stdout
        self.assertIn("Responsible  Youth, Learning and Jobs\n", english)

    def test_who_says_what_is_missing(self):
        out = self.msb("who", self.store, "carl", *ON).stdout
        self.assertIn("Responsible  undetermined", out)
        self.assertIn("Because      Har ikke en bolig (no_home)\n"
                      "          or others\n", out)
        self.assertIn("Possible areas\n  Ydelse\n  Udsatte\n", out)
        self.assertIn("  Hjemløs  ask for this first\n", out)
        self.assertIn("no assignment is on record", out)

    def test_who_explains_only_when_asked(self):
        found = self.json("who", self.store, "anna", *ON, "--explain",
                          "--json")
        self.assertIn("explanation", found)
        out = self.msb("who", self.store, "anna", *ON, "--explain").stdout
        self.assertIn("\nExplanation\n", out)

    def test_who_knows_the_date(self):
        found = self.json("who", self.store, "dora", "--on", "2019-02-28",
                          "--json")
        self.assertEqual([d["service"] for d in found["deliveries"]],
                         ["shelter_stay"])
        found = self.json("who", self.store, "dora", "--on", "2019-03-01",
                          "--json")
        self.assertEqual(found["deliveries"], [])

    def test_a_citizen_who_is_not_there_cannot_be_asked_about(self):
        result = self.msb("who", self.store, "nobody", *ON, status=2)
        self.assertEqual(result.stdout, "")
        self.assertNotEqual(result.stderr, "")

    def test_report_counts_by_the_model_in_force(self):
        self.assertEqual(
            self.json("report", self.store, *ON, "--json"),
            {"on": "2019-06-01", "model": "small_2019", "citizens": 4,
             **AFTER, "exceptions": 0, "erased": 0})

    def test_compare_counts_both_models_and_the_flow(self):
        words = ("compare", self.store, "--before",
                 MODELS / "small_2018.json", "--after",
                 MODELS / "small_2019.json", *ON)
        found = self.json(*words, "--json")
        self.assertEqual(found, {
            "on": "2019-06-01", "citizens": 4, "changed": 3,
            "before": BEFORE, "after": AFTER,
            "flow": [{"before": None, "after": area, "citizens": 1}
                     for area in ("youth", "income", "shelter", None)]})
        self.assertEqual(list(found), ["on", "citizens", "changed", "before",
                                       "after", "flow"])
        out = self.msb(*words, "--suppress", "0").stdout
        self.assertIn("4 citizens on 2019-06-01; 3 change responsible area",
                      out)
        self.assertIn("  -  Unge, Læring og Job  1\n", out)

    def test_an_area_with_one_successor_has_not_changed(self):
        model = self.model()
        model.update(id="small_2020", replaces={
            "model": "small_2019", "successors": {"youth": ["young"]}})
        model["areas"][0]["id"] = "young"
        model["services"][0]["delivered_by"] = "young"
        model["responsibility"][0]["area"] = "young"
        del model["responsibility"][1]
        after = self.write("after.json", model)
        found = self.json("compare", self.store, "--before",
                          MODELS / "small_2019.json", "--after", after, *ON,
                          "--json")
        # dora leaves the shelter, and carl is no longer undetermined
        self.assertEqual(found["changed"], 2)
        self.assertEqual(found["flow"], [
            {"before": "youth", "after": "young", "citizens": 1},
            {"before": "income", "after": "income", "citizens": 1},
            {"before": "shelter", "after": "income", "citizens": 1},
            {"before": None, "after": "income", "citizens": 1}])

    def test_facts_that_a_model_rejects_are_told(self):
        model = self.model()
        model["attributes"]["benefit"]["values"] = ["cash", "other"]
        after = self.write("after.json", model)
        result = self.msb("compare", self.store, "--before",
                          MODELS / "small_2019.json", "--after", after, *ON,
                          "--suppress=1")
        self.assertIn("citizens whose facts small_2019 rejects: 1",
                      result.stderr)
        self.assertRegex(result.stdout, r"(?m)^  rejected +1$")

    def test_asking_changes_nothing(self):
        before = dump(self.store)
        self.msb("who", self.store, "anna", *ON)
        self.msb("report", self.store, *ON)
        self.msb("compare", self.store, "--before",
                 MODELS / "small_2018.json", "--after",
                 MODELS / "small_2019.json", *ON)
        self.assertEqual(dump(self.store), before)


if __name__ == "__main__":
    harness.main()
