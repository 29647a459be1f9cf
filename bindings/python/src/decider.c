/* SPDX-License-Identifier: MIT */
/*
 * The prepared form of one decision: names are looked up once, and a call
 * reads a tuple of values into the reader's facts, decides, and hands out the
 * outcome that was made for the same answer before. What is left of the cost
 * of Python is one call and one dict look-up for each text.
 */
#include "decider.h"

#include <string.h>

#include <msb/decision.h>

#include "raise.h"

/* An outcome that was met, as Python has it. */
struct met {
    struct msb_outcome outcome;
    PyObject *made; /* NULL: free */
};

/* One decider. */
struct decider {
    PyObject_HEAD vectorcallfunc call;
    struct facts_reader *reader;
    struct msb_date on;
    PyObject *make;
    size_t num_names;
    size_t *indices;
    size_t num_met;
    size_t num_places; /* a power of two, more than are met */
    struct met *met;
};

enum { FIRST_PLACES = 64 };

static size_t
hash_outcome(const struct msb_outcome *outcome)
{
    uint64_t hash = (uint64_t)(uint32_t)outcome->rule << 32
                    | (uint32_t)outcome->area << 16
                    | (uint32_t)outcome->target_group << 2
                    | (uint32_t)outcome->status;

    return (size_t)(hash * 0x9e3779b97f4a7c15u >> 32);
}

static bool
are_same(const struct msb_outcome *a, const struct msb_outcome *b)
{
    return a->status == b->status && a->area == b->area && a->rule == b->rule
           && a->target_group == b->target_group;
}

/* Where an outcome is, or the free place where it would be. */
static struct met *
find_place(struct met *met, size_t num_places, const struct msb_outcome *wanted)
{
    size_t at = hash_outcome(wanted);

    while (met[at &= num_places - 1].made != NULL
           && !are_same(&met[at].outcome, wanted))
        at++;
    return &met[at];
}

/* Room for one more. False with an exception set. */
static bool
make_room(struct decider *decider)
{
    size_t num = decider->num_places == 0 ? FIRST_PLACES
                                          : 2 * decider->num_places;
    struct met *met;

    if (2 * (decider->num_met + 1) <= decider->num_places)
        return true;
    met = PyMem_Calloc(num, sizeof *met);
    if (met == NULL) {
        PyErr_NoMemory();
        return false;
    }
    for (size_t i = 0; i < decider->num_places; i++)
        if (decider->met[i].made != NULL)
            *find_place(met, num, &decider->met[i].outcome) = decider->met[i];
    PyMem_Free(decider->met);
    decider->met = met;
    decider->num_places = num;
    return true;
}

/* Make what stands for an outcome, and keep it. A new reference. */
static PyObject *
make_outcome(struct decider *decider, const struct msb_outcome *outcome)
{
    PyObject *made = PyObject_CallFunction(
        decider->make, "iiii", (int)outcome->status, (int)outcome->area,
        (int)outcome->rule, (int)outcome->target_group);
    struct met *place;

    if (made == NULL || !make_room(decider)) {
        Py_XDECREF(made);
        return NULL;
    }
    /* Making it ran Python code, which may have come here meanwhile. */
    place = find_place(decider->met, decider->num_places, outcome);
    if (place->made == NULL) {
        place->outcome = *outcome;
        place->made = Py_NewRef(made);
        decider->num_met++;
    }
    return made;
}

static bool
read_values(struct decider *decider, struct msb_facts *facts, PyObject *values,
            struct msb_error *err)
{
    bool is_set = true;

    for (size_t i = 0; is_set && i < decider->num_names; i++)
        is_set = facts_reader_set(decider->reader, facts, decider->indices[i],
                                  PyTuple_GET_ITEM(values, (Py_ssize_t)i), err);
    return is_set;
}

static PyObject *
decide_values(struct decider *decider, PyObject *values)
{
    struct msb_facts *facts;
    struct msb_outcome outcome;
    struct msb_error err;
    struct met *place;
    bool is_decided;

    err.status = MSB_OK;
    facts = facts_reader_take(decider->reader, &err);
    is_decided = facts != NULL && read_values(decider, facts, values, &err)
                 && msb_rules_decide(decider->reader->rules, facts, decider->on,
                                     &outcome, &err)
                        == MSB_OK;
    if (facts != NULL)
        facts_reader_give(decider->reader, facts);
    if (!is_decided) {
        raise_error(&err, NULL);
        return NULL;
    }
    if (decider->num_places > 0) {
        place = find_place(decider->met, decider->num_places, &outcome);
        if (place->made != NULL)
            return Py_NewRef(place->made);
    }
    return make_outcome(decider, &outcome);
}

static PyObject *
call_decider(PyObject *self, PyObject *const *args, size_t num_args,
             PyObject *keywords)
{
    struct decider *decider = (struct decider *)self;

    if (PyVectorcall_NARGS(num_args) != 1
        || (keywords != NULL && PyTuple_GET_SIZE(keywords) > 0)
        || !PyTuple_Check(args[0])) {
        PyErr_SetString(PyExc_TypeError,
                        "expected one argument, a tuple of values");
        return NULL;
    }
    if ((size_t)PyTuple_GET_SIZE(args[0]) != decider->num_names) {
        PyErr_Format(PyExc_ValueError, "expected %zu values, not %zd",
                     decider->num_names, PyTuple_GET_SIZE(args[0]));
        return NULL;
    }
    return decide_values(decider, args[0]);
}

static int
traverse_decider(PyObject *self, visitproc visit, void *arg)
{
    struct decider *decider = (struct decider *)self;

    Py_VISIT(decider->make);
    for (size_t i = 0; i < decider->num_places; i++)
        Py_VISIT(decider->met[i].made);
    return 0;
}

static int
clear_decider(PyObject *self)
{
    struct decider *decider = (struct decider *)self;

    Py_CLEAR(decider->make);
    for (size_t i = 0; i < decider->num_places; i++)
        Py_CLEAR(decider->met[i].made);
    decider->num_met = 0;
    return 0;
}

static void
free_decider(PyObject *self)
{
    struct decider *decider = (struct decider *)self;

    PyObject_GC_UnTrack(self);
    clear_decider(self);
    facts_reader_unref(decider->reader);
    PyMem_Free(decider->indices);
    PyMem_Free(decider->met);
    PyObject_GC_Del(self);
}

static PyTypeObject decider_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "msb.core.Decider",
    .tp_doc = "Decides a tuple of values.",
    .tp_basicsize = sizeof(struct decider),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC
                | Py_TPFLAGS_HAVE_VECTORCALL
                | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_vectorcall_offset = offsetof(struct decider, call),
    .tp_call = PyVectorcall_Call,
    .tp_traverse = traverse_decider,
    .tp_clear = clear_decider,
    .tp_dealloc = free_decider,
};

bool
prepare_decider(PyObject *module)
{
    return PyModule_AddType(module, &decider_type) == 0;
}

static bool
find_names(struct decider *decider, PyObject *names, struct msb_error *err)
{
    size_t num = (size_t)PyTuple_GET_SIZE(names);

    decider->indices = PyMem_Calloc(num + 1, sizeof *decider->indices);
    if (decider->indices == NULL) {
        PyErr_NoMemory();
        err->status = MSB_ERR_NOMEM;
        return false;
    }
    decider->num_names = num;
    for (size_t i = 0; i < num; i++)
        if (!facts_reader_find(decider->reader,
                               PyTuple_GET_ITEM(names, (Py_ssize_t)i),
                               &decider->indices[i], err))
            return false;
    return true;
}

PyObject *
decider_new(struct facts_reader *reader, PyObject *names, struct msb_date on,
            PyObject *make, struct msb_error *err)
{
    struct decider *decider;

    if (!PyTuple_Check(names) || !PyCallable_Check(make)) {
        PyErr_SetString(PyExc_TypeError, "expected a tuple and a callable");
        err->status = MSB_ERR_MISUSE;
        return NULL;
    }
    decider = PyObject_GC_New(struct decider, &decider_type);
    if (decider == NULL) {
        err->status = MSB_ERR_NOMEM;
        return NULL;
    }
    decider->call = call_decider;
    decider->reader = facts_reader_ref(reader);
    decider->on = on;
    decider->make = Py_NewRef(make);
    decider->num_names = 0;
    decider->indices = NULL;
    decider->num_met = decider->num_places = 0;
    decider->met = NULL;
    PyObject_GC_Track((PyObject *)decider);
    if (find_names(decider, names, err))
        return (PyObject *)decider;
    Py_DECREF(decider);
    return NULL;
}
