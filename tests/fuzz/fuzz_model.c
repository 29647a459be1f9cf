/* SPDX-License-Identifier: MIT */
/*
 * Fuzzes the parser of models with any bytes. Whatever it is given, it
 * answers with a status: a model that can be walked, or problems that all
 * have a place. Memory is left as it was found.
 */
#include <stdlib.h>
#include <string.h>

#include <msb/model.h>

#include "fuzz.h"

static void
require(int is_so)
{
    if (!is_so)
        abort();
}

static void
walk_model(const struct msb_model *model)
{
    require(msb_model_get_id(model) != NULL);
    require(msb_model_get_name(model, "da") != NULL);
    for (int part = MSB_PART_ATTRIBUTE; part <= MSB_PART_ACCESS; part++) {
        enum msb_part kind = (enum msb_part)part;

        for (size_t i = 0; i < msb_model_num_parts(model, kind); i++) {
            const char *id = msb_model_get_part_id(model, kind, i);

            require(msb_model_find_part(model, kind, id) == i);
            require(msb_model_get_part_name(model, kind, i, NULL) != NULL);
        }
    }
    for (size_t i = 0; i < msb_model_num_parts(model, MSB_PART_RULE); i++)
        require(msb_model_get_rule_area(model, i)
                < msb_model_num_parts(model, MSB_PART_AREA));
}

static void
walk_problems(const struct msb_problems *problems, const struct msb_error *err)
{
    struct msb_problem problem;
    size_t i = 0;

    for (; msb_problems_get(problems, i, &problem); i++) {
        require(problem.line >= 1 && problem.column >= 1);
        require(problem.code[0] != '\0' && problem.message[0] != '\0');
        require(strchr(problem.message, '\n') == NULL);
        require(problem.pointer[0] == '\0' || problem.pointer[0] == '/');
        require(i > 0 || strcmp(problem.code, err->code) == 0);
    }
    require(i > 0 && i == msb_problems_num(problems));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct msb_model *model = NULL;
    struct msb_problems *problems = NULL;
    struct msb_error err;
    enum msb_status status = msb_model_parse((const char *)data, size, "fuzz",
                                             &model, &problems, &err);

    require((status == MSB_OK) == (model != NULL));
    if (status == MSB_OK)
        walk_model(model);
    else if (status == MSB_ERR_SYNTAX || status == MSB_ERR_INVALID)
        walk_problems(problems, &err);
    else
        require(status == MSB_ERR_LIMIT);
    msb_problems_unref(problems);
    msb_model_unref(model);
    return 0;
}
