/* SPDX-License-Identifier: MIT */
#ifndef MSBI_LEVELS_H
#define MSBI_LEVELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/model.h"

/*
 * What a diagram reads, and in which order. A scalar attribute is one level,
 * its values folded into the classes that the model's tests can tell apart; a
 * value of a set is a level of its own, with the classes 0 (absent) and 1.
 * What no condition tests has no level.
 */

/* The most levels: recursion over a diagram goes so deep. */
#define MSBI_MAX_LEVELS 2000
/* The most classes of one level. */
#define MSBI_MAX_CLASSES 65000
/* The most steps that folding may take. */
#define MSBI_MAX_FOLDING 50000000u

#define MSBI_NO_LEVEL UINT32_MAX
/* The class of a level whose attribute is unknown. */
#define MSBI_UNKNOWN_CLASS UINT16_MAX

struct msbi_level {
    size_t attribute;
    bool is_set;
    uint32_t value; /* which value of the set */
    uint32_t num_classes;
};

/* From a scalar's value to its class. Whole numbers from starts[i] up to
   the next start are of class classes[i]; a small domain has a table too. */
struct msbi_classifier {
    uint32_t level; /* MSBI_NO_LEVEL: no condition tests it */
    int32_t min, max;
    size_t num_starts;
    int32_t *starts;
    uint16_t *classes;
    uint16_t *table; /* [value - min], or NULL */
};

struct msbi_levels {
    size_t num;
    struct msbi_level *items;
    size_t num_attributes;
    struct msbi_classifier *classifiers; /* by attribute */
    uint32_t **value_levels; /* by attribute, then value; NULL: no set */
};

/* Fold the model. MSB_OK, NOMEM or LIMIT. */
enum msb_status msbi_levels_build(const struct msb_model *model,
                                  struct msbi_levels *levels,
                                  struct msb_error *err);
void msbi_levels_release(struct msbi_levels *levels);

/* The class of a value inside the domain. */
uint16_t
msbi_classifier_find(const struct msbi_classifier *classifier, int32_t value);
/* The smallest value of a class. */
int32_t msbi_classifier_smallest(const struct msbi_classifier *classifier,
                                 uint16_t class);
/* The value of a class that lies nearest to @to; the smaller of two. */
int32_t msbi_classifier_nearest(const struct msbi_classifier *classifier,
                                uint16_t class, int32_t to);

/* Every test of a condition, in the order of the text. */
typedef enum msb_status (*msbi_test_fn)(void *user,
                                        const struct msbi_test *test);
enum msb_status msbi_condition_each_test(const struct msbi_condition *when,
                                         msbi_test_fn visit, void *user);
/* Every test of the model: target groups, rules, deliveries. */
enum msb_status msbi_model_each_test(const struct msb_model *model,
                                     msbi_test_fn visit, void *user);

#endif
