/* SPDX-License-Identifier: MIT */
/*
 * `access`: who may read more of a citizen than responsibility and delivery
 * give, what of it, and for which purposes. It opens readings only; nothing in
 * the format lets anybody write. An entry without purposes would open for all
 * of them, so they are required.
 */
#include "model/parts.h"

#include <string.h>

#include "base/memory.h"

/* The area or the unit that somebody works for. */
static void
read_area(struct msbi_parser *parser, const struct msbi_cursor *at,
          struct msbi_access *access)
{
    const char *id;

    if (!msbi_read_is(parser->reader, at, MSBI_JSON_STRING,
                      "the id of an area"))
        return;
    id = msbi_json_string(at->value);
    access->area = msbi_lookup_find(&parser->names.areas, id, strlen(id));
    if (access->area == MSB_NONE)
        msbi_report_unknown(parser->reader, at, "area", &parser->names.areas);
}

static void
read_unit(struct msbi_parser *parser, const struct msbi_cursor *at,
          struct msbi_access *access)
{
    const struct msbi_names *names = &parser->names;
    size_t first = names->num_areas + names->num_staffs, place;
    const char *id;

    if (!msbi_read_is(parser->reader, at, MSBI_JSON_STRING, "the id of a unit"))
        return;
    id = msbi_json_string(at->value);
    place = msbi_lookup_find(&names->places.lookup, id, strlen(id));
    if (place == MSB_NONE || place < first) {
        msbi_report_unknown(parser->reader, at, "unit", &names->places.lookup);
        return;
    }
    access->unit = place - first;
    if (parser->reader->failed)
        return; /* the units may not have been read */
    if (access->area != MSB_NONE
        && access->area != parser->model->units[access->unit].area)
        msbi_report(parser->reader, at, "unit_elsewhere",
                    "the unit is not one of the area that stands beside it, "
                    "so nobody works for both");
}

static void
read_who(struct msbi_parser *parser, const struct msbi_cursor *at,
         struct msbi_access *access)
{
    static const char *const known[] = {"role", "area", "unit", NULL};
    static const char *const roles[] = {"caseworker", "leader", NULL};
    static const enum msbi_access_role values[] = {MSBI_ACCESS_CASEWORKER,
                                                   MSBI_ACCESS_LEADER};
    struct msbi_cursor member;
    size_t choice;

    if (!msbi_read_is_object(parser->reader, at, known))
        return;
    member = msbi_cursor_member(at, "role");
    choice = msbi_read_choice(parser->reader, &member, roles);
    if (choice != MSB_NONE)
        access->role = values[choice];
    member = msbi_cursor_member(at, "area");
    read_area(parser, &member, access);
    member = msbi_cursor_member(at, "unit");
    read_unit(parser, &member, access);
}

static void
read_purposes(struct msbi_reader *reader, const struct msbi_cursor *at,
              struct msbi_access *access)
{
    struct msbi_ids *purposes = &access->purposes;
    struct msbi_cursor item;
    const char *id;

    if (!msbi_read_is_list(reader, at, "a list of purposes"))
        return;
    if (msbi_json_num(at->value) == 0)
        msbi_report(reader, at, "no_purpose",
                    "at least one purpose is needed: nothing is opened for "
                    "all of them");
    purposes->items = msbi_reader_alloc(reader, msbi_json_num(at->value),
                                        sizeof *purposes->items);
    if (purposes->items == NULL)
        return;
    for (item = msbi_cursor_first(reader, at); item.value != NULL;
         msbi_cursor_next(reader, &item)) {
        id = msbi_read_identifier(reader, &item);
        if (id != NULL)
            purposes->items[purposes->num++] = msbi_reader_copy(reader, id);
    }
}

static void
read_entry(struct msbi_parser *parser, const struct msbi_cursor *at,
           struct msbi_access *access)
{
    static const char *const known[] = {"id",   "who",      "may",
                                        "when", "purposes", "because",
                                        "law",  "source",   NULL};
    /* In the order of enum msbi_access_view. */
    static const char *const views[] = {"contacts", "courses", "whole", NULL};
    struct msbi_cursor member;
    size_t choice;

    access->area = MSB_NONE;
    access->unit = MSB_NONE;
    if (!msbi_read_is_object(parser->reader, at, known))
        return;
    msbi_read_id(parser, at, &access->id);
    member = msbi_read_required(parser->reader, at, "who");
    read_who(parser, &member, access);
    member = msbi_read_required(parser->reader, at, "may");
    choice = msbi_read_choice(parser->reader, &member, views);
    if (choice != MSB_NONE)
        access->view = (enum msbi_access_view)(choice + 1);
    member = msbi_cursor_member(at, "when");
    access->when = msbi_read_condition(parser, &member, false);
    member = msbi_read_required(parser->reader, at, "purposes");
    read_purposes(parser->reader, &member, access);
    msbi_read_member_texts(parser, at, "because", &access->because);
    msbi_read_member_texts(parser, at, "law", &access->law);
    msbi_read_member_texts(parser, at, "source", &access->source);
}

void
msbi_read_access(struct msbi_parser *parser)
{
    struct msbi_reader *reader = parser->reader;
    struct msb_model *model = parser->model;
    struct msbi_cursor list, at;
    size_t num;

    list = msbi_read_list(parser, "access", &num);
    model->access = msbi_reader_alloc(reader, num, sizeof *model->access);
    if (num == 0 || model->access == NULL)
        return;
    for (at = msbi_cursor_first(reader, &list); at.value != NULL;
         msbi_cursor_next(reader, &at))
        read_entry(parser, &at, &model->access[model->num_access++]);
}

void
msbi_access_release(struct msbi_access *access)
{
    msbi_free(access->id);
    msbi_condition_free(access->when);
    for (size_t i = 0; i < access->purposes.num; i++)
        msbi_free(access->purposes.items[i]);
    msbi_free(access->purposes.items);
    msbi_texts_release(&access->because);
    msbi_texts_release(&access->law);
    msbi_texts_release(&access->source);
}
