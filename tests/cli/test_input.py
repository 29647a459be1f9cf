# SPDX-License-Identifier: MIT
"""Files that an import cannot use, whole or in one row: what msb says, how
it ends, and that the store is as it was."""

import os

import harness
from harness import CITIZENS, MODELS, CliTest, dump

HEADER = "Borger;Fødselsdag;Ydelse;Hjemløs\n"

#: An official test person of MedCom, who is no real person.
PERSON = "0201609995"

#: Name, content, and what is said: a part of the message, and its code.
FILES = (
    ("empty", b"", "empty", "empty_file"),
    ("binary", bytes(range(256)) * 64, "", "binary_file"),
    ("column missing", HEADER.replace("Ydelse", "Andet").encode(),
     "Ydelse", "missing_column"),
    ("column twice", HEADER.replace("Hjemløs", "Ydelse;Hjemløs").encode(),
     "Ydelse", "ambiguous_column"),
)

#: Name, row, the column that is named, and the code.
ROWS = (
    ("quote never closed", 'x;"15-06-1970;KTH;nej', "", "unclosed_quote"),
    ("too many cells", "x;15-06-1970;KTH;nej;more", "", "too_many_cells"),
    ("born in the future", "x;15-06-2970;KTH;nej", "Fødselsdag",
     "future_birth_date"),
    ("no such day", "x;30-02-1970;KTH;nej", "Fødselsdag", "bad_date"),
    ("unknown benefit", "x;15-06-1970;GULD;nej", "Ydelse", "unknown_value"),
    ("no id", ";15-06-1970;KTH;nej", "Borger", "missing_value"),
)


class Input(CliTest):
    def setUp(self):
        super().setUp()
        self.store = self.new_store()
        self.before = dump(self.store)

    def import_bytes(self, content, mapping, status, *options):
        path = self.write("citizens.csv", content)
        result = self.msb("import", self.store, path, "--mapping", mapping,
                          *options, status=status)
        self.assertEqual(dump(self.store), self.before)
        return result

    def test_a_file_that_cannot_be_used_is_refused_with_its_name(self):
        for name, content, part, code in FILES:
            with self.subTest(name):
                result = self.import_bytes(
                    content, MODELS / "citizens.mapping.json", 2)
                self.assertEqual(result.stdout, "")
                self.assertRegex(
                    result.stderr,
                    rf"^msb: \S+citizens\.csv(:\d+)*: .*{part}.* \({code}\)")

    def test_a_file_that_cannot_be_read_is_refused_with_its_name(self):
        for path in (self.folder, self.folder / "none.csv", "/dev/zero"):
            result = self.msb("import", self.store, path, "--mapping",
                              MODELS / "citizens.mapping.json", status=2)
            self.assertTrue(
                result.stderr.startswith(f"msb: {path}: "), result.stderr)
        self.assertEqual(dump(self.store), self.before)

    def test_a_row_that_cannot_be_used_is_told_with_line_and_column(self):
        for name, row, column, code in ROWS:
            with self.subTest(name):
                result = self.import_bytes(
                    (HEADER + row + "\n").encode(),
                    MODELS / "citizens.mapping.json", 1)
                self.assertRegex(
                    result.stderr,
                    rf"(?m)^msb: \S+citizens\.csv:2: {column}.* \({code}\)$")
                self.assertNotIn("GULD", result.stderr)

    def test_a_truncated_file_is_read_to_where_it_ends(self):
        content = CITIZENS.encode()
        store = self.new_store(self.folder_of("whole"))
        path = self.write("citizens.csv", content[:-10])
        result = self.json("import", store, path, "--mapping",
                           MODELS / "citizens.mapping.json", "--json",
                           status=1)
        self.assertEqual((result["inserted"], result["rejected"]), (3, 1))

    def folder_of(self, name):
        path = self.folder / name
        os.mkdir(path)
        return path

    def test_a_personal_number_that_disagrees_is_not_repeated(self):
        mapping = (MODELS / "citizens.mapping.json").read_text("utf-8")
        mapping = self.write("cpr.json", mapping.replace(
            '"birth_date"', '"cpr": {"from": "CPR"},\n "birth_date"', 1))
        rows = ["CPR;" + HEADER.strip(),
                f"{PERSON};x;15-06-1970;KTH;nej",
                f"{PERSON[:6]}-{PERSON[6:]};y;15-06-1970;KTH;nej",
                "x" + PERSON[1:] + ";z;15-06-1970;KTH;nej", ""]
        result = self.import_bytes("\n".join(rows).encode(), mapping, 1)
        self.assertRegex(result.stderr,
                         r"(?m)citizens\.csv:2: .+ \(cpr_disagrees\)$")
        for digits in (PERSON, PERSON[:6], PERSON[6:]):
            self.assertNotIn(digits, result.stderr + result.stdout)

    def test_a_row_that_is_refused_does_not_stop_the_others(self):
        rows = HEADER + "".join(row + "\n" for _, row, _, _ in ROWS[1:])
        path = self.write("citizens.csv", rows + "anna;01-02-1998;UDH;ja\n")
        result = self.json("import", self.store, path, "--mapping",
                           MODELS / "citizens.mapping.json", "--json",
                           status=1)
        self.assertEqual(
            (result["read"], result["inserted"], result["rejected"]),
            (len(ROWS), 1, len(ROWS) - 1))
        self.assertEqual([error["line"] for error in result["errors"]],
                         list(range(2, len(ROWS) + 1)))


if __name__ == "__main__":
    harness.main()
