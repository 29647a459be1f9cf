/* SPDX-License-Identifier: MIT */
/*
 * Arrow buffers as columns. A column counts its values and its bits by the
 * same row number, an Arrow child has an offset of its own for both. So the
 * values are moved to where the range's byte of bits begins, and a row keeps
 * its place in that byte; where a child's offset gives it another place than
 * the first child's, its bitmap is copied, for the range alone.
 */
#include "decide/arrow.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"

static enum msb_status
fail_child(struct msb_error *err, const char *name, const char *code,
           const char *message)
{
    msbi_fail(err, MSB_ERR_INVALID, code, "%s", message);
    msbi_error_at(err, name == NULL ? "" : name, 0, 0);
    return MSB_ERR_INVALID;
}

static void
copy_bit(uint8_t *to, size_t at, const uint8_t *bits, size_t from)
{
    to[at / 8] |= (uint8_t)((bits[from / 8] >> from % 8 & 1u) << at % 8);
}

/* Bits from @at on, so that they begin at the bit @first of the copy, which
   is all zero; whole bytes of it at once. */
static void
copy_bits(uint8_t *to, size_t first, const uint8_t *bits, size_t at, size_t num)
{
    size_t i = 0, shift;

    for (; i < num && (first + i) % 8 != 0; i++)
        copy_bit(to, first + i, bits, at + i);
    shift = (at + i) % 8;
    for (; i + 8 <= num; i += 8) {
        const uint8_t *from = bits + (at + i) / 8;

        to[(first + i) / 8] = shift == 0 ? from[0]
                                         : (uint8_t)(from[0] >> shift
                                                     | from[1] << (8 - shift));
    }
    for (; i < num; i++)
        copy_bit(to, first + i, bits, at + i);
}

/* The bits of the range, the first at in->first: shared or copied. */
static enum msb_status
take_bits(struct msbi_arrow_in *in, const uint8_t *bits, size_t at,
          const uint8_t **out)
{
    uint8_t *copy;

    if (at % 8 == in->first) {
        *out = bits + at / 8;
        return MSB_OK;
    }
    copy = msbi_alloc_array((in->first + in->num_rows + 7) / 8, 1);
    if (copy == NULL)
        return MSB_ERR_NOMEM;
    in->copies[in->num_copies++] = copy;
    copy_bits(copy, in->first, bits, at, in->num_rows);
    *out = copy;
    return MSB_OK;
}

/* How a child's values lie: the bytes of one, 0 for bits. */
struct layout {
    size_t size;
    size_t alignment;
    uint32_t width; /* of an enum's index */
};

static bool
find_set_layout(size_t num_values, const char *format, struct layout *out)
{
    size_t num_words = num_values <= 64 ? 1 : (num_values + 63) / 64;
    char binary[32];

    *out = (struct layout){.size = num_words * 8, .alignment = 8};
    snprintf(binary, sizeof binary, "w:%zu", num_words * 8);
    return strcmp(format, binary) == 0
           || (num_words == 1 && strcmp(format, "L") == 0);
}

static bool
find_enum_layout(const char *format, struct layout *out)
{
    static const char formats[] = {'c', 's', 'i'};

    for (size_t i = 0; i < sizeof formats; i++)
        if (format[0] == formats[i] && format[1] == '\0') {
            size_t size = (size_t)1 << i;

            *out = (struct layout){
                .size = size, .alignment = size, .width = (uint32_t)size};
            return true;
        }
    return false;
}

/* False where an attribute is not read from that format. */
static bool
find_layout(const struct msbi_attribute *attribute, const char *format,
            struct layout *out)
{
    *out = (struct layout){.size = 4, .alignment = 4};
    switch (attribute->type) {
    case MSB_ATTRIBUTE_INTEGER:
        return strcmp(format, "i") == 0;
    case MSB_ATTRIBUTE_ENUM:
        return find_enum_layout(format, out);
    case MSB_ATTRIBUTE_FLAG:
        *out = (struct layout){.alignment = 1};
        return strcmp(format, "b") == 0;
    case MSB_ATTRIBUTE_SET:
        return find_set_layout(attribute->values.num, format, out);
    }
    return false;
}

/* What can be seen of a child before its values are read. */
static enum msb_status
check_child(const struct msbi_arrow_in *in, const struct ArrowArray *child,
            const char *name, int64_t end, const struct layout *layout,
            struct msb_error *err)
{
    if (child->dictionary != NULL)
        return fail_child(err, name, "wrong_type",
                          "an index of the model's values was expected, not "
                          "of a dictionary");
    if (child->offset < 0 || child->length < end
        || child->offset > INT64_MAX - end)
        return fail_child(err, name, "bad_array",
                          "the child is shorter than the array");
    if (child->n_buffers != 2 || child->buffers == NULL
        || (child->null_count > 0 && child->buffers[0] == NULL)
        || (in->num_rows > 0 && child->buffers[1] == NULL))
        return fail_child(err, name, "bad_array",
                          "a validity bitmap and values were expected");
    if ((uintptr_t)child->buffers[1] % layout->alignment != 0)
        return fail_child(err, name, "bad_array",
                          "the values are not aligned to their size");
    return MSB_OK;
}

/* @at: the range's first row in the child's buffers. */
static enum msb_status
take_child(struct msbi_arrow_in *in, const struct ArrowArray *child, size_t at,
           const struct layout *layout, struct msb_column *column)
{
    const char *values = child->buffers[1];
    const uint8_t *bits = NULL;
    enum msb_status status = MSB_OK;

    if (in->num_rows == 0)
        return MSB_OK;
    column->width = layout->width;
    if (layout->size > 0)
        column->values = values + (at - in->first) * layout->size;
    else
        status = take_bits(in, child->buffers[1], at, &bits);
    if (bits != NULL)
        column->values = bits;
    if (status == MSB_OK && child->null_count != 0 && child->buffers[0] != NULL)
        status = take_bits(in, child->buffers[0], at, &column->validity);
    return status;
}

static enum msb_status
add_child(struct msbi_arrow_in *in, const struct ArrowSchema *schema,
          const struct ArrowArray *child, int64_t offset, size_t from,
          struct msb_error *err)
{
    static const struct msbi_attribute births = {.type = MSB_ATTRIBUTE_INTEGER};
    const char *name = schema->name == NULL ? "" : schema->name;
    const struct msb_model *model = in->model;
    bool is_birth_date = strcmp(name, "birth_date") == 0;
    size_t attribute = is_birth_date ? model->target_group_attribute
                                     : msbi_model_find_attribute(model, name,
                                                                 strlen(name));
    int64_t end = offset + (int64_t)(from + in->num_rows);
    struct layout layout;
    enum msb_status status;
    bool fits;

    if (attribute == MSB_NONE
        || (!is_birth_date && attribute == model->target_group_attribute))
        return fail_child(err, name, "unknown_member",
                          "the model has no attribute of this name that can "
                          "be given");
    if (in->given[attribute])
        return fail_child(err, name, "duplicate_member",
                          "a column of this name is there already");
    in->given[attribute] = true;
    if (schema->format == NULL || schema->dictionary != NULL)
        fits = false;
    else if (is_birth_date)
        fits = find_layout(&births, "i", &layout)
               && strcmp(schema->format, "tdD") == 0;
    else
        fits = find_layout(&model->attributes[attribute], schema->format,
                           &layout);
    if (!fits)
        return fail_child(err, name, "wrong_type",
                          "the column is not of the Arrow type that the "
                          "attribute is read from");
    status = check_child(in, child, name, end, &layout, err);
    if (status != MSB_OK)
        return status;
    return take_child(
        in, child, (size_t)(child->offset + offset) + from, &layout,
        is_birth_date ? &in->columns.birth_date : &in->attributes[attribute]);
}

/* A table's rows are there; a struct's may be null. */
static bool
has_null_rows(const struct ArrowArray *array, size_t from, size_t num_rows)
{
    const uint8_t *bits = array->n_buffers > 0 && array->buffers != NULL
                              ? array->buffers[0]
                              : NULL;
    size_t at = (size_t)array->offset + from;

    if (array->null_count == 0 || bits == NULL)
        return false;
    for (size_t i = 0; i < num_rows; i++)
        if (!msbi_is_valid(bits, at + i))
            return true;
    return false;
}

static enum msb_status
check_struct(const struct ArrowSchema *schema, const struct ArrowArray *array,
             size_t from, size_t num_rows, struct msb_error *err)
{
    if (schema->format == NULL || strcmp(schema->format, "+s") != 0)
        return fail_child(err, "", "wrong_type",
                          "a struct array was expected: a table's rows");
    if (schema->n_children < 0 || schema->n_children != array->n_children
        || (schema->n_children > 0
            && (schema->children == NULL || array->children == NULL))
        || array->offset < 0 || array->offset > INT64_MAX - array->length)
        return fail_child(err, "", "bad_array",
                          "the schema and the array do not go together");
    for (int64_t i = 0; i < schema->n_children; i++)
        if (schema->children[i] == NULL || array->children[i] == NULL
            || schema->children[i]->release == NULL
            || array->children[i]->release == NULL)
            return fail_child(err, "", "bad_array",
                              "a child is not there, or has been released");
    if (has_null_rows(array, from, num_rows))
        return fail_child(err, "", "bad_array",
                          "a row of the struct itself is null");
    return MSB_OK;
}

/* The place in a byte at which the range begins: that of the first child, so
   that children with one offset are all shared, if every child has as many
   rows before its range. */
static size_t
choose_first(const struct ArrowArray *array, size_t from)
{
    size_t base = (size_t)array->offset + from, first;

    if (array->n_children == 0)
        return 0;
    first = (base + (size_t)array->children[0]->offset) % 8;
    for (int64_t i = 0; i < array->n_children; i++)
        if (base + (size_t)array->children[i]->offset < first)
            return base % 8;
    return first;
}

enum msb_status
msbi_arrow_open(struct msbi_arrow_in *in, const struct msb_model *model,
                const struct ArrowSchema *schema,
                const struct ArrowArray *array, size_t from, size_t num_rows,
                struct msb_error *err)
{
    enum msb_status status = check_struct(schema, array, from, num_rows, err);
    size_t num = model->num_attributes;

    if (status != MSB_OK)
        return status;
    in->model = model;
    in->first = choose_first(array, from);
    in->num_rows = num_rows;
    in->attributes = msbi_alloc_array(num, sizeof *in->attributes);
    in->given = msbi_alloc_array(num, sizeof *in->given);
    in->copies = msbi_alloc_array(2 * num, sizeof *in->copies);
    if (in->attributes == NULL || in->given == NULL || in->copies == NULL)
        return msbi_fail_nomem(err);
    in->columns = (struct msb_columns){.size = sizeof in->columns,
                                       .num_attributes = (uint32_t)num,
                                       .attributes = in->attributes};
    for (int64_t i = 0; i < schema->n_children && status == MSB_OK; i++)
        status = add_child(in, schema->children[i], array->children[i],
                           array->offset, from, err);
    return status == MSB_ERR_NOMEM ? msbi_fail_nomem(err) : status;
}

void
msbi_arrow_close(struct msbi_arrow_in *in)
{
    for (size_t i = 0; i < in->num_copies; i++)
        msbi_free(in->copies[i]);
    msbi_free(in->copies);
    msbi_free(in->given);
    msbi_free(in->attributes);
}
