/* SPDX-License-Identifier: MIT */
#ifndef DECIDE_COLUMNS_DRAW_H
#define DECIDE_COLUMNS_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <msb/columns.h>
#include <msb/decision.h>
#include <msb/facts.h>

#include "support/random.h"

/*
 * Models with attributes of every width, and citizens in two forms: as values
 * one by one, from which facts are made by the public calls, and as columns.
 */
enum { DRAW_MAX_ATTRIBUTES = 48, DRAW_MAX_WORDS = 3, DRAW_CANARY = 64 };

/* attributes[0] is `age`, the last is `services`. */
struct drawn_attribute {
    char name[16];
    enum msb_attribute_type type;
    int32_t min, max;
    size_t num_values; /* of an enum or a set */
};

struct drawn_model {
    size_t num;
    struct drawn_attribute attributes[DRAW_MAX_ATTRIBUTES];
    size_t num_groups;
    size_t num_rules;
    bool unique, per_service;
    struct msb_rules *rules;
};

/* columns_model.c */
void drawn_model_open(struct drawn_model *model, uint64_t seed);
void drawn_model_close(struct drawn_model *model);
/* A number that tests are likely to tell from its neighbours. */
int32_t
drawn_number(const struct drawn_attribute *attribute, struct random *random);

struct drawn_value {
    bool known;
    int32_t number;
    uint64_t words[DRAW_MAX_WORDS];
};

/* Values by row and attribute; those of births behind the last. */
struct drawn_rows {
    size_t num;
    size_t stride;
    struct msb_date on;
    struct drawn_value *values;
    struct msb_column attributes[DRAW_MAX_ATTRIBUTES];
    struct msb_columns columns;
};

/* columns_rows.c: each buffer is exactly as long as it must be. */
void drawn_rows_open(struct drawn_rows *rows, const struct drawn_model *model,
                     size_t num, struct random *random);
void drawn_rows_close(struct drawn_rows *rows);
size_t drawn_set_width(const struct drawn_attribute *attribute);

/* The most services that a test wants to be told of. */
enum { DRAW_MAX_TOLD = 5 };

struct drawn_answer {
    uint8_t status;
    int16_t area, rule, target_group;
    uint16_t num_deliveries;
    int16_t deliveries[3][DRAW_MAX_TOLD]; /* service, area, unit; -1 behind */
};

/* What msb_rules_resolve() says of the facts of a row; so does
   msb_rules_decide(), or the test fails. */
struct drawn_answer drawn_expect(const struct drawn_rows *rows,
                                 const struct drawn_model *model, size_t row,
                                 struct msb_facts *facts);

/* The columns of numbers: area, rule, group, how many services; then those of
   each service, its area, its unit. */
enum { DRAW_NUM_SINGLE = 4, DRAW_NUM_NUMBERS = 7, DRAW_ALL = 255 };

/* Output with canaries around it; a bit of @wanted for each column. */
struct drawn_output {
    size_t num;
    uint8_t *status;
    int16_t *numbers[DRAW_NUM_NUMBERS];
    struct msb_outcome_columns out;
};

void drawn_output_open(struct drawn_output *output, size_t num, unsigned wanted,
                       uint32_t max_deliveries);
void drawn_output_close(struct drawn_output *output);
/* Fails unless the rows of a range are as expected, and nothing else was
   written. */
void drawn_output_check(const struct drawn_output *output,
                        const struct drawn_answer *expected, size_t from,
                        size_t num_rows);

#endif
