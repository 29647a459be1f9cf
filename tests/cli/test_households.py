# SPDX-License-Identifier: MIT
"""Households and addresses: their imports, and what the commands show."""

import datetime

import harness
from harness import CliTest, dump

ON = ("--on", "2019-06-01")
TODAY = datetime.date.today()
TOMORROW = (TODAY + datetime.timedelta(days=2)).isoformat()
YESTERDAY = (TODAY - datetime.timedelta(days=2)).isoformat()


def column(name, **more):
    return {"from": name, **more}


def mapping(record, *columns):
    dates = ("from", "to", "protected_until")
    return {"msb_mapping": 1, "format": "csv", "record": record,
            "columns": {name: column(name, date="dd-mm-yyyy")
                        if name in dates else column(name)
                        for name in columns}}


MEMBERS = """household;citizen;role;from;to
h1;anna;barn;01-01-2019;
h1;bo;far;01-01-2019;01-01-2020
h9;carl;;01-01-2019;
"""

COURSES = """household;service;unit;from;to
h1;treatment;;01-02-2019;
h1;guidance;clinic;01-02-2019;
"""

ADDRESSES = """citizen;address;from;to;protected_until
anna;Åvej 1, 8000 Aarhus C;01-01-2019;;
bo;Ævej 2;01-01-2019;;{}
"""


class Records(CliTest):
    def setUp(self):
        super().setUp()
        self.store = self.filled_store()

    def take(self, record, text, *words, **options):
        columns = text.split("\n")[0].split(";")
        return self.json(
            "import", self.store, self.write("rows.csv", text), "--mapping",
            self.write("map.json", mapping(record, *columns)), "--json",
            *words, **options)

    def who(self, citizen, *words):
        return self.json("who", self.store, citizen, *ON, "--json", *words)


class Households(Records):
    def setUp(self):
        super().setUp()
        model = self.model()
        model.update(id="small_2019b", valid_from="2019-02-01")
        model["services"][2]["contact_of"] = "household"
        self.msb("adopt", self.store, self.write("b.json", model))

    def test_an_import_brings_members_and_courses_once(self):
        found = self.take("household", MEMBERS)
        self.assertEqual([found["inserted"], found["rejected"]], [3, 0])
        found = self.take("household_course", COURSES)
        self.assertEqual([found["inserted"], found["rejected"]], [2, 0])
        before = dump(self.store)
        self.assertEqual(self.take("household", MEMBERS)["unchanged"], 3)
        self.assertEqual(self.take("household_course", COURSES)["unchanged"],
                         2)
        self.assertEqual(dump(self.store), before)

    def test_who_shows_households_and_the_contact_of_all(self):
        self.take("household", MEMBERS)
        self.take("household_course", COURSES)
        self.assertEqual(self.who("anna")["households"], [
            {"household": "h1", "role": "barn", "services": [
                {"service": "guidance", "area": "income", "unit": "clinic",
                 "is_contact": False},
                {"service": "treatment", "area": "income", "unit": "clinic",
                 "is_contact": True}]}])
        self.assertNotIn("households", self.who("dora"))
        out = self.msb("who", self.store, "anna", *ON).stdout
        self.assertRegex(out, r"Households\n  h1  barn  Vejledning  Ydelse"
                              r"  Klinikken på Åen +\n"
                              r"  h1  barn  Behandling  Ydelse"
                              r"  Klinikken på Åen  contact of all\n")

    def test_a_household_is_shown_on_a_date(self):
        self.take("household", MEMBERS)
        self.take("household_course", COURSES)
        found = self.json("household", self.store, "h1", "--on", "2020-01-01",
                          "--json")
        self.assertEqual(found, {
            "household": "h1", "on": "2020-01-01", "hidden": 0,
            "members": [{"citizen": "anna", "role": "barn",
                         "from": "2019-01-01", "to": None}],
            "courses": [
                {"service": "guidance", "unit": "clinic",
                 "from": "2019-02-01", "to": None},
                {"service": "treatment", "unit": None, "from": "2019-02-01",
                 "to": None}]})
        out = self.msb("household", self.store, "h1", *ON).stdout
        self.assertIn("  bo    far   2019-01-01  2020-01-01\n", out)

    def test_rows_without_a_person_or_a_household_are_rejected(self):
        found = self.take("household", MEMBERS.replace("carl", "nobody"),
                          status=1)
        self.assertEqual([error["code"] for error in found["errors"]],
                         ["unknown_citizen"])
        found = self.take("household_course", COURSES.replace("h1;g", "h7;g"),
                          status=1)
        self.assertEqual([(error["code"], error["line"])
                          for error in found["errors"]],
                         [("unknown_household", 3)])

    def test_an_unknown_household_cannot_be_shown(self):
        result = self.msb("household", self.store, "h1", *ON, status=2)
        self.assertIn("unknown_household", result.stderr)

    def test_a_mapping_says_which_columns_a_member_has(self):
        bad = mapping("household", "household", "citizen", "from", "benefit")
        result = self.msb("import", self.store, self.write("r.csv", MEMBERS),
                          "--mapping", self.write("map.json", bad), status=2)
        self.assertIn("household, citizen, role, from and to", result.stderr)


class Addresses(Records):
    def take_addresses(self, until):
        until = datetime.date.fromisoformat(until).strftime("%d-%m-%Y")
        return self.take("address", ADDRESSES.format(until))

    def test_an_address_is_shown_when_asked_for(self):
        self.take_addresses(TOMORROW)
        found = self.who("anna")
        self.assertNotIn("address", found)
        self.assertNotIn("address_protected", found)
        found = self.who("anna", "--show-address")
        self.assertEqual([found["address"], found["address_protected"]],
                         ["Åvej 1, 8000 Aarhus C", False])
        self.assertIn("Address      Åvej 1, 8000 Aarhus C\n", self.msb(
            "who", self.store, "anna", *ON, "--show-address").stdout)

    def test_a_protected_one_is_in_no_output(self):
        self.take_addresses(TOMORROW)
        found = self.who("bo", "--show-address")
        self.assertEqual([found["address"], found["address_protected"]],
                         [None, True])
        for words in (("who", self.store, "bo", *ON, "--show-address"),
                      ("who", self.store, "bo", *ON, "--show-address",
                       "--explain", "--json"),
                      ("history", self.store, "bo"),
                      ("history", self.store, "bo", "--json"),
                      ("subject", self.store, "bo")):
            with self.subTest(words[0]):
                result = self.msb(*words)
                self.assertNotIn("Ævej", result.stdout + result.stderr)

    def test_it_lapses_after_its_date(self):
        self.take_addresses(YESTERDAY)
        found = self.who("bo", "--show-address")
        self.assertEqual([found["address"], found["address_protected"]],
                         ["Ævej 2", False])

    def test_protect_hides_and_a_correction_lifts_it(self):
        self.take_addresses(TOMORROW)
        self.msb("protect", self.store, "anna", "--from", "2019-01-01",
                 "--to", TOMORROW)
        self.assertIsNone(self.who("anna", "--show-address")["address"])
        self.msb("protect", self.store, "anna", "--from", "2019-01-01",
                 "--to", YESTERDAY)
        self.assertIsNotNone(self.who("anna", "--show-address")["address"])

    def test_it_is_idempotent_and_rejects_by_line(self):
        self.assertEqual(self.take_addresses(TOMORROW)["inserted"], 2)
        before = dump(self.store)
        self.assertEqual(self.take_addresses(TOMORROW)["unchanged"], 2)
        self.assertEqual(dump(self.store), before)
        result = self.take("address",
                           "citizen;address;from;to;protected_until\n"
                           "anna;Vej;01-02-2019;;01-02-2019\n"
                           "nobody;Vej;01-02-2019;;\n", status=1)
        self.assertEqual([(error["code"], error["line"])
                          for error in result["errors"]],
                         [("empty_period", 2), ("unknown_citizen", 3)])
        self.assertNotIn("Vej", str(result))


if __name__ == "__main__":
    harness.main()
