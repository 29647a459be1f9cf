/* SPDX-License-Identifier: MIT */
/*
 * Attributes: the built-in `age` first, the declared ones in their order,
 * then `services` and `target_group`, whose values are ids of the document.
 */
#include "model/parts.h"

#include <string.h>

/* Names that mean something else in facts or in conditions. */
static const char *const reserved[] = {
    "age", "target_group", "services", "all",        "any",
    "not", "comment",      "id",       "birth_date", NULL};

static const char *const types[] = {"integer", "enum", "flag", "set", NULL};

static bool
is_reserved(const char *name)
{
    size_t i = 0;

    while (reserved[i] != NULL && strcmp(reserved[i], name) != 0)
        i++;
    return reserved[i] != NULL;
}

/* The attribute's name; NULL for one that must not be declared. */
static char *
read_attribute_name(struct msbi_reader *reader,
                    const struct msbi_cursor *member)
{
    const char *name = msbi_json_name(member->value);

    if (!msbi_read_is_identifier_name(reader, member))
        return NULL;
    if (!is_reserved(name))
        return msbi_reader_copy(reader, name);
    msbi_report_name(reader, member, "reserved_name",
                     "\"%s\" has a meaning of its own and cannot be declared "
                     "as an attribute; choose another name",
                     name);
    return NULL;
}

static void
read_domain(struct msbi_reader *reader, const struct msbi_cursor *at,
            struct msbi_attribute *attribute)
{
    struct msbi_cursor min = msbi_read_required(reader, at, "min");
    struct msbi_cursor max = msbi_read_required(reader, at, "max");
    int64_t low, high;
    bool has_low = msbi_read_integer(reader, &min, MSBI_MAX_INTEGER, &low);

    if (!msbi_read_integer(reader, &max, MSBI_MAX_INTEGER, &high) || !has_low)
        return;
    if (low > high)
        msbi_report(reader, &max, "empty_domain",
                    "\"max\" must not be less than \"min\", which is %lld",
                    (long long)low);
    attribute->min = (int32_t)low;
    attribute->max = (int32_t)high;
}

static void
report_repeated_values(struct msbi_reader *reader,
                       const struct msbi_cursor *list,
                       const struct msbi_lookup *lookup)
{
    char quoted[MSBI_QUOTED_SIZE];
    struct msbi_cursor at;

    /* Looking up each finds the first of its name: a later one is a repeat. */
    for (at = msbi_cursor_first(reader, list); at.value != NULL;
         msbi_cursor_next(reader, &at)) {
        const char *name = msbi_json_string(at.value);
        size_t first = name == NULL
                           ? MSB_NONE
                           : msbi_lookup_find(lookup, name, strlen(name));

        if (first != MSB_NONE && first != at.index)
            msbi_report(reader, &at, "duplicate_value",
                        "the value %s stands twice in the list",
                        msbi_quote(name, quoted));
    }
}

/* Fill the values and the way to find them; NULL items are left out. */
static void
index_values(struct msbi_reader *reader, struct msbi_attribute *attribute)
{
    if (!msbi_lookup_init(&attribute->by_value, attribute->values.num)) {
        reader->failed = true;
        return;
    }
    for (size_t i = 0; i < attribute->values.num; i++)
        if (attribute->values.items[i] != NULL)
            msbi_lookup_add(&attribute->by_value, attribute->values.items[i],
                            i);
    msbi_lookup_sort(&attribute->by_value);
}

static void
read_values(struct msbi_reader *reader, const struct msbi_cursor *at,
            struct msbi_attribute *attribute)
{
    struct msbi_cursor list = msbi_read_required(reader, at, "values");
    struct msbi_ids *values = &attribute->values;
    struct msbi_cursor item;

    if (!msbi_read_is_list(reader, &list, "a list of identifiers"))
        return;
    values->items = msbi_reader_alloc(reader, msbi_json_num(list.value),
                                      sizeof *values->items);
    if (values->items == NULL)
        return;
    for (item = msbi_cursor_first(reader, &list); item.value != NULL;
         msbi_cursor_next(reader, &item)) {
        const char *value = msbi_read_identifier(reader, &item);

        values->items[values->num++] = value == NULL
                                           ? NULL
                                           : msbi_reader_copy(reader, value);
    }
    index_values(reader, attribute);
    if (reader->failed)
        return;
    report_repeated_values(reader, &list, &attribute->by_value);
    if (attribute->type == MSB_ATTRIBUTE_ENUM && values->num == 0)
        msbi_report(reader, &list, "empty_domain",
                    "an enum must have at least one value");
    if (attribute->type == MSB_ATTRIBUTE_ENUM)
        attribute->max = (int32_t)values->num - 1;
}

/* Which members a declaration of the type may have. */
static const char *const *
known_members(enum msb_attribute_type type)
{
    static const char *const any[] = {"type",  "min", "max",       "values",
                                      "label", "law", "sensitive", NULL};
    static const char *const integer[] = {"type", "min",       "max", "label",
                                          "law",  "sensitive", NULL};
    static const char *const flag[] = {"type", "label", "law", "sensitive",
                                       NULL};
    static const char *const listed[] = {"type", "values",    "label",
                                         "law",  "sensitive", NULL};

    switch (type) {
    case MSB_ATTRIBUTE_INTEGER:
        return integer;
    case MSB_ATTRIBUTE_FLAG:
        return flag;
    case MSB_ATTRIBUTE_ENUM:
    case MSB_ATTRIBUTE_SET:
        return listed;
    default:
        return any; /* one problem is enough */
    }
}

static void
read_declaration(struct msbi_parser *parser, const struct msbi_cursor *at,
                 struct msbi_attribute *attribute)
{
    struct msbi_reader *reader = parser->reader;
    struct msbi_cursor type, sensitive;
    size_t choice;

    if (!msbi_read_is(reader, at, MSBI_JSON_OBJECT,
                      "a declaration: an object with a \"type\""))
        return;
    type = msbi_read_required(reader, at, "type");
    choice = msbi_read_choice(reader, &type, types);
    if (choice != MSB_NONE) /* the types stand in the order of the enum */
        attribute->type = (enum msb_attribute_type)(choice + 1);
    msbi_read_is_object(reader, at, known_members(attribute->type));
    if (attribute->type == MSB_ATTRIBUTE_INTEGER)
        read_domain(reader, at, attribute);
    else if (attribute->type == MSB_ATTRIBUTE_FLAG)
        attribute->max = 1;
    else if (choice != MSB_NONE)
        read_values(reader, at, attribute);
    msbi_read_member_texts(parser, at, "label", &attribute->label);
    msbi_read_member_texts(parser, at, "law", &attribute->law);
    sensitive = msbi_cursor_member(at, "sensitive");
    msbi_read_flag(reader, &sensitive, &attribute->sensitive);
}

/* The built-in attribute of that name, whose values are ids of @space. */
static void
add_built_in(struct msbi_parser *parser, const char *name,
             enum msb_attribute_type type, const struct msbi_name_space *space)
{
    struct msbi_reader *reader = parser->reader;
    struct msb_model *model = parser->model;
    struct msbi_attribute *attribute =
        &model->attributes[model->num_attributes++];
    struct msbi_ids *values = &attribute->values;

    attribute->name = msbi_reader_copy(reader, name);
    attribute->type = type;
    if (space == NULL)
        return;
    values->items = msbi_reader_alloc(reader, space->num,
                                      sizeof *values->items);
    if (values->items == NULL)
        return;
    values->num = space->num;
    for (size_t i = 0; i < space->lookup.num; i++) {
        const struct msbi_lookup_item *item = &space->lookup.items[i];

        values->items[item->index] = msbi_reader_copy(reader, item->name);
    }
    if (type == MSB_ATTRIBUTE_ENUM)
        attribute->max = (int32_t)values->num - 1;
    index_values(reader, attribute);
}

static void
index_attributes(struct msbi_parser *parser)
{
    const struct msb_model *model = parser->model;
    struct msbi_lookup *lookup = &parser->names.attributes;

    if (!msbi_lookup_init(lookup, model->num_attributes)) {
        parser->reader->failed = true;
        return;
    }
    for (size_t i = 0; i < model->num_attributes; i++)
        if (model->attributes[i].name != NULL)
            msbi_lookup_add(lookup, model->attributes[i].name, i);
    msbi_lookup_sort(lookup);
}

static void
read_declarations(struct msbi_parser *parser, const struct msbi_cursor *at)
{
    struct msbi_reader *reader = parser->reader;
    struct msbi_cursor member;

    for (member = msbi_cursor_first(reader, at); member.value != NULL;
         msbi_cursor_next(reader, &member)) {
        struct msbi_attribute *attribute =
            &parser->model->attributes[parser->model->num_attributes++];

        attribute->name = read_attribute_name(reader, &member);
        read_declaration(parser, &member, attribute);
    }
}

void
msbi_read_attributes(struct msbi_parser *parser)
{
    struct msb_model *model = parser->model;
    struct msbi_cursor at = msbi_cursor_member(&parser->root, "attributes");
    bool is_given = msbi_read_is(parser->reader, &at, MSBI_JSON_OBJECT,
                                 "an object from names to declarations");
    size_t num = is_given ? msbi_json_num(at.value) : 0;

    model->attributes = msbi_reader_alloc(parser->reader, num + 3,
                                          sizeof *model->attributes);
    if (model->attributes == NULL)
        return;
    add_built_in(parser, "age", MSB_ATTRIBUTE_INTEGER, NULL);
    model->attributes[MSBI_AGE].max = MSBI_MAX_AGE;
    if (is_given)
        read_declarations(parser, &at);
    model->services_attribute = model->num_attributes;
    add_built_in(parser, "services", MSB_ATTRIBUTE_SET,
                 &parser->names.services);
    model->target_group_attribute = model->num_attributes;
    add_built_in(parser, "target_group", MSB_ATTRIBUTE_ENUM,
                 &parser->names.groups);
    index_attributes(parser);
}
