/* SPDX-License-Identifier: MIT */
/*
 * Listing cases: a list for each rule, or for each entry that delivers a
 * service, and for who falls between them. What could not be found out by an
 * equal part of the work is searched for again with what the others left.
 */
#include "decide/cases.h"

#include <string.h>

#include "base/error.h"
#include "decide/cases_make.h"

/* A list at the end, of which it is told whom it is about. */
static bool
add_list(struct msb_cases *cases, const struct msb_case_list *told)
{
    void *moved = msbi_grow(cases->lists, cases->num, &cases->max,
                            sizeof *cases->lists);

    if (moved == NULL)
        return false;
    cases->lists = moved;
    cases->lists[cases->num++] = (struct msbi_case_list){.told = *told};
    return true;
}

/* The rules, and who is left over. */
static bool
add_rules(struct msb_cases *cases)
{
    const struct msb_model *model = cases->rules->model;
    struct msb_case_list told = {.kind = MSB_FINDING_RESPONSIBILITY,
                                 .service = MSB_NONE,
                                 .entry = MSB_NONE,
                                 .unit = MSB_NONE};
    bool is_added = true;

    for (size_t i = 0; i <= model->num_rules && is_added; i++) {
        told.rule = i < model->num_rules ? i : MSB_NONE;
        told.area = i < model->num_rules ? model->rules[i].area : MSB_NONE;
        is_added = add_list(cases, &told);
    }
    return is_added;
}

/* The entries of a service, and who has it and nobody to deliver it. */
static bool
add_entries(struct msb_cases *cases, size_t index)
{
    const struct msbi_service *service = &cases->rules->model->services[index];
    struct msb_case_list told = {
        .kind = MSB_FINDING_SERVICE, .rule = MSB_NONE, .service = index};
    bool is_added = true;

    for (size_t i = 0; i <= service->num_entries && is_added; i++) {
        bool is_there = i < service->num_entries;

        told.entry = is_there ? i : MSB_NONE;
        told.area = is_there ? service->entries[i].area : MSB_NONE;
        told.unit = is_there ? service->entries[i].unit : MSB_NONE;
        is_added = add_list(cases, &told);
    }
    return is_added;
}

static bool
add_lists(struct msb_cases *cases)
{
    const struct msb_model *model = cases->rules->model;
    bool is_added = true;

    if (model->coordination == MSB_COORDINATION_SINGLE)
        return add_rules(cases);
    for (size_t i = 0; i < model->num_services && is_added; i++)
        is_added = add_entries(cases, i);
    return is_added;
}

static bool
is_unknown(const struct msbi_case_list *list)
{
    return !list->told.is_counted && list->told.num_kinds == 0;
}

/* Make all lists; then, with the work that is left, those again that were not
   found out. */
static enum msb_status
make_lists(struct msb_cases *cases, struct msbi_making *making)
{
    enum msb_status status = MSB_OK;

    making->num_left = cases->num;
    for (size_t i = 0; i < cases->num && status == MSB_OK; i++)
        status = msbi_case_list_make(making, &cases->lists[i], true);
    making->num_left = 0;
    for (size_t i = 0; i < cases->num; i++)
        making->num_left += is_unknown(&cases->lists[i]);
    for (size_t i = 0; i < cases->num && status == MSB_OK; i++)
        if (is_unknown(&cases->lists[i]))
            status = msbi_case_list_make(making, &cases->lists[i], false);
    return status;
}

/* Leave out the lists of gaps where there is none. */
static void
drop_gaps(struct msb_cases *cases)
{
    size_t kept = 0;

    for (size_t i = 0; i < cases->num; i++) {
        struct msbi_case_list *list = &cases->lists[i];
        const struct msb_case_list *told = &list->told;

        if (told->rule == MSB_NONE && told->entry == MSB_NONE
            && told->is_counted && told->num_kinds == 0)
            msbi_case_list_clear(list);
        else
            cases->lists[kept++] = *list;
    }
    cases->num = kept;
}

enum msb_status
msb_rules_list_cases(struct msb_rules *rules, size_t max_rows,
                     struct msb_cases **out, struct msb_error *err)
{
    struct msbi_making making = {.rules = rules, .max_rows = max_rows};
    struct msb_cases *cases;
    enum msb_status status;

    if (rules == NULL || out == NULL)
        return msbi_fail_misuse(err, "rules and out must not be NULL");
    *out = NULL;
    if (max_rows == 0 || max_rows > MSB_CASES_MAX_ROWS)
        return msbi_fail_misuse(err, "max_rows must be 1 to 10000");
    cases = msbi_alloc(sizeof *cases);
    if (cases == NULL)
        return msbi_fail_nomem(err);
    msbi_refcount_init(&cases->refs);
    cases->rules = msb_rules_ref(rules);
    status = add_lists(cases) ? make_lists(cases, &making) : MSB_ERR_NOMEM;
    if (making.has_search)
        msbi_case_search_release(&making.search);
    drop_gaps(cases);
    if (status == MSB_OK)
        *out = msb_cases_ref(cases);
    msb_cases_unref(cases);
    return status == MSB_OK ? MSB_OK : msbi_fail_nomem(err);
}

struct msb_cases *
msb_cases_ref(struct msb_cases *cases)
{
    if (cases != NULL)
        msbi_refcount_take(&cases->refs);
    return cases;
}

void
msb_cases_unref(struct msb_cases *cases)
{
    if (cases == NULL || !msbi_refcount_drop(&cases->refs))
        return;
    for (size_t i = 0; i < cases->num; i++)
        msbi_case_list_clear(&cases->lists[i]);
    msbi_free(cases->lists);
    msb_rules_unref(cases->rules);
    msbi_free(cases);
}
