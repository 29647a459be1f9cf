/* SPDX-License-Identifier: MIT */
/* Cases, by the public interface: lists, rows, words and formats. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <msb/cases.h>

#include "support/short.h"

/* Two groups, an area whose name is a formula, and a gap above 66. */
static const char town[] =
    "'attributes': {'benefit': {'type': 'enum', 'values': ['none', 'cash', "
    "'sick', 'flex', 'pension'], 'label': {'da': 'Ydelse', 'en': 'Benefit'}}, "
    "'needs': {'type': 'set', 'values': ['job', 'home', 'care']}}, "
    "'target_groups': [{'id': 'young', 'name': 'Unge', 'when': {'age': "
    "{'below': 30}}}, {'id': 'adult', 'name': 'Voksne|30+', 'when': {}}], "
    "'areas': [{'id': 'a', 'name': '=1+1, sum'}, {'id': 'b', 'name': 'B'}], "
    "'responsibility': ["
    "{'id': 'first', 'area': 'a', 'because': 'Fordi *det* er\\nså', 'law': "
    "'LAB § 1', 'when': {'target_group': 'young', 'needs': ['job', 'home']}}, "
    "{'id': 'never', 'area': 'b', 'when': {'age': {'below': 30}, 'needs': "
    "{'all_of': ['job']}}}, "
    "{'id': 'rest', 'area': 'b', 'when': {'age': {'through': 66}}}]";

static struct msb_cases *
cases_of(const char *members, size_t rows)
{
    struct msb_rules *rules = rules_of(members);
    struct msb_cases *cases = NULL;

    assert_int_equal(msb_rules_list_cases(rules, rows, &cases, NULL), MSB_OK);
    msb_rules_unref(rules);
    return cases;
}

static void
each_rule_has_a_list_and_the_gap_the_last(void **state)
{
    static const struct {
        size_t rule, area, num_rows;
    } expected[] = {{0, 0, 1}, {1, 1, 0}, {2, 1, 2}, {MSB_NONE, MSB_NONE, 1}};
    struct msb_cases *cases = cases_of(town, MSB_CASES_ROWS);
    struct msb_case_list list;

    (void)state;
    assert_int_equal(msb_cases_num_lists(cases), 4);
    for (size_t i = 0; i < 4; i++) {
        assert_true(msb_cases_get_list(cases, i, &list));
        assert_int_equal(list.kind, MSB_FINDING_RESPONSIBILITY);
        assert_int_equal(list.rule, expected[i].rule);
        assert_int_equal(list.area, expected[i].area);
        assert_int_equal(list.num_rows, expected[i].num_rows);
        assert_true(list.is_counted);
        assert_int_equal(list.num_kinds, expected[i].num_rows);
        assert_int_equal(list.service, MSB_NONE);
        assert_int_equal(list.entry, MSB_NONE);
        assert_int_equal(list.unit, MSB_NONE);
    }
    assert_false(msb_cases_get_list(cases, 4, &list));
    msb_cases_unref(cases);
}

static void
a_row_has_an_id_an_example_and_a_group(void **state)
{
    struct msb_cases *cases = cases_of(town, MSB_CASES_ROWS);
    struct msb_case row;

    (void)state;
    assert_true(msb_cases_get_row(cases, 0, 0, &row));
    assert_string_equal(row.id, "first/1");
    /* The middle of 0–29, the first benefit, the first of the needs. */
    assert_string_equal(row.facts, "{\"age\": 14, \"benefit\": \"none\", "
                                   "\"needs\": [\"job\"], \"services\": []}");
    assert_int_equal(row.target_group, 0);
    assert_true(msb_cases_get_row(cases, 3, 0, &row));
    assert_string_equal(row.id, "GAP/1");
    /* The middle of 67–100: who is older is no typical citizen. */
    assert_string_equal(row.facts, "{\"age\": 83, \"benefit\": \"none\", "
                                   "\"needs\": [], \"services\": []}");
    assert_int_equal(row.target_group, 1);
    assert_false(msb_cases_get_row(cases, 1, 0, &row));
    assert_false(msb_cases_get_row(cases, 4, 0, &row));
    msb_cases_unref(cases);
}

/* What is said of an attribute by the first row of a rule, both ways. */
static void
check_words(const char *when, const char *attribute,
            const char *const expected[2])
{
    char members[900];
    struct msb_cases *cases;
    const struct msb_model *model;
    char *said = NULL;
    size_t index;

    snprintf(members, sizeof members,
             "'attributes': {'f': {'type': 'flag'}, 'n': {'type': 'integer', "
             "'min': -9, 'max': 9}, 'e': {'type': 'enum', 'values': ['x', 'y', "
             "'z', 'w', 'v', 'u']}, 's': {'type': 'set', 'values': ['p', 'q', "
             "'r', 't']}}, 'areas': [{'id': 'a', 'name': 'A'}], 'services': "
             "[{'id': 'v', 'name': 'Hjælp', 'delivered_by': 'a'}], "
             "'responsibility': [{'id': 'r', 'area': 'a', 'when': {%s}}]",
             when);
    cases = cases_of(members, MSB_CASES_ROWS);
    model = msb_rules_get_model(msb_cases_get_rules(cases));
    index = msb_model_find_part(model, MSB_PART_ATTRIBUTE, attribute);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(msb_cases_describe(cases, 0, 0, index,
                                            i == 0 ? NULL : "en", &said, NULL),
                         MSB_OK);
        if (expected[i] == NULL)
            assert_null(said);
        else
            assert_string_equal(said, expected[i]);
        msb_text_free(said);
    }
    msb_cases_unref(cases);
}

static void
words_are_short_and_exact(void **state)
{
    static const struct {
        const char *when, *attribute, *words[2]; /* Danish, English */
    } rows[] = {
        {"'age': {'from': 15, 'through': 29}", "age", {"15–29", "15–29"}},
        {"'age': {'from': 67}", "age", {"67 eller derover", "67 or more"}},
        {"'age': {'below': 15}", "age", {"14 eller derunder", "14 or less"}},
        {"'age': [3, 5, 6]", "age", {"3 eller 5–6", "3 or 5–6"}},
        {"'n': {'from': -3, 'through': 4}",
         "n",
         {"mellem -3 og 4", "between -3 and 4"}},
        {"'e': ['x', 'z']", "e", {"x eller z", "x or z"}},
        {"'not': {'e': 'x'}", "e", {"alle undtagen x", "all but x"}},
        {"'not': {'e': ['y', 'w']}",
         "e",
         {"alle undtagen y og w", "all but y and w"}},
        {"'f': true", "f", {"ja", "yes"}},
        {"'s': ['p', 'q']", "s", {"p eller q", "p or q"}},
        {"'s': {'all_of': ['p', 'q']}", "s", {"p og q", "p and q"}},
        {"'s': {'none_of': ['p', 'q']}", "s", {"ikke p eller q", "not p or q"}},
        {"'not': {'s': {'all_of': ['p', 'q']}}",
         "s",
         {"ikke alle af p og q", "not all of p and q"}},
        {"'s': {'all_of': ['p'], 'any_of': ['q', 'r'], 'none_of': ['t']}",
         "s",
         {"p; q eller r; ikke t", "p; q or r; not t"}},
        {"'services': 'v'", "services", {"Hjælp", "Hjælp"}},
        {"'f': true", "age", {NULL, NULL}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        check_words(rows[i].when, rows[i].attribute, rows[i].words);
}

static void
csv_is_quoted_and_holds_no_formula(void **state)
{
    struct msb_cases *cases = cases_of(town, MSB_CASES_ROWS);
    char *text = NULL;

    (void)state;
    assert_int_equal(msb_cases_format_csv(cases, "en", &text, NULL), MSB_OK);
    assert_string_equal(
        text,
        "id,rule,area,area_name,kinds,target_group,when.age,when.needs,facts"
        "\r\n"
        "first/1,first,a,\"'=1+1, sum\",1,young,29 or less,job or home,"
        "\"{\"\"age\"\": 14, \"\"benefit\"\": \"\"none\"\", \"\"needs\"\": "
        "[\"\"job\"\"], \"\"services\"\": []}\"\r\n"
        "rest/1,rest,b,B,2,young,29 or less,not job or home,"
        "\"{\"\"age\"\": 14, \"\"benefit\"\": \"\"none\"\", \"\"needs\"\": [], "
        "\"\"services\"\": []}\"\r\n"
        "rest/2,rest,b,B,2,adult,30–66,any,"
        "\"{\"\"age\"\": 48, \"\"benefit\"\": \"\"none\"\", \"\"needs\"\": [], "
        "\"\"services\"\": []}\"\r\n"
        "GAP/1,,,,1,adult,67 or more,any,"
        "\"{\"\"age\"\": 83, \"\"benefit\"\": \"\"none\"\", \"\"needs\"\": [], "
        "\"\"services\"\": []}\"\r\n");
    msb_text_free(text);
    msb_cases_unref(cases);
}

static void
jsonl_is_facts_with_an_id(void **state)
{
    struct msb_cases *cases = cases_of(town, 1);
    char *text = NULL;

    (void)state;
    assert_int_equal(msb_cases_format_jsonl(cases, &text, NULL), MSB_OK);
    assert_string_equal(
        text, "{\"id\": \"first/1\", \"age\": 14, \"benefit\": \"none\", "
              "\"needs\": [\"job\"], \"services\": []}\n"
              "{\"id\": \"rest/1\", \"age\": 14, \"benefit\": \"none\", "
              "\"needs\": [], \"services\": []}\n"
              "{\"id\": \"GAP/1\", \"age\": 83, \"benefit\": \"none\", "
              "\"needs\": [], \"services\": []}\n");
    msb_text_free(text);
    msb_cases_unref(cases);
}

static void
markdown_has_a_section_a_rule_and_says_what_is_left_out(void **state)
{
    struct msb_cases *cases = cases_of(town, 1);
    char *text = NULL;
    char *start;

    (void)state;
    assert_int_equal(msb_cases_format_markdown(cases, NULL, &text, NULL),
                     MSB_OK);
    start = strstr(text, "\n## ");
    assert_non_null(start);
    assert_string_equal(
        start,
        "\n## first: =1+1, sum\n\n"
        "- Begrundelse: Fordi \\*det\\* er så\n"
        "- Lov: LAB § 1\n\n"
        "| Nr. | Målgruppe | Alder             | needs          | Eksempel     "
        "         |\n"
        "|-----|-----------|-------------------|----------------|--------------"
        "---------|\n"
        "| 1   | Unge      | 29 eller derunder | job eller home | Alder: 14; "
        "needs: job |\n"
        "\n## never: B\n\n"
        "Ingen borgere afgøres her.\n"
        "\n## rest: B\n\n"
        "| Nr. | Målgruppe | Alder             | needs               | Eksempel"
        "                |\n"
        "|-----|-----------|-------------------|---------------------|---------"
        "----------------|\n"
        "| 1   | Unge      | 29 eller derunder | ikke job eller home | Alder: "
        "14; needs: ingen |\n\n"
        "Flere slags borgere end dem, der er vist: 1.\n"
        "\n## Ingen regel\n\n"
        "| Nr. | Målgruppe   | Alder            | Eksempel  |\n"
        "|-----|-------------|------------------|-----------|\n"
        "| 1   | Voksne\\|30+ | 67 eller derover | Alder: 83 |\n");
    msb_text_free(text);
    msb_cases_unref(cases);
}

static void
by_service_each_entry_has_a_list(void **state)
{
    static const char members[] =
        "'coordination': 'per_service', 'hit_policy': 'unique', "
        "'areas': [{'id': 'a', 'name': 'A'}], "
        "'units': [{'id': 'u', 'name': 'U', 'parent': 'a'}], "
        "'services': [{'id': 'v', 'name': 'V', 'delivered_by': ["
        "{'when': {'age': {'below': 18}}, 'by': 'u'}, "
        "{'when': {'age': {'below': 30}}, 'by': 'a'}]}, "
        "{'id': 'w', 'name': 'W', 'delivered_by': 'a'}], "
        /* Whoever is 20 is rejected, and is in no list. */
        "'responsibility': [{'id': 'r', 'area': 'a', 'when': {'age': 20}}, "
        "{'id': 'q', 'area': 'a', 'when': {'age': {'from': 20, 'through': 21},"
        " 'services': 'v'}}]";
    static const struct {
        size_t service, entry, area, unit;
        const char *id, *age;
    } expected[] = {
        {0, 0, 0, 0, "v/1/1", "17 or less"},
        {0, 1, 0, MSB_NONE, "v/2/1", "18–19 or 21–29"},
        {0, MSB_NONE, MSB_NONE, MSB_NONE, "v/GAP/1", "30 or more"},
        /* Whoever holds the other service as well must not be 20. */
        {1, 0, 0, MSB_NONE, "w/1/1", "19 or less or 21 or more"},
    };
    struct msb_cases *cases = cases_of(members, MSB_CASES_ROWS);

    (void)state;
    assert_int_equal(msb_cases_num_lists(cases), 4);
    for (size_t i = 0; i < 4; i++) {
        struct msb_case_list list;
        struct msb_case row;
        char *said = NULL;

        assert_true(msb_cases_get_list(cases, i, &list));
        assert_true(msb_cases_get_row(cases, i, 0, &row));
        assert_int_equal(list.kind, MSB_FINDING_SERVICE);
        assert_int_equal(list.rule, MSB_NONE);
        assert_int_equal(list.service, expected[i].service);
        assert_int_equal(list.entry, expected[i].entry);
        assert_int_equal(list.area, expected[i].area);
        assert_int_equal(list.unit, expected[i].unit);
        assert_string_equal(row.id, expected[i].id);
        assert_non_null(strstr(row.facts, i < 3 ? "[\"v\"]" : "[\"w\"]"));
        assert_int_equal(msb_cases_describe(cases, i, 0, 0, "en", &said, NULL),
                         MSB_OK);
        assert_string_equal(said, expected[i].age);
        msb_text_free(said);
    }
    msb_cases_unref(cases);
}

static void
wrong_arguments_are_misuse(void **state)
{
    struct msb_rules *rules = rules_of(town);
    struct msb_cases *cases = (struct msb_cases *)(uintptr_t)1;
    struct msb_cases *same;
    char *text = (char *)(uintptr_t)1;

    (void)state;
    assert_int_equal(msb_rules_list_cases(NULL, 1, &cases, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_rules_list_cases(rules, 1, NULL, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_rules_list_cases(rules, 0, &cases, NULL),
                     MSB_ERR_MISUSE);
    assert_null(cases);
    assert_int_equal(
        msb_rules_list_cases(rules, MSB_CASES_MAX_ROWS + 1, &cases, NULL),
        MSB_ERR_MISUSE);
    assert_int_equal(
        msb_rules_list_cases(rules, MSB_CASES_MAX_ROWS, &cases, NULL), MSB_OK);
    msb_rules_unref(rules);
    same = msb_cases_ref(cases);
    msb_cases_unref(cases);
    assert_int_equal(msb_cases_format_markdown(same, "sv", &text, NULL),
                     MSB_ERR_MISUSE);
    assert_null(text);
    assert_int_equal(msb_cases_format_csv(same, "sv", &text, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_cases_format_csv(NULL, NULL, &text, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_cases_format_jsonl(same, NULL, NULL), MSB_ERR_MISUSE);
    assert_int_equal(msb_cases_describe(same, 0, 9, 0, "en", &text, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_cases_describe(same, 0, 0, 99, "en", &text, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_cases_num_lists(NULL), 0);
    assert_null(msb_cases_get_rules(NULL));
    assert_null(msb_cases_ref(NULL));
    msb_cases_unref(NULL);
    msb_cases_unref(same);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_has_a_list_and_the_gap_the_last),
        cmocka_unit_test(a_row_has_an_id_an_example_and_a_group),
        cmocka_unit_test(words_are_short_and_exact),
        cmocka_unit_test(csv_is_quoted_and_holds_no_formula),
        cmocka_unit_test(jsonl_is_facts_with_an_id),
        cmocka_unit_test(
            markdown_has_a_section_a_rule_and_says_what_is_left_out),
        cmocka_unit_test(by_service_each_entry_has_a_list),
        cmocka_unit_test(wrong_arguments_are_misuse),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
