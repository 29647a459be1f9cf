/* SPDX-License-Identifier: MIT */
#ifndef RULES_TABLES_H
#define RULES_TABLES_H

#include "rules/diagram.h"
#include "support/random.h"

/*
 * Functions over four small levels, of 3, 2, 4 and 2 classes, written out as
 * tables: what diagrams are compared with.
 */
enum { TABLE_LEVELS = 4, TABLE_POINTS = 3 * 2 * 4 * 2 };

struct table {
    msbi_ref leaves[TABLE_POINTS];
};

const struct msbi_levels *table_levels(void);
/* The class of @level at a point. */
uint16_t table_class(size_t point, size_t level);
/* The same point, with another class at @level. */
size_t table_move(size_t point, size_t level, uint16_t class);

/* Leaves below @num_leaves; in half of the cases levels do not matter. */
struct table table_draw(struct random *random, size_t num_leaves);
msbi_ref table_build(struct msbi_diagram *diagram, const struct table *table);
/* Fails the test unless @ref is the function of the table. */
void assert_table(const struct msbi_diagram *diagram, msbi_ref ref,
                  const struct table *table);

#endif
