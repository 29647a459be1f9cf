/* SPDX-License-Identifier: MIT */
/* Masked explanations as JSON, and rejected facts as sentences. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <msb/decision.h>

#include "support/short.h"

static const char secrets[] =
    "'hit_policy': 'unique', "
    "'attributes': {'needs': {'type': 'set', 'values': ['aa', 'bb'], "
    "'sensitive': true}, 'n': {'type': 'integer', 'min': 0, 'max': 9}}, "
    "'areas': [{'id': 'x', 'name': 'X'}, {'id': 'y', 'name': 'Y'}], "
    "'responsibility': [{'id': 'r1', 'area': 'x', 'when': {'needs': 'bb'}}, "
    "{'id': 'r2', 'area': 'y', 'when': {'n': 5}}]";

/* The JSON of an explanation that masks; free() it. */
static char *
masked_of(const char *sheet)
{
    struct msb_rules *rules = rules_of(secrets);
    struct msb_facts *facts = facts_of(rules, sheet);
    struct msb_explanation *explanation = NULL;
    char *json = NULL, *copy;

    assert_int_equal(msb_rules_explain(rules, facts, date_of("2019-06-01"),
                                       false, &explanation, NULL),
                     MSB_OK);
    assert_int_equal(msb_explanation_format_json(explanation, &json, NULL),
                     MSB_OK);
    copy = strdup(json);
    assert_non_null(copy);
    msb_text_free(json);
    msb_explanation_unref(explanation);
    msb_facts_free(facts);
    msb_rules_unref(rules);
    return copy;
}

static void
sensitive_facts_are_masked_wherever_they_stand(void **state)
{
    static const struct {
        const char *facts, *member, *expected;
    } cases[] = {
        {"{'age': 9, 'needs': ['aa', 'bb'], 'n': 1}", "tests",
         "[{'attribute': 'needs', 'test': null, 'holds': null, 'fact': null, "
         "'masked': true}]"},
        {"{'age': 9, 'needs': ['aa'], 'n': 5}", "before",
         "[{'rule': 'r1', 'attribute': 'needs', 'test': null, 'holds': null, "
         "'fact': null, 'masked': true}]"},
        {"{'age': 9, 'needs': ['aa'], 'n': 1}", "would_change",
         "[{'area': 'x', 'attribute': 'needs', 'value': null, 'masked': "
         "true}, {'area': 'y', 'attribute': 'n', 'value': 5}]"},
        {"{'age': 9, 'n': 1}", "answers",
         "[{'attribute': 'needs', 'values': null, 'masked': true, 'areas': "
         "['x']}, {'attribute': 'needs', 'values': null, 'masked': true, "
         "'areas': [null]}]"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *facts = quoted(cases[i].facts);
        char *expected = quoted(cases[i].expected);
        char *json = masked_of(facts);

        assert_member(json, cases[i].member, expected);
        assert_null(strstr(json, "\"aa\""));
        assert_null(strstr(json, "\"bb\""));
        free(json);
        free(expected);
        free(facts);
    }
}

static void
answers_are_told_where_they_may_be_shown(void **state)
{
    struct msb_rules *rules = rules_of(secrets);

    (void)state;
    assert_explains(rules, "{'age': 9, 'n': 1}", "answers",
                    "[{'attribute': 'needs', 'values': ['bb'], 'without': [], "
                    "'areas': ['x']}, {'attribute': 'needs', 'values': [], "
                    "'without': ['bb'], 'areas': [null]}]");
    assert_explains(rules, "{'age': 9, 'needs': []}", "answers",
                    "[{'attribute': 'n', 'from': 0, 'through': 4, 'areas': "
                    "[null]}, {'attribute': 'n', 'from': 5, 'through': 5, "
                    "'areas': ['y']}, {'attribute': 'n', 'from': 6, "
                    "'through': 9, 'areas': [null]}]");
    assert_explains(rules, "{'age': 9, 'needs': []}", "answers_cut", "false");
    msb_rules_unref(rules);
}

static void
assert_sentence(const struct msb_error *failure, const char *language,
                const char *expected)
{
    char *text = NULL;

    assert_int_equal(msb_error_format_text(failure, language, &text, NULL),
                     MSB_OK);
    assert_string_equal(text, expected);
    msb_text_free(text);
}

static void
rejected_facts_are_said_in_a_sentence(void **state)
{
    static const struct {
        const char *facts, *danish, *english;
    } cases[] = {
        {"{'age': 200}",
         "Alder ligger uden for de værdier, som modellen tillader.",
         "Age is outside the values that the model allows."},
        {"{'n': 'x'}", "n er ikke af den type, som modellen kræver.",
         "n is not of the type that the model requires."},
        {"{'needs': ['zz']}", "needs har en værdi, som modellen ikke kender.",
         "needs has a value that the model does not know."},
        {"{'what': 1}", "Modellen kender ikke what.",
         "The model does not know what."},
        {"{'birth_date': '2019-02-30'}",
         "Fødselsdato er ikke en dato i kalenderen.",
         "Birth date is no date of the calendar."},
        {"{'n': 1, 'n': 2}", "n er givet to gange.", "n is given twice."},
        {"{", "Teksten er ikke gyldig JSON.", "The text is not valid JSON."},
        {"[]", "JSON er ikke af den type, som modellen kræver.",
         "JSON is not of the type that the model requires."},
        {"{'age': 9, 'needs': ['bb'], 'n': 5}",
         "To regler passer, og modellen kræver, at kun én gør.",
         "Two rules match, and the model requires that only one does."},
        {"{'birth_date': '2019-06-02'}",
         "Fødselsdatoen ligger efter datoen for afgørelsen.",
         "The birth date is after the date of the decision."},
        {"{'birth_date': '2009-06-02', 'age': 3}",
         "Alderen passer ikke til fødselsdatoen.",
         "The age does not fit the birth date."},
    };
    struct msb_rules *rules = rules_of(secrets);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *json = quoted(cases[i].facts);
        struct msb_facts *facts = NULL;
        struct msb_outcome outcome;
        struct msb_error err;
        enum msb_status status;

        assert_int_equal(
            msb_facts_new(msb_rules_get_model(rules), &facts, NULL), MSB_OK);
        status = msb_facts_parse_json(facts, json, strlen(json), NULL, &err);
        if (status == MSB_OK)
            status = msb_rules_decide(rules, facts, date_of("2019-06-01"),
                                      &outcome, &err);
        assert_int_not_equal(status, MSB_OK);
        assert_sentence(&err, "da", cases[i].danish);
        assert_sentence(&err, "en", cases[i].english);
        msb_facts_free(facts);
        free(json);
    }
    msb_rules_unref(rules);
}

static void
another_failure_is_said_in_its_own_words(void **state)
{
    const struct msb_error other = {.code = "disk_full",
                                    .message = "the disk is full"};
    char *text = NULL;

    (void)state;
    assert_sentence(&other, "da", "the disk is full");
    assert_int_equal(msb_error_format_text(&other, "sv", &text, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_error_format_text(NULL, "da", &text, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_error_format_text(&other, "da", NULL, NULL),
                     MSB_ERR_MISUSE);
    assert_null(text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sensitive_facts_are_masked_wherever_they_stand),
        cmocka_unit_test(answers_are_told_where_they_may_be_shown),
        cmocka_unit_test(rejected_facts_are_said_in_a_sentence),
        cmocka_unit_test(another_failure_is_said_in_its_own_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
