/* SPDX-License-Identifier: MIT */
/* Python's own facts, a dict or keywords, read without JSON. */
%{
#include "decider.h"
#include "reader.h"

typedef struct facts_reader FactsReader;
%}

%newobject FactsReader::resolve;
%newobject FactsReader::explain;

typedef struct {} FactsReader;
%extend FactsReader {
  /** What a model expects of facts, ready to read Python's. */
  FactsReader(Rules *rules, struct msb_error *err) {
    return facts_reader_new(rules, err);
  }
  ~FactsReader() { facts_reader_unref($self); }
  /** Decide for one citizen: every field. */
  Decision *resolve(PyObject *facts, struct msb_date on,
                    struct msb_error *err) {
    struct msb_facts *read = facts_reader_read($self, facts, err);
    Decision *out = NULL;
    if (read == NULL)
      return NULL;
    is_done(msb_rules_resolve($self->rules, read, on, &out, err), err);
    facts_reader_give($self, read);
    return out;
  }
  /** Say why. */
  Explanation *explain(PyObject *facts, struct msb_date on,
                       bool show_sensitive, struct msb_error *err) {
    struct msb_facts *read = facts_reader_read($self, facts, err);
    Explanation *out = NULL;
    if (read == NULL)
      return NULL;
    is_done(msb_rules_explain($self->rules, read, on, show_sensitive, &out,
                              err), err);
    facts_reader_give($self, read);
    return out;
  }
  /** A callable that decides a tuple of values, in the order of names. */
  PyObject *decider(PyObject *names, struct msb_date on, PyObject *make,
                    struct msb_error *err) {
    return decider_new($self, names, on, make, err);
  }
}
