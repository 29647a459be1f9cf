# SPDX-License-Identifier: MIT
"""cases: what it prints, and that resolve gives the same answers."""

import csv
import io
import json

import harness
from harness import MODELS, CliTest
from test_diff import letters_in_boxes

ON = {"aarhus_2018": "2019-06-01", "aarhus_2019": "2019-09-01",
      "bench_20": "2019-09-01"}


def path_of(name):
    """The path of an example, or of the benchmark's model."""
    folder = "tests/bench" if name == "bench_20" else "examples/models"
    return harness.ROOT / folder / f"{name}.json"


class Cases(CliTest):
    def table(self, model, *options):
        text = self.msb("cases", model, "--format", "csv", *options).stdout
        self.assertEqual(text.count("\n"), text.count("\r\n"))
        return list(csv.DictReader(io.StringIO(text, newline=""),
                                   strict=True))

    def resolve(self, model, name, lines):
        out = self.msb("resolve", model, "--on", ON[name], stdin=lines).stdout
        return [json.loads(line) for line in out.splitlines()]

    def compare(self, rows, answers):
        """Each answer is what its row expects."""
        self.assertEqual(len(rows), len(answers))
        for row, said in zip(rows, answers):
            if "rule" in row:
                self.assertEqual(said["rules"], [row["rule"]])
                self.assertEqual(said["responsible"], row["area"])
                continue
            delivered = {d["service"]: (d["area"], d["unit"] or "")
                         for d in said["deliveries"]}
            self.assertEqual(delivered[row["service"]],
                             (row["area"], row["unit"]))

    def test_resolve_gives_the_areas_that_the_rows_expect(self):
        for name in ON:
            with self.subTest(name):
                model = path_of(name)
                rows = self.table(model)
                lines = "".join(row["facts"] + "\n" for row in rows)
                self.compare(rows, self.resolve(model, name, lines))

    def test_jsonl_goes_straight_into_resolve(self):
        for name in ON:
            with self.subTest(name):
                model = path_of(name)
                rows = self.table(model)
                lines = self.msb("cases", model, "--format", "jsonl").stdout
                answers = self.resolve(model, name, lines)
                self.assertEqual([said["id"] for said in answers],
                                 [row["id"] for row in rows])
                self.compare(rows, answers)

    def test_every_rule_of_the_examples_has_its_rows(self):
        for name in ("aarhus_2019", "bench_20"):
            rules = json.loads(path_of(name).read_text("utf-8"))
            rows = self.table(path_of(name))
            found = list(dict.fromkeys(row["rule"] for row in rows))
            self.assertEqual(
                found, [rule["id"] for rule in rules["responsibility"]])

    def test_aarhus_reads_as_its_rules_say(self):
        rows = self.table(path_of("aarhus_2019"), "--lang", "en")
        self.assertEqual(
            [(row["rule"], row["when.age"], row["when.primary_challenge"],
              row["kinds"]) for row in rows],
            [("children_main", "14 or less", "any", "1"),
             ("youth_coordination", "15–29", "any", "1"),
             ("adults_unemployment", "30–66", "unemployment", "1"),
             ("adults_exposed", "30–66",
              "mental_illness, social_exposure or integration", "1"),
             ("adults_disability", "30–66", "disability", "1"),
             ("adults_health", "30–66", "sickness_health", "1"),
             ("seniors_referral", "67 or more", "any", "1")])

    def test_a_rule_has_at_most_the_rows_that_were_asked_for(self):
        for rows in (1, 3, 20):
            table = self.table(path_of("bench_20"), "--rows", str(rows))
            counts = {}
            for row in table:
                counts.setdefault(row["rule"], []).append(row)
            for listed in counts.values():
                self.assertEqual(len(listed),
                                 min(rows, int(listed[0]["kinds"])))

    def test_markdown_is_the_default_and_has_a_section_for_each_rule(self):
        model = path_of("aarhus_2019")
        text = self.msb("cases", model).stdout
        self.assertEqual(
            text, self.msb("cases", model, "--format", "markdown",
                           "--lang", "da", "--rows", "20").stdout)
        self.assertEqual(text.count("\n## "), 7)
        self.assertIn("\n## youth_coordination: Unge, Uddannelse og Job\n",
                      text)
        self.assertIn("\n- Begrundelse: Voksne, hvis primære udfordring er "
                      "ledighed.\n", text)

    def test_a_name_cannot_steer_a_terminal_or_a_spreadsheet(self):
        model = self.model()
        model["areas"][0]["name"] = "=2+3\u001b[31m"
        path = self.write("model.json", model)
        self.assertNotIn("\u001b", self.msb("cases", path).stdout)
        names = [row["area_name"] for row in self.table(path)]
        self.assertIn("'=2+3 [31m", names)

    def test_bad_options_say_what_was_expected(self):
        model = MODELS / "small_2019.json"
        for words, expected in (
                (["--format", "xml"], "expected markdown, csv or jsonl"),
                (["--rows", "0"], "expected a whole number from 1 to 10000"),
                (["--rows", "10001"], "a whole number from 1 to 10000"),
                (["--rows", "-1"], "a whole number from 1 to 10000"),
                (["--rows", "many"], "a whole number from 1 to 10000")):
            result = self.msb("cases", model, *words, status=2)
            self.assertEqual(result.stdout, "")
            self.assertIn(expected, result.stderr)

    def test_what_a_model_made_to_explode_leaves_open_is_said(self):
        path = self.write("post.json", letters_in_boxes(11))
        result = self.msb("cases", path, "--lang", "en", status=2)
        self.assertRegex(result.stderr,
                         r"^msb: .*post\.json: listing the kinds of citizens "
                         r"of no rule would .* \(limit\)\n$")
        sections = result.stdout.split("\n## ")
        self.assertEqual(
            sections[-1], "No rule\n\nWhether any citizen is decided here was "
            "not found out; it would take too long a search.\n")
        # The first rule decides whoever has no box for the first letter.
        self.assertTrue(sections[1].startswith("r0: A\n\n| No. | letter0 "))
        self.assertEqual(sections[1].count("\n| 1 "), 1)
        self.assertNotIn("more kinds", sections[1])
        self.assertTrue(any(
            section.endswith("\nThere are more kinds of citizens than those "
                             "shown; how many was not counted.\n")
            for section in sections))

    def test_what_a_search_lists_is_decided_by_its_rule(self):
        model = letters_in_boxes(8)
        path = self.write("post.json", model)
        rows = self.table(path)
        lines = self.msb("cases", path, "--format", "jsonl").stdout
        out = self.msb("resolve", path, "--on", "2019-06-01",
                       stdin=lines).stdout
        self.compare(rows, [json.loads(line) for line in out.splitlines()])
        self.assertEqual(list(dict.fromkeys(row["rule"] for row in rows)),
                         [rule["id"] for rule in model["responsibility"]])
        self.assertTrue(any(row["kinds"].endswith("+") for row in rows))
        for row in rows:
            number = int(row["id"].rpartition("/")[2])
            self.assertLessEqual(number, int(row["kinds"].rstrip("+")))
            self.assertLessEqual(number, 20)


if __name__ == "__main__":
    harness.main()
