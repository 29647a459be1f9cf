/* SPDX-License-Identifier: MIT */
/*
 * A program outside the tree: install.py builds it against an installed
 * library, as C11 and as C++17, shared and static, and runs it. It touches
 * every layer that needs no file.
 */
#include <stdio.h>
#include <string.h>

#include <msb.h>

static const char model_text[] =
    "{\"msb_model\": 1, \"id\": \"small\", \"name\": \"Lille\","
    " \"valid_from\": \"2019-08-01\", \"areas\": ["
    "{\"id\": \"young\", \"name\": \"Unge\"},"
    " {\"id\": \"adult\", \"name\": \"Voksne\"}],"
    " \"responsibility\": ["
    "{\"id\": \"by_age\", \"when\": {\"age\": {\"below\": 30}},"
    " \"area\": \"young\"},"
    " {\"id\": \"others\", \"when\": {}, \"area\": \"adult\"}]}";

static int
decide_for(struct msb_rules *rules, struct msb_facts *facts)
{
    static const char person[] = "{\"birth_date\": \"1996-05-01\"}";
    struct msb_decision *decision = NULL;
    struct msb_outcome outcome;
    struct msb_date on;

    if (msb_date_from_ymd(2019, 8, 1, &on, NULL) != MSB_OK
        || msb_facts_parse_json(facts, person, strlen(person), NULL, NULL)
               != MSB_OK
        || msb_rules_resolve(rules, facts, on, &decision, NULL) != MSB_OK)
        return 1;
    outcome = msb_decision_get_outcome(decision);
    msb_decision_unref(decision);
    puts(msb_model_get_part_id(msb_rules_get_model(rules), MSB_PART_AREA,
                               (size_t)outcome.area));
    return 0;
}

int
main(void)
{
    struct msb_model *model = NULL;
    struct msb_rules *rules = NULL;
    struct msb_facts *facts = NULL;
    struct msb_error err;
    char version[32];
    int status = 1;

    snprintf(version, sizeof version, "%d.%d.%d", MSB_VERSION_MAJOR,
             MSB_VERSION_MINOR, MSB_VERSION_PATCH);
    if (strcmp(msb_version_get(), version) != 0)
        return 1;
    if (msb_model_parse(model_text, strlen(model_text), "small", &model, NULL,
                        &err)
            == MSB_OK
        && msb_rules_compile(model, &rules, &err) == MSB_OK
        && msb_facts_new(model, &facts, &err) == MSB_OK)
        status = decide_for(rules, facts);
    msb_facts_free(facts);
    msb_rules_unref(rules);
    msb_model_unref(model);
    return status;
}
