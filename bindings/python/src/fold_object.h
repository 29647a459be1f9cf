/* SPDX-License-Identifier: MIT */
/* Folding Python's own objects, with the GIL. */
#ifndef MSB_PYTHON_FOLD_OBJECT_H
#define MSB_PYTHON_FOLD_OBJECT_H

#include <Python.h>
#include <stdbool.h>

#include "fold.h"

/* Texts that were met, by where they are. */
struct object_cache;

/* NULL with an exception set. */
struct object_cache *object_cache_new(void);
void object_cache_free(struct object_cache *cache);

/* Fold rows of PIECE_OBJECTS. False: an exception is set. */
bool fold_objects(const struct fold_target *target, const struct piece *piece,
                  struct object_cache *cache, size_t from, size_t num,
                  struct fold_sink *sink);

#endif
