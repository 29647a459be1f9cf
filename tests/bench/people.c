/* SPDX-License-Identifier: MIT */
/*
 * Invented citizens for benchmarks. Every value is drawn on its own, so that
 * no branch on one fact can be foretold from another, or from the citizen
 * before.
 */
#include "people.h"

#include "measure.h"

enum { DAYS_OF_A_LIFE = 36525, VALUES_IN_A_SET = 3, AGE = 0 };

static enum msb_status
fill_set(struct msb_facts *facts, size_t attribute, size_t num_values,
         uint64_t *random)
{
    enum msb_status status = msb_facts_set_empty(facts, attribute, NULL);
    size_t value;

    for (value = 0; status == MSB_OK && value < num_values; value++) {
        if (bench_random_below(random, (uint32_t)num_values) < VALUES_IN_A_SET)
            status = msb_facts_add_to_set(facts, attribute, value, NULL);
    }
    return status;
}

static enum msb_status
fill_attribute(struct msb_facts *facts, struct msb_model *model,
               size_t attribute, uint64_t *random)
{
    size_t num_values = msb_model_num_attribute_values(model, attribute);
    int32_t min = 0;
    int32_t max = 0;

    switch (msb_model_get_attribute_type(model, attribute)) {
    case MSB_ATTRIBUTE_INTEGER:
        msb_model_get_attribute_range(model, attribute, &min, &max);
        min += (int32_t)bench_random_below(random, (uint32_t)(max - min) + 1);
        return msb_facts_set_integer(facts, attribute, min, NULL);
    case MSB_ATTRIBUTE_ENUM:
        return msb_facts_set_enum(
            facts, attribute, bench_random_below(random, (uint32_t)num_values),
            NULL);
    case MSB_ATTRIBUTE_FLAG:
        return msb_facts_set_flag(facts, attribute,
                                  bench_random_below(random, 2) == 1, NULL);
    case MSB_ATTRIBUTE_SET:
        return fill_set(facts, attribute, num_values, random);
    }
    return MSB_ERR_MISUSE;
}

/* The last attribute is the target group, which nobody sets. */
static size_t
num_settable(const struct msb_model *model)
{
    return msb_model_num_parts(model, MSB_PART_ATTRIBUTE) - 1;
}

enum msb_status
bench_person_fill(struct msb_facts *facts, struct msb_model *model,
                  struct msb_date on, uint64_t *random)
{
    enum msb_status status = MSB_OK;
    struct msb_date born = on;
    size_t attribute;

    born.days -= (int32_t)bench_random_below(random, DAYS_OF_A_LIFE);
    msb_facts_set_birth_date(facts, born);
    for (attribute = AGE + 1;
         status == MSB_OK && attribute < num_settable(model); attribute++)
        status = fill_attribute(facts, model, attribute, random);
    return status;
}

enum msb_status
bench_person_forget(struct msb_facts *facts, struct msb_model *model,
                    uint64_t *random)
{
    /* Services, the last that can be set, are never unknown. */
    size_t num = num_settable(model) - 1;
    size_t certain = bench_random_below(random, (uint32_t)num);
    enum msb_status status = MSB_OK;
    size_t attribute;

    for (attribute = 0; status == MSB_OK && attribute < num; attribute++) {
        if (attribute == certain || bench_random_below(random, 10) < 3)
            status = msb_facts_unset(facts, attribute, NULL);
    }
    return status;
}
