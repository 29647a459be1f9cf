/* SPDX-License-Identifier: MIT */
#ifndef MSBI_ROW_H
#define MSBI_ROW_H

#include <stdbool.h>
#include <stddef.h>

#include <msb/date.h>

#include "base/text.h"
#include "import/mapping.h"
#include "import/models.h"
#include "import/source.h"
#include "import/value.h"
#include "store/households.h"
#include "store/rights/addresses.h"
#include "store/store.h"

/* What turns rows into citizens and courses; reused from row to row. */
struct msbi_row_reader {
    const struct msbi_mapping *mapping;
    struct msbi_models *models;
    struct msb_date today;  /* the latest that it is anywhere on earth */
    struct msbi_text facts; /* JSON */
    bool *marks;            /* one a value of the largest set so far */
    size_t num_marks;
    char cpr[11];
};

void msbi_row_reader_init(struct msbi_row_reader *reader,
                          const struct msbi_mapping *mapping,
                          struct msbi_models *models);
void msbi_row_reader_release(struct msbi_row_reader *reader);

/*
 * Read a row. Where @refusal comes back with a code, it is refused and @out
 * means nothing. Texts are borrowed from the row, the reader and the model.
 */
enum msb_status
msbi_citizen_read(struct msbi_row_reader *reader, const struct msbi_row *row,
                  struct msbi_citizen_row *out, struct msbi_refusal *refusal,
                  struct msb_error *err);
enum msb_status
msbi_course_read(struct msbi_row_reader *reader, const struct msbi_row *row,
                 struct msbi_course_row *out, struct msbi_refusal *refusal,
                 struct msb_error *err);

enum msb_status
msbi_household_course_read(struct msbi_row_reader *reader,
                           const struct msbi_row *row,
                           struct msbi_household_course_row *out,
                           struct msbi_refusal *refusal, struct msb_error *err);
/* These need no model, and cannot fail. */
void msbi_member_read(const struct msbi_row_reader *reader,
                      const struct msbi_row *row, struct msbi_member_row *out,
                      struct msbi_refusal *refusal);
void msbi_address_read(const struct msbi_row_reader *reader,
                       const struct msbi_row *row, struct msbi_address_row *out,
                       struct msbi_refusal *refusal);

/* A text that is short, and on one line; else it is refused as @code. */
bool msbi_row_check_text(const struct msbi_value *value, size_t column,
                         const char *code, struct msbi_refusal *refusal);
/* For all: an id that is given, short enough and without control bytes. */
bool msbi_row_read_id(const struct msbi_row_reader *reader, size_t column,
                      const struct msbi_row *row, const char **id,
                      size_t *length, struct msbi_refusal *refusal);
/* A period's end, if there is one: after its start. */
bool msbi_row_read_end(const struct msbi_row_reader *reader, size_t column,
                       const struct msbi_row *row, struct msb_date from,
                       bool *has_end, struct msb_date *end,
                       struct msbi_refusal *refusal);
/* A date that must be given. */
bool msbi_row_require_date(const struct msbi_row_reader *reader, size_t column,
                           const struct msbi_row *row, struct msb_date *out,
                           struct msbi_refusal *refusal);

#endif
