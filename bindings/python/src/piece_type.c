/* SPDX-License-Identifier: MIT */
/*
 * Parts of columns as Python holds them: with whatever they point into, so
 * that it stays. Buffers are those of numpy, taken by Python's buffer protocol;
 * numpy itself is not needed.
 */
#include <stdlib.h>
#include <string.h>

#include "frame_types.h"

struct piece_object {
    PyObject_HEAD struct piece *piece; /* owned */
    PyObject *owner;                   /* of what it points to; may be NULL */
    PyObject *dictionary;              /* a piece, or NULL */
    Py_buffer values;
    Py_buffer missing;
};

static void
free_piece(PyObject *self)
{
    struct piece_object *object = (struct piece_object *)self;

    if (object->dictionary != NULL && object->piece != NULL)
        object->piece->dictionary = NULL; /* another object's */
    piece_free(object->piece);
    if (object->values.obj != NULL)
        PyBuffer_Release(&object->values);
    if (object->missing.obj != NULL)
        PyBuffer_Release(&object->missing);
    Py_XDECREF(object->dictionary);
    Py_XDECREF(object->owner);
    Py_TYPE(self)->tp_free(self);
}

static PyObject *
get_num_rows(PyObject *self, void *closure)
{
    (void)closure;
    return PyLong_FromSize_t(((struct piece_object *)self)->piece->num_rows);
}

/* Where the values lie: for tests that nothing was copied. */
static PyObject *
get_address(PyObject *self, void *closure)
{
    (void)closure;
    return PyLong_FromVoidPtr(
        (void *)(uintptr_t)((struct piece_object *)self)->piece->values);
}

static PyGetSetDef piece_members[] = {
    {"num_rows", get_num_rows, NULL, NULL, NULL},
    {"address", get_address, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL}};

static PyTypeObject piece_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "msb.core.Piece",
    .tp_doc = "A part of a column.",
    .tp_basicsize = sizeof(struct piece_object),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_getset = piece_members,
    .tp_dealloc = free_piece,
};

bool
prepare_pieces(void)
{
    return PyType_Ready(&piece_type) == 0;
}

const struct piece *
piece_of(PyObject *object)
{
    if (Py_TYPE(object) == &piece_type)
        return ((struct piece_object *)object)->piece;
    PyErr_SetString(PyExc_TypeError, "expected a part of a column");
    return NULL;
}

/* Takes the piece over, also on failure. */
static struct piece_object *
new_piece(struct piece *piece)
{
    struct piece_object *object =
        piece == NULL ? NULL : PyObject_New(struct piece_object, &piece_type);

    if (object == NULL) {
        piece_free(piece);
        PyErr_NoMemory();
        return NULL;
    }
    object->piece = piece;
    object->owner = object->dictionary = NULL;
    object->values.obj = object->missing.obj = NULL;
    return object;
}

PyObject *
piece_wrap(struct piece *piece, PyObject *owner)
{
    struct piece_object *object = new_piece(piece);

    if (object != NULL)
        object->owner = Py_NewRef(owner);
    return (PyObject *)object;
}

static bool
take_values(struct piece_object *object, PyObject *values)
{
    struct piece *piece = object->piece;

    if (PyObject_GetBuffer(values, &object->values, PyBUF_ND) != 0)
        return false;
    piece->values = object->values.buf;
    piece->width = (uint32_t)object->values.itemsize;
    piece->num_rows =
        (size_t)(object->values.len
                 / (object->values.itemsize > 0 ? object->values.itemsize : 1));
    return true;
}

static bool
take_missing(struct piece_object *object, PyObject *missing)
{
    if (missing == Py_None)
        return true;
    if (PyObject_GetBuffer(missing, &object->missing, PyBUF_ND) != 0)
        return false;
    if (object->missing.itemsize != 1
        || (size_t)object->missing.len != object->piece->num_rows) {
        PyErr_SetString(PyExc_ValueError, "the mask is not as long as the "
                                          "values");
        return false;
    }
    object->piece->missing = object->missing.buf;
    return true;
}

static bool
take_dictionary(struct piece_object *object, PyObject *dictionary)
{
    if (dictionary == Py_None)
        return true;
    if (piece_of(dictionary) == NULL)
        return false;
    object->piece->dictionary = ((struct piece_object *)dictionary)->piece;
    object->dictionary = Py_NewRef(dictionary);
    return true;
}

PyObject *
piece_from_buffer(int kind, PyObject *values, bool is_signed,
                  bool is_least_null, int64_t per_day, PyObject *missing,
                  PyObject *dictionary)
{
    struct piece_object *object = new_piece(calloc(1, sizeof(struct piece)));

    if (object == NULL)
        return NULL;
    object->piece->kind = (enum piece_kind)kind;
    object->piece->is_signed = is_signed;
    object->piece->is_least_null = is_least_null;
    object->piece->per_day = per_day;
    if (take_values(object, values) && take_missing(object, missing)
        && take_dictionary(object, dictionary))
        return (PyObject *)object;
    Py_DECREF(object);
    return NULL;
}

PyObject *
piece_encode(PyObject *indices, PyObject *dictionary)
{
    const struct piece *given = piece_of(indices);
    struct piece_object *object;
    struct piece *piece;

    if (given == NULL || piece_of(dictionary) == NULL)
        return NULL;
    if (given->kind != PIECE_INTEGER || given->dictionary != NULL) {
        PyErr_SetString(PyExc_TypeError, "indices are plain integers");
        return NULL;
    }
    piece = malloc(sizeof *piece);
    if (piece != NULL)
        *piece = *given;
    object = new_piece(piece);
    if (object == NULL)
        return NULL;
    object->owner = Py_NewRef(indices);
    if (take_dictionary(object, dictionary))
        return (PyObject *)object;
    Py_DECREF(object);
    return NULL;
}
