/* SPDX-License-Identifier: MIT */
#ifndef MSBI_MAPPING_COLUMN_H
#define MSBI_MAPPING_COLUMN_H

#include "import/mapping.h"
#include "model/reader.h"

/* Read one member of `columns` into @column, which is zeroed. */
void msbi_mapping_read_column(struct msbi_reader *reader,
                              const struct msbi_cursor *member,
                              const struct msbi_mapping *mapping,
                              struct msbi_column *column);
void msbi_mapping_release_column(struct msbi_column *column);

#endif
