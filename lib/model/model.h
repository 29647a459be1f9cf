/* SPDX-License-Identifier: MIT */
#ifndef MSBI_MODEL_H
#define MSBI_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/model.h>

#include "base/memory.h"
#include "model/lookup.h"

/*
 * A checked organisation model in memory. Built once by the parser, never
 * changed. Every index is in range and every reference is resolved, so the
 * layers above need not check again.
 */

struct msbi_localized {
    char *language;
    char *text;
};

/* A text: one string (language ""), or one for each language. */
struct msbi_texts {
    size_t num;
    struct msbi_localized *entries;
};

struct msbi_ids {
    size_t num;
    char **items;
};

struct msbi_indices {
    size_t num;
    size_t *items;
};

/*
 * attributes[] of a model: `age` at MSBI_AGE, the declared ones in declared
 * order, then `services` (a set) and `target_group` (an enum).
 */
#define MSBI_NUM_PARTS 9 /* enum msb_part goes from 1 to 8 */
#define MSBI_AGE 0
#define MSBI_MAX_AGE 130

struct msbi_attribute {
    char *name;
    enum msb_attribute_type type;
    int32_t min, max; /* the domain: integers, enum codes, 0..1 for flags */
    struct msbi_ids values; /* enum, set; of services and target groups too */
    struct msbi_lookup by_value;
    struct msbi_texts label, law;
    bool sensitive;
};

/* Whole numbers (enum codes, 0 and 1) low…high, both included. */
struct msbi_range {
    int32_t low, high;
};

/*
 * A test of one attribute. Scalars: holds for values in one of the ranges,
 * which are sorted, disjoint, not adjacent and cut to the domain (none: it
 * never holds). Sets: all that are given must hold; a list may be empty.
 */
struct msbi_test {
    size_t attribute;
    size_t num_ranges;
    struct msbi_range *ranges;
    bool has_any_of, has_all_of, has_none_of;
    struct msbi_indices any_of, all_of, none_of;
    char *written; /* the test as compact JSON, `{"from":15}` */
};

enum msbi_condition_kind {
    MSBI_CONDITION_ALL = 1, /* every child holds; none: holds always */
    MSBI_CONDITION_ANY = 2, /* a child holds; none: never holds */
    MSBI_CONDITION_NOT = 3, /* the one child does not hold */
    MSBI_CONDITION_TEST = 4 /* the test holds */
};

/* A condition; the members of an object become an ALL in their order. */
struct msbi_condition {
    enum msbi_condition_kind kind;
    size_t num;
    struct msbi_condition **children;
    struct msbi_test *test; /* of a TEST, else NULL */
};

struct msbi_group {
    char *id;
    struct msbi_texts name;
    struct msbi_condition *when;
};

struct msbi_area {
    char *id;
    struct msbi_texts name;
    bool has_serves;
    struct msbi_indices serves; /* target groups */
    bool external;
    char *contact; /* compact JSON, or NULL */
};

struct msbi_staff {
    char *id;
    struct msbi_texts name;
    bool supports_all;
    struct msbi_indices supports; /* areas */
    size_t num_functions;
    struct msbi_texts *functions;
};

struct msbi_unit {
    char *id;
    struct msbi_texts name;
    char *kind;         /* or NULL */
    size_t parent_area; /* one of the three, or all MSB_NONE */
    size_t parent_staff;
    size_t parent_unit;
    size_t area; /* the area above it, or MSB_NONE */
    struct msbi_texts leader;
    double employees; /* -1: not given */
};

/* Who delivers: an area (unit MSB_NONE), or a unit and the area above. */
struct msbi_entry {
    struct msbi_condition *when; /* NULL: always */
    size_t area;
    size_t unit;
};

struct msbi_service {
    char *id;
    struct msbi_texts name, law;
    size_t num_entries; /* 0 where `delivered_by` is not given or empty */
    struct msbi_entry *entries;
    bool is_household_contact; /* whoever delivers it to a household is the
                                  contact of all its members */
};

struct msbi_rule {
    char *id;
    struct msbi_condition *when;
    size_t area;
    struct msbi_texts because, law, source;
};

/* Whom an entry of `access` is about: as enum msb_role, 0 for both. */
enum msbi_access_role {
    MSBI_ACCESS_ANYBODY = 0,
    MSBI_ACCESS_CASEWORKER = 2,
    MSBI_ACCESS_LEADER = 3
};

/* How much it opens, each including the one before it. */
enum msbi_access_view {
    MSBI_ACCESS_CONTACTS = 1,
    MSBI_ACCESS_COURSES = 2,
    MSBI_ACCESS_WHOLE = 3
};

struct msbi_access {
    char *id;
    enum msbi_access_role role;
    size_t area; /* or MSB_NONE: any */
    size_t unit;
    enum msbi_access_view view;
    struct msbi_condition *when; /* NULL: always */
    struct msbi_ids purposes;
    struct msbi_texts because, law, source;
};

/* Which ids took over from an area, staff or unit of the former model. */
struct msbi_succession {
    char *old_id;
    struct msbi_ids successors; /* ids of areas, staffs or units here */
};

struct msb_model {
    struct msbi_refcount refs;
    char *source; /* without byte order mark, NUL-terminated */
    size_t source_length;
    char *id;
    struct msbi_texts name;
    struct msbi_texts authority_name;
    char *municipality_code; /* or NULL */
    struct msb_period period;
    char *replaces; /* id of the former model, or NULL */
    size_t num_successions;
    struct msbi_succession *successions;
    enum msb_coordination coordination;
    enum msb_hit_policy hit_policy;
    size_t num_attributes;
    struct msbi_attribute *attributes;
    size_t services_attribute;
    size_t target_group_attribute;
    size_t num_groups;
    struct msbi_group *groups;
    size_t num_areas;
    struct msbi_area *areas;
    size_t num_staffs;
    struct msbi_staff *staffs;
    size_t num_units;
    struct msbi_unit *units;
    size_t num_services;
    struct msbi_service *services;
    size_t num_rules;
    struct msbi_rule *rules;
    size_t num_access;
    struct msbi_access *access;
    struct msbi_lookup by_id[MSBI_NUM_PARTS]; /* by enum msb_part */
};

/* Release what a partly or wholly built thing holds. */
void msbi_texts_release(struct msbi_texts *texts);
void msbi_condition_free(struct msbi_condition *condition);
void msbi_access_release(struct msbi_access *access);
void msbi_model_free(struct msb_model *model);

/* The text in @language, else the first; NULL where there is none. */
const char *
msbi_texts_get(const struct msbi_texts *texts, const char *language);
/* Index of an attribute by the name of length @length, or MSB_NONE. */
size_t msbi_model_find_attribute(const struct msb_model *model,
                                 const char *name, size_t length);
/* Index of a value of an enum or a set, or MSB_NONE. */
size_t msbi_attribute_find_value(const struct msbi_attribute *attribute,
                                 const char *value, size_t length);

#endif
