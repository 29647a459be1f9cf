/* SPDX-License-Identifier: MIT */
/* The objects of Python's that a frame comes in and goes out by. */
#ifndef MSB_PYTHON_FRAME_TYPES_H
#define MSB_PYTHON_FRAME_TYPES_H

#include <Python.h>
#include <stdbool.h>
#include <stddef.h>

#include <msb/arrow.h>
#include <msb/error.h>

#include "answer.h"
#include "piece.h"

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

/* As the Arrow C Stream Interface gives it, for every program the same. */
struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};

#endif

/* Make the types ready. False with an exception set. */
bool prepare_pieces(void);
bool prepare_batches(void);
bool prepare_answers(void);

/* A part of a column: what it holds, borrowed. NULL with an exception set. */
const struct piece *piece_of(PyObject *object);
/* Take over a piece that points into @owner. NULL with an exception set. */
PyObject *piece_wrap(struct piece *piece, PyObject *owner);
/*
 * A piece of one contiguous buffer: an enum piece_kind, `is_signed`, whether
 * the least value is null, how many a day, a buffer of bytes that are 1 where a
 * row is null (or None), and the values that it points into (a piece, or
 * None).
 */
PyObject *piece_from_buffer(int kind, PyObject *values, bool is_signed,
                            bool is_least_null, int64_t per_day,
                            PyObject *missing, PyObject *dictionary);

/* Indices, an integer piece, with the values that they point into. */
PyObject *piece_encode(PyObject *indices, PyObject *dictionary);

/*
 * Batches of a capsule "arrow_array_stream", an iterator with `names`; and one
 * batch of a pair of capsules, which are emptied. A batch has `num_rows`,
 * `names`, and piece(index); whole() is the piece of an array that is no
 * struct. NULL with an exception set.
 */
PyObject *stream_open(PyObject *capsule);
PyObject *batch_open(PyObject *schema, PyObject *array);

/*
 * An answer as Python has it: `num_rows`, indices(i) and validity() as
 * buffers, and Arrow's own methods. It takes a reference.
 */
PyObject *answer_wrap(struct answer *answer);
/* A capsule "arrow_array_stream" of a tuple of answers; @is_bare: as
   answer_export_codes() has them. */
PyObject *answer_stream(struct answer_words *words, PyObject *answers,
                        bool has_deliveries, bool is_bare);
/* A capsule "arrow_schema" of answers. */
PyObject *answer_schema(struct answer_words *words, bool has_deliveries);

#endif
