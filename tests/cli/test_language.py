# SPDX-License-Identifier: MIT
"""--lang and --show-sensitive of who, and --show-sensitive of resolve."""

import json

import harness
from harness import CliTest

ON = ("--on", "2019-06-01")

#: The fact that met the test of a sensitive attribute.
SHOWN = '"attribute": "homeless", "test": true, "holds": true, "fact": true'


class Language(CliTest):
    def setUp(self):
        super().setUp()
        self.store = self.filled_store()

    def test_who_speaks_danish_unless_told_otherwise(self):
        danish = self.msb("who", self.store, "anna", *ON, "--explain").stdout
        self.assertEqual(
            self.msb("who", self.store, "anna", *ON, "--explain", "--lang",
                     "da").stdout, danish)
        self.assertIn("Unge, Læring og Job", danish)
        self.assertIn("Under 30 år", danish)
        self.assertNotIn("Youth, Learning and Jobs", danish)

    def test_who_speaks_english_where_asked(self):
        english = self.msb("who", self.store, "anna", *ON, "--explain",
                           "--lang=en").stdout
        self.assertIn("Youth, Learning and Jobs", english)
        self.assertIn("Under 30", english)
        self.assertNotIn("Under 30 år", english)

    def test_a_name_in_one_language_is_shown_in_it(self):
        english = self.msb("who", self.store, "anna", *ON, "--lang",
                           "en").stdout
        self.assertIn("Vejledning", english)


class Sensitive(CliTest):
    def setUp(self):
        super().setUp()
        model = self.model()
        model["attributes"]["homeless"]["sensitive"] = True
        self.path = self.write("model.json", model)
        self.facts = {"age": 40, "benefit": "cash", "homeless": True}

    def resolve(self, *options):
        return json.dumps(self.json(
            "resolve", self.path, *ON, "--explain", *options,
            stdin=json.dumps(self.facts) + "\n")["explanation"])

    def test_resolve_masks_sensitive_facts_unless_asked_to_show_them(self):
        masked, shown = self.resolve(), self.resolve("--show-sensitive")
        self.assertNotIn(SHOWN, masked)
        self.assertIn(SHOWN, shown)

    def test_who_masks_sensitive_facts_unless_asked_to_show_them(self):
        store = self.folder / "own.msb"
        self.msb("init", store, "--model", self.path)
        self.import_citizens(store)
        words = ("who", store, "dora", *ON, "--lang", "en", "--explain")
        masked = self.msb(*words).stdout
        shown = self.msb(*words, "--show-sensitive").stdout
        self.assertNotEqual(masked, shown)
        masked, shown = (
            json.dumps(self.json(*words, *more, "--json")["explanation"])
            for more in ((), ("--show-sensitive",)))
        self.assertNotIn(SHOWN, masked)
        self.assertIn(SHOWN, shown)


if __name__ == "__main__":
    harness.main()
