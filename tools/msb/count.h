/* SPDX-License-Identifier: MIT */
#ifndef TOOL_COUNT_H
#define TOOL_COUNT_H

#include "args.h"
#include "table.h"

/*
 * Count the citizens of --store on --on who are in what was found; one of
 * @analysis and @difference is NULL. What may not be shown is suppressed.
 * *out is NULL where no store was given.
 */
enum tool_exit
count_citizens(const struct arguments *arguments, struct msb_analysis *analysis,
               struct msb_difference *difference, struct msb_tally **out);

/* Print of how many citizens the counts are; nothing for NULL. */
void
print_counted(const struct msb_tally *tally, const struct arguments *arguments);
/* Add the cells of one finding. */
void table_add_counts(struct table *table, const struct msb_count *count,
                      const struct arguments *arguments);
/* Print a counted finding's JSON, or say what is wrong. */
enum tool_exit
print_tally_json(const struct msb_tally *tally, const char *path);

#endif
