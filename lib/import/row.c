/* SPDX-License-Identifier: MIT */
/*
 * What citizens and courses have in common: ids and periods.
 */
#include "import/row.h"

#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "import/value.h"

#define MAX_TEXT ((size_t)255)
#define SECONDS_A_DAY 86400

void
msbi_row_reader_init(struct msbi_row_reader *reader,
                     const struct msbi_mapping *mapping,
                     struct msbi_models *models)
{
    /* A day begins up to 14 hours before it does in UTC. A child that was
       born just after midnight must not be refused. */
    const time_t earliest_zone = 14 * 3600;

    memset(reader, 0, sizeof *reader);
    reader->mapping = mapping;
    reader->models = models;
    reader->today.days = (int32_t)((time(NULL) + earliest_zone)
                                   / SECONDS_A_DAY);
}

void
msbi_row_reader_release(struct msbi_row_reader *reader)
{
    msbi_text_release(&reader->facts);
    msbi_free(reader->marks);
}

bool
msbi_row_check_text(const struct msbi_value *value, size_t column,
                    const char *code, struct msbi_refusal *refusal)
{
    if (value->length > MAX_TEXT) {
        msbi_refuse(refusal, column, code, "it has at most %zu bytes",
                    MAX_TEXT);
        return false;
    }
    for (size_t i = 0; i < value->length; i++) {
        unsigned char byte = (unsigned char)value->text[i];

        if (byte < 0x20 || byte == 0x7f) {
            msbi_refuse(refusal, column, code,
                        "it has no control characters or line ends");
            return false;
        }
    }
    return true;
}

bool
msbi_row_read_id(const struct msbi_row_reader *reader, size_t column,
                 const struct msbi_row *row, const char **id, size_t *length,
                 struct msbi_refusal *refusal)
{
    struct msbi_value value;

    if (!msbi_value_require(reader->mapping, column, &row->cells[column],
                            &value, refusal))
        return false;
    if (!msbi_row_check_text(&value, column, "bad_id", refusal))
        return false;
    *id = value.text;
    *length = value.length;
    return true;
}

bool
msbi_row_require_date(const struct msbi_row_reader *reader, size_t column,
                      const struct msbi_row *row, struct msb_date *out,
                      struct msbi_refusal *refusal)
{
    bool is_known;

    if (!msbi_value_read_date(reader->mapping, column, row->cells, &is_known,
                              out, refusal))
        return false;
    if (!is_known)
        msbi_refuse(refusal, column, "missing_value",
                    "the value is missing; \"%s\" is required",
                    reader->mapping->columns[column].name);
    return is_known;
}

bool
msbi_row_read_end(const struct msbi_row_reader *reader, size_t column,
                  const struct msbi_row *row, struct msb_date from,
                  bool *has_end, struct msb_date *end,
                  struct msbi_refusal *refusal)
{
    *has_end = false;
    if (!msbi_value_read_date(reader->mapping, column, row->cells, has_end, end,
                              refusal))
        return false;
    if (!*has_end || end->days > from.days)
        return true;
    msbi_refuse(refusal, column, "empty_period",
                "the period ends on or before the day on which it begins; "
                "its end is the first day after it");
    return false;
}
