/* SPDX-License-Identifier: MIT */
/*
 * From compiled conditions to terms: a condition becomes a list of terms of
 * which one must hold (a disjunctive normal form), `all` multiplies lists,
 * `any` joins them, `not` turns each test round. A test of the target group
 * becomes the groups' own conditions, each without those before it. Lists are
 * cut off at a bound, and so is the work on terms that cannot hold, so that
 * nothing grows without end.
 */
#include "rules/terms.h"

#include <string.h>

struct builder {
    const struct msb_rules *rules;
    const struct msbi_terms *shape;
    uint64_t spent;
    enum msb_status status;
};

bool
msbi_term_has_any(const uint64_t *term, const struct msbi_term_part *part)
{
    for (size_t i = 0; i < part->num_words; i++)
        if (term[part->any + i] != 0)
            return true;
    return false;
}

static uint64_t *
get_term(const struct builder *builder, const struct msbi_term_list *list,
         size_t index)
{
    return list->words + index * builder->shape->num_words;
}

/* Count the work on one term; false, and LIMIT, when it was too much. */
static bool
spend(struct builder *builder)
{
    builder->spent += builder->shape->num_words;
    if (builder->status == MSB_OK && builder->spent > MSBI_MAX_TERM_WORDS)
        builder->status = MSB_ERR_LIMIT;
    return builder->status == MSB_OK;
}

/* Add room for a term; NULL when it fails. */
static uint64_t *
add_term(struct builder *builder, struct msbi_term_list *list)
{
    size_t size = builder->shape->num_words * sizeof *list->words;
    void *moved;

    if (!spend(builder))
        return NULL;
    if (list->num >= MSBI_MAX_TERMS) {
        builder->status = MSB_ERR_LIMIT;
        return NULL;
    }
    moved = msbi_grow(list->words, list->num, &list->max, size);
    if (moved == NULL) {
        builder->status = MSB_ERR_NOMEM;
        return NULL;
    }
    list->words = moved;
    return get_term(builder, list, list->num++);
}

static bool
is_scalar(const struct builder *builder, size_t attribute)
{
    return builder->shape->parts[attribute].must == MSB_NONE;
}

/* The term that always holds. */
static void
make_free(const struct builder *builder, uint64_t *term)
{
    memset(term, 0, builder->shape->num_words * sizeof *term);
    for (size_t i = 0; i < builder->shape->num_parts; i++) {
        const struct msbi_term_part *part = &builder->shape->parts[i];

        if (is_scalar(builder, i))
            memset(term + part->classes, 0xff, part->num_words * sizeof *term);
    }
}

static void
set_bit(uint64_t *words, size_t bit)
{
    words[bit / 64] |= (uint64_t)1 << bit % 64;
}

static bool
overlaps(const uint64_t *a, const uint64_t *b, size_t num)
{
    for (size_t i = 0; i < num; i++)
        if ((a[i] & b[i]) != 0)
            return true;
    return false;
}

/* Whether a term can hold at all. */
static bool
can_hold(const struct builder *builder, const uint64_t *term)
{
    for (size_t i = 0; i < builder->shape->num_parts; i++) {
        const struct msbi_term_part *part = &builder->shape->parts[i];

        if (is_scalar(builder, i)
            && !overlaps(term + part->classes, term + part->classes,
                         part->num_words))
            return false;
        if (!is_scalar(builder, i)
            && overlaps(term + part->must, term + part->must_not,
                        part->num_words))
            return false;
    }
    return true;
}

/* Terms for a test of a scalar: one, with the classes that it holds for. */
static void
add_scalar_test(struct builder *builder, const struct msbi_compiled *compiled,
                bool positive, struct msbi_term_list *out)
{
    const struct msbi_diagram *diagram = &builder->rules->diagram;
    msbi_ref wanted = positive ? MSBI_TRUE : MSBI_FALSE;
    size_t attribute = compiled->condition->test->attribute;
    const struct msbi_term_part *part = &builder->shape->parts[attribute];
    uint32_t level = builder->rules->levels.classifiers[attribute].level;
    uint64_t *term;

    if (compiled->ref == MSBI_TRUE || compiled->ref == MSBI_FALSE) {
        if (compiled->ref == wanted && (term = add_term(builder, out)))
            make_free(builder, term);
        return;
    }
    term = add_term(builder, out);
    if (term == NULL)
        return;
    make_free(builder, term);
    memset(term + part->classes, 0, part->num_words * sizeof *term);
    for (size_t i = 0; i < diagram->levels->items[level].num_classes; i++)
        if (msbi_child(diagram, compiled->ref, i) == wanted)
            set_bit(term + part->classes, i);
}

/* A term for each value of @values: it must be there, or must not. */
static void
add_each(struct builder *builder, size_t attribute,
         const struct msbi_indices *values, bool present,
         struct msbi_term_list *out)
{
    const struct msbi_term_part *part = &builder->shape->parts[attribute];

    for (size_t i = 0; i < values->num; i++) {
        uint64_t *term = add_term(builder, out);

        if (term == NULL)
            return;
        make_free(builder, term);
        set_bit(term + (present ? part->must : part->must_not),
                values->items[i]);
    }
}

static void
set_all(uint64_t *words, const struct msbi_indices *values)
{
    for (size_t i = 0; i < values->num; i++)
        set_bit(words, values->items[i]);
}

/* Terms for a test of a set. */
static void
add_set_test(struct builder *builder, const struct msbi_test *test,
             bool positive, struct msbi_term_list *out)
{
    const struct msbi_term_part *part = &builder->shape->parts[test->attribute];
    uint64_t *term;

    if (positive && test->has_any_of && test->any_of.num == 0)
        return;
    if (positive) {
        term = add_term(builder, out);
        if (term == NULL)
            return;
        make_free(builder, term);
        if (test->has_any_of)
            set_all(term + (test->any_of.num == 1 ? part->must : part->any),
                    &test->any_of);
        if (test->has_all_of)
            set_all(term + part->must, &test->all_of);
        if (test->has_none_of)
            set_all(term + part->must_not, &test->none_of);
        if (!can_hold(builder, term))
            out->num--;
        return;
    }
    if (test->has_any_of && (term = add_term(builder, out)) != NULL) {
        make_free(builder, term);
        set_all(term + part->must_not, &test->any_of);
    }
    if (test->has_all_of)
        add_each(builder, test->attribute, &test->all_of, false, out);
    if (test->has_none_of)
        add_each(builder, test->attribute, &test->none_of, true, out);
}

/* Put two terms together; where both ask for one of several values, each
   value of the one is tried. */
static void
join_terms(struct builder *builder, const uint64_t *a, const uint64_t *b,
           struct msbi_term_list *out)
{
    const struct msbi_terms *shape = builder->shape;
    uint64_t *term = add_term(builder, out);

    if (term == NULL)
        return;
    memcpy(term, a, shape->num_words * sizeof *term);
    for (size_t i = 0; i < shape->num_parts; i++) {
        const struct msbi_term_part *part = &shape->parts[i];

        for (size_t k = 0; k < part->num_words; k++) {
            if (is_scalar(builder, i)) {
                term[part->classes + k] &= b[part->classes + k];
                continue;
            }
            term[part->must + k] |= b[part->must + k];
            term[part->must_not + k] |= b[part->must_not + k];
            if (!msbi_term_has_any(a, part))
                term[part->any + k] = b[part->any + k];
        }
    }
    if (!can_hold(builder, term))
        out->num--;
}

/* The first attribute for which both ask for one of several values. */
static size_t
find_clash(const struct builder *builder, const uint64_t *a, const uint64_t *b)
{
    for (size_t i = 0; i < builder->shape->num_parts; i++) {
        const struct msbi_term_part *part = &builder->shape->parts[i];

        if (!is_scalar(builder, i) && msbi_term_has_any(a, part)
            && msbi_term_has_any(b, part))
            return i;
    }
    return MSB_NONE;
}

static void
multiply_terms(struct builder *builder, const uint64_t *a, const uint64_t *b,
               struct msbi_term_list *out)
{
    size_t clash = find_clash(builder, a, b);
    const struct msbi_term_part *part;
    uint64_t *single;

    if (!spend(builder))
        return;
    if (clash == MSB_NONE) {
        join_terms(builder, a, b, out);
        return;
    }
    part = &builder->shape->parts[clash];
    single = msbi_alloc_array(builder->shape->num_words, sizeof *single);
    if (single == NULL) {
        builder->status = MSB_ERR_NOMEM;
        return;
    }
    for (size_t i = 0; i < part->num_words * 64; i++) {
        if (!msbi_bit(a + part->any, i) || builder->status != MSB_OK)
            continue;
        memcpy(single, a, builder->shape->num_words * sizeof *single);
        memset(single + part->any, 0, part->num_words * sizeof *single);
        set_bit(single + part->must, i);
        multiply_terms(builder, single, b, out);
    }
    msbi_free(single);
}

/* Both lists must hold: @out becomes their product. */
static void
multiply(struct builder *builder, struct msbi_term_list *out,
         struct msbi_term_list *by)
{
    struct msbi_term_list product = {0};

    for (size_t i = 0; i < out->num; i++)
        for (size_t k = 0; k < by->num && builder->status == MSB_OK; k++)
            multiply_terms(builder, get_term(builder, out, i),
                           get_term(builder, by, k), &product);
    msbi_free(out->words);
    *out = product;
}

static void add_terms(struct builder *builder,
                      const struct msbi_compiled *compiled, bool positive,
                      struct msbi_term_list *out);

/* @out and the terms of a condition. */
static void
multiply_by(struct builder *builder, const struct msbi_compiled *compiled,
            bool positive, struct msbi_term_list *out)
{
    struct msbi_term_list by = {0};

    add_terms(builder, compiled, positive, &by);
    multiply(builder, out, &by);
    msbi_free(by.words);
}

static void
append(struct builder *builder, struct msbi_term_list *out,
       const struct msbi_term_list *more)
{
    for (size_t i = 0; i < more->num; i++) {
        uint64_t *term = add_term(builder, out);

        if (term == NULL)
            return;
        memcpy(term, get_term(builder, more, i),
               builder->shape->num_words * sizeof *term);
    }
}

static bool
is_tested(const struct msbi_test *test, size_t group)
{
    for (size_t i = 0; i < test->num_ranges; i++)
        if ((int64_t)group >= test->ranges[i].low
            && (int64_t)group <= test->ranges[i].high)
            return true;
    return false;
}

/* The citizens of one target group; of none, where @group is the number. */
static void
add_group(struct builder *builder, size_t group, struct msbi_term_list *out)
{
    const struct msb_rules *rules = builder->rules;
    struct msbi_term_list terms = {0};
    uint64_t *term = add_term(builder, &terms);

    if (term != NULL)
        make_free(builder, term);
    if (group < rules->model->num_groups)
        multiply_by(builder, &rules->groups[group], true, &terms);
    for (size_t i = 0; i < group && builder->status == MSB_OK; i++)
        multiply_by(builder, &rules->groups[i], false, &terms);
    append(builder, out, &terms);
    msbi_free(terms.words);
}

static void
add_group_test(struct builder *builder, const struct msbi_test *test,
               bool positive, struct msbi_term_list *out)
{
    size_t num = builder->rules->model->num_groups;

    for (size_t i = 0; i <= num && builder->status == MSB_OK; i++)
        if ((i < num && is_tested(test, i)) == positive)
            add_group(builder, i, out);
}

static void
add_test(struct builder *builder, const struct msbi_compiled *compiled,
         bool positive, struct msbi_term_list *out)
{
    const struct msb_model *model = builder->rules->model;
    const struct msbi_test *test = compiled->condition->test;

    if (test->attribute == model->target_group_attribute)
        add_group_test(builder, test, positive, out);
    else if (model->attributes[test->attribute].type == MSB_ATTRIBUTE_SET)
        add_set_test(builder, test, positive, out);
    else
        add_scalar_test(builder, compiled, positive, out);
}

/* Append the terms of a condition, or of its opposite. */
static void
add_terms(struct builder *builder, const struct msbi_compiled *compiled,
          bool positive, struct msbi_term_list *out)
{
    enum msbi_condition_kind kind;
    struct msbi_term_list product = {0};
    uint64_t *term;

    if (compiled->condition != NULL
        && compiled->condition->kind == MSBI_CONDITION_TEST) {
        add_test(builder, compiled, positive, out);
        return;
    }
    kind = compiled->condition == NULL ? MSBI_CONDITION_ALL
                                       : compiled->condition->kind;
    if (kind == MSBI_CONDITION_NOT) {
        add_terms(builder, &compiled->parts[0], !positive, out);
        return;
    }
    if ((kind == MSBI_CONDITION_ANY) == positive) {
        for (size_t i = 0; i < compiled->num; i++)
            add_terms(builder, &compiled->parts[i], positive, out);
        return;
    }
    term = add_term(builder, &product);
    if (term != NULL)
        make_free(builder, term);
    for (size_t i = 0; i < compiled->num && builder->status == MSB_OK; i++)
        multiply_by(builder, &compiled->parts[i], positive, &product);
    append(builder, out, &product);
    msbi_free(product.words);
}

enum msb_status
msbi_terms_of(const struct msb_rules *rules, const struct msbi_terms *shape,
              const struct msbi_compiled *compiled, struct msbi_term_list *out)
{
    struct builder builder = {
        .rules = rules, .shape = shape, .spent = out->spent};

    add_terms(&builder, compiled, true, out);
    out->spent = builder.spent;
    return builder.status;
}
