/* SPDX-License-Identifier: MIT */
/* The short ways; see short.h. Members of JSON are compared as text, which is
   what users of `--json` see. */
#include "support/short.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <msb/analysis.h>
#include <msb/decision.h>

char *
quoted(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = malloc(size);

    assert_non_null(copy);
    for (size_t i = 0; i < size; i++)
        copy[i] = text[i];
    for (char *c = copy; *c != '\0'; c++)
        if (*c == '\'')
            *c = '"';
    return copy;
}

struct msb_date
date_of(const char *iso)
{
    struct msb_date date = {0};

    assert_int_equal(
        msb_date_parse(iso, strlen(iso), MSB_DATE_FORM_ISO, &date, NULL),
        MSB_OK);
    return date;
}

struct msb_model *
model_of(const char *members)
{
    static const char frame[] = "{'msb_model': 1, 'id': 'm', 'name': 'Model', "
                                "'valid_from': '2019-01-01'%s%s}";
    size_t size = sizeof frame + strlen(members) + 8;
    char *text = malloc(size);
    struct msb_model *model = NULL;
    struct msb_error err = {0};
    char *json;

    assert_non_null(text);
    snprintf(text, size, frame, members[0] == '\0' ? "" : ", ", members);
    json = quoted(text);
    if (msb_model_parse(json, strlen(json), "model", &model, NULL, &err)
        != MSB_OK)
        fail_msg("%s\n%d:%d %s", json, (int)err.line, (int)err.column,
                 err.message);
    free(json);
    free(text);
    return model;
}

struct msb_rules *
rules_of(const char *members)
{
    struct msb_model *model = model_of(members);
    struct msb_rules *rules = NULL;
    struct msb_error err = {0};

    if (msb_rules_compile(model, &rules, &err) != MSB_OK)
        fail_msg("%s: %s", err.code, err.message);
    msb_model_unref(model);
    return rules;
}

static enum msb_status
read_facts(struct msb_rules *rules, const char *json, struct msb_facts **out,
           struct msb_error *err)
{
    char *text = quoted(json);
    enum msb_status status = msb_facts_new(msb_rules_get_model(rules), out,
                                           err);

    assert_int_equal(status, MSB_OK);
    status = msb_facts_parse_json(*out, text, strlen(text), NULL, err);
    free(text);
    return status;
}

struct msb_facts *
facts_of(struct msb_rules *rules, const char *json)
{
    struct msb_facts *facts = NULL;
    struct msb_error err = {0};

    if (read_facts(rules, json, &facts, &err) != MSB_OK)
        fail_msg("%s: %s %s: %s", json, err.code, err.where, err.message);
    return facts;
}

/* A copy for free(); releases @text, which the library made. */
static char *
take(char *text)
{
    char *copy = strdup(text);

    assert_non_null(copy);
    msb_text_free(text);
    return copy;
}

/* The decision on 2019-06-01 as JSON, or "CODE" where the facts are refused. */
static char *
decision_of(struct msb_rules *rules, const char *facts)
{
    struct msb_facts *sheet = NULL;
    struct msb_decision *decision = NULL;
    struct msb_error err = {0};
    enum msb_status status = read_facts(rules, facts, &sheet, &err);
    char *json = NULL;

    if (status == MSB_OK)
        status = msb_rules_resolve(rules, sheet, date_of("2019-06-01"),
                                   &decision, &err);
    if (status == MSB_OK)
        assert_int_equal(
            msb_decision_format_json(decision, NULL, NULL, &json, &err),
            MSB_OK);
    msb_decision_unref(decision);
    msb_facts_free(sheet);
    return json == NULL ? strdup(err.code) : take(json);
}

char *
explanation_of(struct msb_rules *rules, const char *facts)
{
    struct msb_facts *sheet = facts_of(rules, facts);
    struct msb_explanation *explanation = NULL;
    struct msb_error err = {0};
    char *json = NULL;

    if (msb_rules_explain(rules, sheet, date_of("2019-06-01"), true,
                          &explanation, &err)
        != MSB_OK)
        fail_msg("%s: %s: %s", facts, err.code, err.message);
    assert_int_equal(msb_explanation_format_json(explanation, &json, &err),
                     MSB_OK);
    msb_explanation_unref(explanation);
    msb_facts_free(sheet);
    return take(json);
}

char *
analysis_of(struct msb_rules *rules)
{
    struct msb_analysis *analysis = NULL;
    struct msb_error err = {0};
    char *json = NULL;

    if (msb_rules_check(rules, &analysis, &err) != MSB_OK)
        fail_msg("%s: %s", err.code, err.message);
    assert_int_equal(msb_check_format_json(NULL, NULL, analysis, &json, &err),
                     MSB_OK);
    msb_analysis_unref(analysis);
    return take(json);
}

/* The end of the JSON value that begins at @value. */
static const char *
find_end(const char *value)
{
    int depth = 0;
    int in_string = 0;

    for (; *value != '\0'; value++) {
        if (in_string && *value == '\\') {
            value++;
            continue;
        }
        if (*value == '"')
            in_string = !in_string;
        if (in_string)
            continue;
        if (depth == 0 && strchr(",}]", *value) != NULL)
            return value;
        depth += strchr("{[", *value) != NULL;
        depth -= strchr("}]", *value) != NULL;
    }
    return value;
}

void
assert_member(const char *json, const char *member, const char *expected)
{
    char *value = quoted(expected);
    char name[64];
    const char *found;
    size_t length;

    snprintf(name, sizeof name, "\"%s\": ", member);
    found = strstr(json, name);
    if (found == NULL)
        fail_msg("no member %s in %s", member, json);
    found += strlen(name);
    length = (size_t)(find_end(found) - found);
    if (length != strlen(value) || memcmp(found, value, length) != 0)
        fail_msg("%s\n%s is   %.*s\nexpected %s", json, member, (int)length,
                 found, value);
    free(value);
}

void
assert_decides(struct msb_rules *rules, const char *facts, const char *member,
               const char *expected)
{
    char *json = decision_of(rules, facts);

    if (json[0] != '{')
        fail_msg("%s: refused: %s", facts, json);
    assert_member(json, member, expected);
    free(json);
}

void
assert_explains(struct msb_rules *rules, const char *facts, const char *member,
                const char *expected)
{
    char *json = explanation_of(rules, facts);

    assert_member(json, member, expected);
    free(json);
}
