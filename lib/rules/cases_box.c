/* SPDX-License-Identifier: MIT */
/*
 * Boxes: their citizens as a diagram, the values that they allow, and one
 * citizen of theirs. The example is one that a reader may have met: the middle
 * of an age limit's range, not its edge, which the limit itself tells; ages
 * beyond 100 are left out where the range has others.
 */
#include "rules/cases.h"

#include <string.h>

#include "rules/walk.h"

#define TYPICAL_MAX_AGE 100

void
msbi_box_release(struct msbi_box *box)
{
    for (size_t i = 0; i < box->num; i++)
        msbi_free(box->clauses[i].items);
    msbi_free(box->clauses);
    memset(box, 0, sizeof *box);
}

struct msbi_clause *
msbi_box_add_clause(struct msbi_box *box, enum msbi_clause_kind kind,
                    size_t attribute, size_t num)
{
    struct msbi_clause clause = {.kind = kind, .attribute = attribute};
    void *moved = msbi_grow(box->clauses, box->num, &box->max, sizeof clause);

    if (moved == NULL)
        return NULL;
    box->clauses = moved;
    clause.items = msbi_alloc_array(num, sizeof *clause.items);
    if (clause.items == NULL)
        return NULL;
    box->clauses[box->num] = clause;
    return &box->clauses[box->num++];
}

struct msbi_clause *
msbi_box_find_clause(struct msbi_box *box, size_t first,
                     enum msbi_clause_kind kind, size_t attribute, size_t num)
{
    for (size_t i = first; i < box->num; i++)
        if (box->clauses[i].kind == kind
            && box->clauses[i].attribute == attribute)
            return &box->clauses[i];
    return msbi_box_add_clause(box, kind, attribute, num);
}

/* The node of a scalar's level that is TRUE for the classes of a clause. */
static msbi_ref
lay_classes(const struct msbi_clause *clause, struct msbi_diagram *diagram)
{
    uint32_t level = diagram->levels->classifiers[clause->attribute].level;
    size_t width = diagram->levels->items[level].num_classes;
    msbi_ref *children = msbi_alloc_array(width, sizeof *children);
    msbi_ref ref;

    if (children == NULL) {
        diagram->status = MSB_ERR_NOMEM;
        return MSBI_FAILED;
    }
    for (size_t i = 0; i < width; i++)
        children[i] = MSBI_FALSE;
    for (size_t i = 0; i < clause->num; i++)
        children[clause->items[i]] = MSBI_TRUE;
    ref = msbi_diagram_node(diagram, level, children);
    msbi_free(children);
    return ref;
}

/* The chain of a clause about a set; its values stand in order of levels. */
static msbi_ref
lay_values(const struct msbi_clause *clause, struct msbi_diagram *diagram)
{
    const uint32_t *levels = diagram->levels->value_levels[clause->attribute];
    bool is_any = clause->kind == MSBI_CLAUSE_ANY;
    bool is_not_all = clause->kind == MSBI_CLAUSE_NOT_ALL;
    msbi_ref ref = is_any || is_not_all ? MSBI_FALSE : MSBI_TRUE;

    for (size_t i = clause->num; i-- > 0;) {
        msbi_ref children[2] = {ref, ref};

        if (is_any || is_not_all)
            children[is_any] = MSBI_TRUE;
        else
            children[clause->kind == MSBI_CLAUSE_NONE] = MSBI_FALSE;
        ref = msbi_diagram_node(diagram, levels[clause->items[i]], children);
    }
    return ref;
}

msbi_ref
msbi_box_lay(const struct msbi_box *box, struct msbi_diagram *diagram)
{
    msbi_ref ref = MSBI_TRUE;

    for (size_t i = box->num; i-- > 0;) {
        const struct msbi_clause *clause = &box->clauses[i];
        msbi_ref one = clause->kind == MSBI_CLAUSE_CLASSES
                           ? lay_classes(clause, diagram)
                           : lay_values(clause, diagram);

        ref = msbi_diagram_choose(diagram, one, ref, MSBI_FALSE);
    }
    return ref;
}

/* The clause about a scalar, or NULL where any value will do. */
static const struct msbi_clause *
find_classes(const struct msbi_box *box, size_t attribute)
{
    for (size_t i = 0; i < box->num; i++)
        if (box->clauses[i].kind == MSBI_CLAUSE_CLASSES
            && box->clauses[i].attribute == attribute)
            return &box->clauses[i];
    return NULL;
}

/* Classes of a clause stand in ascending order. */
static bool
allows(const struct msbi_clause *clause, uint32_t class)
{
    size_t low = 0, high = clause->num;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (clause->items[middle] == class)
            return true;
        if (clause->items[middle] < class)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static void
add_run(struct msbi_test *test, int32_t low, int32_t high)
{
    struct msbi_range *last = &test->ranges[test->num_ranges];

    if (test->num_ranges > 0 && (int64_t)last[-1].high + 1 == low) {
        last[-1].high = high;
        return;
    }
    *last = (struct msbi_range){low, high};
    test->num_ranges++;
}

enum msb_status
msbi_box_allow(const struct msbi_box *box, const struct msb_rules *rules,
               size_t attribute, struct msbi_test *out)
{
    const struct msbi_classifier *classifier =
        &rules->levels.classifiers[attribute];
    const struct msbi_clause *clause = find_classes(box, attribute);

    memset(out, 0, sizeof *out);
    out->attribute = attribute;
    out->ranges = msbi_alloc_array(classifier->num_starts + 1,
                                   sizeof *out->ranges);
    if (out->ranges == NULL)
        return MSB_ERR_NOMEM;
    if (clause == NULL) {
        add_run(out, rules->model->attributes[attribute].min,
                rules->model->attributes[attribute].max);
        return MSB_OK;
    }
    for (size_t i = 0; i < classifier->num_starts; i++)
        if (allows(clause, classifier->classes[i]))
            add_run(out, classifier->starts[i],
                    i + 1 < classifier->num_starts
                        ? classifier->starts[i + 1] - 1
                        : classifier->max);
    return MSB_OK;
}

/* The middle of the longest run of values; the first of equal ones. */
static int32_t
find_typical(const struct msbi_test *allowed)
{
    int64_t length = -1, middle = 0;

    for (size_t i = 0; i < allowed->num_ranges; i++) {
        int64_t low = allowed->ranges[i].low, high = allowed->ranges[i].high;

        if (allowed->attribute == MSBI_AGE && low <= TYPICAL_MAX_AGE
            && high > TYPICAL_MAX_AGE)
            high = TYPICAL_MAX_AGE;
        if (high - low <= length)
            continue;
        length = high - low;
        middle = low + length / 2;
    }
    return (int32_t)middle;
}

enum msb_status
msbi_box_pick(const struct msbi_box *box, const struct msb_rules *rules,
              size_t attribute, int32_t *out)
{
    enum msb_attribute_type type = rules->model->attributes[attribute].type;
    struct msbi_test allowed;
    enum msb_status status = msbi_box_allow(box, rules, attribute, &allowed);

    if (status != MSB_OK)
        return status;
    *out = type == MSB_ATTRIBUTE_INTEGER ? find_typical(&allowed)
                                         : allowed.ranges[0].low;
    msbi_free(allowed.ranges);
    return MSB_OK;
}

/* Of several values that will do, the first. */
bool
msbi_box_must_hold(const struct msbi_box *box, size_t attribute, size_t value)
{
    for (size_t i = 0; i < box->num; i++) {
        const struct msbi_clause *clause = &box->clauses[i];
        size_t num = clause->kind == MSBI_CLAUSE_ALL   ? clause->num
                     : clause->kind == MSBI_CLAUSE_ANY ? 1
                                                       : 0;

        for (size_t k = 0; clause->attribute == attribute && k < num; k++)
            if (clause->items[k] == value)
                return true;
    }
    return false;
}

struct in_box {
    const struct msb_rules *rules;
    const struct msbi_box *box;
    size_t service; /* held besides, or MSB_NONE */
};

static bool
pick_in_box(const void *user, size_t attribute, int32_t *out)
{
    const struct in_box *in_box = user;

    return msbi_box_pick(in_box->box, in_box->rules, attribute, out) == MSB_OK;
}

static bool
holds_in_box(const void *user, size_t attribute, size_t value)
{
    const struct in_box *in_box = user;

    if (attribute == in_box->rules->model->services_attribute
        && value == in_box->service)
        return true;
    return msbi_box_must_hold(in_box->box, attribute, value);
}

void
msbi_box_add_example(struct msbi_text *text, const struct msb_rules *rules,
                     const struct msbi_box *box, size_t service)
{
    const struct in_box in_box = {
        .rules = rules, .box = box, .service = service};

    msbi_witness_write(text, rules->model, pick_in_box, holds_in_box, &in_box);
}
