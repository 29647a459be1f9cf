/* SPDX-License-Identifier: MIT */
/*
 * Fuzzes the parser of facts with any bytes, for a model with an attribute of
 * each type. What it takes can be decided and explained, and each answer is
 * one line; what it refuses, it refuses with a code and no piece of the input.
 */
#include <stdlib.h>
#include <string.h>

#include <msb/decision.h>
#include <msb/facts.h>
#include <msb/rules.h>

#include "fuzz.h"

static const char text[] =
    "{\"msb_model\": 1, \"id\": \"m\", \"name\": \"M\", \"valid_from\": "
    "\"2019-01-01\", \"attributes\": {"
    "\"rooms\": {\"type\": \"integer\", \"min\": -3, \"max\": 2147483647}, "
    "\"benefit\": {\"type\": \"enum\", \"values\": [\"cash\", \"help\"]}, "
    "\"needs\": {\"type\": \"set\", \"values\": [\"job\", \"home\"]}, "
    "\"married\": {\"type\": \"flag\"}}, "
    "\"target_groups\": [{\"id\": \"young\", \"name\": \"Y\", \"when\": "
    "{\"age\": {\"below\": 30}}}], "
    "\"areas\": [{\"id\": \"a\", \"name\": \"A\"}, "
    "{\"id\": \"b\", \"name\": \"B\"}], "
    "\"services\": [{\"id\": \"care\", \"name\": \"C\", \"delivered_by\": "
    "[{\"when\": {\"married\": true}, \"by\": \"a\"}]}], "
    "\"responsibility\": ["
    "{\"id\": \"r\", \"area\": \"a\", \"when\": {\"target_group\": \"young\", "
    "\"any\": [{\"needs\": \"home\"}, {\"rooms\": {\"above\": 7}}]}}, "
    "{\"id\": \"s\", \"area\": \"b\", \"when\": {\"benefit\": \"cash\", "
    "\"not\": {\"services\": \"care\"}}}]}";

static void
require(int is_so)
{
    if (!is_so)
        abort();
}

static void
check_error(const struct msb_error *err, enum msb_status status)
{
    require(status == MSB_ERR_SYNTAX || status == MSB_ERR_INVALID
            || status == MSB_ERR_LIMIT);
    require(err->status == status);
    require(err->code[0] != '\0' && err->message[0] != '\0');
    require(strchr(err->message, '\n') == NULL);
}

static void
check_line(char *line)
{
    require(line[0] == '{' && line[strlen(line) - 1] == '}');
    require(strchr(line, '\n') == NULL);
    msb_text_free(line);
}

static void
decide(struct msb_rules *rules, const struct msb_facts *facts, const char *id)
{
    struct msb_decision *decision = NULL;
    struct msb_explanation *explanation = NULL;
    struct msb_error err = {0};
    struct msb_date on;
    char *line = NULL;
    enum msb_status status;

    require(msb_date_from_ymd(2019, 6, 1, &on, NULL) == MSB_OK);
    status = msb_rules_resolve(rules, facts, on, &decision, &err);
    require((status == MSB_OK) == (decision != NULL));
    require(msb_rules_explain(rules, facts, on, true, &explanation, NULL)
            == status);
    if (status != MSB_OK) {
        check_error(&err, status); /* born later, or too early */
        return;
    }
    require(msb_decision_format_json(decision, id, explanation, &line, NULL)
            == MSB_OK);
    check_line(line);
    msb_decision_unref(decision);
    msb_explanation_unref(explanation);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct msb_model *model = NULL;
    struct msb_rules *rules = NULL;
    struct msb_facts *facts = NULL;
    struct msb_error err = {0};
    enum msb_status status;
    char *id = NULL;

    require(msb_model_parse(text, strlen(text), "m", &model, NULL, NULL)
            == MSB_OK);
    require(msb_rules_compile(model, &rules, NULL) == MSB_OK);
    require(msb_facts_new(model, &facts, NULL) == MSB_OK);
    status = msb_facts_parse_json(facts, (const char *)data, size, &id, &err);
    if (status == MSB_OK)
        decide(rules, facts, id);
    else
        check_error(&err, status);
    msb_text_free(id);
    msb_facts_free(facts);
    msb_rules_unref(rules);
    msb_model_unref(model);
    return 0;
}
