/* SPDX-License-Identifier: MIT */
/*
 * Arrow tables as they come: a stream of batches, or one batch. What is read
 * of a batch points into its buffers, so each piece keeps its batch, and that
 * gives the buffers back when the last piece is gone. The GIL is free while a
 * producer makes the next batch, which may take as long as a query.
 */
#include <string.h>

#include "frame_types.h"
#include "raise.h"

/* A schema, shared by a stream and its batches. */
struct schema_object {
    PyObject_HEAD struct ArrowSchema schema;
    PyObject *names;
};

struct batch_object {
    PyObject_HEAD struct schema_object *type;
    struct ArrowArray array;
};

struct stream_object {
    PyObject_HEAD struct schema_object *type;
    struct ArrowArrayStream stream;
};

static void
free_schema(PyObject *self)
{
    struct schema_object *object = (struct schema_object *)self;

    if (object->schema.release != NULL)
        object->schema.release(&object->schema);
    Py_XDECREF(object->names);
    Py_TYPE(self)->tp_free(self);
}

static PyTypeObject schema_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "msb.core.ArrowSchema",
    .tp_basicsize = sizeof(struct schema_object),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_dealloc = free_schema,
};

/* A table is a struct; another array is a column alone. */
static bool
is_table(const struct ArrowSchema *schema)
{
    return schema->format != NULL && strcmp(schema->format, "+s") == 0;
}

/* The names of a struct's children; of another array, none. */
static PyObject *
list_names(const struct ArrowSchema *schema)
{
    Py_ssize_t num = is_table(schema) ? (Py_ssize_t)schema->n_children : 0;
    PyObject *names = PyTuple_New(num);

    for (Py_ssize_t i = 0; names != NULL && i < num; i++) {
        const char *text = schema->children[i]->name;
        PyObject *name = PyUnicode_FromString(text == NULL ? "" : text);

        if (name == NULL)
            Py_CLEAR(names);
        else
            PyTuple_SET_ITEM(names, i, name);
    }
    return names;
}

/* Takes the schema over, also on failure. */
static struct schema_object *
new_schema(struct ArrowSchema *schema)
{
    struct schema_object *object = PyObject_New(struct schema_object,
                                                &schema_type);

    if (object == NULL) {
        schema->release(schema);
        return NULL;
    }
    object->schema = *schema;
    object->names = list_names(schema);
    if (object->names != NULL)
        return object;
    Py_DECREF(object);
    return NULL;
}

/* The names, or None of a column alone: it is no table without columns, of
   whose rows nothing would be known. */
static PyObject *
show_names(struct schema_object *type)
{
    return Py_NewRef(is_table(&type->schema) ? type->names : Py_None);
}

static void
free_batch(PyObject *self)
{
    struct batch_object *object = (struct batch_object *)self;

    if (object->array.release != NULL)
        object->array.release(&object->array);
    Py_XDECREF(object->type);
    Py_TYPE(self)->tp_free(self);
}

static PyObject *
get_num_rows(PyObject *self, void *closure)
{
    (void)closure;
    return PyLong_FromLongLong(((struct batch_object *)self)->array.length);
}

static PyObject *
get_names(PyObject *self, void *closure)
{
    (void)closure;
    return show_names(((struct batch_object *)self)->type);
}

static PyObject *
refuse(const char *where, const char *message)
{
    struct msb_error err;

    piece_refuse(&err, where, "bad_array", message);
    raise_error(&err, NULL);
    return NULL;
}

/* A struct's rows may be null; those of a table are there. */
static bool
has_null_rows(const struct ArrowArray *array)
{
    const uint8_t *bits = array->n_buffers > 0 && array->buffers != NULL
                              ? array->buffers[0]
                              : NULL;

    if (array->null_count == 0 || bits == NULL)
        return false;
    for (int64_t i = array->offset; i < array->offset + array->length; i++)
        if ((bits[i / 8] >> i % 8 & 1) == 0)
            return true;
    return false;
}

static PyObject *
wrap_piece(PyObject *self, const struct ArrowSchema *schema,
           const struct ArrowArray *array, const struct ArrowArray *parent)
{
    struct msb_error err;
    struct piece *piece;

    if (piece_open(schema, array, &piece, &err) != MSB_OK) {
        snprintf(err.where, sizeof err.where, "%s",
                 schema == NULL || schema->name == NULL ? "" : schema->name);
        raise_error(&err, NULL);
        return NULL;
    }
    if (parent != NULL) {
        piece->offset += (size_t)parent->offset;
        piece->num_rows = (size_t)parent->length;
    }
    return piece_wrap(piece, self);
}

static PyObject *
get_piece(PyObject *self, PyObject *number)
{
    const struct batch_object *object = (const struct batch_object *)self;
    const struct ArrowArray *array = &object->array, *child;
    Py_ssize_t i = PyLong_AsSsize_t(number);

    if (i < 0 || i >= PyTuple_GET_SIZE(object->type->names)
        || i >= array->n_children) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_IndexError, "no such column");
        return NULL;
    }
    child = array->children[i];
    if (has_null_rows(array))
        return refuse("", "a row of the struct itself is null");
    if (array->length < 0 || array->offset < 0
        || child->length - array->offset < array->length)
        return refuse(object->type->schema.children[i]->name,
                      "the child is shorter than the array");
    return wrap_piece(self, object->type->schema.children[i], child, array);
}

static PyObject *
get_whole(PyObject *self, PyObject *none)
{
    const struct batch_object *object = (const struct batch_object *)self;

    (void)none;
    return wrap_piece(self, &object->type->schema, &object->array, NULL);
}

static PyMethodDef batch_methods[] = {
    {"piece", get_piece, METH_O, "A column, by its index."},
    {"whole", get_whole, METH_NOARGS, "The array itself, which is no struct."},
    {NULL, NULL, 0, NULL}};

static PyGetSetDef batch_members[] = {
    {"num_rows", get_num_rows, NULL, NULL, NULL},
    {"names", get_names, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL}};

static PyTypeObject batch_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "msb.core.ArrowBatch",
    .tp_doc = "Rows of an Arrow table.",
    .tp_basicsize = sizeof(struct batch_object),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_methods = batch_methods,
    .tp_getset = batch_members,
    .tp_dealloc = free_batch,
};

/* Takes the array over, also on failure. */
static PyObject *
new_batch(struct schema_object *type, struct ArrowArray *array)
{
    struct batch_object *object = PyObject_New(struct batch_object,
                                               &batch_type);

    if (object == NULL) {
        array->release(array);
        return NULL;
    }
    object->type = (struct schema_object *)Py_NewRef((PyObject *)type);
    object->array = *array;
    return (PyObject *)object;
}

static void
free_stream(PyObject *self)
{
    struct stream_object *object = (struct stream_object *)self;

    if (object->stream.release != NULL)
        object->stream.release(&object->stream);
    Py_XDECREF(object->type);
    Py_TYPE(self)->tp_free(self);
}

static PyObject *
raise_stream(struct ArrowArrayStream *stream)
{
    const char *message = stream->get_last_error(stream);

    if (!PyErr_Occurred())
        PyErr_Format(PyExc_RuntimeError, "the Arrow stream failed: %s",
                     message == NULL ? "it does not say why" : message);
    return NULL;
}

static PyObject *
next_batch(PyObject *self)
{
    struct stream_object *object = (struct stream_object *)self;
    struct ArrowArray array = {.release = NULL};
    PyThreadState *saved;
    int failed;

    saved = PyEval_SaveThread();
    failed = object->stream.get_next(&object->stream, &array);
    PyEval_RestoreThread(saved);
    if (failed != 0)
        return raise_stream(&object->stream);
    return array.release == NULL ? NULL : new_batch(object->type, &array);
}

static PyObject *
get_stream_names(PyObject *self, void *closure)
{
    (void)closure;
    return show_names(((struct stream_object *)self)->type);
}

static PyGetSetDef stream_members[] = {
    {"names", get_stream_names, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL}};

static PyTypeObject stream_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "msb.core.ArrowStream",
    .tp_doc = "Batches of an Arrow table.",
    .tp_basicsize = sizeof(struct stream_object),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_getset = stream_members,
    .tp_iter = PyObject_SelfIter,
    .tp_iternext = next_batch,
    .tp_dealloc = free_stream,
};

bool
prepare_batches(void)
{
    return PyType_Ready(&schema_type) == 0 && PyType_Ready(&batch_type) == 0
           && PyType_Ready(&stream_type) == 0;
}

PyObject *
stream_open(PyObject *capsule)
{
    struct ArrowArrayStream *given = PyCapsule_GetPointer(capsule,
                                                          "arrow_array_stream");
    struct ArrowSchema schema = {.release = NULL};
    struct stream_object *object;
    PyThreadState *saved;
    int failed;

    if (given == NULL)
        return NULL;
    if (given->release == NULL)
        return refuse("", "the stream has been released");
    object = PyObject_New(struct stream_object, &stream_type);
    if (object == NULL)
        return NULL;
    object->type = NULL;
    object->stream = *given;
    given->release = NULL;
    saved = PyEval_SaveThread();
    failed = object->stream.get_schema(&object->stream, &schema);
    PyEval_RestoreThread(saved);
    if (failed != 0)
        raise_stream(&object->stream);
    else
        object->type = new_schema(&schema);
    if (object->type != NULL)
        return (PyObject *)object;
    Py_DECREF(object);
    return NULL;
}

PyObject *
batch_open(PyObject *schema_capsule, PyObject *array_capsule)
{
    struct ArrowSchema *schema = PyCapsule_GetPointer(schema_capsule,
                                                      "arrow_schema");
    struct ArrowArray *array = schema == NULL ? NULL
                                              : PyCapsule_GetPointer(
                                                  array_capsule, "arrow_array");
    struct schema_object *type;
    struct ArrowArray taken;
    PyObject *batch;

    if (array == NULL)
        return NULL;
    if (schema->release == NULL || array->release == NULL)
        return refuse("", "the array has been released");
    type = new_schema(schema);
    schema->release = NULL;
    if (type == NULL)
        return NULL;
    taken = *array;
    array->release = NULL;
    batch = new_batch(type, &taken);
    Py_DECREF(type);
    return batch;
}
