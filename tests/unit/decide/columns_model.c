/* SPDX-License-Identifier: MIT */
/* Draws models whose attributes are of every type and width. */
#include "columns_draw.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <msb/model.h>

int32_t
drawn_number(const struct drawn_attribute *attribute, struct random *random)
{
    int64_t min = attribute->min, max = attribute->max;
    int64_t few = max - min < 5 ? max - min + 1 : 6;
    int64_t number;

    switch (random_below(random, 4)) {
    case 0:
        return (int32_t)(min + (int64_t)random_below(random, (size_t)few));
    case 1:
        return (int32_t)(max - (int64_t)random_below(random, (size_t)few));
    case 2:
        return (
            int32_t)(min
                     + (int64_t)random_below(random, (size_t)(max - min + 1)));
    default:
        number = (int64_t)random_below(random, 7) - 3
                 + (attribute->max == 130 ? 18 : 0);
        return (int32_t)(number < min ? min : number > max ? max : number);
    }
}

static void
draw_attribute(struct drawn_attribute *attribute, struct random *random)
{
    static const int32_t domains[][2] = {
        {0, 10}, {-50, 50}, {-1000, -10}, {5, 5}, {-2147483647, 2147483647}};
    static const size_t enums[] = {1, 2, 5, 20, 33, 127, 128, 129, 300};
    static const size_t sets[] = {0, 1, 5, 24, 63, 64, 65, 130};

    attribute->type = (enum msb_attribute_type)(1 + random_below(random, 4));
    attribute->max = 1;
    if (attribute->type == MSB_ATTRIBUTE_INTEGER) {
        const int32_t *domain = domains[random_below(random, 5)];

        attribute->min = domain[0];
        attribute->max = domain[1];
    } else if (attribute->type == MSB_ATTRIBUTE_ENUM) {
        attribute->num_values = enums[random_below(random, 9)];
        attribute->max = (int32_t)attribute->num_values - 1;
    } else if (attribute->type == MSB_ATTRIBUTE_SET) {
        attribute->num_values = sets[random_below(random, 8)];
    }
}

static void
draw_attributes(struct drawn_model *model, struct random *random)
{
    static const size_t services[] = {0, 1, 2, 2, 3, 3, 5, 9, 31, 40, 63, 70};
    size_t declared = random_chance(random, 3)    ? 40
                      : random_chance(random, 10) ? 9 + random_below(random, 18)
                                                  : random_below(random, 6);

    model->num = declared + 2;
    model->attributes[0] = (struct drawn_attribute){
        .name = "age", .type = MSB_ATTRIBUTE_INTEGER, .max = 130};
    for (size_t i = 1; i <= declared; i++) {
        snprintf(model->attributes[i].name, sizeof model->attributes[i].name,
                 "x%zu", i);
        draw_attribute(&model->attributes[i], random);
    }
    model->attributes[declared + 1] = (struct drawn_attribute){
        .name = "services",
        .type = MSB_ATTRIBUTE_SET,
        .num_values = services[random_below(random, 12)]};
}

static void
write_value(FILE *out, const struct drawn_attribute *attribute, size_t value)
{
    fprintf(out, "\"%c%zu\"", attribute->name[0] == 's' ? 's' : 'v', value);
}

/* A list of up to @max values; those are distinct, and not all neighbours. */
static void
write_list(FILE *out, const struct drawn_attribute *attribute, size_t max,
           struct random *random)
{
    size_t num = attribute->num_values;
    size_t at = num == 0 ? 0 : random_below(random, num);
    size_t step = num > 61 ? 61 : 1;
    size_t length = random_below(random, (max < num ? max : num) + 1);

    fputc('[', out);
    for (size_t i = 0; i < length; i++, at = (at + step) % num) {
        fprintf(out, i == 0 ? "" : ", ");
        write_value(out, attribute, at);
    }
    fputc(']', out);
}

static void
write_set_test(FILE *out, const struct drawn_attribute *attribute,
               struct random *random)
{
    static const char *const lists[] = {"any_of", "all_of", "none_of"};
    size_t which = 1 + random_below(random, 7);
    const char *comma = "";

    if (attribute->num_values > 0 && random_chance(random, 40)) {
        write_value(out, attribute,
                    random_below(random, attribute->num_values));
        return;
    }
    fputc('{', out);
    for (size_t i = 0; i < 3; i++) {
        if ((which >> i & 1) == 0)
            continue;
        fprintf(out, "%s\"%s\": ", comma, lists[i]);
        write_list(out, attribute, i == 1 ? 2 : 4, random);
        comma = ", ";
    }
    fputc('}', out);
}

static void
write_number_test(FILE *out, const struct drawn_attribute *attribute,
                  struct random *random)
{
    static const char *const bounds[] = {"from", "through", "above", "below"};
    size_t which = random_below(random, 6);
    int a = drawn_number(attribute, random);
    int b = drawn_number(attribute, random);

    if (which < 4)
        fprintf(out, "{\"%s\": %d}", bounds[which], a);
    else if (which == 4)
        fprintf(out, "{\"from\": %d, \"through\": %d}", a < b ? a : b,
                a < b ? b : a);
    else
        fprintf(out, "%d", a);
}

static void
write_test(FILE *out, const struct drawn_attribute *attribute,
           struct random *random)
{
    fprintf(out, "\"%s\": ", attribute->name);
    if (attribute->type == MSB_ATTRIBUTE_INTEGER)
        write_number_test(out, attribute, random);
    else if (attribute->type == MSB_ATTRIBUTE_FLAG)
        fprintf(out, random_chance(random, 50) ? "true" : "false");
    else if (attribute->type == MSB_ATTRIBUTE_SET)
        write_set_test(out, attribute, random);
    else
        write_list(out, attribute, 5, random);
}

/* One condition; of a target group where @depth is 9. */
static void
write_condition(FILE *out, const struct drawn_model *model, size_t depth,
                struct random *random)
{
    size_t usable = depth >= 9 ? model->num - 1 : model->num;
    size_t num_parts = random_below(random, 3), at;
    const char *comma = "";

    fputc('{', out);
    at = random_below(random, usable);
    for (size_t i = 0; i < num_parts && i < usable; i++, comma = ", ") {
        fprintf(out, "%s", comma);
        write_test(out, &model->attributes[(at + i) % usable], random);
    }
    if (depth < 9 && model->num_groups > 0 && random_chance(random, 20)) {
        fprintf(out, "%s\"target_group\": \"g%zu\"", comma,
                random_below(random, model->num_groups));
        comma = ", ";
    }
    for (size_t i = 0; i < 3 && depth % 9 > 0; i++) {
        static const char *const kinds[] = {"any", "all", "not"};

        if (!random_chance(random, 25))
            continue;
        fprintf(out, "%s\"%s\": %s", comma, kinds[i], i < 2 ? "[" : "");
        write_condition(out, model, depth - 1, random);
        if (i < 2 && random_chance(random, 80)) {
            fprintf(out, ", ");
            write_condition(out, model, depth - 1, random);
        }
        fprintf(out, i < 2 ? "]" : "");
        comma = ", ";
    }
    fputc('}', out);
}

static void
write_attributes(FILE *out, const struct drawn_model *model)
{
    static const char *const types[] = {"", "integer", "enum", "flag", "set"};

    fprintf(out, "\"attributes\": {");
    for (size_t i = 1; i + 1 < model->num; i++) {
        const struct drawn_attribute *attribute = &model->attributes[i];

        fprintf(out, "%s\"%s\": {\"type\": \"%s\"", i == 1 ? "" : ", ",
                attribute->name, types[attribute->type]);
        if (attribute->type == MSB_ATTRIBUTE_INTEGER)
            fprintf(out, ", \"min\": %d, \"max\": %d", (int)attribute->min,
                    (int)attribute->max);
        if (attribute->type == MSB_ATTRIBUTE_ENUM
            || attribute->type == MSB_ATTRIBUTE_SET) {
            fprintf(out, ", \"values\": [");
            for (size_t k = 0; k < attribute->num_values; k++) {
                fprintf(out, k == 0 ? "" : ", ");
                write_value(out, attribute, k);
            }
            fputc(']', out);
        }
        fputc('}', out);
    }
    fputc('}', out);
}

/* Groups by age alone, by one other attribute, or by anything. */
static void
write_groups(FILE *out, const struct drawn_model *model, struct random *random)
{
    size_t way = random_below(random, 3);
    size_t at = way == 0 ? 0 : random_below(random, model->num - 1);

    fprintf(out, ", \"target_groups\": [");
    for (size_t i = 0; i < model->num_groups; i++) {
        fprintf(out, "%s{\"id\": \"g%zu\", \"name\": \"G\", \"when\": ",
                i == 0 ? "" : ", ", i);
        if (way == 2) {
            write_condition(out, model, 9, random);
        } else {
            fputc('{', out);
            write_test(out, &model->attributes[at], random);
            fputc('}', out);
        }
        fputc('}', out);
    }
    fputc(']', out);
}

/* Of one to three entries; by anything, or by one test of a few attributes.
   Areas and units deliver. */
static void
write_deliverers(FILE *out, const struct drawn_model *model, bool is_simple,
                 struct random *random)
{
    size_t num = 1 + random_below(random, 3);

    for (size_t i = 0; i < num; i++) {
        fprintf(out, "%s{\"when\": ", i == 0 ? "" : ", ");
        if (!is_simple) {
            write_condition(out, model, 0, random);
        } else if (i + 1 == num) {
            fprintf(out, "{}");
        } else {
            fputc('{', out);
            write_test(out,
                       &model->attributes[random_below(random,
                                                       model->num > 3 ? 3 : 1)],
                       random);
            fputc('}', out);
        }
        fprintf(out, ", \"by\": \"%c%zu\"}",
                random_chance(random, 50) ? 'a' : 'u', random_below(random, 4));
    }
}

static void
write_services(FILE *out, const struct drawn_model *model,
               struct random *random)
{
    bool is_simple = random_chance(random, 70);

    fprintf(out, ", \"units\": [");
    for (size_t i = 0; i < 4; i++)
        fprintf(out,
                "%s{\"id\": \"u%zu\", \"name\": \"U\", \"parent\": "
                "\"%c%zu\"}",
                i == 0 ? "" : ", ", i, i < 3 ? 'a' : 'u', i % 3);
    fprintf(out, "], \"services\": [");
    for (size_t i = 0; i < model->attributes[model->num - 1].num_values; i++) {
        fprintf(out,
                "%s{\"id\": \"s%zu\", \"name\": \"S\", \"delivered_by\": [",
                i == 0 ? "" : ", ", i);
        write_deliverers(out, model, is_simple && !random_chance(random, 10),
                         random);
        fprintf(out, "]}");
    }
    fputc(']', out);
}

/* Under `unique`, the rules of half of the models never meet. */
static void
write_rules(FILE *out, const struct drawn_model *model, struct random *random)
{
    size_t depth = model->num_rules > 10 ? 0 : 2;
    bool apart = model->unique && random_chance(random, 60);

    fprintf(out, ", \"responsibility\": [");
    for (size_t i = 0; i < model->num_rules; i++) {
        fprintf(out, "%s{\"id\": \"r%zu\", \"area\": \"a%zu\", \"when\": ",
                i == 0 ? "" : ", ", i, random_below(random, 4));
        if (apart)
            fprintf(out,
                    "{\"age\": {\"from\": %zu, \"below\": %zu}, \"all\": [",
                    i * 9, i * 9 + 9);
        write_condition(out, model, depth, random);
        fprintf(out, apart ? "]}}" : "}");
    }
    fputc(']', out);
}

static void
read_model(struct drawn_model *model, char *text)
{
    struct msb_model *read = NULL;
    struct msb_error err = {0};

    if (msb_model_parse(text, strlen(text), "drawn", &read, NULL, &err)
            != MSB_OK
        || msb_rules_compile(read, &model->rules, &err) != MSB_OK)
        fail_msg("%s\n%d:%d %s", text, (int)err.line, (int)err.column,
                 err.message);
    for (size_t i = 0; i < model->num; i++)
        assert_int_equal(msb_model_find_part(read, MSB_PART_ATTRIBUTE,
                                             model->attributes[i].name),
                         i);
    msb_model_unref(read);
}

void
drawn_model_open(struct drawn_model *model, uint64_t seed)
{
    struct random random = {seed};
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);

    assert_non_null(out);
    memset(model, 0, sizeof *model);
    draw_attributes(model, &random);
    model->num_groups = random_below(&random, 4);
    model->num_rules = random_chance(&random, 75)
                           ? random_below(&random, 9)
                           : 20 + random_below(&random, 60);
    model->unique = random_chance(&random, 20);
    model->per_service = random_chance(&random, 8);
    if (model->unique)
        model->num_rules %= 14;
    fprintf(out,
            "{\"msb_model\": 1, \"id\": \"m\", \"name\": \"M\", "
            "\"valid_from\": \"2019-01-01\", \"hit_policy\": \"%s\", "
            "\"coordination\": \"%s\", ",
            model->unique ? "unique" : "first",
            model->per_service ? "per_service" : "single");
    write_attributes(out, model);
    write_groups(out, model, &random);
    fprintf(out, ", \"areas\": [{\"id\": \"a0\", \"name\": \"A\"}, "
                 "{\"id\": \"a1\", \"name\": \"A\"}, "
                 "{\"id\": \"a2\", \"name\": \"A\"}, "
                 "{\"id\": \"a3\", \"name\": \"A\"}]");
    write_services(out, model, &random);
    write_rules(out, model, &random);
    fputc('}', out);
    assert_int_equal(fclose(out), 0);
    read_model(model, text);
    free(text);
}

void
drawn_model_close(struct drawn_model *model)
{
    msb_rules_unref(model->rules);
}
