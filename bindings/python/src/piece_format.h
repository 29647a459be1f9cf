/* SPDX-License-Identifier: MIT */
/* What the format of an Arrow array says of its layout. */
#ifndef MSB_PYTHON_PIECE_FORMAT_H
#define MSB_PYTHON_PIECE_FORMAT_H

#include <stdint.h>

#include "piece.h"

/*
 * Fill in the kind of a format, and what goes with it. How many buffers such
 * an array has at the least; of a format that no attribute is read from, 0.
 */
int64_t
piece_find_format(const struct ArrowSchema *schema, struct piece *piece);

#endif
