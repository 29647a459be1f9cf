/* SPDX-License-Identifier: MIT */
/*
 * Arrow tables come to what single decisions say, whatever the offsets of the
 * struct and of its children; the answer is an Arrow table by the letter.
 */
#include "columns_draw.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <msb/arrow.h>

#include "base/memory.h"

enum { NUM_MODELS = 600, MAX_CHILDREN = DRAW_MAX_ATTRIBUTES + 1 };

/* Drawn columns again, as a table whose parts begin anywhere. */
struct table {
    struct ArrowSchema schema, schemas[MAX_CHILDREN];
    struct ArrowArray array, arrays[MAX_CHILDREN];
    struct ArrowSchema *schema_pointers[MAX_CHILDREN];
    struct ArrowArray *array_pointers[MAX_CHILDREN];
    const void *buffers[MAX_CHILDREN][2];
    char formats[MAX_CHILDREN][16];
    size_t num, released;
};

static void
release_schema(struct ArrowSchema *schema)
{
    ++*(size_t *)schema->private_data;
    schema->release = NULL;
}

static void
release_array(struct ArrowArray *array)
{
    ++*(size_t *)array->private_data;
    array->release = NULL;
}

/* Elements of @size bytes (0: bits) behind @skip others, which are noise. */
static void *
shift(const void *values, size_t size, size_t skip, size_t num,
      struct random *random)
{
    size_t bytes = size == 0 ? (skip + num + 7) / 8 : (skip + num) * size;
    uint8_t *out = malloc(bytes == 0 ? 1 : bytes);
    const uint8_t *from = values;

    assert_non_null(out);
    for (size_t i = 0; i < bytes; i++)
        out[i] = (uint8_t)random_next(random);
    if (size > 0 && num > 0)
        memcpy(out + skip * size, values, num * size);
    for (size_t i = 0; size == 0 && i < num; i++) {
        unsigned bit = from[i / 8] >> i % 8 & 1u;
        size_t at = skip + i;

        out[at / 8] = (uint8_t)((out[at / 8] & ~(1u << at % 8))
                                | bit << at % 8);
    }
    return out;
}

static size_t
choose_format(char format[16], const struct drawn_attribute *attribute,
              uint32_t width, struct random *random)
{
    size_t words = drawn_set_width(attribute);

    if (width == 0)
        width = attribute->num_values <= 128 ? 1 : 2;
    switch (attribute->type) {
    case MSB_ATTRIBUTE_INTEGER:
        strcpy(format, "i");
        return 4;
    case MSB_ATTRIBUTE_ENUM:
        strcpy(format, width == 1 ? "c" : width == 2 ? "s" : "i");
        return width;
    case MSB_ATTRIBUTE_FLAG:
        strcpy(format, "b");
        return 0;
    default:
        snprintf(format, 16, "w:%zu", words * 8);
        if (words == 1 && random_chance(random, 80))
            strcpy(format, "L");
        return words * 8;
    }
}

static void
add_child(struct table *table, const struct drawn_rows *rows, const char *name,
          const struct drawn_attribute *attribute,
          const struct msb_column *column, struct random *random)
{
    size_t i = table->num++, parent = (size_t)table->array.offset;
    size_t offset = random_chance(random, 40) ? 8 * random_below(random, 3)
                                              : random_below(random, 20);
    size_t size = choose_format(table->formats[i], attribute, column->width,
                                random);

    if (attribute->name[0] == '\0')
        strcpy(table->formats[i], "tdD");
    table->buffers[i][0] = column->validity == NULL
                               ? NULL
                               : shift(column->validity, 0, offset + parent,
                                       rows->num, random);
    table->buffers[i][1] = shift(column->values, size, offset + parent,
                                 rows->num, random);
    table->schemas[i] = (struct ArrowSchema){.format = table->formats[i],
                                             .name = name,
                                             .flags = ARROW_FLAG_NULLABLE,
                                             .release = release_schema,
                                             .private_data = &table->released};
    table->arrays[i] = (struct ArrowArray){
        .length = (int64_t)(parent + rows->num),
        .null_count = column->validity == NULL ? 0 : -1,
        .offset = (int64_t)offset,
        .n_buffers = 2,
        .buffers = table->buffers[i],
        .release = release_array,
        .private_data = &table->released};
    table->schema_pointers[i] = &table->schemas[i];
    table->array_pointers[i] = &table->arrays[i];
}

/* Columns that are missing have no child; the last attribute comes first. */
static void
open_table(struct table *table, const struct drawn_model *model,
           const struct drawn_rows *rows, struct random *random)
{
    static const struct drawn_attribute birth = {.type = MSB_ATTRIBUTE_INTEGER};
    size_t offset = random_chance(random, 50) ? random_below(random, 20) : 0;

    memset(table, 0, sizeof *table);
    table->array.offset = (int64_t)offset;
    if (rows->columns.birth_date.values != NULL)
        add_child(table, rows, "birth_date", &birth, &rows->columns.birth_date,
                  random);
    for (size_t i = model->num; i-- > 0;)
        if (rows->attributes[i].values != NULL)
            add_child(table, rows, model->attributes[i].name,
                      &model->attributes[i], &rows->attributes[i], random);
    table->schema = (struct ArrowSchema){.format = "+s",
                                         .name = "",
                                         .n_children = (int64_t)table->num,
                                         .children = table->schema_pointers,
                                         .release = release_schema,
                                         .private_data = &table->released};
    table->array = (struct ArrowArray){.length = (int64_t)rows->num,
                                       .offset = (int64_t)offset,
                                       .n_buffers = 1,
                                       .n_children = (int64_t)table->num,
                                       .buffers = table->buffers[0],
                                       .children = table->array_pointers,
                                       .release = release_array,
                                       .private_data = &table->released};
}

static void
close_table(struct table *table)
{
    assert_int_equal(table->released, 0); /* the caller keeps it */
    for (size_t i = 0; i < table->num; i++)
        for (size_t k = 0; k < 2; k++)
            free((void *)(uintptr_t)table->buffers[i][k]);
}

/* -1 where the row is null. */
static int
read_number(const struct ArrowArray *array, size_t row)
{
    const uint8_t *validity = array->buffers[0];

    row += (size_t)array->offset;
    if (validity != NULL && (validity[row / 8] >> row % 8 & 1) == 0)
        return -1;
    return ((const int16_t *)array->buffers[1])[row];
}

static void
check_schema(const struct ArrowSchema *schema)
{
    static const char *const names[] = {"status", "area", "rule",
                                        "target_group"};

    assert_string_equal(schema->format, "+s");
    assert_int_equal(schema->n_children, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(schema->children[i]->name, names[i]);
        assert_string_equal(schema->children[i]->format, i == 0 ? "C" : "s");
        assert_int_equal(schema->children[i]->flags,
                         i == 0 ? 0 : ARROW_FLAG_NULLABLE);
        assert_int_equal(schema->children[i]->n_children, 0);
        assert_null(schema->children[i]->dictionary);
    }
}

static void
check_array(const struct ArrowArray *array, const struct drawn_answer *expected,
            size_t num)
{
    int64_t num_null[3] = {0};

    assert_int_equal(array->length, num);
    assert_int_equal(array->null_count, 0);
    assert_int_equal(array->n_buffers, 1);
    assert_int_equal(array->n_children, 4);
    for (size_t i = 0; i < num; i++) {
        const int numbers[] = {expected[i].area, expected[i].rule,
                               expected[i].target_group};
        const struct ArrowArray *status = array->children[0];

        assert_int_equal(
            ((const uint8_t *)status->buffers[1])[status->offset + (int64_t)i],
            expected[i].status);
        for (size_t k = 0; k < 3; k++) {
            assert_int_equal(read_number(array->children[k + 1], i),
                             numbers[k]);
            num_null[k] += numbers[k] < 0;
        }
    }
    for (size_t k = 0; k < 4; k++) {
        assert_int_equal(array->children[k]->length, num);
        assert_int_equal(array->children[k]->n_buffers, 2);
        assert_int_equal(array->children[k]->null_count,
                         k == 0 ? 0 : num_null[k - 1]);
    }
}

static void
check_range(const struct table *table, const struct msb_plan *plan,
            const struct drawn_answer *expected, size_t from, size_t num)
{
    struct ArrowSchema schema;
    struct ArrowArray array;
    struct msb_error err = {0};

    if (msb_plan_decide_arrow(plan, &table->schema, &table->array, from, num,
                              &schema, &array, &err)
        != MSB_OK)
        fail_msg("%s: %s", err.where, err.message);
    check_schema(&schema);
    check_array(&array, expected + from, num);
    schema.release(&schema);
    array.release(&array);
    assert_null(schema.release);
    assert_null(array.release);
}

static void
check_model(uint64_t seed, size_t num_rows)
{
    struct random random = {seed * 31 + 7};
    struct drawn_answer *expected = malloc(num_rows * sizeof *expected);
    struct msb_facts *facts = NULL;
    struct msb_plan *plan = NULL;
    struct drawn_model model;
    struct drawn_rows rows;
    struct table table;

    assert_non_null(expected);
    drawn_model_open(&model, seed);
    drawn_rows_open(&rows, &model, num_rows, &random);
    assert_int_equal(
        msb_facts_new(msb_rules_get_model(model.rules), &facts, NULL), MSB_OK);
    for (size_t i = 0; i < num_rows; i++)
        expected[i] = drawn_expect(&rows, &model, i, facts);
    open_table(&table, &model, &rows, &random);
    assert_int_equal(
        msb_plan_new(model.rules, rows.on, MSB_INSTRUCTIONS_BEST, &plan, NULL),
        MSB_OK);
    check_range(&table, plan, expected, 0, num_rows);
    for (size_t i = 0; i < 4; i++) {
        size_t from = random_below(&random, num_rows + 1);
        size_t num = random_below(&random, num_rows - from + 1);

        check_range(&table, plan, expected, from, num);
    }
    msb_plan_unref(plan);
    close_table(&table);
    msb_facts_free(facts);
    drawn_rows_close(&rows);
    drawn_model_close(&model);
    free(expected);
}

static void
tables_come_to_what_single_decisions_say(void **state)
{
    size_t before = msbi_alloc_num_live();

    (void)state;
    for (uint64_t seed = 0; seed < NUM_MODELS; seed++)
        check_model(seed, 1 + seed * 37 % (seed % 10 == 0 ? 1300 : 70));
    assert_int_equal(msbi_alloc_num_live(), before);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_come_to_what_single_decisions_say),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
