# SPDX-License-Identifier: MIT
"""Every lint check finds what it is for, and nothing in a good tree.

Usage: test_lint.py [CLANG-FORMAT]
"""

import os
import sys
import tempfile
import unittest

import bindings
import docs
import format as formatting
import layers
import size
import style

LICENCE = "/* SPDX-License-Identifier: MIT */\n"
GOOD_HEADER = LICENCE + """\
#include <msb/error.h>

/** A thing. */
struct msb_thing;

/** What it is. */
enum msb_kind {
    MSB_KIND_ONE = 1, /**< One. */
    MSB_KIND_TWO = 2  /**< Two. */
};

/**
 * Make one.
 *
 * @return MSB_OK or MSB_ERR_NOMEM.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_thing_new(struct msb_thing **out, struct msb_error *err);

/** Release it. @since 0.1 */
MSB_API void msb_thing_free(struct msb_thing *thing);
"""
GOOD_SOURCE = LICENCE + """\
#include <msb/model.h>

#include <string.h>

#include "base/memory.h"

/* The label's comment: it says goto end, malloc() and printf(). */
static int
count_things(const char *text)
{
    int count = 0;

    if (text == NULL)
        goto out;
    for (; *text != '\\0'; text++)
        switch (*text) {
        case 'a':
            count++;
            break;
        default:
            break;
        }
out:
    return count;
}
"""


def make_function(num_lines):
    """Return a C function of that many lines."""
    return ("static int\nfill_room(int a,\n          int b)\n{\n"
            + "    a += b;\n" * (num_lines - 6) + "    return a;\n}\n")


class Lint(unittest.TestCase):
    """A tree in a temporary folder, and one check run over it."""

    def find(self, check, **files):
        """Return the findings in a tree; `__` in a name is a slash."""
        with tempfile.TemporaryDirectory() as root:
            for name, text in files.items():
                stem, suffix = name.rsplit("_", 1)
                path = os.path.join(
                    root, stem.replace("__", "/") + "." + suffix)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "w", encoding="utf-8", newline="") as file:
                    file.write(text)
            return list(check(root))

    def assert_found(self, check, expected, **files):
        """There is exactly one finding, and it holds the text."""
        findings = self.find(check, **files)
        self.assertEqual(len(findings), 1, findings)
        self.assertIn(expected, findings[0])

    def assert_clean(self, check, **files):
        """There is no finding."""
        self.assertEqual(self.find(check, **files), [])


class LayersTest(Lint):
    """layers.py"""

    def assert_refused(self, path, include):
        """The one include is refused in that file."""
        self.assert_found(layers.check, ":1: ",
                          **{path: f"#include {include}\n"})

    def assert_allowed(self, path, include):
        """The one include is allowed in that file."""
        self.assert_clean(layers.check, **{path: f"#include {include}\n"})

    def test_arrows_point_one_way(self):
        order = ["base", "model", "rules", "decide", "store", "import"]
        for i, lower in enumerate(order):
            for upper in order[i:]:
                self.assert_allowed(f"lib__{upper}__x_c", f'"{lower}/y.h"')
                if lower != upper:
                    self.assert_refused(f"lib__{lower}__x_c",
                                        f'"{upper}/y.h"')

    def test_compare_stands_beside_import(self):
        self.assert_allowed("lib__compare__x_h", '"store/store.h"')
        self.assert_allowed("lib__compare__x_h", '"decide/facts.h"')
        self.assert_refused("lib__compare__x_h", '"import/csv.h"')
        for layer in ("base", "model", "rules", "decide", "store", "import"):
            self.assert_refused(f"lib__{layer}__x_c", '"compare/x.h"')

    def test_folders_of_the_store_point_one_way(self):
        order = ["guard", "columns", "time", "hold", "rights"]
        for i, lower in enumerate(order):
            self.assert_allowed(f"lib__store__{lower}__x_c", '"store/y.h"')
            self.assert_allowed("lib__store__x_c", f'"store/{lower}/y.h"')
            for upper in order[i + 1:]:
                self.assert_allowed(f"lib__store__{upper}__x_c",
                                    f'"store/{lower}/y.h"')
                self.assert_refused(f"lib__store__{lower}__x_c",
                                    f'"store/{upper}/y.h"')
        self.assert_refused("lib__store__magic__x_c", '"store/y.h"')
        self.assert_refused("lib__store__x_c", '"store/magic/y.h"')

    def test_public_headers_belong_to_layers(self):
        self.assert_allowed("lib__store__x_c", "<msb/decision.h>")
        self.assert_refused("lib__model__x_c", "<msb/decision.h>")
        self.assert_refused("lib__base__x_c", "<msb/model.h>")
        self.assert_refused("lib__store__x_c", "<msb.h>")
        self.assert_refused("lib__store__x_c", "<msb/unheard_of.h>")
        self.assert_refused("include__msb__model_h", "<msb/store.h>")
        self.assert_refused("include__msb__model_h", '"model/model.h"')
        self.assert_allowed("include__msb__store_h", "<msb/model.h>")

    def test_each_library_has_its_folder(self):
        self.assert_allowed("lib__model__json_c", "<cjson/cJSON.h>")
        self.assert_allowed("lib__import__jsonl_c", "<cjson/cJSON.h>")
        self.assert_refused("lib__import__csv_c", "<cjson/cJSON.h>")
        self.assert_refused("lib__decide__facts_c", "<cjson/cJSON.h>")
        self.assert_allowed("lib__store__open_c", "<sqlite3.h>")
        self.assert_refused("lib__import__csv_c", "<sqlite3.h>")
        self.assert_refused("tools__msb__main_c", "<sqlite3.h>")
        self.assert_allowed("lib__import__csv_c", "<csv.h>")
        self.assert_refused("lib__store__open_c", "<csv.h>")
        self.assert_refused("lib__base__text_c", "<openssl/md5.h>")

    def test_programs_see_the_public_headers_alone(self):
        for path in ("tools__msb__x_c", "examples__c__x_c", "tests__api__x_c"):
            self.assert_allowed(path, "<msb.h>")
            self.assert_allowed(path, "<msb/model.h>")
            self.assert_refused(path, '"model/model.h"')
        self.assert_allowed("tools__msb__x_c", '"message.h"')
        self.assert_allowed("tests__unit__model__x_c", '"model/model.h"')

    def test_a_new_folder_needs_a_place_in_the_table(self):
        self.assert_found(layers.check, "no layer", lib__magic__x_c="\n")
        self.assert_found(layers.check, "no layer", include__msb__x_h="\n")


class SizeTest(Lint):
    """size.py"""

    def test_files_have_limits(self):
        for path, limit in (("lib__base__x_c", 500), ("tools__x_py", 500),
                            ("tests__unit__x_c", 400), ("tests__x_py", 400),
                            ("include__msb__x_h", 300),
                            ("bindings__swig__x_i", 200)):
            self.assert_clean(size.check, **{path: "\n" * limit})
            self.assert_found(size.check, f"at most {limit}",
                              **{path: "\n" * (limit + 1)})

    def test_functions_have_a_limit(self):
        comment = "/*\n * Long.\n */\n"
        self.assert_clean(size.check,
                          lib__base__x_c=comment + make_function(60))
        self.assert_found(size.check, "fill_room has 61 lines",
                          lib__base__x_c=comment + make_function(61))
        self.assert_clean(
            size.check, lib__base__x_c="static int a;\n\n" + make_function(60)
            + "\n" + make_function(60))
        body = "    pass\n"
        self.assert_clean(size.check, x__x_py="def f():\n" + body * 59)
        self.assert_found(size.check, "f has 61 lines",
                          x__x_py="def f():\n" + body * 60)


class StyleTest(Lint):
    """style.py"""

    def assert_line_refused(self, expected, line, path="lib__base__x_c"):
        """The line is the only finding of a file that is good otherwise."""
        self.assert_found(style.check, expected,
                          **{path: GOOD_SOURCE + line + "\n"})

    def test_a_good_file_is_clean(self):
        self.assert_clean(style.check, lib__base__x_c=GOOD_SOURCE,
                          include__msb__x_h=GOOD_HEADER)

    def test_text_is_finished_and_of_no_machine(self):
        self.assert_line_refused("unfinished", "/* TO" "DO: more */")
        self.assert_line_refused("unfinished", "/* FIX" "ME */")
        self.assert_found(style.check, "unfinished", doc__x_md="HA" "CK\n")
        for path in ("/wo" "rk/main", "/ho" "me/anna/x", "/ro" "ot",
                     "/t" "mp/x"):
            self.assert_found(style.check, "machine",
                              doc__x_md=f"Look in {path}.\n")
            self.assert_found(style.check, "machine",
                              doc__x_md=f"`{path}`\n")
        self.assert_clean(style.check,
                          doc__x_md="${TMPDIR:-/t" "mp}, https://a.dk/home\n")

    def test_layout_is_plain(self):
        for path in ("lib__base__x_c", "bindings__swig__x_i", "x__x_pyi"):
            self.assert_found(style.check, "licence", **{path: "int a;\n"})
        self.assert_line_refused("columns", "/* " + "x" * 78)
        self.assert_line_refused("blanks", "int a; ")
        self.assert_line_refused("tab", "int\ta;")
        self.assert_found(style.check, "one newline",
                          lib__base__x_c=LICENCE + "\n")
        self.assert_found(style.check, "one newline",
                          lib__base__x_c=LICENCE + "int a;")
        self.assert_found(style.check, "carriage",
                          lib__base__x_c=LICENCE + "int a;\r\nint b;\n")

    def test_c_does_without(self):
        self.assert_line_refused("only label", "done:")
        self.assert_line_refused("out alone", "    goto done;")
        self.assert_line_refused("spelled out", "typedef struct a b;")
        self.assert_line_refused("spelled out", "typedef enum {")
        self.assert_line_refused("macro", "#define TWICE(x) (2 * (x))")
        self.assert_line_refused("alloca", "    p = alloca(3);")
        self.assert_clean(
            style.check, lib__base__x_c=GOOD_SOURCE
            + "typedef enum msb_status (*fn)(void *user,\n#define N 3\n")

    def test_the_library_keeps_to_itself(self):
        for line in ("p = malloc(3);", "free(p);", "s = strdup(t);"):
            self.assert_line_refused("heap", "    " + line)
        for line in ('printf("x");', "abort();", "exit(1);", "assert(a);",
                     'fputs("x", stderr);', 'getenv("HOME");'):
            self.assert_line_refused("prints", "    " + line)
            self.assert_clean(style.check,
                              tools__x_c=GOOD_SOURCE + "    " + line + "\n")
        self.assert_clean(style.check, lib__base__memory_c=GOOD_SOURCE
                          + "    free(p);\n")
        self.assert_clean(style.check, lib__base__x_c=GOOD_SOURCE
                          + '    snprintf(a, 3, "abort()");\n')


class DocsTest(Lint):
    """docs.py"""

    def assert_refused(self, expected, old, new):
        """The good header with one change has one finding."""
        self.assertIn(old, GOOD_HEADER)
        self.assert_found(docs.check, expected,
                          include__msb__x_h=GOOD_HEADER.replace(old, new))

    def test_a_documented_header_is_clean(self):
        self.assert_clean(docs.check, include__msb__x_h=GOOD_HEADER)

    def test_every_name_is_documented(self):
        self.assert_refused("no comment right above",
                            "/** Release it. @since 0.1 */\n", "")
        self.assert_refused("@since", "Release it. @since 0.1", "Release it.")
        self.assert_refused("what it returns", "@return MSB_OK", "MSB_OK")
        self.assert_refused("MUST_CHECK", "MSB_API MSB_MUST_CHECK", "MSB_API")
        self.assert_refused("no comment", "/** A thing. */\n", "")
        self.assert_refused("no comment", "/** What it is. */\n", "")
        self.assert_refused("no comment", "  /**< Two. */", "")
        self.assert_refused("explicit value", "MSB_KIND_TWO = 2",
                            "MSB_KIND_TWO    ")


class BindingsTest(Lint):
    """bindings.py"""

    @staticmethod
    def check(root, **left_out):
        """Nothing is left out but what a test says."""
        return bindings.check(root, left_out)

    def assert_calls(self, text, *missing):
        """With that in the interface, just those calls are missing."""
        found = self.find(self.check, include__msb__x_h=GOOD_HEADER,
                          bindings__swig__x_i=text)
        self.assertEqual([finding.split()[1] for finding in found],
                         list(missing))

    def test_every_call_is_used(self):
        self.assert_calls("", "msb_thing_new", "msb_thing_free")
        self.assert_calls("msb_thing_new(&out, err);", "msb_thing_free")
        self.assert_calls("msb_thing_new(&out);\n\"msb_thing_free($1);\"")
        self.assert_calls("/* msb_thing_new() */ // msb_thing_free()",
                          "msb_thing_new", "msb_thing_free")
        self.assert_clean(self.check, include__msb__x_h=GOOD_HEADER,
                          bindings__swig__x_i="msb_thing_new(&out, err);",
                          bindings__python__src__x_c="msb_thing_free(a);")
        self.assert_found(self.check, "msb_thing_free",
                          include__msb__x_h=GOOD_HEADER,
                          bindings__swig__x_i="msb_thing_new(&out, err);",
                          lib__base__x_c="msb_thing_free(a);")

    def test_members_are_read_with_the_whole(self):
        self.assert_reached("msb_thing_get_name", "msb_thing_format_json(a)")
        self.assert_reached("msb_thing_num", "msb_thing_format_json(a)")
        self.assert_reached("msb_thing_ref", "")
        for name in ("msb_thing_put_name", "msb_things_get_name",
                     "msb_thing_list"):
            self.assert_found(
                self.check, name, bindings__swig__x_i="msb_thing_format_json",
                include__msb__x_h=f"MSB_API int {name}(void);\n")
        self.assert_found(self.check, "get_name", bindings__swig__x_i="",
                          include__msb__x_h="MSB_API int get_name(void);\n"
                          .replace("get_name", "msb_thing_get_name"))

    def assert_reached(self, name, text):
        """That call needs no more than that interface."""
        self.assert_clean(self.check, bindings__swig__x_i=text,
                          include__msb__x_h=f"MSB_API int {name}(void);\n")

    def test_what_is_left_out_is_there_and_unused(self):
        def check(root):
            return self.check(root, msb_thing_free="a reason")

        self.assert_clean(check, include__msb__x_h=GOOD_HEADER,
                          bindings__swig__x_i="msb_thing_new")
        self.assert_found(check, "drop its reason",
                          include__msb__x_h=GOOD_HEADER,
                          bindings__swig__x_i="msb_thing_new msb_thing_free")
        self.assert_found(check, "no public function",
                          include__msb__x_h="\n")


class FormatTest(Lint):
    """format.py"""

    def test_what_clang_format_would_change_is_found(self):
        style_file = {"_clang-format": "BasedOnStyle: LLVM\n"}
        self.assert_clean(formatting.check, x__x_c="int a;\n", **style_file)
        self.assert_found(formatting.check, "not as clang-format",
                          x__x_c="int   a;\n", **style_file)


if __name__ == "__main__":
    # format.py takes the program from there, as unittest must not.
    sys.argv[2:] = sys.argv[1:2]
    if len(sys.argv) < 3:
        del FormatTest
    unittest.main(argv=sys.argv[:1])
