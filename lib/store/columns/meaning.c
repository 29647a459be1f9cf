/* SPDX-License-Identifier: MIT */
/*
 * From the values of a chunk to those of a model. What a model makes of a
 * value is what msbi_facts_fill() makes of the member in JSON: a member that
 * it does not declare is passed over, a service that it does not know too; any
 * other value outside an attribute's domain rejects the citizen.
 *
 * This is done once for each value that occurs, not for each citizen, and not
 * again for a chunk whose column has the same values as the one before it.
 */
#include "store/columns/meaning.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "decide/facts.h"
#include "model/model.h"

#define REJECTED MSBI_MEANING_REJECTED
#define PASSED_OVER MSBI_MEANING_PASSED_OVER

/* A value of a SCALAR, by its letter. */
static int32_t
mean_scalar(const struct msbi_attribute *attribute, const char *value)
{
    long long number;
    size_t index;

    switch (attribute->type) {
    case MSB_ATTRIBUTE_INTEGER:
        number = *value == 'i' ? strtoll(value + 1, NULL, 10) : 0;
        return *value == 'i' && number >= attribute->min
                       && number <= attribute->max
                   ? (int32_t)number
                   : REJECTED;
    case MSB_ATTRIBUTE_ENUM:
        index = *value == 's' ? msbi_attribute_find_value(attribute, value + 1,
                                                          strlen(value + 1))
                              : MSB_NONE;
        return index == MSB_NONE ? REJECTED : (int32_t)index;
    case MSB_ATTRIBUTE_FLAG:
        return *value == 't' || *value == 'f' ? *value == 't' : REJECTED;
    default:
        return REJECTED;
    }
}

static int32_t
mean_member(const struct msbi_attribute *attribute, const char *value,
            bool is_lenient)
{
    size_t index = msbi_attribute_find_value(attribute, value, strlen(value));

    if (index != MSB_NONE)
        return (int32_t)index;
    return is_lenient ? PASSED_OVER : REJECTED;
}

static size_t
find_attribute(const struct msb_model *model, const char *name)
{
    size_t index = *name == '\0'
                       ? model->services_attribute
                       : msbi_model_find_attribute(model, name, strlen(name));

    return index == model->target_group_attribute ? MSB_NONE : index;
}

static void
mean_values(const struct msb_model *model, struct msbi_meant_column *column)
{
    const struct msbi_attribute *attribute =
        &model->attributes[column->attribute];
    bool is_lenient = column->attribute == model->services_attribute;
    const char *text = column->texts;

    column->rejects = false;
    column->meanings[0] = MSBI_UNKNOWN;
    for (uint32_t i = 1; i <= column->num_values; i++) {
        text += strlen(text) + 1;
        column->meanings[i] = column->kind == MSBI_CHUNK_SCALAR
                                  ? mean_scalar(attribute, text)
                                  : mean_member(attribute, text, is_lenient);
        column->rejects |= column->meanings[i] == REJECTED;
    }
}

/* The words of one byte: those of a byte with a bit less, and that bit's. */
static void
fill_masks(const struct msbi_meant_column *column, uint32_t byte)
{
    uint64_t *masks = column->masks + (size_t)256 * byte;

    masks[0] = 0;
    column->rejected[byte] = 0;
    for (uint32_t bit = 0; bit < 8; bit++) {
        uint32_t at = 8 * byte + bit;
        int32_t value = at > 0 && at <= column->num_values
                            ? column->meanings[at]
                            : PASSED_OVER;
        uint64_t word = value >= 0 ? (uint64_t)1 << value : 0;

        if (value == REJECTED)
            column->rejected[byte] |= (uint8_t)(1u << bit);
        for (uint32_t i = 0; i < 1u << bit; i++)
            masks[(1u << bit) + i] = masks[i] | word;
    }
}

/* The masks of a set, where it takes one word. */
static enum msb_status
mean_bytes(const struct msb_model *model, struct msbi_meant_column *column)
{
    size_t width = msbi_chunk_width(MSBI_CHUNK_SET, column->num_values);
    uint64_t *masks;
    uint8_t *rejected;

    if (model->attributes[column->attribute].values.num > 64)
        return MSB_OK;
    if (width > column->masks_capacity) {
        masks = msbi_resize(column->masks, 256 * width, sizeof *masks);
        if (masks == NULL)
            return MSB_ERR_NOMEM;
        column->masks = masks;
        rejected = msbi_resize(column->rejected, width, 1);
        if (rejected == NULL)
            return MSB_ERR_NOMEM;
        column->rejected = rejected;
        column->masks_capacity = width;
    }
    for (uint32_t byte = 0; byte < width; byte++)
        fill_masks(column, byte);
    return MSB_OK;
}

/* Keep the texts, and room for a meaning of each. */
static enum msb_status
keep_texts(struct msbi_meant_column *column,
           const struct msbi_chunk_column *from)
{
    char *texts = msbi_resize(column->texts, from->texts_size, 1);
    int32_t *meanings;

    if (texts == NULL)
        return MSB_ERR_NOMEM;
    column->texts = texts;
    column->texts_size = 0; /* not the same as any, until all is done */
    if (from->num_values >= column->capacity) {
        meanings = msbi_resize(column->meanings, from->num_values + (size_t)1,
                               sizeof *meanings);
        if (meanings == NULL)
            return MSB_ERR_NOMEM;
        column->meanings = meanings;
        column->capacity = from->num_values + (size_t)1;
    }
    memcpy(texts, from->texts, from->texts_size);
    return MSB_OK;
}

static enum msb_status
update_column(const struct msb_model *model, struct msbi_meant_column *column,
              const struct msbi_chunk_column *from)
{
    if (column->kind == from->kind && column->texts_size == from->texts_size
        && memcmp(column->texts, from->texts, from->texts_size) == 0)
        return MSB_OK;
    if (keep_texts(column, from) != MSB_OK)
        return MSB_ERR_NOMEM;
    column->kind = from->kind;
    column->num_values = from->num_values;
    column->attribute = find_attribute(model, column->texts);
    if (column->attribute == MSB_NONE) {
        column->texts_size = from->texts_size;
        return MSB_OK;
    }
    column->is_misfit = (column->kind == MSBI_CHUNK_SET)
                        != (model->attributes[column->attribute].type
                            == MSB_ATTRIBUTE_SET);
    mean_values(model, column);
    if (column->kind == MSBI_CHUNK_SET && !column->is_misfit
        && mean_bytes(model, column) != MSB_OK)
        return MSB_ERR_NOMEM;
    column->texts_size = from->texts_size;
    return MSB_OK;
}

enum msb_status
msbi_meaning_update(struct msbi_meaning *meaning,
                    const struct msbi_chunk *chunk)
{
    enum msb_status status = MSB_OK;
    void *columns;

    if (chunk->num_columns > meaning->capacity) {
        columns = msbi_resize(meaning->columns, chunk->num_columns,
                              sizeof *meaning->columns);
        if (columns == NULL)
            return MSB_ERR_NOMEM;
        meaning->columns = columns;
        memset(meaning->columns + meaning->capacity, 0,
               (chunk->num_columns - meaning->capacity)
                   * sizeof *meaning->columns);
        meaning->capacity = chunk->num_columns;
    }
    meaning->num_columns = chunk->num_columns;
    meaning->has_ages = false;
    for (size_t i = 0; i < chunk->num_columns && status == MSB_OK; i++) {
        status = update_column(meaning->model, &meaning->columns[i],
                               &chunk->columns[i]);
        if (meaning->columns[i].attribute == MSBI_AGE)
            meaning->has_ages = true;
    }
    return status;
}

void
msbi_meaning_release(struct msbi_meaning *meaning)
{
    for (size_t i = 0; i < meaning->capacity; i++) {
        msbi_free(meaning->columns[i].texts);
        msbi_free(meaning->columns[i].meanings);
        msbi_free(meaning->columns[i].masks);
        msbi_free(meaning->columns[i].rejected);
    }
    msbi_free(meaning->columns);
    meaning->columns = NULL;
    meaning->capacity = 0;
    meaning->num_columns = 0;
}

size_t
msbi_chunk_select(const struct msbi_chunk *chunk, struct msb_date on,
                  uint32_t rows[MSBI_CHUNK_CITIZENS])
{
    size_t num = 0;

    /* The rows of one citizen never overlap, so there is room. */
    for (size_t i = 0; i < chunk->num_rows && num < MSBI_CHUNK_CITIZENS; i++) {
        rows[num] = (uint32_t)i;
        /* Not &&: nothing here is worth a branch. */
        num += (size_t)(msbi_chunk_day(chunk->froms, i) <= on.days)
               & (size_t)(on.days < msbi_chunk_day(chunk->tos, i));
    }
    return num;
}
