/* SPDX-License-Identifier: MIT */
#ifndef MSBI_WALK_H
#define MSBI_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/error.h>

#include "base/text.h"
#include "rules/diagram.h"
#include "rules/rules.h"

/*
 * Reading diagrams. @classes is the class of each level, or
 * MSBI_UNKNOWN_CLASS; a walk takes every branch of an unknown level.
 */

/* Called once for each leaf that can be reached. */
typedef void (*msbi_leaf_fn)(void *user, msbi_ref leaf);
/* NULL @classes: nothing is known. MSB_OK or NOMEM. */
enum msb_status msbi_walk_leaves(const struct msbi_diagram *diagram,
                                 msbi_ref root, const uint16_t *classes,
                                 msbi_leaf_fn visit, void *user);

/* The levels on which a diagram depends: marks[level] is set. */
enum msb_status msbi_walk_levels(const struct msbi_diagram *diagram,
                                 msbi_ref root, bool *marks);

/*
 * Find classes that lead from @a to @leaf_a and from @b to @leaf_b. @path,
 * with room for every level, gets them; MSBI_UNKNOWN_CLASS where any will do.
 * LIMIT when one walk needs more than MSBI_MAX_SEARCH steps (about 64 MB), or
 * @steps, which counts up over many walks, passes MSBI_MAX_STEPS.
 */
#define MSBI_MAX_SEARCH 4000000u
enum msb_status msbi_walk_find(const struct msbi_diagram *diagram, msbi_ref a,
                               msbi_ref leaf_a, msbi_ref b, msbi_ref leaf_b,
                               uint16_t *path, bool *found, uint64_t *steps);

/*
 * Complete facts that follow @path, as a JSON object: `age`, the declared
 * attributes, `services`. Where any value will do it is the smallest, and a
 * set does not hold it. @service is held besides, unless it is MSB_NONE.
 */
void msbi_witness_add(struct msbi_text *text, const struct msb_rules *rules,
                      const uint16_t *path, size_t service);

/* One value of an attribute as JSON; of a set, one that it may hold. */
void msbi_witness_write_value(struct msbi_text *text,
                              const struct msbi_attribute *attribute,
                              int32_t value);
/* Complete facts as a JSON object, by what one knows of a citizen: a value of
   a number, enum or flag (false: there is no memory), and whether a set holds
   a value. */
typedef bool (*msbi_pick_fn)(const void *user, size_t attribute, int32_t *out);
typedef bool (*msbi_holds_fn)(const void *user, size_t attribute, size_t value);
void msbi_witness_write(struct msbi_text *text, const struct msb_model *model,
                        msbi_pick_fn pick, msbi_holds_fn holds,
                        const void *user);

#endif
