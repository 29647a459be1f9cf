/* SPDX-License-Identifier: MIT */
/*
 * The answer as an Arrow struct array. Every child owns its own buffers, so
 * that a consumer may move a child out of its parent, as the interface
 * allows; a parent releases the children that are left.
 */
#include "decide/arrow.h"

#include <string.h>

static const char *const names[MSBI_ARROW_COLUMNS] = {"status", "area", "rule",
                                                      "target_group"};

enum msb_status
msbi_arrow_out_init(struct msbi_arrow_out *out, size_t first, size_t num_rows)
{
    out->num_rows = num_rows;
    for (size_t i = 0; i < MSBI_ARROW_COLUMNS; i++) {
        out->values[i] = msbi_alloc_array(first + num_rows,
                                          i == 0 ? 1 : sizeof(int16_t));
        if (out->values[i] == NULL)
            return MSB_ERR_NOMEM;
    }
    return MSB_OK;
}

void
msbi_arrow_out_release(struct msbi_arrow_out *out)
{
    for (size_t i = 0; i < MSBI_ARROW_COLUMNS; i++)
        msbi_free(out->values[i]);
}

/* What a parent owns. */
struct schema_parts {
    struct ArrowSchema *pointers[MSBI_ARROW_COLUMNS];
    struct ArrowSchema children[MSBI_ARROW_COLUMNS];
};

struct array_parts {
    struct ArrowArray *pointers[MSBI_ARROW_COLUMNS];
    struct ArrowArray children[MSBI_ARROW_COLUMNS];
    const void *buffers[1]; /* no row is null */
};

/* What a child owns. */
struct column {
    const void *buffers[2];
    uint8_t *validity; /* NULL: every row has a value */
    void *values;
};

static void
release_schema(struct ArrowSchema *schema)
{
    for (int64_t i = 0; i < schema->n_children; i++)
        if (schema->children[i]->release != NULL)
            schema->children[i]->release(schema->children[i]);
    msbi_free(schema->private_data);
    schema->release = NULL;
}

static void
release_array(struct ArrowArray *array)
{
    for (int64_t i = 0; i < array->n_children; i++)
        if (array->children[i]->release != NULL)
            array->children[i]->release(array->children[i]);
    msbi_free(array->private_data);
    array->release = NULL;
}

static void
release_column(struct ArrowArray *array)
{
    struct column *column = array->private_data;

    msbi_free(column->validity);
    msbi_free(column->values);
    msbi_free(column);
    array->release = NULL;
}

static enum msb_status
export_schema(struct ArrowSchema *schema)
{
    struct schema_parts *parts = msbi_alloc(sizeof *parts);

    if (parts == NULL)
        return MSB_ERR_NOMEM;
    for (size_t i = 0; i < MSBI_ARROW_COLUMNS; i++) {
        parts->pointers[i] = &parts->children[i];
        parts->children[i] = (struct ArrowSchema){
            .format = i == 0 ? "C" : "s",
            .name = names[i],
            .flags = i == 0 ? 0 : ARROW_FLAG_NULLABLE,
            .release = release_schema};
    }
    *schema = (struct ArrowSchema){.format = "+s",
                                   .name = "",
                                   .n_children = MSBI_ARROW_COLUMNS,
                                   .children = parts->pointers,
                                   .release = release_schema,
                                   .private_data = parts};
    return MSB_OK;
}

/* A bit for each row that has a value; how many do not. */
static int64_t
mark_valid(const int16_t *values, size_t num, uint8_t *validity)
{
    int64_t num_null = 0;

    for (size_t i = 0; i < num; i++) {
        bool valid = values[i] >= 0;

        validity[i / 8] |= (uint8_t)(valid << i % 8);
        num_null += !valid;
    }
    return num_null;
}

/* A child that takes the values over. */
static enum msb_status
export_column(struct msbi_arrow_out *out, size_t index,
              struct ArrowArray *array)
{
    struct column *column = msbi_alloc(sizeof *column);
    int64_t num_null = 0;

    if (column == NULL)
        return MSB_ERR_NOMEM;
    if (index > 0) {
        column->validity = msbi_alloc_array(out->num_rows / 8 + 1, 1);
        if (column->validity == NULL) {
            msbi_free(column);
            return MSB_ERR_NOMEM;
        }
        num_null = mark_valid(out->values[index], out->num_rows,
                              column->validity);
    }
    column->values = out->values[index];
    out->values[index] = NULL;
    column->buffers[0] = column->validity;
    column->buffers[1] = column->values;
    *array = (struct ArrowArray){.length = (int64_t)out->num_rows,
                                 .null_count = num_null,
                                 .n_buffers = 2,
                                 .buffers = column->buffers,
                                 .release = release_column,
                                 .private_data = column};
    return MSB_OK;
}

static enum msb_status
export_array(struct msbi_arrow_out *out, struct ArrowArray *array)
{
    struct array_parts *parts = msbi_alloc(sizeof *parts);
    enum msb_status status = MSB_OK;

    if (parts == NULL)
        return MSB_ERR_NOMEM;
    *array = (struct ArrowArray){.length = (int64_t)out->num_rows,
                                 .n_buffers = 1,
                                 .n_children = MSBI_ARROW_COLUMNS,
                                 .buffers = parts->buffers,
                                 .children = parts->pointers,
                                 .release = release_array,
                                 .private_data = parts};
    for (size_t i = 0; i < MSBI_ARROW_COLUMNS; i++)
        parts->pointers[i] = &parts->children[i];
    for (size_t i = 0; i < MSBI_ARROW_COLUMNS && status == MSB_OK; i++)
        status = export_column(out, i, &parts->children[i]);
    if (status != MSB_OK)
        release_array(array);
    return status;
}

enum msb_status
msbi_arrow_export(struct msbi_arrow_out *out, struct ArrowSchema *schema,
                  struct ArrowArray *array)
{
    enum msb_status status = export_schema(schema);

    if (status != MSB_OK)
        return status;
    status = export_array(out, array);
    if (status != MSB_OK)
        release_schema(schema);
    return status;
}
