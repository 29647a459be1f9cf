/* SPDX-License-Identifier: MIT */
/*
 * Python: the typemaps of libmsb's values, the one place that raises, and the
 * calls that only Python has because nothing else would be as fast.
 *
 * Calls keep the GIL, unless they are named below: what touches Python's
 * objects must, and what is over in nanoseconds would lose by letting go.
 */
%{
#include "convert.h"
#include "raise.h"
%}

%init %{
  if (!prepare_dates() || !prepare_decider(m))
    return NULL;
%}

/* Errors. The result is given up where the call failed, or where a function of
   Python that it called raised. */
%typemap(argout, noblock=1) struct msb_error *err {
  if ($1->status != MSB_OK || PyErr_Occurred()) {
    Py_CLEAR($result);
    raise_error($1, NULL);
    SWIG_fail;
  }
}
%typemap(argout, noblock=1)
    (struct msb_problems **problems, struct msb_error *err) {
  if ($2->status != MSB_OK || PyErr_Occurred()) {
    Py_CLEAR($result);
    raise_error($2, *$1);
    msb_problems_unref(*$1);
    SWIG_fail;
  }
}

/* SWIG's own gives up on NULL before it is said why. */
%typemap(out) PyObject * "$result = $1;"

/* Dates, and periods as a tuple (from, to) with None for an open end. */
%typemap(in) struct msb_date {
  if (!date_from_python($input, &$1))
    SWIG_fail;
}
%typemap(out) struct msb_date "$result = date_to_python($1);"
%typemap(in) struct msb_period {
  if (!period_from_python($input, &$1))
    SWIG_fail;
}
%typemap(out) struct msb_period "$result = period_to_python($1);"

/* UTF-8 text with its length, from str or bytes. */
%typemap(in) (const char *text, size_t length) {
  if (!text_from_python($input, &$1, &$2))
    SWIG_fail;
}

%include "python_calls.i"

/* What is over in nanoseconds keeps the GIL; what may take long lets go. */
%nothread;
%thread Model::load;
%thread Model::parse;
%thread Rules::compile;
%thread Plan::of;
%thread Plan::decide_arrow;
%thread Store::~Store;
%thread Store::create;
%thread Store::open;
%thread Store::adopt;
%thread Store::find_model;
%thread Store::assign;
%thread Store::find_assignment;
%thread Store::find_answer;
%thread Store::find_history;
%thread Store::find_handovers;
%thread Store::put_handover;
%thread Store::put_exception;
%thread Store::end_exception;
%thread Store::put_member;
%thread Store::put_household_course;
%thread Store::find_household;
%thread Store::put_address;
%thread Store::protect_address;
%thread Store::import_from;
%thread Handovers::format_ics;
%thread Rules::check;
%thread Rules::list_cases;
%thread Model::diff;
%thread Store::report;
%thread Store::compare;
%thread Store::count_findings;
%thread Store::count_changes;
%thread Store::list_journal;
%thread Store::mark_journal;
%thread Store::break_glass;
%thread Store::find_subject;
%thread Store::erase;
%thread Store::compact;
%thread Store::list_due;
%thread Store::export_lines;
%thread Store::export_to;
%thread Store::backup;
%thread Store::verify;
%thread Numbers::suppress;
