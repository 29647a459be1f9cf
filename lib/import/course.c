/* SPDX-License-Identifier: MIT */
/*
 * A row as a course: a service to a citizen, or to a household, from a date to
 * a date. The
 * model says which services and units there are. A course that began before
 * there was any model is read by the earliest one that lists its service:
 * courses are often older than the organisation that carries them on.
 */
#include <string.h>

#include "import/row.h"
#include "import/value.h"
#include "model/lookup.h"

/* The model's own copy of an id, which ends in NUL; or NULL. */
static const char *
find_unit(const struct msb_model *model, const char *id, size_t length)
{
    size_t at = msbi_lookup_find(&model->by_id[MSB_PART_UNIT], id, length);

    if (at != MSB_NONE)
        return model->units[at].id;
    at = msbi_lookup_find(&model->by_id[MSB_PART_AREA], id, length);
    return at == MSB_NONE ? NULL : model->areas[at].id;
}

static enum msb_status
read_service(struct msbi_row_reader *reader, const struct msbi_row *row,
             const struct msbi_model_use **use, struct msbi_course_row *out,
             struct msbi_refusal *refusal, struct msb_error *err)
{
    size_t column = reader->mapping->by_target[MSBI_TARGET_SERVICE];
    struct msbi_value value;
    enum msb_status status;

    if (!msbi_value_require(reader->mapping, column, &row->cells[column],
                            &value, refusal))
        return MSB_OK;
    status = msbi_models_find_service(reader->models, out->from, value.text,
                                      value.length, use, &out->service, err);
    if (status == MSB_OK && out->service == NULL)
        msbi_refuse(refusal, column, "unknown_reference",
                    "the model has no such service; list it in the "
                    "mapping's \"values\" as one that it has");
    return status;
}

static bool
read_unit(const struct msbi_row_reader *reader, const struct msbi_row *row,
          const struct msb_model *model, struct msbi_course_row *out,
          struct msbi_refusal *refusal)
{
    size_t column = reader->mapping->by_target[MSBI_TARGET_UNIT];
    struct msbi_value value;

    if (column == MSB_NONE)
        return true;
    if (!msbi_value_read(reader->mapping, column, &row->cells[column], &value,
                         refusal))
        return false;
    if (!value.is_known)
        return true;
    out->unit = find_unit(model, value.text, value.length);
    if (out->unit != NULL)
        return true;
    msbi_refuse(refusal, column, "unknown_reference",
                "the model has no such unit or area; list it in the "
                "mapping's \"values\" as one that it has, or as null");
    return false;
}

/* A course of the one that the column @whose names. */
static enum msb_status
read_course(struct msbi_row_reader *reader, const struct msbi_row *row,
            enum msbi_target whose, struct msbi_course_row *out,
            struct msbi_refusal *refusal, struct msb_error *err)
{
    const size_t *by_target = reader->mapping->by_target;
    const struct msbi_model_use *use = NULL;
    enum msb_status status;

    memset(out, 0, sizeof *out);
    if (!msbi_row_read_id(reader, by_target[whose], row, &out->citizen,
                          &out->citizen_length, refusal)
        || !msbi_row_require_date(reader, by_target[MSBI_TARGET_FROM], row,
                                  &out->from, refusal)
        || !msbi_row_read_end(reader, by_target[MSBI_TARGET_TO], row, out->from,
                              &out->has_to, &out->to, refusal))
        return MSB_OK;
    status = read_service(reader, row, &use, out, refusal, err);
    if (status == MSB_OK && refusal->code == NULL)
        read_unit(reader, row, use->model, out, refusal);
    return status;
}

enum msb_status
msbi_course_read(struct msbi_row_reader *reader, const struct msbi_row *row,
                 struct msbi_course_row *out, struct msbi_refusal *refusal,
                 struct msb_error *err)
{
    return read_course(reader, row, MSBI_TARGET_CITIZEN, out, refusal, err);
}

enum msb_status
msbi_household_course_read(struct msbi_row_reader *reader,
                           const struct msbi_row *row,
                           struct msbi_household_course_row *out,
                           struct msbi_refusal *refusal, struct msb_error *err)
{
    struct msbi_course_row course;
    enum msb_status status = read_course(reader, row, MSBI_TARGET_HOUSEHOLD,
                                         &course, refusal, err);

    *out = (struct msbi_household_course_row){
        .household = course.citizen,
        .household_length = course.citizen_length,
        .service = course.service,
        .unit = course.unit,
        .from = course.from,
        .has_to = course.has_to,
        .to = course.to};
    return status;
}
