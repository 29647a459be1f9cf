/* SPDX-License-Identifier: MIT */
#ifndef MSBI_SUCCESSION_H
#define MSBI_SUCCESSION_H

#include "model/model.h"

/*
 * For each area of @before, the area of @after that is the same, or MSB_NONE.
 * Where @after replaces @before, an area with exactly one successor is that
 * successor: a rename. A split is no area; nor is a merge, where several
 * areas lead to one: only the one that keeps its id is the same then. An area
 * of which nothing is said is the one of the same id. NULL when out of memory;
 * msbi_free() it.
 */
size_t *
msbi_match_areas(const struct msb_model *before, const struct msb_model *after);

/* A part of @model by its id, or by an id of the model that it replaces, where
   exactly one took over from that; else MSB_NONE. */
size_t msbi_model_follow_part(const struct msb_model *model, enum msb_part part,
                              const char *id);

#endif
