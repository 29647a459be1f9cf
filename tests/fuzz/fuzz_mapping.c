/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a mapping. There is no public call that reads a mapping from
 * memory, so this one looks inside: what is accepted is within the bounds that
 * the import relies on.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "import/mapping.h"

static void
require(int is_so)
{
    if (!is_so)
        abort();
}

static void
check_column(const struct msbi_mapping *mapping, size_t index)
{
    const struct msbi_column *column = &mapping->columns[index];

    require(column->target < MSBI_NUM_TARGETS && column->name != NULL);
    if (column->target != MSBI_TARGET_ATTRIBUTE)
        require(mapping->by_target[column->target] == index);
    require((column->from != NULL) + (column->number > 0) + column->is_constant
            == 1);
    for (size_t i = 0; i < column->num_translations; i++) {
        const struct msbi_translation *translation = &column->translations[i];

        require(strlen(translation->text) == translation->length);
        if (translation->meaning != NULL)
            require(strlen(translation->meaning)
                    == translation->meaning_length);
        if (i > 0)
            require(translation[-1].length <= translation->length);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct msbi_mapping *mapping = NULL;
    struct msb_problems *problems = NULL;
    struct msb_error err = {0};
    enum msb_status status = msbi_mapping_parse((const char *)data, size, "m",
                                                &mapping, &problems, &err);

    require((status == MSB_OK) == (mapping != NULL));
    if (status == MSB_OK)
        for (size_t i = 0; i < mapping->num_columns; i++)
            check_column(mapping, i);
    else
        require((status == MSB_ERR_SYNTAX || status == MSB_ERR_INVALID)
                && msb_problems_num(problems) > 0 && err.message[0] != '\0');
    msb_problems_unref(problems);
    msbi_mapping_free(mapping);
    return 0;
}
