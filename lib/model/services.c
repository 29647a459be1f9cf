/* SPDX-License-Identifier: MIT */
/*
 * Services, who delivers them, and the responsibility rules.
 */
#include "model/parts.h"

#include <string.h>

#include "base/memory.h"

static void
read_unit_reference(struct msbi_parser *parser, const struct msbi_cursor *at,
                    size_t unit, struct msbi_entry *entry)
{
    const struct msb_model *model = parser->model;

    if (parser->reader->failed)
        return; /* the units may not have been read */
    entry->unit = unit;
    entry->area = model->units[unit].area;
    if (entry->area != MSB_NONE || parser->is_in_circle[unit])
        return; /* a circle is reported once, where it is */
    msbi_report(parser->reader, at, "no_area",
                "the unit \"%s\" does not lead up to an area; only an area, "
                "or a unit below one, can deliver a service",
                msbi_json_string(at->value));
}

/* Who delivers: the id of an area or of a unit below one. */
static void
read_deliverer(struct msbi_parser *parser, const struct msbi_cursor *at,
               struct msbi_entry *entry)
{
    const struct msbi_names *names = &parser->names;
    const char *id;
    size_t place;

    if (!msbi_read_is(parser->reader, at, MSBI_JSON_STRING,
                      "the id of an area or a unit"))
        return;
    id = msbi_json_string(at->value);
    place = msbi_lookup_find(&names->places.lookup, id, strlen(id));
    if (place == MSB_NONE)
        msbi_report_unknown(parser->reader, at, "area or unit",
                            &names->places.lookup);
    else if (place < names->num_areas)
        entry->area = place;
    else if (place < names->num_areas + names->num_staffs)
        msbi_report(parser->reader, at, "no_area",
                    "\"%s\" is a staff; only an area, or a unit below one, "
                    "can deliver a service",
                    id);
    else
        read_unit_reference(
            parser, at, place - names->num_areas - names->num_staffs, entry);
}

static void
read_entry(struct msbi_parser *parser, const struct msbi_cursor *at,
           struct msbi_entry *entry)
{
    static const char *const known[] = {"when", "by", NULL};
    struct msbi_cursor when, by;

    if (!msbi_read_is_object(parser->reader, at, known))
        return;
    when = msbi_read_required(parser->reader, at, "when");
    entry->when = msbi_read_condition(parser, &when, false);
    by = msbi_read_required(parser->reader, at, "by");
    read_deliverer(parser, &by, entry);
}

static void
read_delivered_by(struct msbi_parser *parser, const struct msbi_cursor *at,
                  struct msbi_service *service)
{
    struct msbi_reader *reader = parser->reader;
    bool is_list;
    struct msbi_cursor item;

    if (at->value == NULL)
        return;
    is_list = msbi_json_type(at->value) == MSBI_JSON_ARRAY;
    if (!is_list
        && !msbi_read_is(reader, at, MSBI_JSON_STRING,
                         "the id of an area or a unit, or a list of objects "
                         "with \"when\" and \"by\""))
        return;
    service->entries = msbi_reader_alloc(reader,
                                         is_list ? msbi_json_num(at->value) : 1,
                                         sizeof *service->entries);
    if (service->entries == NULL)
        return;
    item = is_list ? msbi_cursor_first(reader, at) : *at;
    while (item.value != NULL) {
        struct msbi_entry *entry = &service->entries[service->num_entries++];

        entry->area = MSB_NONE;
        entry->unit = MSB_NONE;
        if (!is_list) {
            read_deliverer(parser, &item, entry);
            return;
        }
        read_entry(parser, &item, entry);
        msbi_cursor_next(reader, &item);
    }
}

void
msbi_read_services(struct msbi_parser *parser)
{
    static const char *const known[] = {"id",           "name",       "law",
                                        "delivered_by", "contact_of", NULL};
    static const char *const contacts_of[] = {"household", NULL};
    struct msbi_reader *reader = parser->reader;
    struct msb_model *model = parser->model;
    struct msbi_cursor list, at;
    size_t num;

    list = msbi_read_list(parser, "services", &num);
    model->services = msbi_reader_alloc(reader, num, sizeof *model->services);
    if (num == 0 || model->services == NULL)
        return;
    for (at = msbi_cursor_first(reader, &list); at.value != NULL;
         msbi_cursor_next(reader, &at)) {
        struct msbi_service *service = &model->services[model->num_services++];
        struct msbi_cursor by, contact;

        if (!msbi_read_is_object(reader, &at, known))
            continue;
        msbi_read_id(parser, &at, &service->id);
        msbi_read_name(parser, &at, &service->name);
        msbi_read_member_texts(parser, &at, "law", &service->law);
        by = msbi_cursor_member(&at, "delivered_by");
        read_delivered_by(parser, &by, service);
        contact = msbi_cursor_member(&at, "contact_of");
        if (contact.value != NULL)
            service->is_household_contact =
                msbi_read_choice(reader, &contact, contacts_of) != MSB_NONE;
    }
}

static void
read_rule_area(struct msbi_parser *parser, const struct msbi_cursor *at,
               struct msbi_rule *rule)
{
    const char *id;

    rule->area = MSB_NONE;
    if (!msbi_read_is(parser->reader, at, MSBI_JSON_STRING,
                      "the id of an area"))
        return;
    id = msbi_json_string(at->value);
    rule->area = msbi_lookup_find(&parser->names.areas, id, strlen(id));
    if (rule->area == MSB_NONE)
        msbi_report_unknown(parser->reader, at, "area", &parser->names.areas);
}

static void
read_rule(struct msbi_parser *parser, const struct msbi_cursor *at,
          struct msbi_rule *rule)
{
    static const char *const known[] = {"id",  "when",   "area", "because",
                                        "law", "source", NULL};
    struct msbi_cursor member;

    if (!msbi_read_is_object(parser->reader, at, known))
        return;
    msbi_read_id(parser, at, &rule->id);
    member = msbi_read_required(parser->reader, at, "when");
    rule->when = msbi_read_condition(parser, &member, false);
    member = msbi_read_required(parser->reader, at, "area");
    read_rule_area(parser, &member, rule);
    msbi_read_member_texts(parser, at, "because", &rule->because);
    msbi_read_member_texts(parser, at, "law", &rule->law);
    msbi_read_member_texts(parser, at, "source", &rule->source);
}

void
msbi_read_rules(struct msbi_parser *parser)
{
    struct msbi_reader *reader = parser->reader;
    struct msb_model *model = parser->model;
    struct msbi_cursor list, at;
    size_t num;

    list = msbi_read_list(parser, "responsibility", &num);
    model->rules = msbi_reader_alloc(reader, num, sizeof *model->rules);
    if (num == 0 || model->rules == NULL)
        return;
    for (at = msbi_cursor_first(reader, &list); at.value != NULL;
         msbi_cursor_next(reader, &at))
        read_rule(parser, &at, &model->rules[model->num_rules++]);
}
