/* SPDX-License-Identifier: MIT */
#ifndef SUPPORT_PLAIN_H
#define SUPPORT_PLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/facts.h>
#include <msb/model.h>

#include "support/random.h"

/*
 * Organisation models a second time, in the plainest way: conditions are
 * trees that are walked, facts are numbers in an array, and what is unknown
 * is tried value by value. Models are drawn at random, written as JSON for
 * the library, and decided here by the letter of the specification. Shares
 * nothing with the library but the JSON.
 */
enum {
    PLAIN_MAX_ATTRIBUTES = 8,
    PLAIN_MAX_CONDITIONS = 400,
    PLAIN_MAX_RULES = 12,
    PLAIN_MAX_GROUPS = 4,
    PLAIN_MAX_AREAS = 4,
    PLAIN_MAX_SERVICES = 3,
    PLAIN_MAX_ENTRIES = 3,
    PLAIN_MAX_PARTS = 3
};

/* attributes[0] is `age`; after the declared ones come `services` and
   `target_group`. A set is a number, bit i for the value i. */
struct plain_attribute {
    char name[16];
    enum msb_attribute_type type;
    int32_t min, max;
    size_t num_values; /* of an enum or a set */
};

enum plain_form { PLAIN_LIST = 1, PLAIN_RANGE, PLAIN_OBJECT };

struct plain_test {
    size_t attribute;
    enum plain_form form;
    size_t num; /* PLAIN_LIST: one of these; a set: contains one of them */
    int32_t list[3];
    bool has[4]; /* from, through, above, below; any_of, all_of, none_of */
    int32_t bounds[4];
    uint32_t masks[3];
};

/* All members that there are must hold. */
struct plain_condition {
    size_t num_tests;
    struct plain_test tests[PLAIN_MAX_PARTS];
    bool has_any, has_all;
    size_t num_any, num_all;
    struct plain_condition *any[PLAIN_MAX_PARTS];
    struct plain_condition *all[PLAIN_MAX_PARTS];
    struct plain_condition *not_this; /* or NULL */
};

/* Who delivers; a unit lies under the area of the same number. */
struct plain_entry {
    struct plain_condition *when;
    size_t area;
    bool is_unit;
};

struct plain_service {
    size_t num_entries;
    struct plain_entry entries[PLAIN_MAX_ENTRIES];
};

struct plain_model {
    bool unique, per_service;
    size_t num_attributes, services, target_group;
    struct plain_attribute attributes[PLAIN_MAX_ATTRIBUTES];
    size_t num_groups, num_areas, num_services, num_rules;
    struct plain_condition *groups[PLAIN_MAX_GROUPS];
    struct {
        struct plain_condition *when;
        size_t area;
    } rules[PLAIN_MAX_RULES];
    struct plain_service service_list[PLAIN_MAX_SERVICES];
    bool has_serves[PLAIN_MAX_AREAS];
    uint32_t serves[PLAIN_MAX_AREAS]; /* bits of target groups */
    size_t num_conditions;
    struct plain_condition conditions[PLAIN_MAX_CONDITIONS];
};

/* Values by attribute; that of `target_group` is not used. */
struct plain_facts {
    int32_t values[PLAIN_MAX_ATTRIBUTES];
    bool known[PLAIN_MAX_ATTRIBUTES];
};

enum { PLAIN_NOTHING = -1 };

/* What complete facts come to; PLAIN_NOTHING where nothing matches. */
struct plain_outcome {
    int group, rule, area;
    int other; /* under `unique`, the next rule that matches too */
};

/* plain_draw.c: a model with small domains, the same for the same @seed. */
void plain_draw(struct plain_model *model, uint64_t seed);
/* Any facts; each attribute but `services` is known in @percent of cases. */
void plain_draw_facts(const struct plain_model *model, struct random *random,
                      size_t percent, struct plain_facts *out);

/* plain_write.c: what the library reads of the model as JSON. */
struct msb_model *plain_read(const struct plain_model *model);
/* The same facts for the library, made for the model that it read. */
struct msb_facts *plain_give(const struct plain_model *model,
                             const struct plain_facts *facts,
                             struct msb_model *read);

/* plain_decide.c */
bool plain_holds(const struct plain_model *model,
                 const struct plain_condition *when,
                 const struct plain_facts *facts, int group);
void plain_decide(const struct plain_model *model,
                  const struct plain_facts *facts, struct plain_outcome *out);
/* The entry that delivers, or PLAIN_NOTHING. */
int plain_deliver(const struct plain_model *model,
                  const struct plain_facts *facts, size_t service);
/*
 * The next completion of @facts, of which the unknown values in @out change;
 * false after the last. Ages are stepped over where no test that plain_draw()
 * writes can tell them apart.
 */
void plain_first(const struct plain_model *model,
                 const struct plain_facts *facts, struct plain_facts *out);
bool plain_next(const struct plain_model *model,
                const struct plain_facts *facts, struct plain_facts *out);

#endif
