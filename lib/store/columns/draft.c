/* SPDX-License-Identifier: MIT */
/*
 * The values and rows of a chunk that is being written. Names and values are
 * found by a hash table of the draft's own, each text once; what a row says is
 * a list of cells, so a column that is new costs the rows before it nothing.
 */
#include "store/columns/draft.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"

#define NONE UINT32_MAX
#define NAMES UINT32_MAX /* the parent of names */
#define FIRST_SLOTS 256

static uint32_t
hash_text(uint32_t parent, char letter, const char *text)
{
    uint32_t hash = (2166136261u ^ parent) * 16777619u;

    hash = (hash ^ (unsigned char)letter) * 16777619u;
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * 16777619u;
    return hash ^ hash >> 15;
}

static bool
is_text(const struct msbi_draft *draft, const struct msbi_draft_text *item,
        char letter, const char *text)
{
    const char *known = draft->texts.data + item->at;

    if (letter != '\0' && *known++ != letter)
        return false;
    return strcmp(known, text) == 0;
}

static void
put_in_slot(struct msbi_draft *draft, uint32_t item)
{
    size_t at = draft->items[item].hash & (draft->num_slots - 1);

    while (draft->slots[at] != 0)
        at = (at + 1) & (draft->num_slots - 1);
    draft->slots[at] = item + 1;
}

/* Keep half of the slots free. */
static enum msb_status
reserve_slots(struct msbi_draft *draft)
{
    size_t num = draft->num_slots == 0 ? FIRST_SLOTS : 2 * draft->num_slots;
    uint32_t *slots;

    if (2 * (draft->num_items + 1) <= draft->num_slots)
        return MSB_OK;
    slots = msbi_alloc_array(num, sizeof *slots);
    if (slots == NULL)
        return MSB_ERR_NOMEM;
    msbi_free(draft->slots);
    draft->slots = slots;
    draft->num_slots = num;
    for (size_t i = 0; i < draft->num_items; i++)
        put_in_slot(draft, (uint32_t)i);
    return MSB_OK;
}

static enum msb_status
add_text(struct msbi_draft *draft, const struct msbi_draft_text *item,
         char letter, const char *text)
{
    struct msbi_draft_text *items = msbi_grow(
        draft->items, draft->num_items, &draft->items_capacity, sizeof *items);

    if (items == NULL)
        return MSB_ERR_NOMEM;
    draft->items = items;
    items[draft->num_items] = *item;
    items[draft->num_items].at = draft->texts.length;
    if (letter != '\0')
        msbi_text_add_bytes(&draft->texts, &letter, 1);
    msbi_text_add_bytes(&draft->texts, text, strlen(text) + 1);
    if (draft->texts.failed)
        return MSB_ERR_NOMEM;
    put_in_slot(draft, (uint32_t)draft->num_items++);
    return MSB_OK;
}

enum msb_status
msbi_draft_find_text(struct msbi_draft *draft, uint32_t parent, char letter,
                     const char *text, uint32_t *out)
{
    const struct msbi_draft_text item = {
        .parent = parent, .hash = hash_text(parent, letter, text)};
    enum msb_status status = reserve_slots(draft);
    size_t at;

    if (status != MSB_OK)
        return status;
    at = item.hash & (draft->num_slots - 1);
    for (; draft->slots[at] != 0; at = (at + 1) & (draft->num_slots - 1)) {
        const struct msbi_draft_text *known =
            &draft->items[draft->slots[at] - 1];

        if (known->hash == item.hash && known->parent == parent
            && is_text(draft, known, letter, text)) {
            *out = draft->slots[at] - 1;
            return MSB_OK;
        }
    }
    *out = (uint32_t)draft->num_items;
    if (parent != NAMES)
        draft->columns[parent].num_values++;
    return add_text(draft, &item, letter, text);
}

enum msb_status
msbi_draft_find_name(struct msbi_draft *draft, const char *name,
                     struct msbi_draft_name **out)
{
    struct msbi_draft_name *names;
    uint32_t text;
    enum msb_status status = msbi_draft_find_text(draft, NAMES, '\0', name,
                                                  &text);

    if (status != MSB_OK)
        return status;
    if (draft->items[text].place != 0) { /* known: counted from 1 */
        *out = &draft->names[draft->items[text].place - 1];
        return MSB_OK;
    }
    names = msbi_grow(draft->names, draft->num_names, &draft->names_capacity,
                      sizeof *names);
    if (names == NULL)
        return MSB_ERR_NOMEM;
    draft->names = names;
    *out = &names[draft->num_names++];
    **out = (struct msbi_draft_name){.text = text, .columns = {NONE, NONE}};
    draft->items[text].place = (uint32_t)draft->num_names;
    return MSB_OK;
}

enum msb_status
msbi_draft_find_column(struct msbi_draft *draft, struct msbi_draft_name *name,
                       enum msbi_chunk_kind kind, uint32_t *out)
{
    uint32_t *known = &name->columns[kind - MSBI_CHUNK_SCALAR];
    struct msbi_draft_column *columns;

    if (*known == NONE) {
        columns = msbi_grow(draft->columns, draft->num_columns,
                            &draft->columns_capacity, sizeof *columns);
        if (columns == NULL)
            return MSB_ERR_NOMEM;
        draft->columns = columns;
        columns[draft->num_columns] = (struct msbi_draft_column){
            .kind = kind, .name = name->text};
        *known = (uint32_t)draft->num_columns++;
    }
    *out = *known;
    return MSB_OK;
}

enum msb_status
msbi_draft_clear(struct msbi_draft *draft)
{
    struct msbi_draft_name *name;
    enum msb_status status;
    uint32_t services;

    msbi_text_clear(&draft->texts);
    if (draft->slots != NULL)
        memset(draft->slots, 0, draft->num_slots * sizeof *draft->slots);
    draft->num_items = 0;
    draft->num_names = 0;
    draft->num_columns = 0;
    draft->num_cells = 0;
    draft->num_rows = 0;
    draft->num_facts = 0;
    draft->is_odd = false;
    status = msbi_draft_find_name(draft, MSBI_CHUNK_SERVICES, &name);
    return status != MSB_OK
               ? status
               : msbi_draft_find_column(draft, name, MSBI_CHUNK_SET, &services);
}

void
msbi_draft_release(struct msbi_draft *draft)
{
    msbi_text_release(&draft->texts);
    msbi_free(draft->items);
    msbi_free(draft->slots);
    msbi_free(draft->names);
    msbi_free(draft->columns);
    msbi_free(draft->cells);
    msbi_free(draft->rows);
    memset(draft, 0, sizeof *draft);
}

enum msb_status
msbi_draft_find_service(struct msbi_draft *draft, const char *service,
                        uint32_t *out)
{
    return msbi_draft_find_text(draft, 0, '\0', service, out);
}

enum msb_status
msbi_draft_add_cell(struct msbi_draft *draft, uint32_t column, uint32_t value)
{
    struct msbi_cell *cells = msbi_grow(draft->cells, draft->num_cells,
                                        &draft->cells_capacity, sizeof *cells);

    if (cells == NULL)
        return MSB_ERR_NOMEM;
    draft->cells = cells;
    cells[draft->num_cells++] = (struct msbi_cell){column, value};
    return MSB_OK;
}

static bool
are_equal(const struct msbi_draft *draft, const struct msbi_cells *a,
          const struct msbi_cells *b)
{
    return a->num == b->num
           && (a->first == b->first
               || memcmp(draft->cells + a->first, draft->cells + b->first,
                         a->num * sizeof *draft->cells)
                      == 0);
}

enum msb_status
msbi_draft_add_row(struct msbi_draft *draft, const struct msbi_draft_row *row)
{
    struct msbi_draft_row *last = draft->num_rows == 0
                                      ? NULL
                                      : &draft->rows[draft->num_rows - 1];
    struct msbi_draft_row *rows;

    if (last != NULL && last->citizen == row->citizen && last->to == row->from
        && last->birth == row->birth
        && are_equal(draft, &last->facts, &row->facts)
        && are_equal(draft, &last->services, &row->services)) {
        last->to = row->to;
        return MSB_OK;
    }
    rows = msbi_grow(draft->rows, draft->num_rows, &draft->rows_capacity,
                     sizeof *rows);
    if (rows == NULL)
        return MSB_ERR_NOMEM;
    draft->rows = rows;
    rows[draft->num_rows++] = *row;
    if (draft->num_rows > MSBI_CHUNK_MAX_ROWS)
        draft->is_odd = true;
    return MSB_OK;
}
