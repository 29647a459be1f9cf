/* SPDX-License-Identifier: MIT */
#ifndef MSBI_MAPPING_H
#define MSBI_MAPPING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/date.h>
#include <msb/error.h>
#include <msb/model.h>

#include "import/encoding.h"

/* The largest mapping file that is read. */
#define MSBI_MAX_MAPPING ((size_t)4 * 1024 * 1024)

enum msbi_format { MSBI_FORMAT_CSV = 0, MSBI_FORMAT_JSONL = 1 };

enum msbi_record {
    MSBI_RECORD_CITIZEN = 0,
    MSBI_RECORD_COURSE = 1,
    MSBI_RECORD_HOUSEHOLD = 2, /* a member of one */
    MSBI_RECORD_HOUSEHOLD_COURSE = 3,
    MSBI_RECORD_ADDRESS = 4
};

/* What a column becomes. */
enum msbi_target {
    MSBI_TARGET_ATTRIBUTE = 0, /* of the model in force, by its name */
    MSBI_TARGET_ID,
    MSBI_TARGET_CPR,
    MSBI_TARGET_BIRTH_DATE,
    MSBI_TARGET_VALID_FROM,
    MSBI_TARGET_VALID_TO,
    MSBI_TARGET_CITIZEN,
    MSBI_TARGET_SERVICE,
    MSBI_TARGET_FROM,
    MSBI_TARGET_TO,
    MSBI_TARGET_UNIT,
    MSBI_TARGET_HOUSEHOLD,
    MSBI_TARGET_ROLE,
    MSBI_TARGET_ADDRESS,
    MSBI_TARGET_PROTECTED_UNTIL,
    MSBI_NUM_TARGETS
};

/* What a value in the file is called in the model. */
struct msbi_translation {
    char *text;
    size_t length;
    char *meaning; /* NULL: unknown */
    size_t meaning_length;
};

struct msbi_column {
    enum msbi_target target;
    char *name;    /* the target's, `benefit` */
    char *from;    /* the header; NULL where a number or a constant */
    size_t number; /* 1-based; 0 where there is none */
    bool is_constant;
    char *constant; /* NULL: unknown */
    size_t constant_length;
    enum msb_date_form form; /* how its dates are written */
    char split;              /* between the values of a set; 0: nothing */
    size_t num_translations; /* sorted by length, then bytes */
    struct msbi_translation *translations;
    int32_t line, place; /* of its name in the mapping's file */
};

/* A checked mapping. Never changes. */
struct msbi_mapping {
    enum msbi_format format;
    char delimiter;
    enum msbi_encoding encoding;
    enum msbi_record record;
    size_t num_columns;
    struct msbi_column *columns;
    size_t by_target[MSBI_NUM_TARGETS]; /* a column, or MSB_NONE */
};

/*
 * Read a mapping. On SYNTAX and INVALID, @problems (if not NULL) has all
 * that is wrong. Release with msbi_mapping_free().
 */
enum msb_status msbi_mapping_load(const char *path, struct msbi_mapping **out,
                                  struct msb_problems **problems,
                                  struct msb_error *err);
enum msb_status msbi_mapping_parse(const char *text, size_t length,
                                   const char *name, struct msbi_mapping **out,
                                   struct msb_problems **problems,
                                   struct msb_error *err);
void msbi_mapping_free(struct msbi_mapping *mapping);

#endif
