/* SPDX-License-Identifier: MIT */
/*
 * Deciding an Arrow table: its buffers become columns (arrow_in.c), the plan
 * decides them, and what it wrote becomes an Arrow table (arrow_out.c).
 */
#include "decide/arrow.h"

#include <string.h>

#include "base/error.h"

static enum msb_status
check_arguments(const struct msb_plan *plan, const struct ArrowSchema *schema,
                const struct ArrowArray *array, size_t from, size_t num_rows,
                struct msb_error *err)
{
    if (plan == NULL || schema == NULL || array == NULL)
        return msbi_fail_misuse(err, "plan, schema and array must not be NULL");
    if (schema->release == NULL || array->release == NULL)
        return msbi_fail_misuse(err, "the schema or the array has been "
                                     "released");
    if (array->length < 0 || from > (uint64_t)array->length
        || num_rows > (uint64_t)array->length - from)
        return msbi_fail_misuse(err, "the array does not have these rows");
    return MSB_OK;
}

/* Rows are decided from @first on, and then moved to the beginning. */
static enum msb_status
decide(const struct msb_plan *plan, const struct msbi_arrow_in *in,
       struct msbi_arrow_out *out, struct msb_error *err)
{
    const struct msb_outcome_columns columns = {.size = sizeof columns,
                                                .status = out->values[0],
                                                .area = out->values[1],
                                                .rule = out->values[2],
                                                .target_group = out->values[3]};
    enum msb_status status = msb_plan_decide(plan, &in->columns, in->first,
                                             in->num_rows, &columns, err);

    if (status != MSB_OK || in->first == 0)
        return status;
    memmove(columns.status, columns.status + in->first, in->num_rows);
    for (size_t i = 1; i < MSBI_ARROW_COLUMNS; i++) {
        int16_t *values = out->values[i];

        memmove(values, values + in->first, in->num_rows * sizeof *values);
    }
    return MSB_OK;
}

enum msb_status
msb_plan_decide_arrow(const struct msb_plan *plan,
                      const struct ArrowSchema *schema,
                      const struct ArrowArray *array, size_t from,
                      size_t num_rows, struct ArrowSchema *out_schema,
                      struct ArrowArray *out_array, struct msb_error *err)
{
    struct msbi_arrow_in in = {.model = NULL};
    struct msbi_arrow_out out = {.num_rows = 0};
    enum msb_status status;

    if (out_schema == NULL || out_array == NULL)
        return msbi_fail_misuse(err, "out_schema and out_array must not be "
                                     "NULL");
    out_schema->release = NULL;
    out_array->release = NULL;
    status = check_arguments(plan, schema, array, from, num_rows, err);
    if (status != MSB_OK)
        return status;
    status = msbi_arrow_open(&in, plan->rules->model, schema, array, from,
                             num_rows, err);
    if (status != MSB_OK)
        goto out;
    status = msbi_arrow_out_init(&out, in.first, num_rows);
    if (status == MSB_OK)
        status = decide(plan, &in, &out, err);
    if (status == MSB_OK)
        status = msbi_arrow_export(&out, out_schema, out_array);
    if (status == MSB_ERR_NOMEM)
        msbi_fail_nomem(err);
out:
    msbi_arrow_out_release(&out);
    msbi_arrow_close(&in);
    return status;
}
