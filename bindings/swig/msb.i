/* SPDX-License-Identifier: MIT */
/*
 * libmsb for other languages: one interface for all of them, a file a noun.
 *
 * A method's body turns (status, out, err) into a value, through is_done();
 * `err` is a hidden local of the wrapper, and the language's own file
 * (python.i) has the one typemap that raises. An index that is MSB_NONE is -1
 * here. A method that returns a new text or a new reference is named by
 * %newobject, and what it returns belongs to the language.
 */
%module(package="msb") core

%{
#include <stdlib.h>
#include <string.h>

#include <msb.h>

/* An index as other languages have it: -1 for none. */
static int64_t
index_of(size_t index)
{
    return index == MSB_NONE ? -1 : (int64_t)index;
}

/* No memory for what a call returns, as the library says it. */
static void
fail_nomem(struct msb_error *err)
{
    err->status = MSB_ERR_NOMEM;
    strcpy(err->code, "no_memory");
    strcpy(err->message, "not enough memory; nothing was changed");
}

/* Whether a call is done. On its way it may have filled @err with what failed
   before it found another: then nothing is wrong, and nothing is raised. */
static bool
is_done(enum msb_status status, struct msb_error *err)
{
    if (status == MSB_OK)
        err->status = MSB_OK;
    return status == MSB_OK;
}
%}

%include <stdint.i>

/* Handles come from the library, never from nothing. */
%nodefaultctor;

#if defined(SWIGPYTHON)
%include "python.i"
#endif

%typemap(in, numinputs=0, noblock=1)
    struct msb_error *err (struct msb_error e) {
  memset(&e, 0, sizeof e);
  $1 = &e;
}
%typemap(in, numinputs=0, noblock=1)
    (struct msb_problems **problems, struct msb_error *err)
    (struct msb_problems *p, struct msb_error e) {
  p = NULL;
  memset(&e, 0, sizeof e);
  $1 = &p;
  $2 = &e;
}
%typemap(newfree) char * "msb_text_free($1);"

/* Before the models and rules that they extend with a method. */
%include "analysis.i"
%include "cases.i"
%include "difference.i"
%include "values.i"
%include "model.i"
%include "facts.i"
%include "decision.i"
%include "rules.i"
%include "columns.i"
%include "principal.i"
%include "answer.i"
%include "history.i"
%include "handover.i"
%include "circumstances.i"
%include "import.i"
%include "counts.i"
%include "holding.i"
%include "journal.i"
%include "numbers.i"
%include "rights.i"
/* After every noun that extends it with a method. */
%include "store.i"

#if defined(SWIGPYTHON)
%include "python_facts.i"
%include "python_frame.i"
#endif
