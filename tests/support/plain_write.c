/* SPDX-License-Identifier: MIT */
/* Writes plain models as JSON, and hands plain facts to the library. */
#include "support/plain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void
write_value(FILE *out, const struct plain_model *model, size_t attribute,
            int32_t value)
{
    if (attribute == model->services)
        fprintf(out, "\"s%d\"", (int)value);
    else if (attribute == model->target_group)
        fprintf(out, "\"g%d\"", (int)value);
    else if (model->attributes[attribute].type == MSB_ATTRIBUTE_INTEGER)
        fprintf(out, "%d", (int)value);
    else if (model->attributes[attribute].type == MSB_ATTRIBUTE_FLAG)
        fprintf(out, value ? "true" : "false");
    else
        fprintf(out, "\"v%d\"", (int)value);
}

static void
write_object(FILE *out, const struct plain_model *model,
             const struct plain_test *test)
{
    static const char *const bounds[] = {"from", "through", "above", "below"};
    static const char *const lists[] = {"any_of", "all_of", "none_of"};
    const char *comma = "";

    fputc('{', out);
    for (size_t i = 0; test->form == PLAIN_RANGE && i < 4; i++) {
        if (!test->has[i])
            continue;
        fprintf(out, "%s\"%s\": %d", comma, bounds[i], (int)test->bounds[i]);
        comma = ", ";
    }
    for (size_t i = 0; test->form == PLAIN_OBJECT && i < 3; i++) {
        if (!test->has[i])
            continue;
        fprintf(out, "%s\"%s\": [", comma, lists[i]);
        comma = "";
        for (int32_t k = 0; k < 32; k++) {
            if ((test->masks[i] >> k & 1) == 0)
                continue;
            fprintf(out, "%s", comma);
            write_value(out, model, test->attribute, k);
            comma = ", ";
        }
        fputc(']', out);
    }
    fputc('}', out);
}

static void
write_test(FILE *out, const struct plain_model *model,
           const struct plain_test *test)
{
    fprintf(out, "\"%s\": ", model->attributes[test->attribute].name);
    if (test->form != PLAIN_LIST) {
        write_object(out, model, test);
        return;
    }
    if (test->num == 1) {
        write_value(out, model, test->attribute, test->list[0]);
        return;
    }
    for (size_t i = 0; i < test->num; i++) {
        fprintf(out, i == 0 ? "[" : ", ");
        write_value(out, model, test->attribute, test->list[i]);
    }
    fputc(']', out);
}

static void write_condition(FILE *out, const struct plain_model *model,
                            const struct plain_condition *when);

static void
write_parts(FILE *out, const struct plain_model *model, const char *name,
            struct plain_condition *const *parts, size_t num)
{
    fprintf(out, "\"%s\": [", name);
    for (size_t i = 0; i < num; i++) {
        fprintf(out, i == 0 ? "" : ", ");
        write_condition(out, model, parts[i]);
    }
    fputc(']', out);
}

static void
write_condition(FILE *out, const struct plain_model *model,
                const struct plain_condition *when)
{
    const char *comma = "";

    fputc('{', out);
    for (size_t i = 0; i < when->num_tests; i++, comma = ", ") {
        fprintf(out, "%s", comma);
        write_test(out, model, &when->tests[i]);
    }
    if (when->has_any) {
        fprintf(out, "%s", comma);
        write_parts(out, model, "any", when->any, when->num_any);
        comma = ", ";
    }
    if (when->has_all) {
        fprintf(out, "%s", comma);
        write_parts(out, model, "all", when->all, when->num_all);
        comma = ", ";
    }
    if (when->not_this != NULL) {
        fprintf(out, "%s\"not\": ", comma);
        write_condition(out, model, when->not_this);
    }
    fputc('}', out);
}

static void
write_attributes(FILE *out, const struct plain_model *model)
{
    fprintf(out, "\"attributes\": {");
    for (size_t i = 1; i < model->services; i++) {
        const struct plain_attribute *attribute = &model->attributes[i];
        static const char *const types[] = {"", "integer", "enum", "flag",
                                            "set"};

        fprintf(out, "%s\"%s\": {\"type\": \"%s\"", i == 1 ? "" : ", ",
                attribute->name, types[attribute->type]);
        if (attribute->type == MSB_ATTRIBUTE_INTEGER)
            fprintf(out, ", \"min\": %d, \"max\": %d", (int)attribute->min,
                    (int)attribute->max);
        for (size_t k = 0; k < attribute->num_values; k++)
            fprintf(out, "%s\"v%zu\"%s", k == 0 ? ", \"values\": [" : ", ", k,
                    k + 1 == attribute->num_values ? "]" : "");
        fputc('}', out);
    }
    fputc('}', out);
}

static void
write_organisation(FILE *out, const struct plain_model *model)
{
    fprintf(out, ", \"target_groups\": [");
    for (size_t i = 0; i < model->num_groups; i++) {
        fprintf(out, "%s{\"id\": \"g%zu\", \"name\": \"G\", \"when\": ",
                i == 0 ? "" : ", ", i);
        write_condition(out, model, model->groups[i]);
        fputc('}', out);
    }
    fprintf(out, "], \"areas\": [");
    for (size_t i = 0; i < model->num_areas; i++) {
        const char *comma = "";

        fprintf(out, "%s{\"id\": \"a%zu\", \"name\": \"A\"%s",
                i == 0 ? "" : ", ", i,
                model->has_serves[i] ? ", \"serves\": [" : "");
        for (size_t k = 0; model->has_serves[i] && k < model->num_groups; k++)
            if ((model->serves[i] >> k & 1) != 0) {
                fprintf(out, "%s\"g%zu\"", comma, k);
                comma = ", ";
            }
        fprintf(out, model->has_serves[i] ? "]}" : "}");
    }
    fprintf(out, "], \"units\": [");
    for (size_t i = 0; i < model->num_areas; i++)
        fprintf(out,
                "%s{\"id\": \"u%zu\", \"name\": \"U\", \"parent\": \"a%zu\"}",
                i == 0 ? "" : ", ", i, i);
    fputc(']', out);
}

static void
write_services(FILE *out, const struct plain_model *model)
{
    fprintf(out, ", \"services\": [");
    for (size_t i = 0; i < model->num_services; i++) {
        const struct plain_service *service = &model->service_list[i];

        fprintf(out,
                "%s{\"id\": \"s%zu\", \"name\": \"S\", \"delivered_by\": [",
                i == 0 ? "" : ", ", i);
        for (size_t k = 0; k < service->num_entries; k++) {
            fprintf(out, "%s{\"when\": ", k == 0 ? "" : ", ");
            write_condition(out, model, service->entries[k].when);
            fprintf(out, ", \"by\": \"%c%zu\"}",
                    service->entries[k].is_unit ? 'u' : 'a',
                    service->entries[k].area);
        }
        fprintf(out, "]}");
    }
    fputc(']', out);
}

static char *
write_model(const struct plain_model *model)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);

    assert_non_null(out);
    fprintf(out,
            "{\"msb_model\": 1, \"id\": \"plain\", \"name\": \"Plain\", "
            "\"valid_from\": \"2019-01-01\", \"hit_policy\": \"%s\", "
            "\"coordination\": \"%s\", ",
            model->unique ? "unique" : "first",
            model->per_service ? "per_service" : "single");
    write_attributes(out, model);
    write_organisation(out, model);
    write_services(out, model);
    fprintf(out, ", \"responsibility\": [");
    for (size_t i = 0; i < model->num_rules; i++) {
        fprintf(out, "%s{\"id\": \"r%zu\", \"area\": \"a%zu\", \"when\": ",
                i == 0 ? "" : ", ", i, model->rules[i].area);
        write_condition(out, model, model->rules[i].when);
        fputc('}', out);
    }
    fprintf(out, "]}\n");
    assert_int_equal(fclose(out), 0);
    return text;
}

struct msb_model *
plain_read(const struct plain_model *model)
{
    char *text = write_model(model);
    struct msb_model *read = NULL;
    struct msb_error err = {0};

    if (msb_model_parse(text, strlen(text), "plain", &read, NULL, &err)
        != MSB_OK)
        fail_msg("%s\n%d:%d %s", text, (int)err.line, (int)err.column,
                 err.message);
    free(text);
    return read;
}

static enum msb_status
give_value(struct msb_facts *facts, enum msb_attribute_type type, size_t at,
           int32_t value)
{
    enum msb_status status;

    if (type == MSB_ATTRIBUTE_INTEGER)
        return msb_facts_set_integer(facts, at, value, NULL);
    if (type == MSB_ATTRIBUTE_ENUM)
        return msb_facts_set_enum(facts, at, (size_t)value, NULL);
    if (type == MSB_ATTRIBUTE_FLAG)
        return msb_facts_set_flag(facts, at, value != 0, NULL);
    status = msb_facts_set_empty(facts, at, NULL);
    for (size_t k = 0; k < 31 && status == MSB_OK; k++)
        if ((value >> k & 1) != 0)
            status = msb_facts_add_to_set(facts, at, k, NULL);
    return status;
}

struct msb_facts *
plain_give(const struct plain_model *model, const struct plain_facts *facts,
           struct msb_model *read)
{
    struct msb_facts *out = NULL;

    assert_int_equal(msb_facts_new(read, &out, NULL), MSB_OK);
    for (size_t i = 0; i < model->num_attributes; i++) {
        const struct plain_attribute *attribute = &model->attributes[i];
        size_t at = msb_model_find_part(read, MSB_PART_ATTRIBUTE,
                                        attribute->name);

        assert_true(at != MSB_NONE);
        if (i != model->target_group && facts->known[i])
            assert_int_equal(
                give_value(out, attribute->type, at, facts->values[i]), MSB_OK);
    }
    return out;
}
