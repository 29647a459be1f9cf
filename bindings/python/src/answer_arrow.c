/* SPDX-License-Identifier: MIT */
/*
 * An answer as an Arrow struct array of dictionary-encoded texts, in the very
 * buffers that it was written to. Every array of the tree holds references of
 * its own, so that a consumer may move a child out of its parent, as the
 * interface allows; a parent releases the children that are left.
 */
#include "answer.h"

#include <stdlib.h>

static const char *const names[] = {"status", "responsible", "rule",
                                    "target_group", "deliveries"};
static const char *const known_names[] = {NULL, "responsible_known",
                                          "rule_known", "target_group_known"};
static const char *const delivery_names[] = {"service", "area", "unit"};
static const enum answer_list delivery_lists[] = {LIST_SERVICE, LIST_AREA,
                                                  LIST_UNIT};

/* Indices of each column, and what is known of all but the first. */
enum { NUM_CODES = 2 * ANSWER_COLUMNS - 1 };

/* Schemas. A parent owns its children's memory, and its dictionary's. */

static void
release_schema(struct ArrowSchema *schema)
{
    for (int64_t i = 0; i < schema->n_children; i++)
        if (schema->children[i]->release != NULL)
            schema->children[i]->release(schema->children[i]);
    if (schema->dictionary != NULL && schema->dictionary->release != NULL)
        schema->dictionary->release(schema->dictionary);
    free(schema->dictionary);
    free(schema->children);
    free(schema->private_data);
    schema->release = NULL;
}

/* Children without content, which can be released. */
static bool
add_schemas(struct ArrowSchema *parent, int64_t num)
{
    struct ArrowSchema *all = calloc((size_t)num, sizeof *all);

    parent->children = calloc((size_t)num, sizeof(struct ArrowSchema *));
    parent->private_data = all;
    if (all == NULL || parent->children == NULL)
        return false;
    for (int64_t i = 0; i < num; i++) {
        all[i] = (struct ArrowSchema){
            .format = "n", .name = "", .release = release_schema};
        parent->children[i] = &all[i];
    }
    parent->n_children = num;
    return true;
}

static const char *
get_format(const struct answer_words *words, enum answer_list list)
{
    return answer_words_get_width(words, list) == 1 ? "c" : "s";
}

/* @format: of the indices. */
static bool
fill_dictionary_schema(const char *format, const char *name, int64_t flags,
                       struct ArrowSchema *out)
{
    out->format = format;
    out->name = name;
    out->flags = flags;
    out->dictionary = calloc(1, sizeof *out->dictionary);
    if (out->dictionary == NULL)
        return false;
    *out->dictionary = (struct ArrowSchema){
        .format = "u", .name = "", .release = release_schema};
    return true;
}

static bool
fill_deliveries_schema(struct ArrowSchema *out)
{
    struct ArrowSchema *item;
    bool is_filled = true;

    out->format = "+l";
    out->name = names[ANSWER_COLUMNS];
    if (!add_schemas(out, 1))
        return false;
    item = out->children[0];
    item->format = "+s";
    item->name = "item";
    if (!add_schemas(item, DELIVERY_COLUMNS))
        return false;
    for (size_t i = 0; is_filled && i < DELIVERY_COLUMNS; i++)
        is_filled = fill_dictionary_schema("s", delivery_names[i],
                                           i == 0 ? 0 : ARROW_FLAG_NULLABLE,
                                           item->children[i]);
    return is_filled;
}

bool
answer_export_schema(const struct answer_words *words, bool has_deliveries,
                     struct ArrowSchema *out)
{
    bool is_filled;

    *out = (struct ArrowSchema){
        .format = "+s", .name = "", .release = release_schema};
    is_filled = add_schemas(out, ANSWER_COLUMNS + (has_deliveries ? 1 : 0));
    for (size_t i = 0; is_filled && i < ANSWER_COLUMNS; i++)
        is_filled = fill_dictionary_schema(
            get_format(words, (enum answer_list)i), names[i],
            i == LIST_STATUS ? 0 : ARROW_FLAG_NULLABLE, out->children[i]);
    if (is_filled && has_deliveries)
        is_filled = fill_deliveries_schema(out->children[ANSWER_COLUMNS]);
    if (!is_filled)
        release_schema(out);
    return is_filled;
}

bool
answer_export_codes_schema(const struct answer_words *words,
                           bool has_deliveries, struct ArrowSchema *out)
{
    bool is_filled;

    *out = (struct ArrowSchema){
        .format = "+s", .name = "", .release = release_schema};
    is_filled = add_schemas(out, NUM_CODES + (has_deliveries ? 1 : 0));
    for (size_t i = 0; is_filled && i < ANSWER_COLUMNS; i++) {
        size_t width = answer_words_get_width(words, (enum answer_list)i);

        out->children[i]->format = width == 1 ? "C" : "S";
        out->children[i]->name = names[i];
        if (i == LIST_STATUS)
            continue;
        out->children[ANSWER_COLUMNS + i - 1]->format = "b";
        out->children[ANSWER_COLUMNS + i - 1]->name = known_names[i];
    }
    if (is_filled && has_deliveries)
        is_filled = fill_deliveries_schema(out->children[NUM_CODES]);
    if (!is_filled)
        release_schema(out);
    return is_filled;
}

/* Arrays. */

struct node {
    const void *buffers[3];
    struct answer *answer; /* or NULL: a dictionary */
    struct answer_words *words;
    struct ArrowArray *children;
};

static void
release_array(struct ArrowArray *array)
{
    struct node *node = array->private_data;

    for (int64_t i = 0; i < array->n_children; i++)
        if (array->children[i]->release != NULL)
            array->children[i]->release(array->children[i]);
    if (array->dictionary != NULL && array->dictionary->release != NULL)
        array->dictionary->release(array->dictionary);
    free(array->dictionary);
    free(array->children);
    answer_unref(node->answer);
    answer_words_unref(node->words);
    free(node->children);
    free(node);
    array->release = NULL;
}

/* An array without buffers or children, which can be released. */
static bool
start_array(struct ArrowArray *out, struct answer *answer, size_t num)
{
    struct node *node = calloc(1, sizeof *node);

    *out = (struct ArrowArray){.length = (int64_t)num};
    if (node == NULL)
        return false;
    if (answer != NULL)
        node->answer = answer_ref(answer);
    out->buffers = node->buffers;
    out->private_data = node;
    out->release = release_array;
    return true;
}

static bool
add_arrays(struct ArrowArray *parent, size_t num)
{
    struct node *node = parent->private_data;

    node->children = calloc(num, sizeof *node->children);
    parent->children = calloc(num, sizeof(struct ArrowArray *));
    if (node->children == NULL || parent->children == NULL)
        return false;
    for (size_t i = 0; i < num; i++)
        parent->children[i] = &node->children[i];
    parent->n_children = (int64_t)num;
    return true;
}

static bool
add_dictionary(struct ArrowArray *array, struct answer_words *words,
               enum answer_list list)
{
    struct node *node;

    array->dictionary = calloc(1, sizeof *array->dictionary);
    if (array->dictionary == NULL
        || !start_array(array->dictionary, NULL, words->lists[list].num))
        return false;
    node = array->dictionary->private_data;
    node->words = answer_words_ref(words);
    node->buffers[1] = words->lists[list].offsets;
    node->buffers[2] = words->lists[list].chars;
    array->dictionary->n_buffers = 3;
    return true;
}

/* Indices of one column, where they stand. */
static bool
fill_array(struct answer *answer, struct ArrowArray *out, enum answer_list list,
           const uint8_t *validity, size_t num_null, const void *indices)
{
    struct node *node = out->private_data;

    node->buffers[0] = num_null == 0 ? NULL : validity;
    node->buffers[1] = indices;
    out->n_buffers = 2;
    out->null_count = (int64_t)num_null;
    return add_dictionary(out, answer->words, list);
}

static bool
fill_deliveries(struct answer *answer, struct ArrowArray *out)
{
    const struct answer_deliveries *all = &answer->deliveries;
    struct node *node = out->private_data;
    struct ArrowArray *item;
    bool is_filled;

    node->buffers[1] = all->offsets;
    out->n_buffers = 2;
    is_filled = add_arrays(out, 1)
                && start_array(out->children[0], answer, all->num)
                && add_arrays(out->children[0], DELIVERY_COLUMNS);
    if (!is_filled)
        return false;
    item = out->children[0];
    item->n_buffers = 1;
    for (size_t i = 0; is_filled && i < DELIVERY_COLUMNS; i++)
        is_filled = start_array(item->children[i], answer, all->num)
                    && fill_array(answer, item->children[i], delivery_lists[i],
                                  all->validity[i], all->num_null[i],
                                  all->indices[i]);
    return is_filled;
}

bool
answer_export_array(struct answer *answer, struct ArrowArray *out)
{
    bool has_deliveries = answer->deliveries.offsets != NULL, is_filled;

    is_filled = start_array(out, answer, answer->num_rows);
    if (!is_filled)
        return false;
    out->n_buffers = 1;
    is_filled = add_arrays(out, ANSWER_COLUMNS + (has_deliveries ? 1u : 0u));
    for (size_t i = 0; is_filled && i < ANSWER_COLUMNS; i++)
        is_filled = start_array(out->children[i], answer, answer->num_rows)
                    && fill_array(answer, out->children[i], (enum answer_list)i,
                                  answer->validity[i], answer->num_null[i],
                                  answer->indices[i]);
    if (is_filled && has_deliveries)
        is_filled = start_array(out->children[ANSWER_COLUMNS], answer,
                                answer->num_rows)
                    && fill_deliveries(answer, out->children[ANSWER_COLUMNS]);
    if (!is_filled)
        release_array(out);
    return is_filled;
}

/* A column of numbers or of bits, where it stands. */
static bool
start_plain(struct ArrowArray *out, struct answer *answer, const void *values)
{
    struct node *node;

    if (!start_array(out, answer, answer->num_rows))
        return false;
    node = out->private_data;
    node->buffers[1] = values;
    out->n_buffers = 2;
    return true;
}

bool
answer_export_codes(struct answer *answer, struct ArrowArray *out)
{
    bool has_deliveries = answer->deliveries.offsets != NULL, is_filled;

    is_filled = start_array(out, answer, answer->num_rows);
    if (!is_filled)
        return false;
    out->n_buffers = 1;
    is_filled = add_arrays(out, NUM_CODES + (has_deliveries ? 1u : 0u));
    for (size_t i = 0; is_filled && i < ANSWER_COLUMNS; i++) {
        is_filled = start_plain(out->children[i], answer, answer->indices[i]);
        if (is_filled && i != LIST_STATUS)
            is_filled = start_plain(out->children[ANSWER_COLUMNS + i - 1],
                                    answer, answer->validity[i]);
    }
    if (is_filled && has_deliveries)
        is_filled = start_array(out->children[NUM_CODES], answer,
                                answer->num_rows)
                    && fill_deliveries(answer, out->children[NUM_CODES]);
    if (!is_filled)
        release_array(out);
    return is_filled;
}
