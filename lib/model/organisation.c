/* SPDX-License-Identifier: MIT */
/*
 * Target groups, areas and staffs. Units have a file of their own, for their
 * parents.
 */
#include "model/parts.h"

#include <string.h>

#include "base/memory.h"
#include "base/text.h"

void
msbi_read_groups(struct msbi_parser *parser)
{
    static const char *const known[] = {"id", "name", "when", NULL};
    struct msbi_reader *reader = parser->reader;
    struct msb_model *model = parser->model;
    struct msbi_cursor list, at;
    size_t num;

    list = msbi_read_list(parser, "target_groups", &num);
    model->groups = msbi_reader_alloc(reader, num, sizeof *model->groups);
    if (num == 0 || model->groups == NULL)
        return;
    for (at = msbi_cursor_first(reader, &list); at.value != NULL;
         msbi_cursor_next(reader, &at)) {
        struct msbi_group *group = &model->groups[model->num_groups++];
        struct msbi_cursor when;

        if (!msbi_read_is_object(reader, &at, known))
            continue;
        msbi_read_id(parser, &at, &group->id);
        msbi_read_name(parser, &at, &group->name);
        when = msbi_read_required(reader, &at, "when");
        group->when = msbi_read_condition(parser, &when, true);
    }
}

/* A text as JSON, without the members of an object that are ignored. */
static void
add_contact_text(struct msbi_reader *reader, const struct msbi_cursor *at,
                 struct msbi_text *out)
{
    struct msbi_cursor member;
    const char *comma = "";

    if (msbi_json_type(at->value) != MSBI_JSON_OBJECT) {
        msbi_text_add_json(out, msbi_json_string(at->value));
        return;
    }
    msbi_text_add(out, "{");
    for (member = msbi_cursor_first(reader, at); member.value != NULL;
         msbi_cursor_next(reader, &member)) {
        msbi_text_add(out, comma);
        msbi_text_add_json(out, msbi_json_name(member.value));
        msbi_text_add(out, ":");
        msbi_text_add_json(out, msbi_json_string(member.value));
        comma = ",";
    }
    msbi_text_add(out, "}");
}

static void
read_contact(struct msbi_reader *reader, const struct msbi_cursor *at,
             char **out)
{
    static const char *const known[] = {"name",    "phone", "email",
                                        "address", "url",   NULL};
    struct msbi_cursor member;
    struct msbi_text contact;
    const char *comma = "";

    if (at->value == NULL || !msbi_read_is_object(reader, at, known))
        return;
    msbi_text_init(&contact);
    msbi_text_add(&contact, "{");
    for (member = msbi_cursor_first(reader, at); member.value != NULL;
         msbi_cursor_next(reader, &member)) {
        struct msbi_texts texts = {0};

        msbi_read_texts(reader, &member, &texts); /* checks it */
        msbi_texts_release(&texts);
        msbi_text_add(&contact, comma);
        msbi_text_add_json(&contact, msbi_json_name(member.value));
        msbi_text_add(&contact, ":");
        add_contact_text(reader, &member, &contact);
        comma = ",";
    }
    msbi_text_add(&contact, "}");
    *out = msbi_text_take(&contact);
    if (*out == NULL)
        reader->failed = true;
}

static void
read_area(struct msbi_parser *parser, const struct msbi_cursor *at,
          struct msbi_area *area)
{
    static const char *const known[] = {"id",       "name",    "serves",
                                        "external", "contact", NULL};
    struct msbi_reader *reader = parser->reader;
    struct msbi_cursor serves, external, contact;

    if (!msbi_read_is_object(reader, at, known))
        return;
    msbi_read_id(parser, at, &area->id);
    msbi_read_name(parser, at, &area->name);
    serves = msbi_cursor_member(at, "serves");
    area->has_serves = serves.value != NULL;
    msbi_read_references(parser, &serves, "target group",
                         &parser->names.groups.lookup, &area->serves);
    external = msbi_cursor_member(at, "external");
    msbi_read_flag(reader, &external, &area->external);
    contact = msbi_cursor_member(at, "contact");
    read_contact(reader, &contact, &area->contact);
}

void
msbi_read_areas(struct msbi_parser *parser)
{
    struct msbi_reader *reader = parser->reader;
    struct msb_model *model = parser->model;
    struct msbi_cursor list, at;
    size_t num;

    list = msbi_read_list(parser, "areas", &num);
    model->areas = msbi_reader_alloc(reader, num, sizeof *model->areas);
    if (num == 0 || model->areas == NULL)
        return;
    for (at = msbi_cursor_first(reader, &list); at.value != NULL;
         msbi_cursor_next(reader, &at))
        read_area(parser, &at, &model->areas[model->num_areas++]);
}

static void
read_supports(struct msbi_parser *parser, const struct msbi_cursor *at,
              struct msbi_staff *staff)
{
    static const char expected[] = "\"all\" or a list of area ids";
    struct msbi_reader *reader = parser->reader;
    char quoted[MSBI_QUOTED_SIZE];

    if (at->value == NULL)
        return;
    if (msbi_json_type(at->value) == MSBI_JSON_ARRAY) {
        msbi_read_references(parser, at, "area", &parser->names.areas,
                             &staff->supports);
        return;
    }
    if (!msbi_read_is(reader, at, MSBI_JSON_STRING, expected))
        return;
    staff->supports_all = strcmp(msbi_json_string(at->value), "all") == 0;
    if (!staff->supports_all)
        msbi_report(reader, at, "unknown_value", "%s was expected, not %s",
                    expected, msbi_quote(msbi_json_string(at->value), quoted));
}

static void
read_functions(struct msbi_reader *reader, const struct msbi_cursor *at,
               struct msbi_staff *staff)
{
    struct msbi_cursor item;

    if (!msbi_read_is_list(reader, at, "a list of texts"))
        return;
    staff->functions = msbi_reader_alloc(reader, msbi_json_num(at->value),
                                         sizeof *staff->functions);
    if (staff->functions == NULL)
        return;
    for (item = msbi_cursor_first(reader, at); item.value != NULL;
         msbi_cursor_next(reader, &item))
        msbi_read_texts(reader, &item,
                        &staff->functions[staff->num_functions++]);
}

static void
read_staff(struct msbi_parser *parser, const struct msbi_cursor *at,
           struct msbi_staff *staff)
{
    static const char *const known[] = {"id", "name", "supports", "functions",
                                        NULL};
    struct msbi_cursor member;

    if (!msbi_read_is_object(parser->reader, at, known))
        return;
    msbi_read_id(parser, at, &staff->id);
    msbi_read_name(parser, at, &staff->name);
    member = msbi_cursor_member(at, "supports");
    read_supports(parser, &member, staff);
    member = msbi_cursor_member(at, "functions");
    read_functions(parser->reader, &member, staff);
}

void
msbi_read_staffs(struct msbi_parser *parser)
{
    struct msbi_reader *reader = parser->reader;
    struct msb_model *model = parser->model;
    struct msbi_cursor list, at;
    size_t num;

    list = msbi_read_list(parser, "staffs", &num);
    model->staffs = msbi_reader_alloc(reader, num, sizeof *model->staffs);
    if (num == 0 || model->staffs == NULL)
        return;
    for (at = msbi_cursor_first(reader, &list); at.value != NULL;
         msbi_cursor_next(reader, &at))
        read_staff(parser, &at, &model->staffs[model->num_staffs++]);
}
