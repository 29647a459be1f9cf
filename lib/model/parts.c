/* SPDX-License-Identifier: MIT */
/*
 * What the lists of the document have in common: ids, names, references.
 */
#include "model/parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct msbi_cursor
msbi_read_list(struct msbi_parser *parser, const char *name, size_t *num)
{
    struct msbi_cursor list = msbi_cursor_member(&parser->root, name);

    *num = 0;
    if (msbi_read_is_list(parser->reader, &list, "a list of objects"))
        *num = msbi_json_num(list.value);
    return list;
}

void
msbi_read_id(struct msbi_parser *parser, const struct msbi_cursor *at,
             char **id)
{
    struct msbi_cursor member = msbi_read_required(parser->reader, at, "id");
    const char *string = msbi_read_identifier(parser->reader, &member);

    if (string != NULL)
        *id = msbi_reader_copy(parser->reader, string);
}

void
msbi_read_name(struct msbi_parser *parser, const struct msbi_cursor *at,
               struct msbi_texts *name)
{
    struct msbi_cursor member = msbi_read_required(parser->reader, at, "name");

    msbi_read_texts(parser->reader, &member, name);
}

void
msbi_read_member_texts(struct msbi_parser *parser, const struct msbi_cursor *at,
                       const char *name, struct msbi_texts *out)
{
    struct msbi_cursor member = msbi_cursor_member(at, name);

    msbi_read_texts(parser->reader, &member, out);
}

static int
compare_indices(const void *a, const void *b)
{
    const size_t *left = a, *right = b;

    return (*left > *right) - (*left < *right);
}

/* Sort, and keep each once. */
static void
normalise_indices(struct msbi_indices *indices)
{
    size_t num = 0;

    if (indices->num < 2)
        return;
    qsort(indices->items, indices->num, sizeof *indices->items,
          compare_indices);
    for (size_t i = 1; i < indices->num; i++)
        if (indices->items[i] != indices->items[num])
            indices->items[++num] = indices->items[i];
    indices->num = num + 1;
}

void
msbi_read_references(struct msbi_parser *parser, const struct msbi_cursor *at,
                     const char *kind, const struct msbi_lookup *known,
                     struct msbi_indices *out)
{
    struct msbi_reader *reader = parser->reader;
    struct msbi_cursor item;

    if (!msbi_read_is_list(reader, at, "a list of ids"))
        return;
    out->items = msbi_reader_alloc(reader, msbi_json_num(at->value),
                                   sizeof *out->items);
    if (out->items == NULL)
        return;
    for (item = msbi_cursor_first(reader, at); item.value != NULL;
         msbi_cursor_next(reader, &item)) {
        size_t index;
        const char *id;

        if (!msbi_read_is(reader, &item, MSBI_JSON_STRING, "an id"))
            continue;
        id = msbi_json_string(item.value);
        index = msbi_lookup_find(known, id, strlen(id));
        if (index == MSB_NONE)
            msbi_report_unknown(reader, &item, kind, known);
        else
            out->items[out->num++] = index;
    }
    normalise_indices(out);
}
