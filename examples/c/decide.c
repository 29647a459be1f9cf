/* SPDX-License-Identifier: MIT */
/* Who is responsible for Claus?  decide examples/models/aarhus_2019.json */
#include <stdio.h>
#include <string.h>

#include <msb.h>

static const char claus[] = "{\"birth_date\": \"1996-05-01\","
                            " \"benefit\": \"education_help\","
                            " \"needs\": [\"housing\", \"substance_use\"],"
                            " \"services\": [\"substance_treatment\"]}";

int
main(int argc, char **argv)
{
    const char *path = argc > 1 ? argv[1] : "aarhus_2019.json";
    struct msb_model *model = NULL;
    struct msb_rules *rules = NULL;
    struct msb_facts *facts = NULL;
    struct msb_decision *decision = NULL;
    struct msb_error err;
    struct msb_date on;
    char *json = NULL;

    if (msb_date_from_ymd(2019, 8, 1, &on, &err) == MSB_OK
        && msb_model_load(path, &model, NULL, &err) == MSB_OK
        && msb_rules_compile(model, &rules, &err) == MSB_OK
        && msb_facts_new(model, &facts, &err) == MSB_OK
        && msb_facts_parse_json(facts, claus, strlen(claus), NULL, &err)
               == MSB_OK
        && msb_rules_resolve(rules, facts, on, &decision, &err) == MSB_OK
        && msb_decision_format_json(decision, "claus", NULL, &json, &err)
               == MSB_OK)
        puts(json);
    else
        fprintf(stderr, "%s: %s\n", err.where, err.message);
    msb_text_free(json);
    msb_decision_unref(decision);
    msb_facts_free(facts);
    msb_rules_unref(rules);
    msb_model_unref(model);
    return json == NULL;
}
