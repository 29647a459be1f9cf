/* SPDX-License-Identifier: MIT */
/*
 * What an Arrow array says of itself, as a piece. Of its format follow the
 * buffers and the children that such an array must have, which are taken. No
 * value is read here: an array of millions costs what one of three does. Only
 * where runs end is looked through, because a row is searched for there.
 */
#include "piece.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "piece_format.h"

enum { TEXT_BUFFERS = 3 };

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

static bool
is_aligned(const struct piece *piece)
{
    bool is_bytes = piece->kind == PIECE_BINARY || piece->kind == PIECE_DECIMAL;
    size_t to = is_bytes ? 1 : piece->width;

    return (uintptr_t)piece->values % to == 0
           && (piece->kind != PIECE_LIST_VIEW
               || (uintptr_t)piece->more % to == 0);
}

static const void *const no_block[] = {NULL};

static enum msb_status
take_buffers(struct piece *piece, const struct ArrowArray *array,
             int64_t num_buffers, struct msb_error *err)
{
    if (array->n_buffers < num_buffers
        || (num_buffers > 0 && array->buffers == NULL))
        return refuse_array(err, "the array has fewer buffers than its type");
    if (array->null_count != 0 && array->n_buffers > 0 && array->buffers != NULL
        && piece->kind != PIECE_NULL && piece->kind != PIECE_RUNS)
        piece->validity = array->buffers[0];
    if (num_buffers < 2 || array->length == 0)
        return MSB_OK;
    piece->values = array->buffers[1];
    if (num_buffers == TEXT_BUFFERS)
        piece->more = array->buffers[2];
    if (piece->kind == PIECE_VIEW)
        piece->blocks = array->n_buffers > 2 ? array->buffers + 2 : no_block;
    if (piece->values == NULL || !is_aligned(piece))
        return refuse_array(err, "the array's values are not there, or not "
                                 "aligned to their size");
    return MSB_OK;
}

static enum msb_status
open_items(struct piece *piece, const struct ArrowSchema *schema,
           const struct ArrowArray *array, struct msb_error *err)
{
    size_t num = piece->offset + piece->num_rows;
    enum msb_status status;

    if (schema->n_children != 1 || array->n_children != 1)
        return refuse_array(err, "a list has one child");
    status = piece_open(schema->children[0], array->children[0], &piece->items,
                        err);
    if (status == MSB_OK && piece->kind == PIECE_FIXED_LIST && piece->width > 0
        && piece->items->num_rows / piece->width < num)
        return refuse_array(err, "the lists have fewer items than their type "
                                 "says");
    return status;
}

/* Whether each run ends behind the one before, and the last behind all rows. */
static bool
ends_grow(const struct piece *runs, size_t num_rows)
{
    int64_t before = 0;

    for (size_t i = 0; i < runs->num_rows; i++) {
        int64_t end = piece_get_integer(runs, i);

        if (end <= before)
            return false;
        before = end;
    }
    return (uint64_t)before >= num_rows;
}

/* Where runs end, and their values. Runs of runs there are none. */
static enum msb_status
open_runs(struct piece *piece, const struct ArrowSchema *schema,
          const struct ArrowArray *array, struct msb_error *err)
{
    enum msb_status status;

    if (schema->n_children != 2 || array->n_children != 2)
        return refuse_array(err, "runs have two children");
    status = piece_open(schema->children[0], array->children[0], &piece->runs,
                        err);
    if (status == MSB_OK)
        status = piece_open(schema->children[1], array->children[1],
                            &piece->items, err);
    if (status != MSB_OK)
        return status;
    if (piece->runs->kind != PIECE_INTEGER || !piece->runs->is_signed
        || piece->runs->dictionary != NULL || piece->runs->validity != NULL)
        return refuse_array(err, "runs end at integers, none of them null");
    if (piece->items->kind == PIECE_RUNS
        || piece->items->num_rows != piece->runs->num_rows)
        return refuse_array(err, "each run has one plain value");
    if (!ends_grow(piece->runs, piece->offset + piece->num_rows))
        return refuse_array(err, "runs end one behind the other, and the last "
                                 "with the rows");
    return MSB_OK;
}

static enum msb_status
open_children(struct piece *piece, const struct ArrowSchema *schema,
              const struct ArrowArray *array, struct msb_error *err)
{
    switch (piece->kind) {
    case PIECE_LIST:
    case PIECE_LIST_VIEW:
    case PIECE_FIXED_LIST:
        return open_items(piece, schema, array, err);
    case PIECE_RUNS:
        return open_runs(piece, schema, array, err);
    default:
        return MSB_OK;
    }
}

static enum msb_status
fill_piece(struct piece *piece, const struct ArrowSchema *schema,
           const struct ArrowArray *array, struct msb_error *err)
{
    int64_t num_buffers = piece_find_format(schema, piece);
    enum msb_status status;

    if (array->length < 0 || array->offset < 0
        || array->offset > INT64_MAX - array->length)
        return refuse_array(err, "the array's length cannot be");
    if (piece->kind == PIECE_OTHER && array->null_count == array->length)
        piece->kind = PIECE_NULL;
    piece->num_rows = (size_t)array->length;
    piece->offset = (size_t)array->offset;
    status = take_buffers(piece, array, num_buffers, err);
    if (status == MSB_OK)
        status = open_children(piece, schema, array, err);
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
    piece_free(piece->runs);
    piece_free(piece->dictionary);
    free(piece);
}
