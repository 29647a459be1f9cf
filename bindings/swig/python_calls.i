/* SPDX-License-Identifier: MIT */
/* What calls of a store take: texts, instants, and Python's own functions. */
%{
#include "callback.h"
%}

/* Text, borrowed from a str or bytes; None is NULL. A NUL within would cut it
   short without a word, so it raises. */
%typemap(in) const char * {
  if (!string_from_python($input, &$1))
    SWIG_fail;
}
%typemap(freearg) const char * ""

/* An instant; None is NULL. */
%typemap(in) const struct msb_instant * (struct msb_instant instant) {
  $1 = NULL;
  if ($input != Py_None) {
    if (!instant_from_python($input, &instant))
      SWIG_fail;
    $1 = &instant;
  }
}
%typemap(out) struct msb_instant "$result = instant_to_python($1);"

/* A callable, which the caller keeps, or None. Ctrl-C comes through also
   where there is none to call. */
%typemap(in) (msb_progress_fn progress, void *user) {
  $1 = python_progress;
  $2 = $input;
}
%typemap(in, noblock=1) (msb_clock_fn clock, void *clock_user) {
  $1 = python_clock;
  $2 = $input;
}
%typemap(in) (msb_read_fn read, void *read_user) {
  $1 = $input == Py_None ? NULL : python_read;
  $2 = $input;
}
%typemap(in, noblock=1) (msb_line_fn write, void *write_user) {
  $1 = python_take_line;
  $2 = $input;
}

/* UTF-8 text or bytes with their length; None is NULL. */
%typemap(in) (const char *mapping, size_t mapping_length),
    (const char *key, size_t key_length) {
  $1 = NULL;
  $2 = 0;
  if ($input != Py_None && !text_from_python($input, &$1, &$2))
    SWIG_fail;
}
