/* SPDX-License-Identifier: MIT */
/*
 * Facts: one number for each scalar attribute, and bits for each set. What
 * was never set is MSBI_UNKNOWN, only `services` starts known and empty.
 */
#include "decide/facts.h"

#include <string.h>

#include "base/error.h"
#include "model/model.h"

/* The facts of @num attributes and all that they point to are one block, so
   that a decision touches few cache lines. */
static struct msb_facts *
alloc_facts(size_t num, size_t num_words)
{
    size_t bytes = sizeof(struct msb_facts) + num_words * sizeof(uint64_t)
                   + num * (sizeof(size_t) + sizeof(int32_t) + sizeof(bool));
    struct msb_facts *facts = msbi_alloc(bytes);

    if (facts == NULL)
        return NULL;
    facts->num_attributes = num;
    facts->num_words = num_words;
    facts->words = (uint64_t *)(facts + 1);
    facts->first_word = (size_t *)(facts->words + num_words);
    facts->scalars = (int32_t *)(facts->first_word + num);
    facts->given = (bool *)(facts->scalars + num);
    return facts;
}

static size_t
count_words(const struct msbi_attribute *attribute)
{
    return attribute->type == MSB_ATTRIBUTE_SET ? attribute->values.num / 64 + 1
                                                : 0;
}

enum msb_status
msb_facts_new(struct msb_model *model, struct msb_facts **out,
              struct msb_error *err)
{
    struct msb_facts *facts;
    size_t num_words = 0;

    if (model == NULL || out == NULL)
        return msbi_fail_misuse(err, "model and out must not be NULL");
    *out = NULL;
    for (size_t i = 0; i < model->num_attributes; i++)
        num_words += count_words(&model->attributes[i]);
    facts = alloc_facts(model->num_attributes, num_words);
    if (facts == NULL)
        return msbi_fail_nomem(err);
    facts->model = msb_model_ref(model);
    for (size_t i = 1; i < model->num_attributes; i++)
        facts->first_word[i] = facts->first_word[i - 1]
                               + count_words(&model->attributes[i - 1]);
    msb_facts_clear(facts);
    *out = facts;
    return MSB_OK;
}

void
msb_facts_free(struct msb_facts *facts)
{
    if (facts == NULL)
        return;
    msb_model_unref(facts->model);
    msbi_free(facts);
}

void
msb_facts_clear(struct msb_facts *facts)
{
    if (facts == NULL)
        return;
    facts->has_birth_date = false;
    for (size_t i = 0; i < facts->num_attributes; i++)
        facts->scalars[i] = MSBI_UNKNOWN;
    facts->scalars[facts->model->services_attribute] = 1;
    memset(facts->words, 0, facts->num_words * sizeof *facts->words);
    memset(facts->given, 0, facts->num_attributes * sizeof *facts->given);
}

void
msb_facts_set_birth_date(struct msb_facts *facts, struct msb_date birth_date)
{
    if (facts == NULL)
        return;
    facts->has_birth_date = true;
    facts->birth_date = birth_date;
}

/* MISUSE unless the attribute is of @type, and may be set. */
static enum msb_status
check_type(const struct msb_facts *facts, size_t attribute,
           enum msb_attribute_type type, struct msb_error *err)
{
    if (facts == NULL || attribute >= facts->num_attributes
        || attribute == facts->model->target_group_attribute
        || facts->model->attributes[attribute].type != type)
        return msbi_fail_misuse(
            err, "facts must not be NULL, and the attribute must be one of "
                 "the model and of the type that is set");
    return MSB_OK;
}

enum msb_status
msb_facts_set_integer(struct msb_facts *facts, size_t attribute, int32_t value,
                      struct msb_error *err)
{
    enum msb_status status = check_type(facts, attribute, MSB_ATTRIBUTE_INTEGER,
                                        err);
    const struct msbi_attribute *declared;

    if (status != MSB_OK)
        return status;
    declared = &facts->model->attributes[attribute];
    if (value < declared->min || value > declared->max) {
        msbi_fail(err, MSB_ERR_INVALID, "out_of_range",
                  "the value is outside the declared domain: %d to %d",
                  (int)declared->min, (int)declared->max);
        msbi_error_at(err, declared->name, 0, 0);
        return MSB_ERR_INVALID;
    }
    facts->scalars[attribute] = value;
    return MSB_OK;
}

enum msb_status
msb_facts_set_enum(struct msb_facts *facts, size_t attribute, size_t value,
                   struct msb_error *err)
{
    enum msb_status status = check_type(facts, attribute, MSB_ATTRIBUTE_ENUM,
                                        err);

    if (status != MSB_OK)
        return status;
    if (value >= facts->model->attributes[attribute].values.num)
        return msbi_fail_misuse(err, "the enum has no value at this index");
    facts->scalars[attribute] = (int32_t)value;
    return MSB_OK;
}

enum msb_status
msb_facts_set_flag(struct msb_facts *facts, size_t attribute, bool value,
                   struct msb_error *err)
{
    enum msb_status status = check_type(facts, attribute, MSB_ATTRIBUTE_FLAG,
                                        err);

    if (status == MSB_OK)
        facts->scalars[attribute] = value;
    return status;
}

static void
empty_set(struct msb_facts *facts, size_t attribute)
{
    size_t num = facts->model->attributes[attribute].values.num / 64 + 1;

    memset(facts->words + facts->first_word[attribute], 0,
           num * sizeof *facts->words);
}

enum msb_status
msb_facts_set_empty(struct msb_facts *facts, size_t attribute,
                    struct msb_error *err)
{
    enum msb_status status = check_type(facts, attribute, MSB_ATTRIBUTE_SET,
                                        err);

    if (status != MSB_OK)
        return status;
    facts->scalars[attribute] = 1;
    empty_set(facts, attribute);
    return MSB_OK;
}

enum msb_status
msb_facts_add_to_set(struct msb_facts *facts, size_t attribute, size_t value,
                     struct msb_error *err)
{
    enum msb_status status = check_type(facts, attribute, MSB_ATTRIBUTE_SET,
                                        err);

    if (status != MSB_OK)
        return status;
    if (value >= facts->model->attributes[attribute].values.num)
        return msbi_fail_misuse(err, "the set has no value at this index");
    facts->scalars[attribute] = 1;
    facts->words[facts->first_word[attribute] + value / 64] |= (uint64_t)1
                                                               << value % 64;
    return MSB_OK;
}

enum msb_status
msb_facts_unset(struct msb_facts *facts, size_t attribute,
                struct msb_error *err)
{
    if (facts == NULL || attribute >= facts->num_attributes
        || attribute == facts->model->target_group_attribute)
        return msbi_fail_misuse(err, "facts must not be NULL, and the "
                                     "attribute must be one of the model");
    facts->scalars[attribute] = MSBI_UNKNOWN;
    if (facts->model->attributes[attribute].type == MSB_ATTRIBUTE_SET)
        empty_set(facts, attribute);
    if (attribute == facts->model->services_attribute)
        facts->scalars[attribute] = 1;
    if (attribute == MSBI_AGE)
        facts->has_birth_date = false;
    return MSB_OK;
}

size_t
msb_facts_find_value(const struct msb_facts *facts, size_t attribute,
                     const char *value)
{
    if (facts == NULL || value == NULL || attribute >= facts->num_attributes)
        return MSB_NONE;
    return msbi_attribute_find_value(&facts->model->attributes[attribute],
                                     value, strlen(value));
}

enum msb_status
msbi_facts_get_age(const struct msb_facts *facts, struct msb_date on,
                   int32_t *out, struct msb_error *err)
{
    int32_t age;

    *out = facts->scalars[MSBI_AGE];
    if (!facts->has_birth_date)
        return MSB_OK;
    age = msb_date_get_age(facts->birth_date, on);
    if (age < 0)
        msbi_fail(err, MSB_ERR_INVALID, "future_birth_date",
                  "the birth date is after the date of the decision");
    else if (age > MSBI_MAX_AGE)
        msbi_fail(err, MSB_ERR_INVALID, "out_of_range",
                  "the birth date gives an age of more than %d years",
                  MSBI_MAX_AGE);
    else if (*out != MSBI_UNKNOWN && *out != age)
        msbi_fail(err, MSB_ERR_INVALID, "age_disagrees",
                  "the age is not the one that the birth date gives");
    else {
        *out = age;
        return MSB_OK;
    }
    msbi_error_at(err, "birth_date", 0, 0);
    return MSB_ERR_INVALID;
}
