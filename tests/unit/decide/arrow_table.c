/* SPDX-License-Identifier: MIT */
/* Builds the small Arrow table; see arrow_table.h. */
#include "arrow_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/short.h"

static const char members[] =
    "'attributes': {'n': {'type': 'integer', 'min': 0, 'max': 9}, "
    "'e': {'type': 'enum', 'values': ['x', 'y']}, "
    "'f': {'type': 'flag'}, 's': {'type': 'set', 'values': ['p', 'q']}}, "
    "'target_groups': [{'id': 'g', 'name': 'G', 'when': {'age': 7}}], "
    "'areas': [{'id': 'a', 'name': 'A'}, {'id': 'b', 'name': 'B'}], "
    "'services': [{'id': 'v', 'name': 'V', 'delivered_by': 'a'}], "
    "'responsibility': [{'id': 'i', 'area': 'a', 'when': {'f': true}}, "
    "{'id': 'j', 'area': 'b', 'when': {'e': 'y', 's': 'p'}}]";

void
arrow_release_schema(struct ArrowSchema *schema)
{
    schema->release = NULL;
}

void
arrow_release_array(struct ArrowArray *array)
{
    array->release = NULL;
}

void
arrow_table_open(struct table *table)
{
    static const char *const names[] = {"birth_date", "n", "e",
                                        "f",          "s", "services"};
    static const char *const formats[] = {"tdD", "i", "c", "b", "L", "w:8"};

    memset(table, 0, sizeof *table);
    for (size_t i = 0; i < NUM_CHILDREN; i++) {
        table->buffers[i][0] = table->validity;
        table->buffers[i][1] = table->values;
        table->schemas[i] = (struct ArrowSchema){
            .format = formats[i],
            .name = names[i],
            .release = arrow_release_schema};
        table->arrays[i] = (struct ArrowArray){.length = NUM_ROWS,
                                               .n_buffers = 2,
                                               .buffers = table->buffers[i],
                                               .release = arrow_release_array};
        table->schema_pointers[i] = &table->schemas[i];
        table->array_pointers[i] = &table->arrays[i];
    }
    table->schema = (struct ArrowSchema){.format = "+s",
                                         .n_children = NUM_CHILDREN,
                                         .children = table->schema_pointers,
                                         .release = arrow_release_schema};
    table->array = (struct ArrowArray){.length = NUM_ROWS,
                                       .n_buffers = 1,
                                       .n_children = NUM_CHILDREN,
                                       .buffers = table->buffers[0],
                                       .children = table->array_pointers,
                                       .release = arrow_release_array};
}

struct msb_plan *
arrow_plan_open(void)
{
    struct msb_rules *rules = rules_of(members);
    struct msb_plan *plan = NULL;

    assert_int_equal(msb_plan_new(rules, date_of("2019-06-01"),
                                  MSB_INSTRUCTIONS_BEST, &plan, NULL),
                     MSB_OK);
    msb_rules_unref(rules);
    return plan;
}
