/* SPDX-License-Identifier: MIT */
/*
 * Columns of Python's own objects, as pandas keeps texts and lists in them.
 * The same few texts stand in millions of rows, mostly as the same few
 * objects: a small cache by address, which holds a reference to each so that no
 * address is used anew, makes a text that was met cost two nanoseconds.
 *
 * None, NaN and what pandas has for missing are null. Which types are taken is
 * as for facts of one citizen (reader.c).
 */
#include "fold_object.h"

#include <string.h>

#include "convert.h"

enum { CACHE_PLACES = 1024, CACHE_SHIFT = 4, AHEAD = 16, MOST_MISSED = 8192 };

struct met {
    PyObject *object; /* owned; NULL: free */
    int32_t index;
};

struct object_cache {
    size_t num_missed;
    struct met met[CACHE_PLACES];
};

struct object_cache *
object_cache_new(void)
{
    struct object_cache *cache = PyMem_Calloc(1, sizeof *cache);

    if (cache == NULL)
        PyErr_NoMemory();
    return cache;
}

void
object_cache_free(struct object_cache *cache)
{
    for (size_t i = 0; cache != NULL && i < CACHE_PLACES; i++)
        Py_XDECREF(cache->met[i].object);
    PyMem_Free(cache);
}

/* Keeping a text costs more than it gains where every row has its own. */
static bool
is_worth_keeping(const struct object_cache *cache)
{
    return cache->num_missed < MOST_MISSED;
}

/* The characters of a text; NULL: it is none. */
static const char *
get_chars(PyObject *text, Py_ssize_t *length)
{
    const char *chars;

    if (PyUnicode_IS_COMPACT_ASCII(text)) {
        *length = PyUnicode_GET_LENGTH(text);
        return PyUnicode_DATA(text);
    }
    chars = PyUnicode_AsUTF8AndSize(text, length);
    if (chars == NULL) /* half of a surrogate pair */
        PyErr_Clear();
    return chars;
}

/* Where a text is kept if it was met. */
static struct met *
find_met(struct object_cache *cache, PyObject *text)
{
    uintptr_t address = (uintptr_t)text >> CACHE_SHIFT;

    return &cache->met[(address ^ address >> 10) % CACHE_PLACES];
}

/* The index of a text, or -1. */
static int32_t
find_text(const struct fold_target *target, PyObject *text,
          struct object_cache *cache)
{
    struct met *met = find_met(cache, text);
    const char *chars;
    Py_ssize_t length;
    PyObject *before;
    int32_t index;

    if (met->object == text)
        return met->index;
    chars = get_chars(text, &length);
    if (chars == NULL)
        return -1;
    index = text_table_find(&target->table, chars, (size_t)length);
    if (index < 0 || !is_worth_keeping(cache))
        return index;
    cache->num_missed++;
    before = met->object;
    *met = (struct met){Py_NewRef(text), index};
    Py_XDECREF(before);
    return index;
}

static enum fold_state
fold_enum(const struct fold_target *target, PyObject *object,
          struct object_cache *cache, int32_t *out)
{
    if (!PyUnicode_Check(object))
        return FOLD_WRONG_TYPE;
    *out = find_text(target, object, cache);
    return *out < 0 ? FOLD_UNKNOWN_VALUE : FOLD_KNOWN;
}

static enum fold_state
fold_integer(const struct fold_target *target, PyObject *object, int32_t *out)
{
    PyObject *number;
    long long value;
    int overflow;

    if (PyFloat_Check(object)) {
        double real = PyFloat_AS_DOUBLE(object);

        if (!(real >= target->min && real <= target->max))
            return FOLD_OUT_OF_RANGE;
        *out = (int32_t)real;
        return (double)*out == real ? FOLD_KNOWN : FOLD_FRACTION;
    }
    if (!PyIndex_Check(object) || is_python_flag(object))
        return FOLD_WRONG_TYPE;
    number = PyNumber_Index(object);
    if (number == NULL) {
        PyErr_Clear();
        return FOLD_WRONG_TYPE;
    }
    value = PyLong_AsLongLongAndOverflow(number, &overflow);
    Py_DECREF(number);
    if (overflow != 0 || value < target->min || value > target->max)
        return FOLD_OUT_OF_RANGE;
    *out = (int32_t)value;
    return FOLD_KNOWN;
}

static enum fold_state
fold_flag(PyObject *object, int32_t *out)
{
    if (!is_python_flag(object))
        return FOLD_WRONG_TYPE;
    *out = PyObject_IsTrue(object) == 1;
    return FOLD_KNOWN;
}

static enum fold_state
fold_birth(PyObject *object, int32_t *out)
{
    struct msb_date date;
    const char *text;
    size_t length;

    if (PyUnicode_Check(object)) {
        if (!text_from_python(object, &text, &length)
            || msb_date_parse(text, length, MSB_DATE_FORM_ISO, &date, NULL)
                   != MSB_OK) {
            PyErr_Clear();
            return FOLD_BAD_DATE;
        }
    } else if (is_python_midnight(object)) {
        if (!midnight_from_python(object, &date)) {
            PyErr_Clear();
            return FOLD_BAD_DATE;
        }
    } else if (!is_python_date(object)) {
        return is_python_instant(object) ? FOLD_HAS_HOURS : FOLD_WRONG_TYPE;
    } else if (!date_from_python(object, &date)) {
        PyErr_Clear();
        return FOLD_BAD_DATE;
    }
    *out = date.days;
    return FOLD_KNOWN;
}

static enum fold_state
fold_set_object(const struct fold_target *target, PyObject *object,
                struct object_cache *cache, uint64_t *words)
{
    enum fold_state state = FOLD_KNOWN;
    PyObject *items, *item;

    if (PyUnicode_Check(object) || PyBytes_Check(object) || PyDict_Check(object)
        || Py_TYPE(object)->tp_iter == NULL)
        return FOLD_WRONG_TYPE;
    items = PyObject_GetIter(object);
    while (items != NULL && state == FOLD_KNOWN
           && (item = PyIter_Next(items)) != NULL) {
        int32_t index = -1;

        state = PyUnicode_Check(item) ? fold_enum(target, item, cache, &index)
                                      : FOLD_BAD_ITEM;
        Py_DECREF(item);
        if (state == FOLD_KNOWN)
            words[index / 64] |= (uint64_t)1 << index % 64;
    }
    Py_XDECREF(items);
    return state;
}

static enum fold_state
fold_object(const struct fold_target *target, PyObject *object,
            struct object_cache *cache, int32_t *value, uint64_t *words)
{
    if (target->is_birth)
        return fold_birth(object, value);
    switch (target->type) {
    case MSB_ATTRIBUTE_INTEGER:
        return fold_integer(target, object, value);
    case MSB_ATTRIBUTE_ENUM:
        return fold_enum(target, object, cache, value);
    case MSB_ATTRIBUTE_FLAG:
        return fold_flag(object, value);
    case MSB_ATTRIBUTE_SET:
        break;
    }
    return fold_set_object(target, object, cache, words);
}

/* One row. False: a Python exception. */
static bool
fold_row(const struct fold_target *target, PyObject *object,
         struct object_cache *cache, size_t row, struct fold_sink *sink)
{
    uint64_t *words = sink->words == NULL
                          ? NULL
                          : sink->words + row * target->num_words;

    if (object != NULL && PyUnicode_CheckExact(object)
        && target->type == MSB_ATTRIBUTE_ENUM) { /* the most of them */
        sink->state[row] = (uint8_t)fold_enum(target, object, cache,
                                              &sink->values[row]);
        return true;
    }
    if (object == NULL || is_python_missing(object)) {
        sink->state[row] = FOLD_NULL;
        return true;
    }
    /* An iterator may run code that puts another object here. */
    Py_INCREF(object);
    sink->state[row] = (uint8_t)fold_object(target, object, cache,
                                            &sink->values[row], words);
    Py_DECREF(object);
    return PyErr_Occurred() == NULL;
}

bool
fold_objects(const struct fold_target *target, const struct piece *piece,
             struct object_cache *cache, size_t from, size_t num,
             struct fold_sink *sink)
{
    PyObject *const *objects = (PyObject *const *)piece->values + piece->offset
                               + from;
    bool is_text = target->type == MSB_ATTRIBUTE_ENUM;
    int32_t *values = sink->values;

    for (size_t i = 0; i < num; i++) {
        PyObject *object = objects[i];

        if (is_text && object != NULL) {
            const struct met *met = find_met(cache, object);

            if (met->object == object) { /* its type was looked at then */
                values[i] = met->index;
                continue;
            }
        }
        if (i + AHEAD < num)
            __builtin_prefetch(objects[i + AHEAD]);
        if (!fold_row(target, object, cache, i, sink))
            return false;
    }
    return true;
}
