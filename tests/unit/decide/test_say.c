/* SPDX-License-Identifier: MIT */
/* Explanations as sentences, in Danish and in English. Every expectation is
   written by hand from the model and the catalogue. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <msb/decision.h>

#include "support/short.h"

static const char town[] =
    "'attributes': {"
    "'benefit': {'type': 'enum', 'values': ['cash', 'help', 'none'], "
    "'label': {'da': 'Ydelse', 'en': 'Benefit'}}, "
    "'homeless': {'type': 'flag', 'label': {'da': 'Hjemløs', 'en': "
    "'Homeless'}}, "
    "'needs': {'type': 'set', 'values': ['job', 'home', 'care']}, "
    "'secret': {'type': 'enum', 'values': ['calm', 'storm'], "
    "'label': {'da': 'Hemmelig', 'en': 'Secret'}, 'sensitive': true}}, "
    "'target_groups': [{'id': 'young', 'name': {'da': 'Unge', 'en': 'Youth'}, "
    "'when': {'age': {'below': 30}}}], "
    "'areas': [{'id': 'a', 'name': {'da': 'Børn', 'en': 'Children'}}, "
    "{'id': 'b', 'name': {'da': 'Ungdom', 'en': 'Young people'}}, "
    "{'id': 'c', 'name': {'da': 'Voksne', 'en': 'Adults'}}], "
    "'services': [{'id': 's', 'name': {'da': 'Vejledning', 'en': 'Advice'}, "
    "'delivered_by': [{'when': {'homeless': true}, 'by': 'c'}]}], "
    "'responsibility': ["
    "{'id': 'r1', 'area': 'a', 'when': {'age': {'below': 15}}}, "
    "{'id': 'r2', 'area': 'b', 'when': {'age': {'from': 15, 'through': 29}}, "
    "'because': {'da': 'De unge', 'en': 'The young'}, 'law': 'L 1', "
    "'source': 'S 1'}, "
    "{'id': 'r3', 'area': 'c', 'when': {'secret': 'storm', "
    "'benefit': ['cash', 'help'], 'homeless': false}}, "
    "{'id': 'r4', 'area': 'a', 'when': {'needs': {'any_of': "
    "['job', 'home'], 'none_of': ['care']}, 'secret': 'calm'}}]";

/* What is said of the facts; free() it. */
static char *
text_of(const char *members, const char *sheet, const char *language,
        bool show_sensitive)
{
    struct msb_rules *rules = rules_of(members);
    struct msb_facts *facts = facts_of(rules, sheet);
    struct msb_explanation *explanation = NULL;
    char *text = NULL, *copy;

    assert_int_equal(msb_rules_explain(rules, facts, date_of("2019-06-01"),
                                       show_sensitive, &explanation, NULL),
                     MSB_OK);
    assert_int_equal(
        msb_explanation_format_text(explanation, language, &text, NULL),
        MSB_OK);
    copy = strdup(text);
    assert_non_null(copy);
    msb_text_free(text);
    msb_explanation_unref(explanation);
    msb_facts_free(facts);
    msb_rules_unref(rules);
    return copy;
}

static void
assert_says(const char *sheet, const char *language, bool show_sensitive,
            const char *expected)
{
    char *said = text_of(town, sheet, language, show_sensitive);

    assert_string_equal(said, expected);
    free(said);
}

static void
a_decision_is_said_in_both_languages(void **state)
{
    static const char young[] =
        "{'age': 22, 'benefit': 'none', 'homeless': true, 'needs': [], "
        "'secret': 'calm', 'services': ['s']}";

    (void)state;
    assert_says(young, "da", false,
                "Svaret er Ungdom ifølge reglen r2.\n"
                "Begrundelse: De unge\n"
                "Lov: L 1\n"
                "Kilde: S 1\n"
                "  Alder er 22, altså mellem 15 og 29.\n"
                "  Reglen r1 passer ikke: Alder er 22, altså ikke 14 eller "
                "derunder.\n"
                "  Vejledning leveres af Voksne.\n"
                "    Hjemløs er ja.\n"
                "Svaret ville være Børn, hvis Alder var 14.\n");
    assert_says(young, "en", false,
                "The answer is Young people by rule r2.\n"
                "Because: The young\n"
                "Law: L 1\n"
                "Source: S 1\n"
                "  Age: 22, that is, between 15 and 29.\n"
                "  Rule r1 does not match: Age: 22, that is, not 14 or "
                "less.\n"
                "  Advice is delivered by Adults.\n"
                "    Homeless: yes.\n"
                "The answer would be Children if Age were 14.\n");
}

static void
a_rule_that_no_facts_meet_is_said_never_to_match(void **state)
{
    static const char never[] =
        "'areas': [{'id': 'a', 'name': 'A'}], 'responsibility': ["
        "{'id': 'r1', 'area': 'a', 'when': {'any': []}}, "
        "{'id': 'r2', 'area': 'a', 'when': {}}]";
    static const struct {
        const char *language, *text;
    } said[] = {
        {"da", "Svaret er A ifølge reglen r2.\n"
               "  Reglen r1 passer aldrig: dens betingelse kan ikke "
               "opfyldes.\n"},
        {"en", "The answer is A by rule r2.\n"
               "  Rule r1 never matches: its condition cannot be met.\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        char *text = text_of(never, "{}", said[i].language, false);

        assert_string_equal(text, said[i].text);
        free(text);
    }
}

static void
sensitive_values_and_tests_are_hidden_unless_shown(void **state)
{
    static const char adult[] =
        "{'age': 40, 'benefit': 'cash', 'homeless': false, 'needs': "
        "['job', 'home', 'care'], 'secret': 'storm'}";
    static const char before[] =
        "  Reglen r1 passer ikke: Alder er 40, altså ikke 14 eller "
        "derunder.\n"
        "  Reglen r2 passer ikke: Alder er 40, altså ikke mellem 15 og "
        "29.\n"
        "Svaret ville være Børn, hvis Alder var 14.\n"
        "Svaret ville være Ungdom, hvis Alder var 29.\n";
    char expected[1024];

    (void)state;
    snprintf(expected, sizeof expected, "%s%s%s",
             "Svaret er Voksne ifølge reglen r3.\n",
             "  Hemmelig er (skjult).\n"
             "  Ydelse er cash, altså cash eller help.\n"
             "  Hjemløs er nej.\n",
             before);
    assert_says(adult, NULL, false, expected);
    snprintf(expected, sizeof expected, "%s%s%s",
             "Svaret er Voksne ifølge reglen r3.\n",
             "  Hemmelig er storm.\n"
             "  Ydelse er cash, altså cash eller help.\n"
             "  Hjemløs er nej.\n",
             before);
    assert_says(adult, NULL, true, expected);
}

static void
nobody_is_explained_by_the_rules_that_fail(void **state)
{
    (void)state;
    assert_says("{'age': 40, 'benefit': 'none', 'homeless': false, 'needs': "
                "['home', 'care'], 'secret': 'calm'}",
                "en", false,
                "Nobody is responsible: no rule matches.\n"
                "  Rule r1 does not match: Age: 40, that is, not 14 or "
                "less.\n"
                "  Rule r2 does not match: Age: 40, that is, not between 15 "
                "and 29.\n"
                "  Rule r3 does not match: Secret: (hidden).\n"
                "  Rule r4 does not match: needs: home and care, which does "
                "not meet: at least one of job and home and none of care.\n"
                "The answer would be Children if Age were 14.\n"
                "The answer would be Young people if Age were 29.\n");
}

static void
answers_to_a_question_about_a_number_are_ranges(void **state)
{
    (void)state;
    assert_says("{'benefit': 'none', 'homeless': false, 'needs': [], "
                "'secret': 'calm'}",
                "da", false,
                "Svaret kan være Børn, Ungdom eller ingen.\n"
                "  Reglen r3 passer ikke: Hemmelig er (skjult).\n"
                "  Reglen r4 passer ikke: needs er ingen og opfylder ikke "
                "kravet: mindst én af job og home og ingen af care.\n"
                "Spørg først om Alder.\n"
                "  Hvis Alder er 14 eller derunder: Børn.\n"
                "  Hvis Alder er mellem 15 og 29: Ungdom.\n"
                "  Hvis Alder er 30 eller derover: ingen.\n");
}

static void
answers_about_values_and_sets_are_lists(void **state)
{
    (void)state;
    assert_says("{'age': 40, 'homeless': false, 'needs': [], 'secret': "
                "'storm'}",
                "en", true,
                "The answer may be Adults or nobody.\n"
                "  Rule r1 does not match: Age: 40, that is, not 14 or "
                "less.\n"
                "  Rule r2 does not match: Age: 40, that is, not between 15 "
                "and 29.\n"
                "  Rule r4 does not match: needs: none, which does not meet: "
                "at least one of job and home and none of care.\n"
                "Ask first for: Benefit.\n"
                "  If Benefit is cash or help: Adults.\n"
                "  If Benefit is none: nobody.\n");
    assert_says("{'age': 40, 'benefit': 'none', 'homeless': false, 'secret': "
                "'calm'}",
                "en", true,
                "The answer may be Children or nobody.\n"
                "  Rule r1 does not match: Age: 40, that is, not 14 or "
                "less.\n"
                "  Rule r2 does not match: Age: 40, that is, not between 15 "
                "and 29.\n"
                "  Rule r3 does not match: Secret: calm, that is, not storm.\n"
                "Ask first for: needs.\n"
                "  If needs includes job and care: nobody.\n"
                "  If needs includes job, but not care: Children.\n"
                "  If needs includes home and care, but not job: nobody.\n"
                "  If needs includes home, but not job or care: Children.\n"
                "  If needs does not include job or home: nobody.\n");
    assert_says("{'age': 40, 'benefit': 'cash', 'homeless': false, 'needs': "
                "[]}",
                "da", false,
                "Svaret kan være Voksne eller ingen.\n"
                "  Reglen r1 passer ikke: Alder er 40, altså ikke 14 eller "
                "derunder.\n"
                "  Reglen r2 passer ikke: Alder er 40, altså ikke mellem 15 "
                "og 29.\n"
                "  Reglen r4 passer ikke: needs er ingen og opfylder ikke "
                "kravet: mindst én af job og home og ingen af care.\n"
                "Spørg først om Hemmelig.\n"
                "  Hvis Hemmelig er (skjult): ingen.\n"
                "  Hvis Hemmelig er (skjult): Voksne.\n");
}

/* Twenty-three runs of numbers that lead to one area or the other. */
static void
more_answers_than_fit_are_cut_and_that_is_said(void **state)
{
    static const char many[] =
        "'attributes': {'n': {'type': 'integer', 'min': 0, 'max': 99}}, "
        "'areas': [{'id': 'a', 'name': 'A'}, {'id': 'b', 'name': 'B'}], "
        "'responsibility': [{'id': 'r', 'area': 'a', 'when': {'n': "
        "[1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21]}}, "
        "{'id': 'q', 'area': 'b', 'when': {}}]";
    static const char last[] = "  If n is 19: A.\n"
                               "  There are more answers than those shown "
                               "here.\n";
    struct msb_rules *rules = rules_of(many);
    char *said = text_of(many, "{}", "en", false);
    char *json = explanation_of(rules, "{}");
    const char *end = strstr(said, last);

    (void)state;
    /* 0, 1, …, 19 are twenty runs; 20, 21 and the rest are left out. */
    assert_non_null(end);
    assert_string_equal(end, last);
    assert_member(json, "answers_cut", "true");
    assert_null(strstr(json, "\"from\": 20"));
    free(json);
    free(said);
    msb_rules_unref(rules);
}

static void
another_language_is_refused(void **state)
{
    struct msb_rules *rules = rules_of(town);
    struct msb_facts *facts = facts_of(rules, "{'age': 3}");
    struct msb_explanation *explanation = NULL;
    char *text = NULL;

    (void)state;
    assert_int_equal(msb_rules_explain(rules, facts, date_of("2019-06-01"),
                                       false, &explanation, NULL),
                     MSB_OK);
    assert_int_equal(
        msb_explanation_format_text(explanation, "sv", &text, NULL),
        MSB_ERR_MISUSE);
    assert_null(text);
    msb_explanation_unref(explanation);
    msb_facts_free(facts);
    msb_rules_unref(rules);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_decision_is_said_in_both_languages),
        cmocka_unit_test(a_rule_that_no_facts_meet_is_said_never_to_match),
        cmocka_unit_test(sensitive_values_and_tests_are_hidden_unless_shown),
        cmocka_unit_test(nobody_is_explained_by_the_rules_that_fail),
        cmocka_unit_test(answers_to_a_question_about_a_number_are_ranges),
        cmocka_unit_test(answers_about_values_and_sets_are_lists),
        cmocka_unit_test(more_answers_than_fit_are_cut_and_that_is_said),
        cmocka_unit_test(another_language_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
