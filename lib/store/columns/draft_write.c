/* SPDX-License-Identifier: MIT */
/*
 * From a draft to the bytes of a chunk. Columns and values are put in their
 * order first, so that the same knowledge always has the same bytes, whatever
 * order it was read in.
 */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/columns/draft.h"

/* Something to be put in order. */
struct named {
    const char *text;
    uint32_t group; /* before the text */
    uint32_t kind;  /* behind it */
    uint32_t index;
};

static int
compare_named(const void *a, const void *b)
{
    const struct named *first = a, *second = b;
    int order;

    if (first->group != second->group)
        return first->group < second->group ? -1 : 1;
    order = strcmp(first->text, second->text);
    return order != 0
               ? order
               : (first->kind > second->kind) - (first->kind < second->kind);
}

static const char *
get_text(const struct msbi_draft *draft, uint32_t item)
{
    return draft->texts.data + draft->items[item].at;
}

/* All texts by their parents, so that values of a column stand together;
   names come last. `place` becomes the place within the column. */
static struct named *
order_texts(struct msbi_draft *draft)
{
    struct named *texts = msbi_alloc_array(draft->num_items, sizeof *texts);
    uint32_t place = 0;

    if (texts == NULL)
        return NULL;
    for (uint32_t i = 0; i < draft->num_items; i++)
        texts[i] = (struct named){.text = get_text(draft, i),
                                  .group = draft->items[i].parent,
                                  .index = i};
    qsort(texts, draft->num_items, sizeof *texts, compare_named);
    for (size_t i = 0; i < draft->num_items; i++) {
        place = i > 0 && texts[i].group == texts[i - 1].group ? place + 1 : 0;
        draft->items[texts[i].index].place = place;
    }
    return texts;
}

static struct named *
order_columns(const struct msbi_draft *draft)
{
    struct named *columns = msbi_alloc_array(draft->num_columns,
                                             sizeof *columns);

    if (columns == NULL)
        return NULL;
    for (uint32_t i = 0; i < draft->num_columns; i++)
        columns[i] = (struct named){
            .text = get_text(draft, draft->columns[i].name),
            .kind = draft->columns[i].kind,
            .index = i};
    qsort(columns, draft->num_columns, sizeof *columns, compare_named);
    return columns;
}

static void
write_rows(const struct msbi_draft *draft, struct msbi_text *out)
{
    msbi_chunk_add_head(out, (uint32_t)draft->num_rows,
                        (uint32_t)draft->num_columns);
    for (size_t i = 0; i < draft->num_rows; i++)
        msbi_chunk_add16(out, draft->rows[i].citizen);
    for (size_t i = 0; i < draft->num_rows; i++)
        msbi_chunk_add32(out, (uint32_t)draft->rows[i].from);
    for (size_t i = 0; i < draft->num_rows; i++)
        msbi_chunk_add32(out, (uint32_t)draft->rows[i].to);
    for (size_t i = 0; i < draft->num_rows; i++)
        msbi_chunk_add32(out, (uint32_t)draft->rows[i].birth);
}

/* Name and values, each with its NUL; how many bytes they are stands before
   them. */
static void
write_texts(const struct named *values, size_t num, const char *name,
            struct msbi_text *out)
{
    size_t size = strlen(name) + 1;

    for (size_t i = 0; i < num; i++)
        size += strlen(values[i].text) + 1;
    msbi_chunk_add32(out, (uint32_t)size);
    msbi_text_add_bytes(out, name, strlen(name) + 1);
    for (size_t i = 0; i < num; i++)
        msbi_text_add_bytes(out, values[i].text, strlen(values[i].text) + 1);
}

/* The column with cells of which nothing is known. */
static void
write_column(const struct msbi_draft *draft, struct msbi_draft_column *column,
             const struct named *values, struct msbi_text *out)
{
    static const char zeros[1024];
    size_t rest;

    column->width = msbi_chunk_width(column->kind, column->num_values);
    msbi_chunk_add32(out, column->kind);
    msbi_chunk_add32(out, column->width);
    msbi_chunk_add32(out, column->num_values);
    write_texts(values, column->num_values, get_text(draft, column->name), out);
    column->cells = out->length;
    for (rest = draft->num_rows * column->width; rest >= sizeof zeros;
         rest -= sizeof zeros)
        msbi_text_add_bytes(out, zeros, sizeof zeros);
    msbi_text_add_bytes(out, zeros, rest);
}

static void
put_cell(const struct msbi_draft *draft, const struct msbi_cell *cell,
         size_t row, char *data)
{
    const struct msbi_draft_column *column = &draft->columns[cell->column];
    unsigned char *at = (unsigned char *)data + column->cells
                        + row * column->width;
    uint32_t code = cell->value == MSBI_CELL_KNOWN
                        ? 0
                        : draft->items[cell->value].place + 1;

    if (column->kind == MSBI_CHUNK_SET) {
        at[code / 8] = (unsigned char)(at[code / 8] | 1u << code % 8);
        return;
    }
    for (uint32_t i = 0; i < column->width; i++)
        at[i] = (unsigned char)(code >> 8 * i & 0xff);
}

static void
put_cells(const struct msbi_draft *draft, const struct msbi_cells *cells,
          size_t row, char *data)
{
    for (size_t i = 0; i < cells->num; i++)
        put_cell(draft, &draft->cells[cells->first + i], row, data);
}

enum msb_status
msbi_draft_write(struct msbi_draft *draft, struct msbi_text *out)
{
    struct named *texts = order_texts(draft), *columns = order_columns(draft);
    const struct named *values = texts;
    enum msb_status status = MSB_ERR_NOMEM;

    if (texts == NULL || columns == NULL)
        goto out;
    msbi_text_clear(out);
    write_rows(draft, out);
    for (size_t i = 0; i < draft->num_columns; i++) {
        uint32_t column = columns[i].index;

        values = texts;
        for (uint32_t c = 0; c < column; c++)
            values += draft->columns[c].num_values;
        write_column(draft, &draft->columns[column], values, out);
    }
    if (out->failed)
        goto out;
    for (size_t i = 0; i < draft->num_rows; i++) {
        put_cells(draft, &draft->rows[i].facts, i, out->data);
        put_cells(draft, &draft->rows[i].services, i, out->data);
    }
    status = MSB_OK;
out:
    msbi_free(texts);
    msbi_free(columns);
    return status;
}
