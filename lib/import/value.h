/* SPDX-License-Identifier: MIT */
#ifndef MSBI_VALUE_H
#define MSBI_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "import/mapping.h"
#include "import/source.h"
#include "model/model.h"

/* What a cell says, in the model's words. */
struct msbi_value {
    bool is_known;
    bool is_translated; /* it is as the mapping writes it */
    const char *text;
    size_t length;
};

/* Read one value; false when the row is refused. */
bool msbi_value_read(const struct msbi_mapping *mapping, size_t column,
                     const struct msbi_cell *cell, struct msbi_value *out,
                     struct msbi_refusal *refusal);
/* As msbi_value_read(); refuses a value that is not given. */
bool msbi_value_require(const struct msbi_mapping *mapping, size_t column,
                        const struct msbi_cell *cell, struct msbi_value *out,
                        struct msbi_refusal *refusal);
/* The date of a column that may be MSB_NONE or unknown: see @is_known. */
bool msbi_value_read_date(const struct msbi_mapping *mapping, size_t column,
                          const struct msbi_cell *cells, bool *is_known,
                          struct msb_date *out, struct msbi_refusal *refusal);
/*
 * Append the value of an attribute as JSON, or nothing where it is unknown.
 * @marks has room for one flag a value of the attribute, all false, and is
 * left so.
 */
bool msbi_value_add_attribute(const struct msbi_mapping *mapping, size_t column,
                              const struct msbi_cell *cell,
                              const struct msbi_attribute *attribute,
                              bool *marks, struct msbi_text *out,
                              struct msbi_refusal *refusal);

#endif
