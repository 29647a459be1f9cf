/* SPDX-License-Identifier: MIT */
/*
 * From conditions to diagrams. A test of a scalar is one node whose children
 * are FALSE and TRUE; a test of a set is a chain over its values; `all`, `any`
 * and `not` join diagrams. A test of the target group becomes a test of what
 * makes the target group, so that no level ever reads a derived value.
 */
#include "rules/rules.h"

#include "base/error.h"

static bool
is_in_ranges(const struct msbi_test *test, int32_t value)
{
    for (size_t i = 0; i < test->num_ranges; i++)
        if (value >= test->ranges[i].low && value <= test->ranges[i].high)
            return true;
    return false;
}

static msbi_ref
keep_tested_groups(void *user, msbi_ref leaf)
{
    const struct msbi_test *test = user;

    if (leaf == MSBI_GAP)
        return MSBI_FALSE; /* in no target group: no test of it holds */
    return is_in_ranges(test, (int32_t)msbi_leaf_index(leaf)) ? MSBI_TRUE
                                                              : MSBI_FALSE;
}

/* The node of a scalar's level, each class TRUE or FALSE. */
static msbi_ref
compile_scalar(struct msb_rules *rules, const struct msbi_test *test)
{
    const struct msbi_classifier *classifier =
        &rules->levels.classifiers[test->attribute];
    msbi_ref *children;
    msbi_ref ref;
    size_t num;

    if (classifier->level == MSBI_NO_LEVEL)
        return is_in_ranges(test, classifier->min) ? MSBI_TRUE : MSBI_FALSE;
    num = rules->levels.items[classifier->level].num_classes;
    children = msbi_alloc_array(num, sizeof *children);
    if (children == NULL) {
        rules->diagram.status = MSB_ERR_NOMEM;
        return MSBI_FAILED;
    }
    for (size_t i = 0; i < num; i++)
        children[i] = MSBI_FAILED;
    for (size_t i = 0; i < classifier->num_starts; i++) {
        uint16_t class = classifier->classes[i];

        if (children[class] == MSBI_FAILED)
            children[class] = is_in_ranges(test, classifier->starts[i])
                                  ? MSBI_TRUE
                                  : MSBI_FALSE;
    }
    ref = msbi_diagram_node(&rules->diagram, classifier->level, children);
    msbi_free(children);
    return ref;
}

/* Whether a set holds the value at @index. */
static msbi_ref
compile_value(struct msb_rules *rules, size_t attribute, size_t index)
{
    const msbi_ref children[2] = {MSBI_FALSE, MSBI_TRUE};

    return msbi_diagram_node(&rules->diagram,
                             rules->levels.value_levels[attribute][index],
                             children);
}

/* Whether a set holds at least one of @values (@wanted TRUE), or all. */
static msbi_ref
join_values(struct msb_rules *rules, const struct msbi_test *test,
            const struct msbi_indices *values, bool all)
{
    struct msbi_diagram *diagram = &rules->diagram;
    msbi_ref ref = all ? MSBI_TRUE : MSBI_FALSE;

    /* From the last to the first, so that each step only adds a node. */
    for (size_t i = values->num; i-- > 0;) {
        msbi_ref value = compile_value(rules, test->attribute,
                                       values->items[i]);

        ref = all ? msbi_diagram_choose(diagram, value, ref, MSBI_FALSE)
                  : msbi_diagram_choose(diagram, value, MSBI_TRUE, ref);
    }
    return ref;
}

static msbi_ref
compile_set(struct msb_rules *rules, const struct msbi_test *test)
{
    struct msbi_diagram *diagram = &rules->diagram;
    msbi_ref ref = MSBI_TRUE, none;

    if (test->has_any_of)
        ref = join_values(rules, test, &test->any_of, false);
    if (test->has_all_of)
        ref = msbi_diagram_choose(diagram, ref,
                                  join_values(rules, test, &test->all_of, true),
                                  MSBI_FALSE);
    if (test->has_none_of) {
        none = join_values(rules, test, &test->none_of, false);
        ref = msbi_diagram_choose(diagram, none, MSBI_FALSE, ref);
    }
    return ref;
}

static msbi_ref
compile_test(struct msb_rules *rules, const struct msbi_test *test)
{
    const struct msb_model *model = rules->model;

    if (test->attribute == model->target_group_attribute) {
        struct msbi_test tested = *test;

        return msbi_diagram_map(&rules->diagram, keep_tested_groups, &tested,
                                rules->target_group);
    }
    if (model->attributes[test->attribute].type == MSB_ATTRIBUTE_SET)
        return compile_set(rules, test);
    return compile_scalar(rules, test);
}

static msbi_ref
join_parts(struct msb_rules *rules, const struct msbi_compiled *compiled)
{
    struct msbi_diagram *diagram = &rules->diagram;
    enum msbi_condition_kind kind = compiled->condition->kind;
    msbi_ref ref = kind == MSBI_CONDITION_ANY ? MSBI_FALSE : MSBI_TRUE;

    if (kind == MSBI_CONDITION_NOT)
        return msbi_diagram_choose(diagram, compiled->parts[0].ref, MSBI_FALSE,
                                   MSBI_TRUE);
    for (size_t i = compiled->num; i-- > 0;) {
        msbi_ref part = compiled->parts[i].ref;

        ref = kind == MSBI_CONDITION_ANY
                  ? msbi_diagram_choose(diagram, part, MSBI_TRUE, ref)
                  : msbi_diagram_choose(diagram, part, ref, MSBI_FALSE);
    }
    return ref;
}

enum msb_status
msbi_condition_compile(struct msb_rules *rules,
                       const struct msbi_condition *condition,
                       struct msbi_compiled *out)
{
    enum msb_status status;

    *out = (struct msbi_compiled){.condition = condition, .ref = MSBI_TRUE};
    if (condition == NULL)
        return MSB_OK;
    if (condition->kind == MSBI_CONDITION_TEST) {
        out->ref = compile_test(rules, condition->test);
        return rules->diagram.status;
    }
    out->parts = msbi_alloc_array(condition->num, sizeof *out->parts);
    if (out->parts == NULL)
        return rules->diagram.status = MSB_ERR_NOMEM;
    for (size_t i = 0; i < condition->num; i++) {
        out->num = i + 1;
        status = msbi_condition_compile(rules, condition->children[i],
                                        &out->parts[i]);
        if (status != MSB_OK)
            return status;
    }
    out->ref = join_parts(rules, out);
    return rules->diagram.status;
}

void
msbi_compiled_release(struct msbi_compiled *compiled)
{
    for (size_t i = 0; i < compiled->num; i++)
        msbi_compiled_release(&compiled->parts[i]);
    msbi_free(compiled->parts);
    compiled->parts = NULL;
    compiled->num = 0;
}
