/* SPDX-License-Identifier: MIT */
#ifndef MSBI_IMPORT_MODELS_H
#define MSBI_IMPORT_MODELS_H

#include <stddef.h>

#include <msb/rules.h>
#include <msb/store.h>

#include "import/mapping.h"
#include "model/model.h"

/* A model of the store, and what the mapping's columns are in it. */
struct msbi_model_use {
    struct msb_rules *rules; /* keeps the model */
    const struct msb_model *model;
    size_t *attributes; /* by column: an attribute, or MSB_NONE */
    size_t num_ordered;
    size_t *ordered; /* the columns that are attributes, in its order */
};

struct msbi_models;

/* @store and @mapping are borrowed. */
enum msb_status
msbi_models_new(struct msb_store *store, const struct msbi_mapping *mapping,
                struct msbi_models **out, struct msb_error *err);
void msbi_models_free(struct msbi_models *models);
/* The model in force on a date; NULL in @out where there is none. */
enum msb_status msbi_models_find(struct msbi_models *models, struct msb_date on,
                                 const struct msbi_model_use **out,
                                 struct msb_error *err);
/*
 * The model that knows a service for a course from @on: the one in force
 * then; before every model, the earliest one that lists the service. @service
 * is its own copy of the id, which ends in NUL; NULL where none knows it.
 */
enum msb_status
msbi_models_find_service(struct msbi_models *models, struct msb_date on,
                         const char *id, size_t length,
                         const struct msbi_model_use **out,
                         const char **service, struct msb_error *err);
/* Report each column that is an attribute of none of the models that were
   found so far. INVALID, with @problems if it is not NULL. */
enum msb_status msbi_models_check_columns(const struct msbi_models *models,
                                          const char *name,
                                          struct msb_problems **problems,
                                          struct msb_error *err);

#endif
