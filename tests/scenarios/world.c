/* SPDX-License-Identifier: MIT */
/*
 * What a case is asked of: the model in force on its date, and the facts of
 * its citizen, set through the same calls that an embedding program uses.
 * A case is decided once, at its first expectation.
 */
#include <stdlib.h>
#include <string.h>

#include "scenario.h"

static void
load_model(struct run *run, const char *path)
{
    struct msb_error error;
    struct msb_model *model = NULL;
    struct msb_rules *rules = NULL;

    if (run->num_models == MAX_MODELS) {
        complain(run, "at most %d models", MAX_MODELS);
        return;
    }
    if (msb_model_load(path, &model, NULL, &error) != MSB_OK
        || msb_rules_compile(model, &rules, &error) != MSB_OK)
        complain(run, "%s: %s", path, error.message);
    else
        run->models[run->num_models++] = rules;
    msb_model_unref(model);
}

/* `model PATH…`: these, and no longer the former ones. */
void
load_models(struct run *run, const struct words *words)
{
    size_t i;

    forget_models(run);
    if (words->num < 2)
        complain(run, "model needs a path");
    for (i = 1; i < words->num; i++)
        load_model(run, words_get(words, i));
}

void
forget_models(struct run *run)
{
    forget_decision(run);
    while (run->num_models > 0)
        msb_rules_unref(run->models[--run->num_models]);
}

static bool
holds_on(const struct msb_rules *rules, struct msb_date on)
{
    struct msb_period period = msb_model_get_period(msb_rules_get_model(rules));

    return msb_period_contains(period, on);
}

/* The one model there is, or the one in force on the case's date. */
static bool
choose_rules(struct run *run)
{
    size_t i;

    if (run->rules != NULL)
        return true;
    if (run->num_models == 1) {
        run->rules = run->models[0];
        return true;
    }
    for (i = 0; i < run->num_models && run->has_on; i++) {
        if (holds_on(run->models[i], run->on))
            run->rules = run->models[i];
    }
    if (run->rules == NULL)
        complain(run, "no model is in force on the date of the case");
    return run->rules != NULL;
}

/* The model of the case; NULL, with a complaint, where there is none. */
struct msb_model *
run_model(struct run *run)
{
    return choose_rules(run) ? msb_rules_get_model(run->rules) : NULL;
}

static bool
parse_whole_number(const char *text, long *out)
{
    char *end;

    *out = strtol(text, &end, 10);
    return end != text && *end == '\0' && *out >= -2147483647L
           && *out <= 2147483647L;
}

static bool
set_value(struct run *run, struct msb_facts *facts, size_t attribute,
          const char *text)
{
    size_t value = msb_facts_find_value(facts, attribute, text);
    enum msb_status status = MSB_ERR_MISUSE;
    long number;

    switch (msb_model_get_attribute_type(run_model(run), attribute)) {
    case MSB_ATTRIBUTE_INTEGER:
        if (parse_whole_number(text, &number))
            status = msb_facts_set_integer(facts, attribute, (int32_t)number,
                                           &run->error);
        break;
    case MSB_ATTRIBUTE_ENUM:
        status = msb_facts_set_enum(facts, attribute, value, &run->error);
        break;
    case MSB_ATTRIBUTE_FLAG:
        if (strcmp(text, "yes") == 0 || strcmp(text, "no") == 0)
            status = msb_facts_set_flag(facts, attribute, text[0] == 'y',
                                        &run->error);
        break;
    case MSB_ATTRIBUTE_SET:
        status = strcmp(text, "nothing") == 0
                     ? msb_facts_set_empty(facts, attribute, &run->error)
                     : msb_facts_add_to_set(facts, attribute, value,
                                            &run->error);
        break;
    }
    if (status != MSB_OK)
        complain(run, "unknown value \"%s\"", text);
    return status == MSB_OK;
}

static bool
set_birth_date(struct run *run, struct msb_facts *facts, const char *text)
{
    struct msb_date date;

    if (msb_date_parse(text, strlen(text), MSB_DATE_FORM_ISO, &date, NULL)
        != MSB_OK) {
        complain(run, "no date: \"%s\"", text);
        return false;
    }
    msb_facts_set_birth_date(facts, date);
    return true;
}

/* `born DATE`, `aged N`, then attributes, each with its values behind it. */
static bool
fill_citizen(struct run *run, struct msb_facts *facts)
{
    struct msb_model *model = run_model(run);
    const struct words *words = &run->citizen;
    size_t attribute = MSB_NONE;
    size_t i;

    for (i = 1; i < words->num; i++) {
        const char *word = words_get(words, i);
        size_t found = msb_model_find_part(model, MSB_PART_ATTRIBUTE, word);

        if (strcmp(word, "unknown") == 0) {
            attribute = MSB_NONE;
            continue;
        }
        if (strcmp(word, "born") == 0) {
            if (!set_birth_date(run, facts, words_get(words, ++i)))
                return false;
            attribute = MSB_NONE;
        } else if (strcmp(word, "aged") == 0) {
            if (!set_value(run, facts, 0, words_get(words, ++i)))
                return false;
            attribute = MSB_NONE;
        } else if (attribute != MSB_NONE
                   && (found == MSB_NONE
                       || msb_facts_find_value(facts, attribute, word)
                              != MSB_NONE)) {
            if (!set_value(run, facts, attribute, word))
                return false;
        } else if (found != MSB_NONE) {
            attribute = found;
        } else {
            complain(run, "unknown word \"%s\"", word);
            return false;
        }
    }
    return true;
}

static bool
fill_services(struct run *run, struct msb_facts *facts)
{
    size_t attribute = msb_model_find_part(run_model(run), MSB_PART_ATTRIBUTE,
                                           "services");
    size_t i;

    for (i = 1; i < run->services.num; i++) {
        if (!set_value(run, facts, attribute, words_get(&run->services, i)))
            return false;
    }
    return true;
}

/* Decide the case, once. False, with a complaint, where it cannot be asked. */
bool
decide(struct run *run)
{
    struct msb_facts *facts = NULL;
    bool filled = false;

    if (run->decided)
        return true;
    if (!run->has_citizen || !run->has_on) {
        complain(run, "a decision needs the lines citizen and on");
        return false;
    }
    if (!choose_rules(run))
        return false;
    if (msb_facts_new(run_model(run), &facts, &run->error) != MSB_OK) {
        complain(run, "%s", run->error.message);
        return false;
    }
    if (fill_citizen(run, facts) && fill_services(run, facts)) {
        run->status = msb_rules_resolve(run->rules, facts, run->on,
                                        &run->decision, &run->error);
        run->decided = filled = true;
    }
    msb_facts_free(facts);
    return filled;
}

void
forget_decision(struct run *run)
{
    msb_decision_unref(run->decision);
    msb_analysis_unref(run->analysis);
    run->decision = NULL;
    run->analysis = NULL;
    run->rules = NULL;
    run->decided = false;
}
