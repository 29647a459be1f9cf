/* SPDX-License-Identifier: MIT */
/*
 * Cursors, and how problems are worded and placed. A problem costs nothing
 * but a count once the list is full, however long its pointer would be.
 */
#include "model/reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

struct msbi_cursor
msbi_reader_root(const struct msbi_reader *reader)
{
    return (struct msbi_cursor){.value = msbi_json_root(reader->json)};
}

struct msbi_cursor
msbi_cursor_member(const struct msbi_cursor *object, const char *name)
{
    return (struct msbi_cursor){.up = object,
                                .value = msbi_json_find(object->value, name)};
}

/* Go to the next that counts, from the one at hand. */
static void
skip_ignored(const struct msbi_reader *reader, struct msbi_cursor *child)
{
    while (child->value != NULL) {
        const char *name = msbi_json_name(child->value);

        if (name == NULL
            || (strcmp(name, "comment") != 0
                && !msbi_json_is_repeated(reader->json, child->value)))
            return;
        child->value = msbi_json_next(child->value);
    }
}

struct msbi_cursor
msbi_cursor_first(const struct msbi_reader *reader,
                  const struct msbi_cursor *up)
{
    struct msbi_cursor child = {.up = up, .value = msbi_json_first(up->value)};

    skip_ignored(reader, &child);
    return child;
}

void
msbi_cursor_next(const struct msbi_reader *reader, struct msbi_cursor *child)
{
    child->value = msbi_json_next(child->value);
    child->index++;
    skip_ignored(reader, child);
}

/* One step of a pointer, "~" and "/" escaped (RFC 6901, section 3). */
static void
add_step(struct msbi_text *pointer, const struct msbi_cursor *at)
{
    const char *name = msbi_json_name(at->value);

    msbi_text_add(pointer, "/");
    if (name == NULL) {
        msbi_text_add_integer(pointer, (int64_t)at->index);
        return;
    }
    for (; *name != '\0'; name++) {
        if (*name == '~')
            msbi_text_add(pointer, "~0");
        else if (*name == '/')
            msbi_text_add(pointer, "~1");
        else
            msbi_text_add_bytes(pointer, name, 1);
    }
}

/* The pointer of @at; NULL when out of memory. */
static char *
build_pointer(const struct msbi_cursor *at)
{
    const struct msbi_cursor *steps[MSBI_JSON_MAX_DEPTH + 1];
    struct msbi_text pointer;
    size_t num = 0;

    for (; at->up != NULL && num <= MSBI_JSON_MAX_DEPTH; at = at->up)
        steps[num++] = at;
    msbi_text_init(&pointer);
    msbi_text_add(&pointer, "");
    while (num > 0)
        add_step(&pointer, steps[--num]);
    return msbi_text_take(&pointer);
}

static void
report(struct msbi_reader *reader, const struct msbi_cursor *at, bool of_name,
       const char *code, const char *message)
{
    int32_t line, column;
    char *pointer;

    if (msbi_problems_is_full(reader->problems)) {
        msbi_problems_add_beyond(reader->problems);
        return;
    }
    pointer = build_pointer(at);
    if (pointer == NULL) {
        reader->failed = true;
        return;
    }
    msbi_json_place(reader->json, at->value, of_name, &line, &column);
    msbi_problems_add(reader->problems, code, pointer, line, column, "%s",
                      message);
    msbi_free(pointer);
}

void
msbi_report(struct msbi_reader *reader, const struct msbi_cursor *at,
            const char *code, const char *format, ...)
{
    char message[352];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    report(reader, at, false, code, message);
}

void
msbi_report_name(struct msbi_reader *reader, const struct msbi_cursor *at,
                 const char *code, const char *format, ...)
{
    char message[352];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    report(reader, at, true, code, message);
}

const char *
msbi_quote(const char *string, char out[MSBI_QUOTED_SIZE])
{
    const size_t most = MSBI_QUOTED_SIZE - 6; /* quotes, "..." and NUL */
    size_t length = strnlen(string, most + 1);
    bool is_long = length > most;

    if (is_long)
        length = msbi_text_utf8_prefix(string, most);
    out[0] = '"';
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)string[i];

        out[i + 1] = byte < 0x20 || byte == 0x7f ? '?' : string[i];
    }
    snprintf(out + 1 + length, MSBI_QUOTED_SIZE - 1 - length, "%s\"",
             is_long ? "..." : "");
    return out;
}

static void
report_unknown(struct msbi_reader *reader, const struct msbi_cursor *at,
               bool of_name, const char *kind, const struct msbi_lookup *known)
{
    const char *id = of_name ? msbi_json_name(at->value)
                             : msbi_json_string(at->value);
    char quoted[MSBI_QUOTED_SIZE], other[MSBI_QUOTED_SIZE];
    char message[2 * MSBI_QUOTED_SIZE + 64];
    const char *near = NULL;

    if (!msbi_problems_is_full(reader->problems))
        near = msbi_lookup_suggest(known, id);
    msbi_quote(id, quoted);
    if (near == NULL)
        snprintf(message, sizeof message, "there is no %s %s", kind, quoted);
    else
        snprintf(message, sizeof message, "there is no %s %s; did you mean %s?",
                 kind, quoted, msbi_quote(near, other));
    report(reader, at, of_name, "unknown_reference", message);
}

void
msbi_report_unknown(struct msbi_reader *reader, const struct msbi_cursor *at,
                    const char *kind, const struct msbi_lookup *known)
{
    report_unknown(reader, at, false, kind, known);
}

void
msbi_report_unknown_name(struct msbi_reader *reader,
                         const struct msbi_cursor *member, const char *kind,
                         const struct msbi_lookup *known)
{
    report_unknown(reader, member, true, kind, known);
}

/* What the value is to the reader of a message: its name or its place. */
static const char *
describe(const struct msbi_cursor *at, char out[MSBI_QUOTED_SIZE + 16])
{
    char quoted[MSBI_QUOTED_SIZE];
    const struct msbi_cursor *named = at;

    while (named->up != NULL && msbi_json_name(named->value) == NULL)
        named = named->up;
    if (named->up == NULL)
        snprintf(out, MSBI_QUOTED_SIZE + 16, "the document");
    else
        snprintf(out, MSBI_QUOTED_SIZE + 16, "%s%s",
                 named == at ? "" : "an element of ",
                 msbi_quote(msbi_json_name(named->value), quoted));
    return out;
}

void
msbi_report_type(struct msbi_reader *reader, const struct msbi_cursor *at,
                 const char *expected)
{
    char what[MSBI_QUOTED_SIZE + 16];

    msbi_report(reader, at, "wrong_type", "%s must be %s, not %s",
                describe(at, what), expected, msbi_json_type_name(at->value));
}

static void
report_repeated(struct msbi_reader *reader, const struct msbi_cursor *up)
{
    struct msbi_cursor child = {.up = up, .value = msbi_json_first(up->value)};
    char quoted[MSBI_QUOTED_SIZE];

    for (; child.value != NULL; child.index++) {
        if (msbi_json_is_repeated(reader->json, child.value))
            msbi_report_name(
                reader, &child, "duplicate_member",
                "the member %s stands twice in one object; keep one of them",
                msbi_quote(msbi_json_name(child.value), quoted));
        report_repeated(reader, &child);
        child.value = msbi_json_next(child.value);
    }
}

void
msbi_report_repeated(struct msbi_reader *reader)
{
    struct msbi_cursor root = msbi_reader_root(reader);

    if (msbi_json_has_repeated(reader->json))
        report_repeated(reader, &root);
}

void *
msbi_reader_alloc(struct msbi_reader *reader, size_t count, size_t size)
{
    void *block = msbi_alloc_array(count, size);

    if (block == NULL)
        reader->failed = true;
    return block;
}

char *
msbi_reader_copy(struct msbi_reader *reader, const char *string)
{
    char *copy = msbi_copy_text(string, strlen(string));

    if (copy == NULL)
        reader->failed = true;
    return copy;
}
