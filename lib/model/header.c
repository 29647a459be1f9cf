/* SPDX-License-Identifier: MIT */
/*
 * What the document says of the model as a whole: version, id, name,
 * authority, when it is in force, and what it replaces.
 */
#include "model/parts.h"

#include <string.h>

#include "base/memory.h"

static void
read_version(struct msbi_parser *parser)
{
    struct msbi_cursor at = msbi_read_required(parser->reader, &parser->root,
                                               "msb_model");
    int64_t version;

    if (!msbi_read_is(parser->reader, &at, MSBI_JSON_NUMBER,
                      "1, the version of the format"))
        return;
    if (!msbi_json_integer(at.value, &version) || version != 1)
        msbi_report(parser->reader, &at, "unknown_version",
                    "this version of the format is not known; 1 was "
                    "expected");
}

/* Four digits; the leading zero that spreadsheets lose is put back. */
static void
read_municipality_code(struct msbi_parser *parser, const struct msbi_cursor *at)
{
    static const char expected[] = "a string of four digits, for example "
                                   "\"0751\"";
    struct msb_model *model = parser->model;
    char code[] = "0000";
    const char *given;
    size_t length;

    if (!msbi_read_is(parser->reader, at, MSBI_JSON_STRING, expected))
        return;
    given = msbi_json_string(at->value);
    length = strlen(given);
    if (length < 3 || length > 4 || strspn(given, "0123456789") != length) {
        msbi_report(parser->reader, at, "bad_municipality_code",
                    "a municipality code must be %s", expected);
        return;
    }
    memcpy(code + 4 - length, given, length);
    model->municipality_code = msbi_reader_copy(parser->reader, code);
}

static void
read_authority(struct msbi_parser *parser)
{
    static const char *const known[] = {"name", "municipality_code", NULL};
    struct msbi_cursor at = msbi_cursor_member(&parser->root, "authority");
    struct msbi_cursor code;

    if (!msbi_read_is_object(parser->reader, &at, known))
        return;
    msbi_read_member_texts(parser, &at, "name", &parser->model->authority_name);
    code = msbi_cursor_member(&at, "municipality_code");
    read_municipality_code(parser, &code);
}

static void
read_period(struct msbi_parser *parser)
{
    struct msbi_reader *reader = parser->reader;
    struct msb_period *period = &parser->model->period;
    struct msbi_cursor from = msbi_read_required(reader, &parser->root,
                                                 "valid_from");
    struct msbi_cursor to = msbi_cursor_member(&parser->root, "valid_to");
    bool has_from = msbi_read_date(reader, &from, &period->from);

    period->is_open = to.value == NULL;
    if (msbi_read_date(reader, &to, &period->to) && has_from
        && period->to.days <= period->from.days)
        msbi_report(reader, &to, "empty_period",
                    "\"valid_to\" is the first day on which the model no "
                    "longer holds, and must be after \"valid_from\"");
}

static void
read_policies(struct msbi_parser *parser)
{
    static const char *const coordinations[] = {"single", "per_service", NULL};
    static const char *const hit_policies[] = {"first", "unique", NULL};
    struct msb_model *model = parser->model;
    struct msbi_cursor at = msbi_cursor_member(&parser->root, "coordination");
    size_t choice = msbi_read_choice(parser->reader, &at, coordinations);

    /* Both lists stand in the order of their enums, which start at 1. */
    model->coordination = choice == MSB_NONE
                              ? MSB_COORDINATION_SINGLE
                              : (enum msb_coordination)(choice + 1);
    at = msbi_cursor_member(&parser->root, "hit_policy");
    choice = msbi_read_choice(parser->reader, &at, hit_policies);
    model->hit_policy = choice == MSB_NONE ? MSB_HIT_POLICY_FIRST
                                           : (enum msb_hit_policy)(choice + 1);
}

void
msbi_read_header(struct msbi_parser *parser)
{
    read_version(parser);
    msbi_read_id(parser, &parser->root, &parser->model->id);
    msbi_read_name(parser, &parser->root, &parser->model->name);
    read_authority(parser);
    read_period(parser);
    read_policies(parser);
}

static void
read_succession(struct msbi_parser *parser, const struct msbi_cursor *at,
                struct msbi_succession *succession)
{
    struct msbi_reader *reader = parser->reader;
    const struct msbi_name_space *places = &parser->names.places;
    struct msbi_ids *ids = &succession->successors;
    struct msbi_indices indices = {0};

    if (msbi_read_is_identifier_name(reader, at))
        succession->old_id = msbi_reader_copy(reader,
                                              msbi_json_name(at->value));
    msbi_read_references(parser, at, "area, staff or unit", &places->lookup,
                         &indices);
    ids->items = msbi_reader_alloc(reader, indices.num, sizeof *ids->items);
    if (ids->items != NULL)
        for (size_t i = 0; i < indices.num; i++) {
            const struct msbi_json_value *element =
                places->sites[indices.items[i]].element;
            const char *id = msbi_json_string(msbi_json_find(element, "id"));

            ids->items[ids->num++] = msbi_reader_copy(reader, id);
        }
    msbi_free(indices.items);
}

void
msbi_read_replaces(struct msbi_parser *parser)
{
    static const char *const known[] = {"model", "successors", NULL};
    struct msbi_reader *reader = parser->reader;
    struct msb_model *model = parser->model;
    struct msbi_cursor at = msbi_cursor_member(&parser->root, "replaces");
    struct msbi_cursor member, successors;
    const char *id;

    if (!msbi_read_is_object(reader, &at, known))
        return;
    member = msbi_read_required(reader, &at, "model");
    id = msbi_read_identifier(reader, &member);
    if (id != NULL)
        model->replaces = msbi_reader_copy(reader, id);
    successors = msbi_cursor_member(&at, "successors");
    if (!msbi_read_is(reader, &successors, MSBI_JSON_OBJECT,
                      "an object from former ids to lists of ids"))
        return;
    model->successions = msbi_reader_alloc(
        reader, msbi_json_num(successors.value), sizeof *model->successions);
    if (model->successions == NULL)
        return;
    for (member = msbi_cursor_first(reader, &successors); member.value != NULL;
         msbi_cursor_next(reader, &member))
        read_succession(parser, &member,
                        &model->successions[model->num_successions++]);
}
