/* SPDX-License-Identifier: MIT */
/* Facts from JSON: what is read, and each way to be refused. */
#include <msb/facts.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <msb/decision.h>

#include "support/short.h"

static const char members[] =
    "'attributes': {'n': {'type': 'integer', 'min': -5, 'max': 5}, "
    "'e': {'type': 'enum', 'values': ['p', 'q']}, 'f': {'type': 'flag'}, "
    "'s': {'type': 'set', 'values': ['x', 'y']}}, "
    "'target_groups': [{'id': 'g', 'name': 'G', 'when': {}}], "
    "'services': [{'id': 'home', 'name': 'H', 'delivered_by': 'a'}], "
    "'areas': [{'id': 'a', 'name': 'A'}, {'id': 'b', 'name': 'B'}], "
    "'responsibility': ["
    "{'id': 'r', 'area': 'a', 'when': {'n': 5, 'e': 'q', 'f': true, "
    "'s': {'all_of': ['x'], 'none_of': ['y']}, 'age': {'from': 18}}}, "
    "{'id': 't', 'area': 'b', 'when': {}}]";

static enum msb_status
parse(struct msb_facts *facts, const char *json, char **id,
      struct msb_error *err)
{
    char *text = quoted(json);
    enum msb_status status = msb_facts_parse_json(facts, text, strlen(text), id,
                                                  err);

    free(text);
    return status;
}

static struct msb_facts *
new_facts(void)
{
    struct msb_model *model = model_of(members);
    struct msb_facts *facts = NULL;

    assert_int_equal(msb_facts_new(model, &facts, NULL), MSB_OK);
    msb_model_unref(model);
    return facts;
}

static void
every_member_is_read(void **state)
{
    struct msb_rules *rules = rules_of(members);

    (void)state;
    assert_decides(rules,
                   "{'n': 5, 'e': 'q', 'f': true, 's': ['x'], "
                   "'birth_date': '2001-06-01'}",
                   "responsible", "'a'");
    /* In any order; a value twice in a set is there once. */
    assert_decides(rules,
                   "{'s': ['x', 'x'], 'age': 18, 'f': true, 'id': 'c', "
                   "'e': 'q', 'n': 5, 'services': ['home']}",
                   "responsible", "'a'");
    assert_decides(rules,
                   "{'s': ['x', 'y'], 'age': 18, 'f': true, 'e': 'q', "
                   "'n': 5}",
                   "responsible", "'b'");
    msb_rules_unref(rules);
}

static void
what_is_missing_or_null_is_unknown(void **state)
{
    static const char *const cases[] = {
        "{}",
        "{'age': null, 'birth_date': null, 'n': null, 'e': null, 'f': null, "
        "'s': null, 'services': null}",
    };
    struct msb_rules *rules = rules_of(members);

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        assert_decides(rules, cases[i], "missing",
                       "['age', 'n', 'e', 'f', 's']");
        assert_decides(rules, cases[i], "deliveries", "[]");
    }
    /* An empty list is known: no x, so b. */
    assert_decides(rules, "{'s': []}", "responsible", "'b'");
    msb_rules_unref(rules);
}

static const struct {
    const char *json, *code, *member;
} refused[] = {
    {"{'m': 1}", "unknown_member", "m"},
    {"{'comment': 'x'}", "unknown_member", "comment"},
    {"{'target_group': 'g'}", "unknown_member", "target_group"},
    {"{'N': 1}", "unknown_member", "N"},
    {"{'n': '5'}", "wrong_type", "n"},
    {"{'n': 1.5}", "wrong_type", "n"},
    {"{'n': true}", "wrong_type", "n"},
    {"{'n': [1]}", "wrong_type", "n"},
    {"{'n': 6}", "out_of_range", "n"},
    {"{'n': -6}", "out_of_range", "n"},
    {"{'n': 4294967296}", "out_of_range", "n"},
    {"{'age': -1}", "out_of_range", "age"},
    {"{'age': 131}", "out_of_range", "age"},
    {"{'age': '18'}", "wrong_type", "age"},
    {"{'e': 'r'}", "unknown_value", "e"},
    {"{'e': ''}", "unknown_value", "e"},
    {"{'e': 1}", "wrong_type", "e"},
    {"{'e': ['p']}", "wrong_type", "e"},
    {"{'f': 1}", "wrong_type", "f"},
    {"{'f': 'true'}", "wrong_type", "f"},
    {"{'s': 'x'}", "wrong_type", "s"},
    {"{'s': {'x': true}}", "wrong_type", "s"},
    {"{'s': [null]}", "wrong_type", "s"},
    {"{'s': ['x', 1]}", "wrong_type", "s"},
    {"{'s': ['x', 'z']}", "unknown_value", "s"},
    {"{'services': ['gone']}", "unknown_value", "services"},
    {"{'services': 'home'}", "wrong_type", "services"},
    {"{'birth_date': 19900101}", "wrong_type", "birth_date"},
    {"{'birth_date': '01-01-1990'}", "bad_date", "birth_date"},
    {"{'birth_date': '1990-02-30'}", "bad_date", "birth_date"},
    {"{'birth_date': ''}", "bad_date", "birth_date"},
    {"{'id': 7}", "wrong_type", "id"},
    {"[]", "wrong_type", ""},
    {"'x'", "wrong_type", ""},
    {"null", "wrong_type", ""},
    {"{'f': true, 'f': true}", "duplicate_member", "f"},
    {"{'f': null, 'f': true}", "duplicate_member", "f"},
    {"{'services': [], 'n': 1, 'services': []}", "duplicate_member",
     "services"},
    {"{'birth_date': '1990-01-01', 'birth_date': '1990-01-01'}",
     "duplicate_member", "birth_date"},
    {"{'birth_date': null, 'birth_date': '1990-01-01'}", "duplicate_member",
     "birth_date"},
    {"{'id': 'c', 'id': 'd'}", "duplicate_member", "id"},
};

static void
what_does_not_fit_the_model_is_refused_with_its_member(void **state)
{
    struct msb_facts *facts = new_facts();

    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct msb_error err = {0};
        enum msb_status status = parse(facts, refused[i].json, NULL, &err);

        if (status != MSB_ERR_INVALID || strcmp(err.code, refused[i].code) != 0
            || strcmp(err.where, refused[i].member) != 0)
            fail_msg("%s: %s %s at \"%s\"; expected %s at \"%s\"",
                     refused[i].json, msb_status_get_name(status), err.code,
                     err.where, refused[i].code, refused[i].member);
        assert_int_equal(err.status, MSB_ERR_INVALID);
        assert_int_not_equal(err.message[0], '\0');
    }
    msb_facts_free(facts);
}

static void
what_is_no_json_is_refused_with_its_place(void **state)
{
    static const char *const cases[] = {"",        " ",         "{",
                                        "{'n': }", "{'n': 1,}", "{} {}",
                                        "{n: 1}",  "{'n': 01}", "nul"};
    struct msb_facts *facts = new_facts();
    struct msb_error err = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(parse(facts, cases[i], NULL, &err), MSB_ERR_SYNTAX);
        assert_int_equal(err.line, 1);
        assert_true(err.column >= 1);
    }
    assert_int_equal(
        msb_facts_parse_json(facts, "{\"e\": \"\xff\"}", 10, NULL, &err),
        MSB_ERR_SYNTAX);
    assert_string_equal(err.code, "encoding");
    assert_int_equal(
        msb_facts_parse_json(facts, "{\"e\": \"p\0\"}", 11, NULL, &err),
        MSB_ERR_SYNTAX);
    assert_string_equal(err.code, "nul");
    /* No more of the text is read than its length says. */
    assert_int_equal(msb_facts_parse_json(facts, "{}garbage", 2, NULL, NULL),
                     MSB_OK);
    msb_facts_free(facts);
}

static void
a_message_never_shows_the_value(void **state)
{
    static const char *const cases[] = {
        "{'n': 4711}",      "{'e': 'x4711'}",
        "{'s': ['x4711']}", "{'birth_date': '4711-99-99'}",
        "{'f': 4711}",      "{'n': '4711'}",
        "{'e': 'x4711}"};
    struct msb_facts *facts = new_facts();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct msb_error err = {0};

        assert_int_not_equal(parse(facts, cases[i], NULL, &err), MSB_OK);
        assert_null(strstr(err.message, "4711"));
        assert_null(strstr(err.where, "4711"));
    }
    msb_facts_free(facts);
}

static void
the_id_is_handed_over_also_with_facts_that_are_refused(void **state)
{
    static const struct {
        const char *json, *id;
    } cases[] = {
        {"{'id': 'c 1 \\u00f8'}", "c 1 \xc3\xb8"},
        {"{'id': ''}", ""},
        {"{}", NULL},
        {"{'f': 3, 'id': 'c2'}", "c2"},
        {"{'id': 4}", NULL},
        {"[]", NULL},
        {"{'id': 'c3', ", NULL},
    };
    struct msb_facts *facts = new_facts();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char untouched = 'x';
        char *id = &untouched;

        if (parse(facts, cases[i].json, &id, NULL) == MSB_OK)
            assert_true(i < 3);
        assert_ptr_not_equal(id, &untouched);
        assert_int_equal(id == NULL, cases[i].id == NULL);
        if (id != NULL)
            assert_string_equal(id, cases[i].id);
        msb_text_free(id);
    }
    msb_facts_free(facts);
}

static void
reading_forgets_what_was_known_also_when_it_fails(void **state)
{
    static const char *const next[] = {"{}", "[]", "{", "{'n': 9}"};
    struct msb_rules *rules = rules_of(members);

    (void)state;
    for (size_t i = 0; i < sizeof next / sizeof next[0]; i++) {
        struct msb_facts *facts = facts_of(rules,
                                           "{'s': [], 'services': ['home'], "
                                           "'birth_date': '1990-01-01'}");
        struct msb_decision *decision = NULL;

        assert_int_equal(parse(facts, next[i], NULL, NULL) == MSB_OK, i == 0);
        assert_int_equal(msb_rules_resolve(rules, facts, date_of("1980-01-01"),
                                           &decision, NULL),
                         MSB_OK);
        assert_int_equal(msb_decision_num_missing(decision), 5);
        assert_int_equal(msb_decision_num_deliveries(decision), 0);
        msb_decision_unref(decision);
        msb_facts_free(facts);
    }
    msb_rules_unref(rules);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_member_is_read),
        cmocka_unit_test(what_is_missing_or_null_is_unknown),
        cmocka_unit_test(
            what_does_not_fit_the_model_is_refused_with_its_member),
        cmocka_unit_test(what_is_no_json_is_refused_with_its_place),
        cmocka_unit_test(a_message_never_shows_the_value),
        cmocka_unit_test(
            the_id_is_handed_over_also_with_facts_that_are_refused),
        cmocka_unit_test(reading_forgets_what_was_known_also_when_it_fails),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
