/* SPDX-License-Identifier: MIT */
#ifndef MSBI_FOLD_H
#define MSBI_FOLD_H

#include "rules/levels.h"

/*
 * Fold a scalar attribute's values into classes: two values are of one class
 * when no test of the model tells them apart. @classifier is filled also when
 * there is one class only.
 */
enum msb_status
msbi_fold_attribute(const struct msb_model *model, size_t attribute,
                    struct msbi_classifier *classifier, uint32_t *num_classes,
                    struct msb_error *err);

#endif
