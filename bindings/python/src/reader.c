/* SPDX-License-Identifier: MIT */
/*
 * Facts from Python's own values: a name is looked up in a dict to its
 * attribute, a text in another to its value's index, so that a citizen's
 * facts are read in some hundred nanoseconds. What is refused, and by which
 * code, is as for a facts object in JSON (doc/reference/facts.md): where the
 * library itself would say no, it does; what it never sees, because Python's
 * types are wider than JSON's, is said here with its codes.
 */
#include "reader.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "convert.h"

/* False, for the caller to return. */
static bool
refuse(struct msb_error *err, const char *member, const char *code,
       const char *message)
{
    memset(err, 0, sizeof *err);
    err->status = MSB_ERR_INVALID;
    snprintf(err->code, sizeof err->code, "%s", code);
    snprintf(err->where, sizeof err->where, "%s", member);
    snprintf(err->message, sizeof err->message, "%s", message);
    return false;
}

/* The library's own word, with the member that it is about. */
static bool
is_taken(enum msb_status status, const char *member, struct msb_error *err)
{
    if (status == MSB_OK)
        return true;
    snprintf(err->where, sizeof err->where, "%s", member);
    return false;
}

/* The failure is Python's: a status so that the call's wrapper looks. */
static bool
fail_as_python(struct msb_error *err)
{
    err->status = MSB_ERR_MISUSE;
    return false;
}

static bool
put_index(PyObject *dict, const char *name, size_t index)
{
    PyObject *key = PyUnicode_InternFromString(name);
    PyObject *value = PyLong_FromSize_t(index);
    bool is_put = key != NULL && value != NULL
                  && PyDict_SetItem(dict, key, value) == 0;

    Py_XDECREF(key);
    Py_XDECREF(value);
    return is_put;
}

static bool
add_attribute(struct facts_reader *reader, size_t index)
{
    struct reader_attribute *attribute = &reader->attributes[index];
    struct msb_model *model = reader->model;
    size_t num = msb_model_num_attribute_values(model, index);

    attribute->name = msb_model_get_part_id(model, MSB_PART_ATTRIBUTE, index);
    attribute->type = msb_model_get_attribute_type(model, index);
    if (strcmp(attribute->name, "target_group") == 0)
        return true; /* derived: no fact */
    if (!put_index(reader->names, attribute->name, index))
        return false;
    if (attribute->type != MSB_ATTRIBUTE_ENUM
        && attribute->type != MSB_ATTRIBUTE_SET)
        return true;
    attribute->values = PyDict_New();
    if (attribute->values == NULL)
        return false;
    for (size_t i = 0; i < num; i++)
        if (!put_index(attribute->values,
                       msb_model_get_attribute_value(model, index, i), i))
            return false;
    return true;
}

struct facts_reader *
facts_reader_new(struct msb_rules *rules, struct msb_error *err)
{
    struct facts_reader *reader = PyMem_Calloc(1, sizeof *reader);
    bool is_made = reader != NULL;

    if (!is_made) {
        PyErr_NoMemory();
        fail_as_python(err);
        return NULL;
    }
    reader->refs = 1;
    reader->rules = msb_rules_ref(rules);
    reader->model = msb_rules_get_model(rules);
    reader->num_attributes = msb_model_num_parts(reader->model,
                                                 MSB_PART_ATTRIBUTE);
    reader->names = PyDict_New();
    reader->attributes = PyMem_Calloc(reader->num_attributes + 1,
                                      sizeof *reader->attributes);
    if (reader->attributes == NULL)
        PyErr_NoMemory();
    is_made = reader->names != NULL && reader->attributes != NULL
              && put_index(reader->names, "birth_date", READER_BIRTH_DATE);
    for (size_t i = 0; is_made && i < reader->num_attributes; i++)
        is_made = add_attribute(reader, i);
    if (is_made)
        return reader;
    fail_as_python(err);
    facts_reader_unref(reader);
    return NULL;
}

struct facts_reader *
facts_reader_ref(struct facts_reader *reader)
{
    reader->refs++;
    return reader;
}

void
facts_reader_unref(struct facts_reader *reader)
{
    if (reader == NULL || --reader->refs > 0)
        return;
    for (size_t i = 0; reader->attributes != NULL && i < reader->num_attributes;
         i++)
        Py_XDECREF(reader->attributes[i].values);
    PyMem_Free(reader->attributes);
    Py_XDECREF(reader->names);
    msb_facts_free(reader->spare);
    msb_rules_unref(reader->rules);
    PyMem_Free(reader);
}

bool
facts_reader_find(const struct facts_reader *reader, PyObject *name,
                  size_t *index, struct msb_error *err)
{
    PyObject *found;
    const char *text;

    if (!PyUnicode_Check(name))
        return refuse(err, "", "wrong_type", "a member's name is a text");
    found = PyDict_GetItemWithError(reader->names, name);
    if (found != NULL) {
        *index = PyLong_AsSize_t(found);
        return true;
    }
    text = PyErr_Occurred() ? NULL : PyUnicode_AsUTF8(name);
    if (text == NULL)
        return fail_as_python(err);
    return refuse(err, text, "unknown_member",
                  "the model declares no such attribute");
}

static bool
set_birth_date(struct msb_facts *facts, PyObject *value, struct msb_error *err)
{
    struct msb_date date;
    const char *text;
    size_t length;

    if (PyUnicode_Check(value)) {
        if (!text_from_python(value, &text, &length)
            || msb_date_parse(text, length, MSB_DATE_FORM_ISO, &date, NULL)
                   != MSB_OK) {
            PyErr_Clear(); /* of half a surrogate pair, it holds the text */
            return refuse(err, "birth_date", "bad_date",
                          "no date, YYYY-MM-DD, of the calendar");
        }
    } else if (!is_python_date(value) && !is_python_midnight(value)) {
        return refuse(err, "birth_date", "wrong_type",
                      "a date is expected, a datetime at midnight without a "
                      "time zone, or a text \"YYYY-MM-DD\"");
    } else if (!midnight_from_python(value, &date)) {
        PyErr_Clear();
        return refuse(err, "birth_date", "bad_date",
                      "the date is before the calendar's first");
    }
    msb_facts_set_birth_date(facts, date);
    return true;
}

/* A new int of what is one, or of a float that is whole, as a column of pandas
   with a value missing has them; else NULL, perhaps with an exception. */
static PyObject *
whole_number(PyObject *value)
{
    double real = PyFloat_Check(value) ? PyFloat_AS_DOUBLE(value) : 0;

    if (PyFloat_Check(value))
        return isfinite(real) && floor(real) == real ? PyLong_FromDouble(real)
                                                     : NULL;
    return PyIndex_Check(value) ? PyNumber_Index(value) : NULL;
}

static bool
set_integer(struct msb_facts *facts, size_t index, const char *name,
            PyObject *value, struct msb_error *err)
{
    int overflow = 0;
    PyObject *number;
    long integer;

    number = is_python_flag(value) ? NULL : whole_number(value);
    if (number == NULL) {
        /* An array of numpy's only says so when it is asked. */
        if (PyErr_Occurred() && !PyErr_ExceptionMatches(PyExc_TypeError))
            return fail_as_python(err);
        PyErr_Clear();
        return refuse(err, name, "wrong_type", "a whole number is expected");
    }
    integer = PyLong_AsLongAndOverflow(number, &overflow);
    Py_DECREF(number);
    if (overflow != 0 || integer < INT32_MIN || integer > INT32_MAX)
        return refuse(err, name, "out_of_range",
                      "the number is outside the declared domain");
    return is_taken(msb_facts_set_integer(facts, index, (int32_t)integer, err),
                    name, err);
}

/* The index of one of an attribute's values. */
static bool
find_value(const struct reader_attribute *attribute, PyObject *value,
           size_t *out, struct msb_error *err)
{
    PyObject *found;

    if (!PyUnicode_Check(value))
        return refuse(err, attribute->name, "wrong_type",
                      attribute->type == MSB_ATTRIBUTE_SET
                          ? "a collection of texts is expected"
                          : "a text is expected");
    found = PyDict_GetItemWithError(attribute->values, value);
    if (found != NULL) {
        *out = PyLong_AsSize_t(found);
        return true;
    }
    if (PyErr_Occurred())
        return fail_as_python(err);
    return refuse(err, attribute->name, "unknown_value",
                  "the model declares no such value");
}

static bool
set_set(struct msb_facts *facts, size_t index,
        const struct reader_attribute *attribute, PyObject *value,
        struct msb_error *err)
{
    PyObject *items, *item;
    size_t code;
    bool is_set;

    if (PyUnicode_Check(value) || PyDict_Check(value)
        || Py_TYPE(value)->tp_iter == NULL)
        return refuse(err, attribute->name, "wrong_type",
                      "a collection of texts is expected");
    items = PyObject_GetIter(value);
    if (items == NULL)
        return fail_as_python(err);
    is_set = is_taken(msb_facts_set_empty(facts, index, err), attribute->name,
                      err);
    while (is_set && (item = PyIter_Next(items)) != NULL) {
        is_set = find_value(attribute, item, &code, err)
                 && is_taken(msb_facts_add_to_set(facts, index, code, err),
                             attribute->name, err);
        Py_DECREF(item);
    }
    Py_DECREF(items);
    if (is_set && PyErr_Occurred())
        return fail_as_python(err);
    return is_set;
}

bool
facts_reader_set(const struct facts_reader *reader, struct msb_facts *facts,
                 size_t index, PyObject *value, struct msb_error *err)
{
    const struct reader_attribute *attribute;
    size_t code;

    /* What is most often given need not be asked by its type's name. */
    if (!PyUnicode_Check(value) && !PyLong_Check(value)
        && is_python_missing(value))
        return true;
    if (index == READER_BIRTH_DATE)
        return set_birth_date(facts, value, err);
    attribute = &reader->attributes[index];
    switch (attribute->type) {
    case MSB_ATTRIBUTE_INTEGER:
        return set_integer(facts, index, attribute->name, value, err);
    case MSB_ATTRIBUTE_ENUM:
        return find_value(attribute, value, &code, err)
               && is_taken(msb_facts_set_enum(facts, index, code, err),
                           attribute->name, err);
    case MSB_ATTRIBUTE_FLAG:
        if (!is_python_flag(value))
            return refuse(err, attribute->name, "wrong_type",
                          "True or False is expected");
        return is_taken(
            msb_facts_set_flag(facts, index, PyObject_IsTrue(value) == 1, err),
            attribute->name, err);
    case MSB_ATTRIBUTE_SET:
        return set_set(facts, index, attribute, value, err);
    }
    return true;
}

struct msb_facts *
facts_reader_take(struct facts_reader *reader, struct msb_error *err)
{
    struct msb_facts *facts = reader->spare;

    reader->spare = NULL;
    if (facts == NULL && msb_facts_new(reader->model, &facts, err) != MSB_OK)
        return NULL;
    msb_facts_clear(facts);
    return facts;
}

void
facts_reader_give(struct facts_reader *reader, struct msb_facts *facts)
{
    if (reader->spare == NULL)
        reader->spare = facts;
    else
        msb_facts_free(facts);
}

struct msb_facts *
facts_reader_read(struct facts_reader *reader, PyObject *members,
                  struct msb_error *err)
{
    struct msb_facts *facts;
    PyObject *name, *value;
    Py_ssize_t at = 0;
    size_t index;

    if (!PyDict_Check(members)) {
        refuse(err, "", "wrong_type", "a dict of facts is expected");
        return NULL;
    }
    facts = facts_reader_take(reader, err);
    while (facts != NULL && PyDict_Next(members, &at, &name, &value)) {
        if (PyUnicode_Check(name)
            && PyUnicode_CompareWithASCIIString(name, "id") == 0)
            continue;
        if (facts_reader_find(reader, name, &index, err)
            && facts_reader_set(reader, facts, index, value, err))
            continue;
        facts_reader_give(reader, facts);
        return NULL;
    }
    return facts;
}
