# SPDX-License-Identifier: MIT
"""check and diff with --store, and --suppress, on citizens counted by hand.

On 2019-06-01 anna is 21 and homeless, bo is 48 and not; of carl, 48, it is
not known whether he has a home; dora is 58 and homeless. anna alone gets
services: guidance and treatment, and a stay in the shelter.
"""

import copy

import harness
from harness import MODELS, CliTest

SMALL = MODELS / "small_2019.json"
ON = ("--on", "2019-06-01")


def people(number, benefit, home, stem):
    """Lines of that many adults who are alike."""
    return "".join(f"{stem}{i};15-06-1970;{benefit};{home}\n"
                   for i in range(number))


class Counts(CliTest):
    def setUp(self):
        super().setUp()
        self.store = self.filled_store()
        self.words = ("--store", self.store, *ON)

    def check(self, model, status, *options):
        return self.json("check", self.write("model.json", model),
                         *self.words, "--json", *options, status=status)

    def gap(self):
        """Adults with a home have no area, and a stay has no deliverer."""
        model = self.model()
        del model["responsibility"][2]
        model["services"][3]["delivered_by"] = [
            {"when": {"homeless": False}, "by": "shelter"}]
        return model

    def test_each_gap_and_overlap_says_who_is_in_it(self):
        found = self.check(self.gap(), 1)
        self.assertEqual(
            [(gap["kind"], gap["id"], gap["citizens"], gap["possible"])
             for gap in found["gaps"]],
            # bo, and perhaps carl; anna, who is homeless and stays
            [("responsibility", None, 1, 1), ("service", "shelter_stay", 1,
                                              0)])
        self.assertEqual([(o["citizens"], o["possible"])
                          for o in found["overlaps"]], [(1, 0)])
        self.assertEqual(found["counted"], {"on": "2019-06-01", "citizens": 4,
                                            "rejected": 0})

    def test_an_overlap_counts_who_matches_both_rules(self):
        found = self.check(self.model(), 0)
        self.assertEqual(
            [(o["rules"], o["citizens"], o["possible"])
             for o in found["overlaps"]],
            [(["young_first", "no_home"], 1, 0),
             (["young_first", "others"], 1, 0),
             (["no_home", "others"], 2, 1)])

    def test_two_rules_that_conflict_are_counted_not_rejected(self):
        model = self.model()
        model["hit_policy"] = "unique"
        found = self.check(model, 1)
        self.assertEqual([o["citizens"] for o in found["overlaps"]],
                         [1, 1, 2])
        self.assertEqual(found["counted"]["rejected"], 0)

    def test_facts_that_the_model_rejects_are_counted_once(self):
        model = self.gap()
        model["attributes"]["benefit"]["values"] = ["cash", "education"]
        found = self.check(model, 1)  # dora's benefit is "other"
        self.assertEqual(found["counted"]["rejected"], 1)

    def test_the_date_decides_who_is_counted(self):
        words = ("check", SMALL, "--store", self.store, "--json", "--on")
        found = self.json(*words, "2028-02-01")
        self.assertEqual([o["citizens"] for o in found["overlaps"]],
                         [0, 0, 2])  # anna is 30 on that day
        found = self.json(*words, "1990-01-01")
        self.assertEqual(found["counted"]["citizens"], 0)

    def test_a_change_says_who_would_move(self):
        after = self.gap()
        words = ("diff", SMALL, self.write("after.json", after), *self.words)
        found = self.json(*words, "--json", status=1)
        self.assertEqual(list(found), ["same", "changes", "counted"])
        self.assertEqual(
            [(c["before"], c["after"], c["citizens"], c["possible"])
             for c in found["changes"]], [("income", None, 1, 1)])
        out = self.msb(*words, "--lang", "en", "--suppress", "0",
                       status=1).stdout
        self.assertIn("4 citizens on 2019-06-01; facts of 0 rejected", out)
        self.assertIn("\n  Income  -  1  1  {", out)

    def test_without_a_store_nothing_is_added(self):
        found = self.json("check", SMALL, "--json")
        self.assertNotIn("counted", found)
        self.assertNotIn("citizens", found["overlaps"][0])

    def test_a_store_that_cannot_be_used_is_named(self):
        for words in (("check", SMALL), ("diff", SMALL, SMALL)):
            result = self.msb(*words, "--store", SMALL, *ON, "--json",
                              status=2)
            self.assertEqual(result.stdout, "")
            self.assertIn(str(SMALL), result.stderr)


class Suppress(CliTest):
    def setUp(self):
        super().setUp()
        self.store = self.new_store()
        self.import_citizens(
            self.store, "Borger;Fødselsdag;Ydelse;Hjemløs\n"
            + people(20, "KTH", "nej", "n") + people(3, "KTH", "ja", "j")
            + "".join(f"u{i};01-02-1998;UDH;nej\n" for i in range(30)))

    def test_small_numbers_and_what_gives_them_away_are_not_printed(self):
        out = self.msb("report", self.store, *ON, "--lang", "en").stdout
        self.assertIn("53 citizens on 2019-06-01", out)
        self.assertIn("  Youth, Learning and Jobs  30\n"
                      "  Income                     …\n"
                      "  Shelter                   <5\n", out)
        self.assertIn("  determined    53\n", out)

    def test_another_bound_may_be_given(self):
        for bound, income, shelter in (("0", "20", "3"), ("3", "20", "3"),
                                       ("4", "…", "<4")):
            out = self.msb("report", self.store, *ON, "--suppress",
                           bound).stdout
            self.assertRegex(out, rf"(?m)^  Ydelse +{income}$")
            self.assertRegex(out, rf"(?m)^  Udsatte +{shelter}$")

    def test_json_is_exact_unless_a_bound_is_given(self):
        words = ("report", self.store, *ON, "--json")
        self.assertEqual(self.json(*words)["responsible"],
                         {"youth": 30, "income": 20, "shelter": 3})
        self.assertEqual(self.json(*words, "--suppress", "5")["responsible"],
                         {"youth": 30, "income": None, "shelter": "<5"})

    def test_a_flow_cannot_be_had_from_its_totals(self):
        after = copy.deepcopy(self.model())
        after["id"] = "small_2020"
        words = ("compare", self.store, "--before", SMALL, "--after",
                 self.write("after.json", after), *ON)
        found = self.json(*words, "--json", "--suppress", "5")
        self.assertEqual([flow["citizens"] for flow in found["flow"]],
                         [30, None, "<5"])
        for side in ("before", "after"):
            self.assertEqual(found[side]["responsible"],
                             {"youth": 30, "income": None, "shelter": "<5"})
        self.assertEqual(found["changed"], 0)

    def test_tables_of_check_hide_small_numbers(self):
        out = self.msb("check", SMALL, "--store", self.store, *ON).stdout
        self.assertRegex(out, r"(?m)^  no_home +others +<5 +0 ")
        self.assertRegex(out, r"(?m)^  young_first +others +30 +0 ")


if __name__ == "__main__":
    harness.main()
