/* SPDX-License-Identifier: MIT */
/*
 * A row as a member of a household, or as an address: what is said of a citizen
 * without asking a model.
 */
#include <string.h>

#include "base/text.h"
#include "import/row.h"
#include "import/value.h"

/* A text that may be left out: short, on one line. */
static bool
read_text(const struct msbi_row_reader *reader, size_t column,
          const struct msbi_row *row, const char **out, size_t *length,
          struct msbi_refusal *refusal)
{
    struct msbi_value value;

    if (column == MSB_NONE)
        return true;
    if (!msbi_value_read(reader->mapping, column, &row->cells[column], &value,
                         refusal))
        return false;
    if (!value.is_known || value.length == 0)
        return true;
    if (!msbi_row_check_text(&value, column, "bad_text", refusal))
        return false;
    *out = value.text;
    *length = value.length;
    return true;
}

void
msbi_member_read(const struct msbi_row_reader *reader,
                 const struct msbi_row *row, struct msbi_member_row *out,
                 struct msbi_refusal *refusal)
{
    const size_t *by_target = reader->mapping->by_target;

    memset(out, 0, sizeof *out);
    out->role = "";
    if (msbi_row_read_id(reader, by_target[MSBI_TARGET_HOUSEHOLD], row,
                         &out->household, &out->household_length, refusal)
        && msbi_row_read_id(reader, by_target[MSBI_TARGET_CITIZEN], row,
                            &out->citizen, &out->citizen_length, refusal)
        && read_text(reader, by_target[MSBI_TARGET_ROLE], row, &out->role,
                     &out->role_length, refusal)
        && msbi_row_require_date(reader, by_target[MSBI_TARGET_FROM], row,
                                 &out->from, refusal))
        (void)msbi_row_read_end(reader, by_target[MSBI_TARGET_TO], row,
                                out->from, &out->has_to, &out->to, refusal);
}

void
msbi_address_read(const struct msbi_row_reader *reader,
                  const struct msbi_row *row, struct msbi_address_row *out,
                  struct msbi_refusal *refusal)
{
    const size_t *by_target = reader->mapping->by_target;

    memset(out, 0, sizeof *out);
    if (msbi_row_read_id(reader, by_target[MSBI_TARGET_CITIZEN], row,
                         &out->citizen, &out->citizen_length, refusal)
        && read_text(reader, by_target[MSBI_TARGET_ADDRESS], row, &out->text,
                     &out->text_length, refusal)
        && msbi_row_require_date(reader, by_target[MSBI_TARGET_FROM], row,
                                 &out->from, refusal)
        && msbi_row_read_end(reader, by_target[MSBI_TARGET_TO], row, out->from,
                             &out->has_to, &out->to, refusal))
        (void)msbi_row_read_end(reader, by_target[MSBI_TARGET_PROTECTED_UNTIL],
                                row, out->from, &out->has_protection,
                                &out->protected_until, refusal);
}
