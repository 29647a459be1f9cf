/* SPDX-License-Identifier: MIT */
/* Draws citizens, lays them out as columns, and decides them one by one. */
#include "columns_draw.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct drawn_attribute birth = {.type = MSB_ATTRIBUTE_INTEGER};

/* How one column is drawn. */
struct way {
    bool missing;
    size_t unknown; /* percent of rows */
    size_t bad;     /* percent of rows: a value outside the domain */
    uint32_t width; /* of an enum */
};

static void *
allocate(size_t num, size_t size)
{
    void *block = malloc(num * size == 0 ? 1 : num * size);

    assert_non_null(block);
    return block;
}

static void
fill_noise(void *block, size_t size, struct random *random)
{
    for (size_t i = 0; i < size; i++)
        ((unsigned char *)block)[i] = (unsigned char)random_next(random);
}

size_t
drawn_set_width(const struct drawn_attribute *attribute)
{
    return attribute->num_values <= 64 ? 1 : (attribute->num_values + 63) / 64;
}

static struct way
draw_way(const struct drawn_attribute *attribute, struct random *random)
{
    static const size_t percents[] = {0, 0, 0, 3, 50};
    struct way way = {.missing = random_chance(random, 8),
                      .unknown = percents[random_below(random, 5)],
                      .bad = random_chance(random, 20) ? 3 : 0};
    static const uint32_t widths[] = {0, 1, 2, 4};

    if (attribute->type == MSB_ATTRIBUTE_ENUM)
        way.width = widths[random_below(random, 4)];
    return way;
}

/* The bytes of an index; by the header, 0 is the least that holds all. */
static uint32_t
get_width(const struct drawn_attribute *attribute, uint32_t width)
{
    if (width != 0)
        return width;
    return attribute->num_values <= 128 ? 1 : 2;
}

static int32_t
draw_bad_number(const struct drawn_attribute *attribute, uint32_t width,
                struct random *random)
{
    int64_t low = INT32_MIN, high = INT32_MAX;
    int64_t numbers[4];

    if (attribute->type == MSB_ATTRIBUTE_ENUM && width == 1) {
        low = INT8_MIN;
        high = INT8_MAX;
    } else if (attribute->type == MSB_ATTRIBUTE_ENUM && width == 2) {
        low = INT16_MIN;
        high = INT16_MAX;
    }
    numbers[0] = low;
    numbers[1] = high > attribute->max ? high : low;
    numbers[2] = (int64_t)attribute->min - 1;
    numbers[3] = attribute->max < high ? (int64_t)attribute->max + 1 : low;
    return (int32_t)numbers[random_below(random, 4)];
}

static void
draw_set(const struct drawn_attribute *attribute, bool bad,
         struct random *random, struct drawn_value *value)
{
    size_t num = attribute->num_values, width = drawn_set_width(attribute);
    size_t percent = 10 + 40 * random_below(random, 2);

    for (size_t i = 0; i < num; i++)
        if (random_chance(random, percent))
            value->words[i / 64] |= (uint64_t)1 << i % 64;
    if (bad && num < width * 64) {
        size_t bit = num + random_below(random, width * 64 - num);

        value->words[bit / 64] |= (uint64_t)1 << bit % 64;
    }
}

static void
draw_value(const struct drawn_attribute *attribute, const struct way *way,
           struct random *random, struct drawn_value *value)
{
    uint32_t width = get_width(attribute, way->width);
    bool bad = random_chance(random, way->bad);

    memset(value, 0, sizeof *value);
    value->known = !way->missing && !random_chance(random, way->unknown);
    if (attribute->type == MSB_ATTRIBUTE_SET) {
        draw_set(attribute, bad, random, value);
        return;
    }
    value->number = drawn_number(attribute, random);
    if (attribute->type == MSB_ATTRIBUTE_ENUM && width == 1
        && value->number > 127)
        value->number &= 127;
    if (bad && attribute->type != MSB_ATTRIBUTE_FLAG)
        value->number = draw_bad_number(attribute, width, random);
}

static void
draw_birth(struct drawn_rows *rows, const struct way *way,
           struct random *random, struct drawn_value *value)
{
    static const int32_t far[] = {1, 400, 48300, -800000, 800000};
    int32_t days = (int32_t)random_below(random, 131 * 365);

    memset(value, 0, sizeof *value);
    value->known = !way->missing && !random_chance(random, way->unknown);
    if (random_chance(random, 30)) /* close to a birthday */
        days = (int32_t)(random_below(random, 131) * 36525 / 100
                         + random_below(random, 3));
    value->number = rows->on.days - days;
    if (random_chance(random, way->bad))
        value->number = rows->on.days + far[random_below(random, 5)];
}

static void
lay_value(void *values, const struct drawn_attribute *attribute, uint32_t width,
          size_t row, const struct drawn_value *value)
{
    uint8_t *bits = values;

    if (attribute->type == MSB_ATTRIBUTE_SET)
        memcpy((uint64_t *)values + row * drawn_set_width(attribute),
               value->words, drawn_set_width(attribute) * sizeof(uint64_t));
    else if (attribute->type == MSB_ATTRIBUTE_INTEGER)
        ((int32_t *)values)[row] = value->number;
    else if (attribute->type == MSB_ATTRIBUTE_FLAG)
        bits[row / 8] = (uint8_t)((bits[row / 8] & ~(1u << row % 8))
                                  | (unsigned)value->number << row % 8);
    else if (width == 1)
        ((int8_t *)values)[row] = (int8_t)value->number;
    else if (width == 2)
        ((int16_t *)values)[row] = (int16_t)value->number;
    else
        ((int32_t *)values)[row] = value->number;
}

/* What unknown rows hold is noise, and so are the bits behind the last. */
static void
lay_column(struct drawn_rows *rows, const struct drawn_attribute *attribute,
           size_t at, const struct way *way, struct random *random,
           struct msb_column *column)
{
    uint32_t width = get_width(attribute, way->width);
    size_t size = attribute->type == MSB_ATTRIBUTE_FLAG ? (rows->num + 7) / 8
                  : attribute->type == MSB_ATTRIBUTE_SET
                      ? rows->num * drawn_set_width(attribute) * 8
                  : attribute->type == MSB_ATTRIBUTE_INTEGER
                      ? rows->num * 4
                      : rows->num * width;
    void *values = allocate(size, 1);
    uint8_t *validity = allocate((rows->num + 7) / 8, 1);

    fill_noise(values, size, random);
    fill_noise(validity, (rows->num + 7) / 8, random);
    for (size_t i = 0; i < rows->num; i++) {
        const struct drawn_value *value = &rows->values[i * rows->stride + at];

        validity[i / 8] = (uint8_t)((validity[i / 8] & ~(1u << i % 8))
                                    | (unsigned)value->known << i % 8);
        if (value->known || random_chance(random, 50))
            lay_value(values, attribute, width, i, value);
    }
    column->width = way->width;
    column->values = values;
    column->validity = validity;
    if (way->unknown == 0 && random_chance(random, 70)) {
        free(validity);
        column->validity = NULL;
    }
    if (way->missing) {
        free(values);
        column->values = NULL;
    }
}

/* Every row loses so many facts, each by this chance in a hundred. */
struct loss {
    size_t facts, percent;
};

static struct loss
draw_loss(size_t num_attributes, struct random *random)
{
    static const size_t shares[] = {1, 10, 30, 100};

    if (random_chance(random, 25))
        return (struct loss){1, shares[random_below(random, 4)]};
    if (random_chance(random, 15))
        return (struct loss){1 + random_below(random, num_attributes), 70};
    return (struct loss){0, 0};
}

static void
lose_facts(struct drawn_rows *rows, const struct loss *loss, struct way *ways,
           struct random *random)
{
    for (size_t i = 0; i < rows->num * loss->facts; i++) {
        size_t at = random_below(random, rows->stride);

        if (!random_chance(random, loss->percent))
            continue;
        rows->values[i % rows->num * rows->stride + at].known = false;
        ways[at].unknown = loss->percent; /* so there is a bitmap */
    }
}

static void
draw_rows(struct drawn_rows *rows, const struct drawn_model *model,
          struct way *ways, struct random *random)
{
    bool clean = random_chance(random, 40);

    for (size_t at = 0; at <= model->num; at++) {
        struct way way = at == model->num
                             ? draw_way(&birth, random)
                             : draw_way(&model->attributes[at], random);

        if (clean)
            way = (struct way){.width = way.width};
        if (at == 0)
            way.missing = random_chance(random, 50);
        for (size_t i = 0; i < rows->num; i++) {
            struct drawn_value *value = &rows->values[i * rows->stride + at];

            if (at == model->num)
                draw_birth(rows, &way, random, value);
            else
                draw_value(&model->attributes[at], &way, random, value);
        }
        ways[at] = way;
    }
}

void
drawn_rows_open(struct drawn_rows *rows, const struct drawn_model *model,
                size_t num, struct random *random)
{
    struct way ways[DRAW_MAX_ATTRIBUTES + 1];
    struct loss loss;

    memset(rows, 0, sizeof *rows);
    rows->num = num;
    rows->stride = model->num + 1;
    rows->on.days = 10000 + (int32_t)random_below(random, 12000);
    rows->values = allocate(num * rows->stride, sizeof *rows->values);
    rows->columns = (struct msb_columns){.size = sizeof rows->columns,
                                         .num_attributes = (uint32_t)model->num,
                                         .attributes = rows->attributes};
    draw_rows(rows, model, ways, random);
    loss = draw_loss(model->num, random);
    lose_facts(rows, &loss, ways, random);
    for (size_t at = 0; at < model->num; at++)
        lay_column(rows, &model->attributes[at], at, &ways[at], random,
                   &rows->attributes[at]);
    lay_column(rows, &birth, model->num, &ways[model->num], random,
               &rows->columns.birth_date);
}

static void
free_column(struct msb_column *column)
{
    free((void *)(uintptr_t)column->values);
    free((void *)(uintptr_t)column->validity);
}

void
drawn_rows_close(struct drawn_rows *rows)
{
    for (size_t i = 0; i < DRAW_MAX_ATTRIBUTES; i++)
        free_column(&rows->attributes[i]);
    free_column(&rows->columns.birth_date);
    free(rows->values);
}
