/* SPDX-License-Identifier: MIT */
/*
 * Units and what is above them. Chains of parents may be of any length, so
 * they are followed in loops: each unit is entered once, which makes the
 * search for circles and for the area above linear.
 */
#include "model/parts.h"

#include <string.h>

#include "base/memory.h"
#include "base/text.h"

static void
read_parent(struct msbi_parser *parser, const struct msbi_cursor *at,
            struct msbi_unit *unit)
{
    const struct msbi_names *names = &parser->names;
    const char *id;
    size_t place;

    if (!msbi_read_is(parser->reader, at, MSBI_JSON_STRING,
                      "the id of an area, a staff or a unit"))
        return;
    id = msbi_json_string(at->value);
    place = msbi_lookup_find(&names->places.lookup, id, strlen(id));
    if (place == MSB_NONE)
        msbi_report_unknown(parser->reader, at, "area, staff or unit",
                            &names->places.lookup);
    else if (place < names->num_areas)
        unit->parent_area = place;
    else if (place < names->num_areas + names->num_staffs)
        unit->parent_staff = place - names->num_areas;
    else
        unit->parent_unit = place - names->num_areas - names->num_staffs;
}

static void
read_employees(struct msbi_reader *reader, const struct msbi_cursor *at,
               struct msbi_unit *unit)
{
    double number;

    if (!msbi_read_is(reader, at, MSBI_JSON_NUMBER, "a number"))
        return;
    if (msbi_json_number(at->value, &number) && number >= 0)
        unit->employees = number;
    else
        msbi_report(reader, at, "out_of_range",
                    "a number of employees must be 0 or more");
}

static void
read_unit(struct msbi_parser *parser, const struct msbi_cursor *at,
          struct msbi_unit *unit)
{
    static const char *const known[] = {"id",     "name",      "kind", "parent",
                                        "leader", "employees", NULL};
    struct msbi_reader *reader = parser->reader;
    struct msbi_cursor member;
    const char *kind;

    if (!msbi_read_is_object(reader, at, known))
        return;
    msbi_read_id(parser, at, &unit->id);
    msbi_read_name(parser, at, &unit->name);
    member = msbi_cursor_member(at, "kind");
    kind = msbi_read_string(reader, &member, "a string");
    if (kind != NULL)
        unit->kind = msbi_reader_copy(reader, kind);
    member = msbi_cursor_member(at, "parent");
    read_parent(parser, &member, unit);
    msbi_read_member_texts(parser, at, "leader", &unit->leader);
    member = msbi_cursor_member(at, "employees");
    read_employees(reader, &member, unit);
}

/* Name the units of the circle, as far as they fit in a sentence. */
static void
report_cycle(struct msbi_parser *parser, size_t first)
{
    const struct msb_model *model = parser->model;
    const struct msbi_names *names = &parser->names;
    size_t site = names->num_areas + names->num_staffs + first;
    struct msbi_cursor list = msbi_cursor_member(&parser->root, "units");
    struct msbi_cursor unit = {&list, names->places.sites[site].element, first};
    struct msbi_cursor parent = msbi_cursor_member(&unit, "parent");
    size_t at = first, num = 0;
    struct msbi_text circle;

    msbi_text_init(&circle);
    msbi_text_add(&circle, "");
    do {
        const char *id = model->units[at].id;

        if (num++ < 3)
            msbi_text_addf(&circle, "%s, ", id == NULL ? "?" : id);
        at = model->units[at].parent_unit;
    } while (at != first);
    if (num > 3)
        msbi_text_addf(&circle, "%zu more, ", num - 3);
    if (circle.failed)
        parser->reader->failed = true;
    else
        msbi_report(parser->reader, &parent, "cycle",
                    "the parents of the units form a circle (%sand around "
                    "again); a unit must lead up to an area or a staff",
                    circle.data);
    msbi_text_release(&circle);
}

/* The unit of the circle through @at that stands first in the document. */
static size_t
first_of_circle(const struct msb_model *model, size_t at)
{
    size_t first = at;

    for (size_t i = model->units[at].parent_unit; i != at;
         i = model->units[i].parent_unit)
        if (i < first)
            first = i;
    return first;
}

/* Give @area to the units from @at up to what has been settled before. */
static void
settle_chain(struct msbi_parser *parser, size_t at, size_t walk, size_t *seen,
             size_t area, bool is_in_circle)
{
    struct msb_model *model = parser->model;

    while (at != MSB_NONE && seen[at] == walk) {
        model->units[at].area = area;
        parser->is_in_circle[at] = is_in_circle;
        seen[at] = MSB_NONE; /* settled */
        at = model->units[at].parent_unit;
    }
}

/* Follow the parents of each unit up; @seen tells on which walk. */
static void
resolve_areas(struct msbi_parser *parser, size_t *seen)
{
    struct msb_model *model = parser->model;

    for (size_t start = 0; start < model->num_units; start++) {
        size_t at = start, last = start, area = MSB_NONE, walk = start + 1;
        bool is_in_circle = false;

        while (at != MSB_NONE && seen[at] == 0) {
            seen[at] = walk;
            last = at;
            at = model->units[at].parent_unit;
        }
        if (at == MSB_NONE) {
            area = model->units[last].parent_area;
        } else if (seen[at] == walk) {
            report_cycle(parser, first_of_circle(model, at));
            is_in_circle = true;
        } else {
            area = model->units[at].area;
            is_in_circle = parser->is_in_circle[at];
        }
        settle_chain(parser, start, walk, seen, area, is_in_circle);
    }
}

void
msbi_read_units(struct msbi_parser *parser)
{
    struct msbi_reader *reader = parser->reader;
    struct msb_model *model = parser->model;
    struct msbi_cursor list, at;
    size_t num, *seen;

    list = msbi_read_list(parser, "units", &num);
    model->units = msbi_reader_alloc(reader, num, sizeof *model->units);
    if (num == 0 || model->units == NULL)
        return;
    for (at = msbi_cursor_first(reader, &list); at.value != NULL;
         msbi_cursor_next(reader, &at)) {
        struct msbi_unit *unit = &model->units[model->num_units++];

        unit->parent_area = MSB_NONE;
        unit->parent_staff = MSB_NONE;
        unit->parent_unit = MSB_NONE;
        unit->area = MSB_NONE;
        unit->employees = -1;
        read_unit(parser, &at, unit);
    }
    parser->is_in_circle = msbi_reader_alloc(reader, num,
                                             sizeof *parser->is_in_circle);
    seen = msbi_reader_alloc(reader, num, sizeof *seen);
    if (seen != NULL && parser->is_in_circle != NULL)
        resolve_areas(parser, seen);
    msbi_free(seen);
}
