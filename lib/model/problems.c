/* SPDX-License-Identifier: MIT */
/*
 * The list of what is wrong in one file. It is written by one reader and
 * does not change once finished, so any thread may read it then. Two bounds
 * keep a hostile file from filling memory: the number of problems, and the
 * bytes of their texts (a pointer may repeat a member name of megabytes).
 */
#include "model/problems.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

#define MAX_BYTES ((size_t)16 * 1024 * 1024)

struct problem {
    char code[32];
    char *pointer;
    char *message;
    int32_t line, column;
    size_t order; /* in which it was found */
};

struct msb_problems {
    struct msbi_refcount refs;
    char *name;
    struct problem *items;
    size_t num;
    size_t capacity;
    size_t num_bytes;
    size_t num_beyond; /* found but not kept */
    bool failed;
};

struct msb_problems *
msbi_problems_new(const char *name)
{
    struct msb_problems *problems = msbi_alloc(sizeof *problems);

    if (problems == NULL)
        return NULL;
    msbi_refcount_init(&problems->refs);
    problems->name = msbi_copy_text(name, strlen(name));
    if (problems->name == NULL) {
        msbi_free(problems);
        return NULL;
    }
    return problems;
}

/* Room for one more, its strings allocated; NULL on failure. */
static struct problem *
push_problem(struct msb_problems *problems, const char *pointer,
             size_t message_length)
{
    struct problem *moved, *problem;

    moved = msbi_grow(problems->items, problems->num, &problems->capacity,
                      sizeof *problems->items);
    if (moved == NULL)
        return NULL;
    problems->items = moved;
    problem = &moved[problems->num];
    problem->order = problems->num;
    problem->pointer = msbi_copy_text(pointer, strlen(pointer));
    problem->message = msbi_alloc(message_length + 1);
    if (problem->pointer == NULL || problem->message == NULL) {
        msbi_free(problem->pointer);
        msbi_free(problem->message);
        return NULL;
    }
    problems->num++;
    problems->num_bytes += strlen(pointer) + message_length;
    return problem;
}

static void
add_problem(struct msb_problems *problems, const char *code,
            const char *pointer, int32_t line, int32_t column,
            const char *message)
{
    struct problem *problem;

    problem = push_problem(problems, pointer, strlen(message));
    if (problem == NULL) {
        problems->failed = true;
        return;
    }
    memcpy(problem->message, message, strlen(message));
    snprintf(problem->code, sizeof problem->code, "%s", code);
    problem->line = line;
    problem->column = column;
}

bool
msbi_problems_is_full(const struct msb_problems *problems)
{
    return problems->failed || problems->num_beyond > 0
           || problems->num >= MSBI_MAX_PROBLEMS - 1
           || problems->num_bytes >= MAX_BYTES;
}

void
msbi_problems_add_beyond(struct msb_problems *problems)
{
    problems->num_beyond++;
}

void
msbi_problems_add(struct msb_problems *problems, const char *code,
                  const char *pointer, int32_t line, int32_t column,
                  const char *format, ...)
{
    struct msb_error detail; /* its message: bounded, whole characters */
    char message[sizeof detail.message];
    va_list args;

    if (msbi_problems_is_full(problems)) {
        msbi_problems_add_beyond(problems);
        return;
    }
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    msbi_text_cut(message);
    add_problem(problems, code, pointer, line, column, message);
}

static int
compare_problems(const void *a, const void *b)
{
    const struct problem *left = a, *right = b;

    if (left->line != right->line)
        return left->line < right->line ? -1 : 1;
    if (left->column != right->column)
        return left->column < right->column ? -1 : 1;
    return left->order < right->order ? -1 : 1;
}

enum msb_status
msbi_problems_finish(struct msb_problems *problems, enum msb_status status,
                     struct msb_error *err)
{
    const struct problem *first, *last;
    char message[128];

    if (problems->num > 1)
        qsort(problems->items, problems->num, sizeof *problems->items,
              compare_problems);
    if (problems->num > 0 && problems->num_beyond > 0) {
        last = &problems->items[problems->num - 1];
        snprintf(message, sizeof message,
                 "there are %zu more problems; correct these first",
                 problems->num_beyond);
        problems->num_beyond = 0;
        add_problem(problems, "too_many_problems", "", last->line, last->column,
                    message);
    }
    if (problems->failed)
        return msbi_fail_nomem(err);
    if (problems->num == 0)
        return MSB_OK;
    first = &problems->items[0];
    msbi_fail(err, status, first->code, "%s", first->message);
    msbi_error_at(err, problems->name, first->line, first->column);
    return status;
}

size_t
msb_problems_num(const struct msb_problems *problems)
{
    return problems == NULL ? 0 : problems->num;
}

bool
msb_problems_get(const struct msb_problems *problems, size_t index,
                 struct msb_problem *out)
{
    const struct problem *problem;

    if (out == NULL || index >= msb_problems_num(problems))
        return false;
    problem = &problems->items[index];
    *out = (struct msb_problem){.code = problem->code,
                                .pointer = problem->pointer,
                                .line = problem->line,
                                .column = problem->column,
                                .message = problem->message};
    return true;
}

struct msb_problems *
msb_problems_ref(struct msb_problems *problems)
{
    if (problems != NULL)
        msbi_refcount_take(&problems->refs);
    return problems;
}

void
msb_problems_unref(struct msb_problems *problems)
{
    if (problems == NULL || !msbi_refcount_drop(&problems->refs))
        return;
    for (size_t i = 0; i < problems->num; i++) {
        msbi_free(problems->items[i].pointer);
        msbi_free(problems->items[i].message);
    }
    msbi_free(problems->items);
    msbi_free(problems->name);
    msbi_free(problems);
}
