/* SPDX-License-Identifier: MIT */
/*
 * Conditions. The members of an object become the children of an ALL, in
 * their order, so that an explanation can name them as they were written.
 * The recursion is as deep as a condition may be: 32 levels.
 */
#include "model/parts.h"

#include <string.h>

#include "base/memory.h"

#define MAX_LEVELS 32

struct context {
    struct msbi_parser *parser;
    bool is_in_groups; /* where `target_group` and `services` are not known */
};

static struct msbi_condition *read_object(const struct context *context,
                                          const struct msbi_cursor *at,
                                          unsigned level);

static struct msbi_condition *
new_condition(struct msbi_reader *reader, enum msbi_condition_kind kind,
              size_t capacity)
{
    struct msbi_condition *condition = msbi_reader_alloc(reader, 1,
                                                         sizeof *condition);

    if (condition == NULL)
        return NULL;
    condition->kind = kind;
    if (kind == MSBI_CONDITION_TEST)
        return condition;
    condition->children = msbi_reader_alloc(reader, capacity,
                                            sizeof *condition->children);
    if (condition->children != NULL)
        return condition;
    msbi_free(condition);
    return NULL;
}

static void
add_child(struct msbi_condition *condition, struct msbi_condition *child)
{
    if (child != NULL)
        condition->children[condition->num++] = child;
}

/* `all` and `any`: a list of conditions. */
static struct msbi_condition *
read_conditions(const struct context *context, const struct msbi_cursor *at,
                enum msbi_condition_kind kind, unsigned level)
{
    struct msbi_reader *reader = context->parser->reader;
    struct msbi_condition *condition;
    struct msbi_cursor item;

    if (!msbi_read_is_list(reader, at, "a list of conditions"))
        return NULL;
    condition = new_condition(reader, kind, msbi_json_num(at->value));
    if (condition == NULL)
        return NULL;
    for (item = msbi_cursor_first(reader, at); item.value != NULL;
         msbi_cursor_next(reader, &item))
        add_child(condition, read_object(context, &item, level + 1));
    return condition;
}

static struct msbi_condition *
read_not(const struct context *context, const struct msbi_cursor *at,
         unsigned level)
{
    struct msbi_condition *condition = new_condition(context->parser->reader,
                                                     MSBI_CONDITION_NOT, 1);

    if (condition != NULL)
        add_child(condition, read_object(context, at, level + 1));
    return condition;
}

static struct msbi_condition *
read_attribute_test(const struct context *context, const struct msbi_cursor *at)
{
    struct msbi_parser *parser = context->parser;
    const struct msb_model *model = parser->model;
    const char *name = msbi_json_name(at->value);
    size_t attribute = msbi_lookup_find(&parser->names.attributes, name,
                                        strlen(name));
    struct msbi_condition *condition;

    if (attribute == MSB_NONE) {
        msbi_report_unknown_name(parser->reader, at, "attribute",
                                 &parser->names.attributes);
        return NULL;
    }
    if (context->is_in_groups
        && (attribute == model->services_attribute
            || attribute == model->target_group_attribute)) {
        msbi_report_name(parser->reader, at, "not_usable_here",
                         "\"%s\" cannot be used in a target group, which is "
                         "derived before it is known",
                         name);
        return NULL;
    }
    condition = new_condition(parser->reader, MSBI_CONDITION_TEST, 0);
    if (condition != NULL)
        condition->test = msbi_read_test(parser, at, attribute);
    return condition;
}

static struct msbi_condition *
read_member(const struct context *context, const struct msbi_cursor *at,
            unsigned level)
{
    const char *name = msbi_json_name(at->value);

    if (strcmp(name, "all") == 0)
        return read_conditions(context, at, MSBI_CONDITION_ALL, level);
    if (strcmp(name, "any") == 0)
        return read_conditions(context, at, MSBI_CONDITION_ANY, level);
    if (strcmp(name, "not") == 0)
        return read_not(context, at, level);
    return read_attribute_test(context, at);
}

static struct msbi_condition *
read_object(const struct context *context, const struct msbi_cursor *at,
            unsigned level)
{
    struct msbi_reader *reader = context->parser->reader;
    struct msbi_condition *condition;
    struct msbi_cursor member;

    if (!msbi_read_is(reader, at, MSBI_JSON_OBJECT,
                      "a condition: an object such as {\"age\": {\"from\": "
                      "15}}"))
        return NULL;
    if (level > MAX_LEVELS) {
        msbi_report(reader, at, "depth",
                    "a condition must not be nested deeper than 32 levels");
        return NULL;
    }
    condition = new_condition(reader, MSBI_CONDITION_ALL,
                              msbi_json_num(at->value));
    if (condition == NULL)
        return NULL;
    for (member = msbi_cursor_first(reader, at); member.value != NULL;
         msbi_cursor_next(reader, &member))
        add_child(condition, read_member(context, &member, level));
    return condition;
}

struct msbi_condition *
msbi_read_condition(struct msbi_parser *parser, const struct msbi_cursor *at,
                    bool is_in_groups)
{
    struct context context = {parser, is_in_groups};

    return at->value == NULL ? NULL : read_object(&context, at, 1);
}

void
msbi_condition_free(struct msbi_condition *condition)
{
    if (condition == NULL)
        return;
    for (size_t i = 0; i < condition->num; i++)
        msbi_condition_free(condition->children[i]);
    msbi_free(condition->children);
    msbi_test_free(condition->test);
    msbi_free(condition);
}
