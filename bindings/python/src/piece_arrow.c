/* SPDX-License-Identifier: MIT */
/*
 * What an Arrow array says of itself, as a piece. A format is looked up in a
 * table; then the buffers that such an array must have are taken. No value is
 * read here: an array of millions costs what one of three does.
 */
#include "piece.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Formats of fixed meaning, and the buffers behind them. */
struct format {
    const char *name;
    struct piece piece;
    int64_t num_buffers;
};

enum { MS_A_DAY = 86400000, TEXT_BUFFERS = 3 };

static const struct format formats[] = {
    {"n", {.kind = PIECE_NULL}, 0},
    {"b", {.kind = PIECE_BITS, .width = 1}, 2},
    {"c", {.kind = PIECE_INTEGER, .width = 1, .is_signed = true}, 2},
    {"C", {.kind = PIECE_INTEGER, .width = 1}, 2},
    {"s", {.kind = PIECE_INTEGER, .width = 2, .is_signed = true}, 2},
    {"S", {.kind = PIECE_INTEGER, .width = 2}, 2},
    {"i", {.kind = PIECE_INTEGER, .width = 4, .is_signed = true}, 2},
    {"I", {.kind = PIECE_INTEGER, .width = 4}, 2},
    {"l", {.kind = PIECE_INTEGER, .width = 8, .is_signed = true}, 2},
    {"L", {.kind = PIECE_INTEGER, .width = 8}, 2},
    {"f", {.kind = PIECE_FLOAT, .width = 4}, 2},
    {"g", {.kind = PIECE_FLOAT, .width = 8}, 2},
    {"tdD", {.kind = PIECE_DAYS, .width = 4}, 2},
    {"tdm", {.kind = PIECE_TIME, .width = 8, .per_day = MS_A_DAY}, 2},
    {"tss:", {.kind = PIECE_TIME, .width = 8, .per_day = 86400}, 2},
    {"tsm:", {.kind = PIECE_TIME, .width = 8, .per_day = MS_A_DAY}, 2},
    {"tsu:", {.kind = PIECE_TIME, .width = 8, .per_day = 86400000000}, 2},
    {"tsn:", {.kind = PIECE_TIME, .width = 8, .per_day = 86400000000000}, 2},
    {"u", {.kind = PIECE_TEXT, .width = 4}, TEXT_BUFFERS},
    {"U", {.kind = PIECE_TEXT, .width = 8}, TEXT_BUFFERS},
    {"vu", {.kind = PIECE_VIEW, .width = 8}, 2},
    {"+l", {.kind = PIECE_LIST, .width = 4}, 2},
    {"+L", {.kind = PIECE_LIST, .width = 8}, 2},
    {"+vl", {.kind = PIECE_LIST_VIEW, .width = 4}, TEXT_BUFFERS},
    {"+vL", {.kind = PIECE_LIST_VIEW, .width = 8}, TEXT_BUFFERS},
};

enum msb_status
piece_refuse(struct msb_error *err, const char *where, const char *code,
             const char *message)
{
    memset(err, 0, sizeof *err);
    err->status = MSB_ERR_INVALID;
    snprintf(err->code, sizeof err->code, "%s", code);
    snprintf(err->where, sizeof err->where, "%s", where == NULL ? "" : where);
    snprintf(err->message, sizeof err->message, "%s", message);
    return MSB_ERR_INVALID;
}

static enum msb_status
refuse_array(struct msb_error *err, const char *message)
{
    return piece_refuse(err, NULL, "bad_array", message);
}

static enum msb_status
fail_nomem(struct msb_error *err)
{
    memset(err, 0, sizeof *err);
    err->status = MSB_ERR_NOMEM;
    snprintf(err->message, sizeof err->message, "out of memory");
    return MSB_ERR_NOMEM;
}

/* The kind of a format, and how many buffers it has. */
static int64_t
find_format(const char *name, struct piece *piece)
{
    size_t num = sizeof formats / sizeof formats[0];
    int width;

    for (size_t i = 0; i < num; i++)
        if (strcmp(name, formats[i].name) == 0) {
            *piece = formats[i].piece;
            return formats[i].num_buffers;
        }
    *piece = (struct piece){.kind = PIECE_OTHER};
    if (sscanf(name, "w:%d", &width) == 1 && width > 0) {
        *piece = (struct piece){.kind = PIECE_BINARY, .width = (uint32_t)width};
        return 2;
    }
    return 0;
}

static bool
is_aligned(const struct piece *piece)
{
    size_t to = piece->kind == PIECE_BINARY ? 1 : piece->width;

    return (uintptr_t)piece->values % to == 0
           && (piece->kind != PIECE_LIST_VIEW
               || (uintptr_t)piece->more % to == 0);
}

static enum msb_status
take_buffers(struct piece *piece, const struct ArrowArray *array,
             int64_t num_buffers, struct msb_error *err)
{
    if (piece->kind == PIECE_OTHER || piece->kind == PIECE_NULL)
        num_buffers = 0;
    if (array->n_buffers < num_buffers
        || (num_buffers > 0 && array->buffers == NULL))
        return refuse_array(err, "the array has fewer buffers than its type");
    if (array->null_count != 0 && array->n_buffers > 0 && array->buffers != NULL
        && piece->kind != PIECE_NULL)
        piece->validity = array->buffers[0];
    if (num_buffers == 0 || array->length == 0)
        return MSB_OK;
    piece->values = array->buffers[1];
    if (num_buffers == TEXT_BUFFERS)
        piece->more = array->buffers[2];
    if (piece->kind == PIECE_VIEW)
        piece->blocks = array->buffers + 2;
    if (piece->values == NULL || !is_aligned(piece))
        return refuse_array(err, "the array's values are not there, or not "
                                 "aligned to their size");
    return MSB_OK;
}

static bool
is_list(const struct piece *piece)
{
    return piece->kind == PIECE_LIST || piece->kind == PIECE_LIST_VIEW;
}

static enum msb_status
fill_piece(struct piece *piece, const struct ArrowSchema *schema,
           const struct ArrowArray *array, struct msb_error *err)
{
    int64_t num_buffers = find_format(schema->format, piece);
    enum msb_status status;

    if (array->length < 0 || array->offset < 0
        || array->offset > INT64_MAX - array->length)
        return refuse_array(err, "the array's length cannot be");
    if (piece->kind == PIECE_OTHER && array->null_count == array->length)
        piece->kind = PIECE_NULL;
    piece->num_rows = (size_t)array->length;
    piece->offset = (size_t)array->offset;
    status = take_buffers(piece, array, num_buffers, err);
    if (status == MSB_OK && is_list(piece)) {
        if (schema->n_children != 1 || array->n_children != 1)
            return refuse_array(err, "a list has one child");
        status = piece_open(schema->children[0], array->children[0],
                            &piece->items, err);
    }
    if (status != MSB_OK || schema->dictionary == NULL)
        return status;
    if (array->dictionary == NULL || piece->kind != PIECE_INTEGER
        || schema->dictionary->dictionary != NULL)
        return refuse_array(err, "a dictionary has integers as indices, and "
                                 "plain values");
    return piece_open(schema->dictionary, array->dictionary, &piece->dictionary,
                      err);
}

enum msb_status
piece_open(const struct ArrowSchema *schema, const struct ArrowArray *array,
           struct piece **out, struct msb_error *err)
{
    struct piece *piece;
    enum msb_status status;

    *out = NULL;
    if (schema == NULL || array == NULL || schema->format == NULL
        || schema->release == NULL || array->release == NULL)
        return refuse_array(err, "the array has been released");
    piece = calloc(1, sizeof *piece);
    if (piece == NULL)
        return fail_nomem(err);
    status = fill_piece(piece, schema, array, err);
    if (status == MSB_OK)
        *out = piece;
    else
        piece_free(piece);
    return status;
}

void
piece_free(struct piece *piece)
{
    if (piece == NULL)
        return;
    piece_free(piece->items);
    piece_free(piece->dictionary);
    free(piece);
}
