/* SPDX-License-Identifier: MIT */
/*
 * Answers as Python holds them: Arrow's capsules over the buffers, and buffers
 * for numpy, each with a reference to the answer, so that nothing is copied and
 * nothing goes too early.
 */
#include <stdlib.h>

#include "frame_types.h"
#include "raise.h"

struct answer_object {
    PyObject_HEAD struct answer *answer;
};

/* A buffer of an answer, for Python's buffer protocol. */
struct buffer_object {
    PyObject_HEAD struct answer *answer;
    void *values;
    Py_ssize_t num;
    Py_ssize_t width;
};

static int
get_buffer(PyObject *self, Py_buffer *view, int flags)
{
    struct buffer_object *object = (struct buffer_object *)self;
    static char formats[][2] = {"", "b", "h", "", "i"};

    view->buf = object->values;
    view->obj = Py_NewRef(self);
    view->len = object->num * object->width;
    view->itemsize = object->width;
    view->readonly = 0;
    view->ndim = 1;
    view->format = (flags & PyBUF_FORMAT) != 0 ? formats[object->width] : NULL;
    view->shape = (flags & PyBUF_ND) != 0 ? &object->num : NULL;
    view->strides = (flags & PyBUF_STRIDES) == PyBUF_STRIDES ? &object->width
                                                             : NULL;
    view->suboffsets = NULL;
    view->internal = NULL;
    return 0;
}

static void
free_buffer(PyObject *self)
{
    answer_unref(((struct buffer_object *)self)->answer);
    Py_TYPE(self)->tp_free(self);
}

static PyBufferProcs buffer_procs = {.bf_getbuffer = get_buffer};

static PyTypeObject buffer_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "msb.core.AnswerBuffer",
    .tp_basicsize = sizeof(struct buffer_object),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_as_buffer = &buffer_procs,
    .tp_dealloc = free_buffer,
};

static PyObject *
make_buffer(struct answer *answer, void *values, size_t num, size_t width)
{
    struct buffer_object *object = PyObject_New(struct buffer_object,
                                                &buffer_type);

    if (object == NULL)
        return NULL;
    object->answer = answer_ref(answer);
    object->values = values;
    object->num = (Py_ssize_t)num;
    object->width = (Py_ssize_t)width;
    return (PyObject *)object;
}

static void
free_answer(PyObject *self)
{
    answer_unref(((struct answer_object *)self)->answer);
    Py_TYPE(self)->tp_free(self);
}

static PyObject *
get_num_rows(PyObject *self, void *closure)
{
    (void)closure;
    return PyLong_FromSize_t(((struct answer_object *)self)->answer->num_rows);
}

static PyObject *
get_indices(PyObject *self, PyObject *number)
{
    struct answer *answer = ((struct answer_object *)self)->answer;
    Py_ssize_t i = PyLong_AsSsize_t(number);

    if (i >= 0 && i < ANSWER_COLUMNS)
        return make_buffer(
            answer, answer->indices[i], answer->num_rows,
            answer_words_get_width(answer->words, (enum answer_list)i));
    if (!PyErr_Occurred())
        PyErr_SetString(PyExc_IndexError, "no such column");
    return NULL;
}

/* (offsets, services, areas, units), or None. */
static PyObject *
get_deliveries(PyObject *self, PyObject *none)
{
    struct answer *answer = ((struct answer_object *)self)->answer;
    const struct answer_deliveries *all = &answer->deliveries;

    (void)none;
    if (all->offsets == NULL)
        Py_RETURN_NONE;
    return Py_BuildValue(
        "(NNNN)", make_buffer(answer, all->offsets, answer->num_rows + 1, 4),
        make_buffer(answer, all->indices[0], all->num, 2),
        make_buffer(answer, all->indices[1], all->num, 2),
        make_buffer(answer, all->indices[2], all->num, 2));
}

static void
free_schema_capsule(PyObject *capsule)
{
    struct ArrowSchema *schema = PyCapsule_GetPointer(capsule, "arrow_schema");

    if (schema->release != NULL)
        schema->release(schema);
    free(schema);
}

static void
free_array_capsule(PyObject *capsule)
{
    struct ArrowArray *array = PyCapsule_GetPointer(capsule, "arrow_array");

    if (array->release != NULL)
        array->release(array);
    free(array);
}

static void
free_stream_capsule(PyObject *capsule)
{
    struct ArrowArrayStream *stream = PyCapsule_GetPointer(
        capsule, "arrow_array_stream");

    if (stream->release != NULL)
        stream->release(stream);
    free(stream);
}

PyObject *
answer_schema(struct answer_words *words, bool has_deliveries)
{
    struct ArrowSchema *schema = calloc(1, sizeof *schema);
    PyObject *capsule;

    if (schema == NULL
        || !answer_export_schema(words, has_deliveries, schema)) {
        free(schema);
        return PyErr_NoMemory();
    }
    capsule = PyCapsule_New(schema, "arrow_schema", free_schema_capsule);
    if (capsule != NULL)
        return capsule;
    schema->release(schema);
    free(schema);
    return NULL;
}

static PyObject *
get_array(struct answer *answer)
{
    struct ArrowArray *array = calloc(1, sizeof *array);
    PyObject *capsule;

    if (array == NULL || !answer_export_array(answer, array)) {
        free(array);
        return PyErr_NoMemory();
    }
    capsule = PyCapsule_New(array, "arrow_array", free_array_capsule);
    if (capsule != NULL)
        return capsule;
    array->release(array);
    free(array);
    return NULL;
}

/* __arrow_c_array__: the wish for another schema cannot be met. */
static PyObject *
get_arrow(PyObject *self, PyObject *args, PyObject *keywords)
{
    static char name[] = "requested_schema";
    char *names[] = {name, NULL};
    struct answer *answer = ((struct answer_object *)self)->answer;
    PyObject *schema = NULL, *array, *wish = NULL;

    if (!PyArg_ParseTupleAndKeywords(args, keywords, "|O", names, &wish))
        return NULL;
    schema = answer_schema(answer->words, answer->deliveries.offsets != NULL);
    array = schema == NULL ? NULL : get_array(answer);
    if (array != NULL)
        return Py_BuildValue("(NN)", schema, array);
    Py_XDECREF(schema);
    return NULL;
}

static PyMethodDef answer_methods[] = {
    {"indices", get_indices, METH_O, "The indices of a column."},
    {"deliveries", get_deliveries, METH_NOARGS, "Offsets and indices."},
    {"__arrow_c_array__", (PyCFunction)(void (*)(void))get_arrow,
     METH_VARARGS | METH_KEYWORDS, "It as an Arrow struct array."},
    {NULL, NULL, 0, NULL}};

static PyGetSetDef answer_members[] = {
    {"num_rows", get_num_rows, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL}};

static PyTypeObject answer_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "msb.core.Answer",
    .tp_doc = "What rows came to.",
    .tp_basicsize = sizeof(struct answer_object),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_methods = answer_methods,
    .tp_getset = answer_members,
    .tp_dealloc = free_answer,
};

bool
prepare_answers(void)
{
    return PyType_Ready(&buffer_type) == 0 && PyType_Ready(&answer_type) == 0;
}

PyObject *
answer_wrap(struct answer *answer)
{
    struct answer_object *object = PyObject_New(struct answer_object,
                                                &answer_type);

    if (object != NULL)
        object->answer = answer_ref(answer);
    return (PyObject *)object;
}

/* A stream of answers that are all there. */
struct answers {
    struct answer_words *words;
    bool has_deliveries;
    bool is_bare;
    size_t num;
    size_t at;
    struct answer *all[];
};

enum { STREAM_OK = 0, STREAM_NOMEM = 12 };

static int
get_stream_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    const struct answers *answers = stream->private_data;

    bool is_made = answers->is_bare
                       ? answer_export_codes_schema(
                           answers->words, answers->has_deliveries, out)
                       : answer_export_schema(answers->words,
                                              answers->has_deliveries, out);

    return is_made ? STREAM_OK : STREAM_NOMEM;
}

static int
get_stream_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    struct answers *answers = stream->private_data;
    struct answer *answer;
    bool is_made;

    *out = (struct ArrowArray){.release = NULL};
    if (answers->at == answers->num)
        return STREAM_OK;
    answer = answers->all[answers->at++];
    is_made = answers->is_bare ? answer_export_codes(answer, out)
                               : answer_export_array(answer, out);
    return is_made ? STREAM_OK : STREAM_NOMEM;
}

static const char *
get_stream_error(struct ArrowArrayStream *stream)
{
    (void)stream;
    return "out of memory";
}

static void
free_answers(struct answers *answers)
{
    if (answers == NULL)
        return;
    for (size_t i = 0; i < answers->num; i++)
        answer_unref(answers->all[i]);
    answer_words_unref(answers->words);
    free(answers);
}

static void
release_stream(struct ArrowArrayStream *stream)
{
    free_answers(stream->private_data);
    stream->release = NULL;
}

static struct answers *
collect(struct answer_words *words, PyObject *tuple, bool has_deliveries)
{
    Py_ssize_t num = PyTuple_Check(tuple) ? PyTuple_GET_SIZE(tuple) : 0;
    struct answers *answers = calloc(
        1, sizeof *answers + (size_t)num * sizeof answers->all[0]);

    if (answers == NULL)
        return NULL;
    answers->words = answer_words_ref(words);
    answers->has_deliveries = has_deliveries;
    for (Py_ssize_t i = 0; i < num; i++) {
        PyObject *item = PyTuple_GET_ITEM(tuple, i);

        if (Py_TYPE(item) == &answer_type)
            answers->all[answers->num++] = answer_ref(
                ((struct answer_object *)item)->answer);
    }
    return answers;
}

PyObject *
answer_stream(struct answer_words *words, PyObject *tuple, bool has_deliveries,
              bool is_bare)
{
    struct answers *answers = collect(words, tuple, has_deliveries);
    struct ArrowArrayStream *stream = calloc(1, sizeof *stream);
    PyObject *capsule = NULL;

    if (answers == NULL || stream == NULL)
        PyErr_NoMemory();
    else
        capsule = PyCapsule_New(stream, "arrow_array_stream",
                                free_stream_capsule);
    if (capsule == NULL) {
        free_answers(answers);
        free(stream);
        return NULL;
    }
    answers->is_bare = is_bare;
    *stream = (struct ArrowArrayStream){.get_schema = get_stream_schema,
                                        .get_next = get_stream_next,
                                        .get_last_error = get_stream_error,
                                        .release = release_stream,
                                        .private_data = answers};
    return capsule;
}
