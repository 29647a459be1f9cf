/* SPDX-License-Identifier: MIT */
/* Facts from Python's own values. */
#ifndef MSB_PYTHON_READER_H
#define MSB_PYTHON_READER_H

#include <Python.h>
#include <stdbool.h>
#include <stddef.h>

#include <msb/facts.h>
#include <msb/rules.h>

/* Stands for the birth date where an attribute's index is expected. */
#define READER_BIRTH_DATE ((size_t)-2)

/* One attribute, as Python names its values. */
struct reader_attribute {
    const char *name; /* borrowed from the model */
    enum msb_attribute_type type;
    PyObject *values; /* dict: str -> index; NULL of those without any */
};

/*
 * What a model expects of facts. Only used with the GIL held. Facts are kept
 * for the next call; where reading a value runs Python code, which may come
 * back here or let another thread in, that one finds none, and makes its own.
 */
struct facts_reader {
    size_t refs;
    struct msb_rules *rules;
    struct msb_model *model; /* borrowed from the rules */
    struct msb_facts *spare; /* or NULL: in use */
    PyObject *names;         /* dict: str -> index, "birth_date" among them */
    size_t num_attributes;
    struct reader_attribute *attributes;
};

/* NULL with @err, or an exception, set. */
struct facts_reader *
facts_reader_new(struct msb_rules *rules, struct msb_error *err);
struct facts_reader *facts_reader_ref(struct facts_reader *reader);
void facts_reader_unref(struct facts_reader *reader);

/* The index that a member's name has. False with @err or an exception set. */
bool facts_reader_find(const struct facts_reader *reader, PyObject *name,
                       size_t *index, struct msb_error *err);
/* Set one member. What is missing leaves it unknown. False with @err or an
   exception. */
bool facts_reader_set(const struct facts_reader *reader,
                      struct msb_facts *facts, size_t index, PyObject *value,
                      struct msb_error *err);

/* Facts of which nothing is known, to be given back. NULL with @err set. */
struct msb_facts *
facts_reader_take(struct facts_reader *reader, struct msb_error *err);
void facts_reader_give(struct facts_reader *reader, struct msb_facts *facts);
/*
 * Facts with the members of a dict, to be given back; a member "id" is
 * stepped over. The dict must be nobody else's. NULL with @err or an
 * exception set.
 */
struct msb_facts *facts_reader_read(struct facts_reader *reader,
                                    PyObject *members, struct msb_error *err);

#endif
