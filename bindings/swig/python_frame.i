/* SPDX-License-Identifier: MIT */
/* Python's data frames, by Arrow's capsules and by buffers. */
%{
#include "frame.h"
#include "frame_types.h"

typedef struct frame_decider FrameDecider;
%}

%init %{
  if (!prepare_pieces() || !prepare_batches() || !prepare_answers())
    return NULL;
%}

typedef struct {} FrameDecider;
%extend FrameDecider {
  /** Rules for one date, ready to decide frames. */
  FrameDecider(Rules *rules, struct msb_date on, struct msb_error *err) {
    return frame_decider_new(rules, on, err);
  }
  ~FrameDecider() { frame_decider_free($self); }
  /** Decide columns: tuples of (attribute, name, pieces). */
  PyObject *decide(PyObject *columns, size_t first, size_t num_rows,
                   int options, struct msb_error *err) {
    return frame_decide($self, columns, first, num_rows, options, err);
  }
  /** The answers' Arrow schema, a capsule. */
  PyObject *schema(bool has_deliveries) {
    return answer_schema($self->words, has_deliveries);
  }
  /** Answers as an Arrow stream, a capsule. */
  PyObject *stream(PyObject *answers, bool has_deliveries) {
    return answer_stream($self->words, answers, has_deliveries, false);
  }
  /** The same without dictionaries: indices, and which are known. */
  PyObject *stream_codes(PyObject *answers, bool has_deliveries) {
    return answer_stream($self->words, answers, has_deliveries, true);
  }
}

%inline %{
/* The batches of an Arrow stream, a capsule. */
PyObject *open_stream(PyObject *capsule) { return stream_open(capsule); }
/* One batch, of two capsules. */
PyObject *open_batch(PyObject *schema, PyObject *array) {
  return batch_open(schema, array);
}
/* A part of a column, of a buffer. */
PyObject *make_piece(int kind, PyObject *values, bool is_signed,
                     bool is_least_null, int64_t per_day, PyObject *missing,
                     PyObject *dictionary) {
  return piece_from_buffer(kind, values, is_signed, is_least_null, per_day,
                           missing, dictionary);
}
/* Indices, a part of a column, with the values that they point into. */
PyObject *encode_piece(PyObject *indices, PyObject *dictionary) {
  return piece_encode(indices, dictionary);
}
%}
