/* SPDX-License-Identifier: MIT */
#ifndef MSBI_ARROW_H
#define MSBI_ARROW_H

#include <msb/arrow.h>

#include "decide/plan.h"

/*
 * Columns that read an Arrow struct array. Row numbers of a range begin at
 * @first, below 8, so that a bitmap is shared where its offset allows.
 */
struct msbi_arrow_in {
    const struct msb_model *model;
    struct msb_columns columns;
    struct msb_column *attributes;
    bool *given;
    uint8_t **copies; /* of bitmaps; two for each child */
    size_t num_copies;
    size_t first;
    size_t num_rows;
};

/* The rows must be inside the array. INVALID names the child. */
enum msb_status msbi_arrow_open(struct msbi_arrow_in *in,
                                const struct msb_model *model,
                                const struct ArrowSchema *schema,
                                const struct ArrowArray *array, size_t from,
                                size_t num_rows, struct msb_error *err);
void msbi_arrow_close(struct msbi_arrow_in *in);

enum { MSBI_ARROW_COLUMNS = 4 };

/*
 * Values of the answer, made before there is an array for them: status, area,
 * rule, target group. Those that an array has taken over are NULL.
 */
struct msbi_arrow_out {
    size_t num_rows;
    void *values[MSBI_ARROW_COLUMNS];
};

/* @first rows more than are wanted, for what the range begins with. */
enum msb_status
msbi_arrow_out_init(struct msbi_arrow_out *out, size_t first, size_t num_rows);
void msbi_arrow_out_release(struct msbi_arrow_out *out);
/* MSB_OK or NOMEM; on failure both are marked as released. */
enum msb_status msbi_arrow_export(struct msbi_arrow_out *out,
                                  struct ArrowSchema *schema,
                                  struct ArrowArray *array);

#endif
