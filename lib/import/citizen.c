/* SPDX-License-Identifier: MIT */
/*
 * A row as a citizen: id, CPR number, period and facts. The facts are
 * written as canonical JSON, birth date first, then in the order of the
 * model, so that the same facts are the same bytes: the store compares them
 * to see whether anything changed.
 */
#include <string.h>

#include <msb/cpr.h>

#include "base/error.h"
#include "base/memory.h"
#include "import/row.h"
#include "import/value.h"

/* A cell's CPR number; unknown where it is empty. */
static bool
read_cpr(struct msbi_row_reader *reader, const struct msbi_row *row,
         bool *is_known, struct msb_cpr *cpr, struct msbi_refusal *refusal)
{
    size_t column = reader->mapping->by_target[MSBI_TARGET_CPR];
    struct msbi_value value;
    enum msb_status status;

    *is_known = false;
    if (column == MSB_NONE)
        return true;
    if (!msbi_value_read(reader->mapping, column, &row->cells[column], &value,
                         refusal))
        return false;
    if (!value.is_known)
        return true;
    status = msb_cpr_parse(value.text, value.length, cpr, NULL);
    if (status == MSB_OK) {
        *is_known = true;
        return true;
    }
    if (status == MSB_ERR_INVALID)
        msbi_refuse(refusal, column, "bad_cpr",
                    "the first six digits of the CPR number are no date of "
                    "the calendar");
    else
        msbi_refuse(refusal, column, "bad_cpr",
                    "a CPR number was expected: ten digits, with or without "
                    "a hyphen after the sixth");
    return false;
}

/* Nobody is born after the facts hold, or in the future. */
static bool
check_birth_date(const struct msbi_row_reader *reader, size_t column,
                 struct msb_date birth_date, struct msb_date valid_from,
                 struct msbi_refusal *refusal)
{
    if (birth_date.days > reader->today.days)
        msbi_refuse(refusal, column, "future_birth_date",
                    "the birth date is in the future");
    else if (birth_date.days > valid_from.days)
        msbi_refuse(refusal, column, "future_birth_date",
                    "the birth date is after the date from which the facts "
                    "hold");
    else
        return true;
    return false;
}

/* The birth date of its own column, of the CPR number, or unknown. */
static bool
read_birth_date(struct msbi_row_reader *reader, const struct msbi_row *row,
                struct msb_date valid_from, bool *is_known,
                struct msb_date *out, struct msbi_refusal *refusal)
{
    size_t column = reader->mapping->by_target[MSBI_TARGET_BIRTH_DATE];
    struct msb_cpr cpr;
    bool has_cpr;

    reader->cpr[0] = '\0';
    if (!read_cpr(reader, row, &has_cpr, &cpr, refusal)
        || !msbi_value_read_date(reader->mapping, column, row->cells, is_known,
                                 out, refusal))
        return false;
    if (has_cpr) {
        memcpy(reader->cpr, cpr.digits, sizeof reader->cpr);
        if (*is_known && out->days != cpr.birth_date.days) {
            msbi_refuse(refusal, column, "cpr_disagrees",
                        "the birth date is not the one that the CPR number "
                        "gives");
            return false;
        }
        if (!*is_known)
            column = reader->mapping->by_target[MSBI_TARGET_CPR];
        *is_known = true;
        *out = cpr.birth_date;
    }
    return !*is_known
           || check_birth_date(reader, column, *out, valid_from, refusal);
}

/* Room for a mark for each value of a set. */
static enum msb_status
make_marks(struct msbi_row_reader *reader, size_t num, struct msb_error *err)
{
    bool *marks;

    if (num <= reader->num_marks)
        return MSB_OK;
    marks = msbi_alloc_array(num, sizeof *marks);
    if (marks == NULL)
        return msbi_fail_nomem(err);
    msbi_free(reader->marks);
    reader->marks = marks;
    reader->num_marks = num;
    return MSB_OK;
}

/* Append `"name":value`; nothing where the value is unknown. */
static enum msb_status
add_attribute(struct msbi_row_reader *reader, const struct msbi_row *row,
              const struct msbi_model_use *use, size_t column,
              struct msbi_refusal *refusal, struct msb_error *err)
{
    const struct msbi_attribute *attribute =
        &use->model->attributes[use->attributes[column]];
    struct msbi_text *facts = &reader->facts;
    size_t before = facts->length, start;
    enum msb_status status;

    status = make_marks(reader, attribute->values.num, err);
    if (status != MSB_OK)
        return status;
    msbi_text_add(facts, before > 1 ? ",\"" : "\"");
    msbi_text_add(facts, attribute->name);
    msbi_text_add_bytes(facts, "\":", 2);
    start = facts->length;
    if (!msbi_value_add_attribute(reader->mapping, column, &row->cells[column],
                                  attribute, reader->marks, facts, refusal))
        return MSB_OK;
    if (facts->length == start && !facts->failed)
        facts->length = before;
    return MSB_OK;
}

/* A value for an attribute that the row's model does not have. */
static bool
check_foreign_columns(const struct msbi_row_reader *reader,
                      const struct msbi_row *row,
                      const struct msbi_model_use *use,
                      struct msbi_refusal *refusal)
{
    const struct msbi_mapping *mapping = reader->mapping;

    for (size_t i = 0; i < mapping->num_columns; i++) {
        if (mapping->columns[i].target != MSBI_TARGET_ATTRIBUTE
            || use->attributes[i] != MSB_NONE
            || row->cells[i].kind == MSBI_CELL_UNKNOWN
            || row->cells[i].length == 0)
            continue;
        msbi_refuse(refusal, i, "unknown_attribute",
                    "the model in force from the row's date has no "
                    "attribute \"%s\"; leave the cell empty",
                    mapping->columns[i].name);
        return false;
    }
    return true;
}

static enum msb_status
write_facts(struct msbi_row_reader *reader, const struct msbi_row *row,
            const struct msbi_model_use *use, const char *birth_date,
            struct msbi_refusal *refusal, struct msb_error *err)
{
    struct msbi_text *facts = &reader->facts;
    enum msb_status status = MSB_OK;

    msbi_text_clear(facts);
    msbi_text_add_bytes(facts, "{", 1);
    if (birth_date[0] != '\0') {
        msbi_text_add(facts, "\"birth_date\":\"");
        msbi_text_add(facts, birth_date);
        msbi_text_add_bytes(facts, "\"", 1);
    }
    for (size_t i = 0;
         i < use->num_ordered && status == MSB_OK && refusal->code == NULL; i++)
        status = add_attribute(reader, row, use, use->ordered[i], refusal, err);
    msbi_text_add_bytes(facts, "}", 1);
    if (status == MSB_OK && facts->failed)
        status = msbi_fail_nomem(err);
    return status;
}

enum msb_status
msbi_citizen_read(struct msbi_row_reader *reader, const struct msbi_row *row,
                  struct msbi_citizen_row *out, struct msbi_refusal *refusal,
                  struct msb_error *err)
{
    const size_t *by_target = reader->mapping->by_target;
    size_t from = by_target[MSBI_TARGET_VALID_FROM];
    const struct msbi_model_use *use;
    struct msb_date birth_date;
    enum msb_status status;
    char written[11] = "";
    bool has_birth_date;

    memset(out, 0, sizeof *out);
    if (!msbi_row_read_id(reader, by_target[MSBI_TARGET_ID], row, &out->id,
                          &out->id_length, refusal)
        || !msbi_row_require_date(reader, from, row, &out->valid_from, refusal)
        || !msbi_row_read_end(reader, by_target[MSBI_TARGET_VALID_TO], row,
                              out->valid_from, &out->has_valid_to,
                              &out->valid_to, refusal)
        || !read_birth_date(reader, row, out->valid_from, &has_birth_date,
                            &birth_date, refusal))
        return MSB_OK;
    status = msbi_models_find(reader->models, out->valid_from, &use, err);
    if (status != MSB_OK)
        return status;
    if (use == NULL) {
        msbi_refuse(refusal, from, "no_model",
                    "no model is in force on the date from which the facts "
                    "hold");
        return MSB_OK;
    }
    if (!check_foreign_columns(reader, row, use, refusal))
        return MSB_OK;
    if (has_birth_date)
        msb_date_format(birth_date, written);
    status = write_facts(reader, row, use, written, refusal, err);
    out->cpr = reader->cpr[0] == '\0' ? NULL : reader->cpr;
    out->facts = reader->facts.data;
    out->facts_length = reader->facts.length;
    return status;
}
