/* SPDX-License-Identifier: MIT */
/*
 * Common attributes of two models: `age`, those that the first declares,
 * those that only the second does, `services`, `target_group`. Each side gets
 * its own copy, and its target groups and rules with it; nothing else of a
 * model says which area is responsible.
 *
 * A side's target group is derived from its own list, so the two need have
 * nothing in common, and no facts hold it.
 */
#include "rules/merge.h"

#include <string.h>

#include "base/error.h"

/* An attribute, as each model declares it; NULL where it does not. */
struct declared {
    const struct msbi_attribute *by[2];
};

static enum msb_status
fail_to_compare(struct msb_error *err, const char *name, const char *why)
{
    msbi_fail(err, MSB_ERR_INVALID, "not_comparable",
              "the models cannot be compared: they both declare the attribute "
              "\"%s\", %s",
              name, why);
    return err == NULL ? MSB_ERR_INVALID : msbi_error_at(err, name, 0, 0);
}

static bool
has_value(const struct msbi_attribute *attribute, const char *value)
{
    return msbi_attribute_find_value(attribute, value, strlen(value))
           != MSB_NONE;
}

static bool
add_value(struct msbi_attribute *out, const char *value)
{
    char *copy = msbi_copy_text(value, strlen(value));

    if (copy == NULL)
        return false;
    out->values.items[out->values.num] = copy;
    msbi_lookup_add(&out->by_value, copy, out->values.num++);
    return true;
}

/*
 * The values that both have, of an enum; of either, of a set. Values stand in
 * the order of the first model.
 */
static bool
merge_values(const struct declared *declared, struct msbi_attribute *out)
{
    const struct msbi_attribute *a = declared->by[0], *b = declared->by[1];
    size_t most = a->values.num + b->values.num;
    bool shared = out->type == MSB_ATTRIBUTE_ENUM;

    out->values.items = msbi_alloc_array(most, sizeof *out->values.items);
    if (out->values.items == NULL || !msbi_lookup_init(&out->by_value, most))
        return false;
    for (size_t i = 0; i < a->values.num; i++)
        if ((!shared || has_value(b, a->values.items[i]))
            && !add_value(out, a->values.items[i]))
            return false;
    for (size_t i = 0; !shared && i < b->values.num; i++)
        if (!has_value(a, b->values.items[i])
            && !add_value(out, b->values.items[i]))
            return false;
    msbi_lookup_sort(&out->by_value);
    return true;
}

static enum msb_status
merge_attribute(struct declared declared, struct msbi_attribute *out,
                struct msb_error *err)
{
    if (declared.by[0] == NULL)
        declared.by[0] = declared.by[1];
    if (declared.by[1] == NULL)
        declared.by[1] = declared.by[0];
    out->type = declared.by[0]->type;
    out->name = msbi_copy_text(declared.by[0]->name,
                               strlen(declared.by[0]->name));
    if (out->name == NULL)
        return msbi_fail_nomem(err);
    if (out->type != declared.by[1]->type)
        return fail_to_compare(err, out->name, "with different types");
    out->min = declared.by[0]->min;
    if (declared.by[1]->min > out->min)
        out->min = declared.by[1]->min;
    out->max = declared.by[0]->max;
    if (declared.by[1]->max < out->max)
        out->max = declared.by[1]->max;
    if (out->type == MSB_ATTRIBUTE_ENUM || out->type == MSB_ATTRIBUTE_SET) {
        if (!merge_values(&declared, out))
            return msbi_fail_nomem(err);
    }
    if (out->type == MSB_ATTRIBUTE_ENUM)
        out->max = (int32_t)out->values.num - 1;
    if (out->type != MSB_ATTRIBUTE_SET && out->min > out->max)
        return fail_to_compare(err, out->name, "with no value in common");
    return MSB_OK;
}

/* The target group: an enum that no facts hold, and no level reads. */
static enum msb_status
add_target_group(const struct msb_model *from, struct msb_model *side,
                 struct msb_error *err)
{
    const struct msbi_attribute *source =
        &from->attributes[from->target_group_attribute];
    struct msbi_attribute *out = &side->attributes[side->num_attributes];

    side->target_group_attribute = side->num_attributes++;
    out->type = source->type;
    out->min = source->min;
    out->max = source->max;
    out->name = msbi_copy_text(source->name, strlen(source->name));
    return out->name == NULL ? msbi_fail_nomem(err) : MSB_OK;
}

static enum msb_status
add_attribute(const struct msb_model *const models[2], const char *name,
              struct msb_model *side, struct msb_error *err)
{
    struct declared declared = {{NULL, NULL}};

    for (size_t i = 0; i < 2; i++) {
        size_t at = msbi_model_find_attribute(models[i], name, strlen(name));

        if (at != MSB_NONE)
            declared.by[i] = &models[i]->attributes[at];
    }
    return merge_attribute(declared, &side->attributes[side->num_attributes++],
                           err);
}

static bool
add_names(struct msb_model *side)
{
    struct msbi_lookup *names = &side->by_id[MSB_PART_ATTRIBUTE];

    if (!msbi_lookup_init(names, side->num_attributes))
        return false;
    for (size_t i = 0; i < side->num_attributes; i++)
        msbi_lookup_add(names, side->attributes[i].name, i);
    msbi_lookup_sort(names);
    return true;
}

/* Whether an attribute is one that the model itself declares. */
static bool
is_declared(const struct msb_model *model, size_t attribute)
{
    return attribute != MSBI_AGE && attribute != model->services_attribute
           && attribute != model->target_group_attribute;
}

/* The common attributes, for the side that is made of @from. */
static enum msb_status
merge_attributes(const struct msb_model *const models[2],
                 const struct msb_model *from, struct msb_model *side,
                 struct msb_error *err)
{
    const struct msb_model *before = models[0], *after = models[1];
    size_t most = before->num_attributes + after->num_attributes;
    enum msb_status status;

    side->attributes = msbi_alloc_array(most, sizeof *side->attributes);
    if (side->attributes == NULL)
        return msbi_fail_nomem(err);
    status = add_attribute(models, before->attributes[MSBI_AGE].name, side,
                           err);
    for (size_t i = 0; i < before->num_attributes && status == MSB_OK; i++)
        if (is_declared(before, i))
            status = add_attribute(models, before->attributes[i].name, side,
                                   err);
    for (size_t i = 0; i < after->num_attributes && status == MSB_OK; i++) {
        const char *name = after->attributes[i].name;

        if (is_declared(after, i)
            && msbi_model_find_attribute(before, name, strlen(name))
                   == MSB_NONE)
            status = add_attribute(models, name, side, err);
    }
    if (status != MSB_OK)
        return status;
    side->services_attribute = side->num_attributes;
    status = add_attribute(
        models, before->attributes[before->services_attribute].name, side, err);
    if (status == MSB_OK)
        status = add_target_group(from, side, err);
    if (status != MSB_OK)
        return status;
    return add_names(side) ? MSB_OK : msbi_fail_nomem(err);
}

/* Under `per_service` no rule decides; but two of `unique` still conflict. */
static bool
has_deciding_rules(const struct msb_model *model)
{
    return model->coordination == MSB_COORDINATION_SINGLE
           || model->hit_policy == MSB_HIT_POLICY_UNIQUE;
}

static bool
copy_lists(const struct msb_model *from, struct msb_model *side)
{
    size_t num_rules = has_deciding_rules(from) ? from->num_rules : 0;

    side->groups = msbi_alloc_array(from->num_groups, sizeof *side->groups);
    side->rules = msbi_alloc_array(num_rules, sizeof *side->rules);
    if (side->groups == NULL || side->rules == NULL)
        return false;
    for (size_t i = 0; i < from->num_groups; i++) {
        side->groups[side->num_groups++].when = msbi_merge_condition(
            from, side, from->groups[i].when);
        if (side->groups[i].when == NULL)
            return false;
    }
    for (size_t i = 0; i < num_rules; i++) {
        side->rules[side->num_rules++].when = msbi_merge_condition(
            from, side, from->rules[i].when);
        side->rules[i].area = from->rules[i].area;
        if (side->rules[i].when == NULL)
            return false;
    }
    return true;
}

static enum msb_status
make_side(const struct msb_model *const models[2], const struct msb_model *from,
          struct msb_model **out, struct msb_error *err)
{
    struct msb_model *side = msbi_alloc(sizeof *side);
    enum msb_status status;

    *out = side;
    if (side == NULL)
        return msbi_fail_nomem(err);
    msbi_refcount_init(&side->refs);
    side->coordination = from->coordination;
    side->hit_policy = from->hit_policy;
    status = merge_attributes(models, from, side, err);
    if (status != MSB_OK)
        return status;
    return copy_lists(from, side) ? MSB_OK : msbi_fail_nomem(err);
}

/* A model of all conditions of both, for their tests' sake. */
static enum msb_status
list_tested(struct msbi_merge *merge, struct msb_error *err)
{
    const struct msb_model *a = merge->sides[0], *b = merge->sides[1];
    struct msb_model *tested = &merge->tested;

    tested->num_attributes = a->num_attributes;
    tested->attributes = a->attributes;
    tested->services_attribute = a->services_attribute;
    tested->target_group_attribute = a->target_group_attribute;
    tested->groups = msbi_alloc_array(a->num_groups + b->num_groups,
                                      sizeof *tested->groups);
    tested->rules = msbi_alloc_array(a->num_rules + b->num_rules,
                                     sizeof *tested->rules);
    if (tested->groups == NULL || tested->rules == NULL)
        return msbi_fail_nomem(err);
    for (size_t side = 0; side < 2; side++) {
        const struct msb_model *from = merge->sides[side];

        for (size_t i = 0; i < from->num_groups; i++)
            tested->groups[tested->num_groups++] = from->groups[i];
        for (size_t i = 0; i < from->num_rules; i++)
            tested->rules[tested->num_rules++] = from->rules[i];
    }
    return MSB_OK;
}

enum msb_status
msbi_merge_init(struct msbi_merge *merge, const struct msb_model *before,
                const struct msb_model *after, struct msb_error *err)
{
    const struct msb_model *const models[2] = {before, after};
    enum msb_status status = MSB_OK;

    memset(merge, 0, sizeof *merge);
    for (size_t i = 0; i < 2 && status == MSB_OK; i++)
        status = make_side(models, models[i], &merge->sides[i], err);
    if (status == MSB_OK)
        status = list_tested(merge, err);
    if (status != MSB_OK)
        msbi_merge_release(merge);
    return status;
}

void
msbi_merge_release(struct msbi_merge *merge)
{
    msbi_free(merge->tested.groups);
    msbi_free(merge->tested.rules);
    msb_model_unref(merge->sides[0]);
    msb_model_unref(merge->sides[1]);
    memset(merge, 0, sizeof *merge);
}
