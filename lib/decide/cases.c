/* SPDX-License-Identifier: MIT */
/*
 * Listing cases: the region of each rule, or of each entry that delivers a
 * service, cut into boxes; and of each box an example and its target groups.
 * One diagram at a time: it is gone before the next rule is looked at. The
 * steps of all of them together are bounded, so that rules which part their
 * citizens in too many ways end with LIMIT.
 */
#include "decide/cases.h"

#include <string.h>

#include "base/error.h"

struct making {
    struct msb_cases *cases;
    const struct msb_rules *rules;
    size_t max_rows;
    uint64_t steps; /* of all diagrams and lists so far */
    struct msbi_diagram diagram;
    struct msbi_case_list *list; /* the one that is being made */
    struct msb_error *err;
};

static enum msb_status
fail_list(enum msb_status status, const struct msb_model *model,
          const struct msb_case_list *told, struct msb_error *err)
{
    const char *id = msb_model_get_part_id(
        model, told->service == MSB_NONE ? MSB_PART_RULE : MSB_PART_SERVICE,
        told->service == MSB_NONE ? told->rule : told->service);

    if (status == MSB_ERR_NOMEM)
        return msbi_fail_nomem(err);
    return msbi_fail(err, MSB_ERR_LIMIT, "limit",
                     "listing the kinds of citizens of %s needs more than %d "
                     "nodes, or more than %u steps for all so far; use fewer "
                     "or simpler conditions",
                     id == NULL ? "no rule" : id, MSBI_CASE_NODES,
                     MSBI_MAX_CASE_STEPS);
}

/* The name of a row: its rule, or its service and entry, and its number. */
static char *
name_row(const struct making *making, size_t row)
{
    const struct msb_model *model = making->rules->model;
    const struct msb_case_list *told = &making->list->told;
    struct msbi_text text;

    msbi_text_init(&text);
    if (told->service != MSB_NONE)
        msbi_text_addf(&text, "%s/", model->services[told->service].id);
    if (told->rule != MSB_NONE)
        msbi_text_add(&text, model->rules[told->rule].id);
    else if (told->entry != MSB_NONE)
        msbi_text_addf(&text, "%zu", told->entry + 1);
    else
        msbi_text_add(&text, "GAP");
    msbi_text_addf(&text, "/%zu", row + 1);
    return msbi_text_take(&text);
}

static char *
give_example(const struct making *making, const struct msbi_box *box)
{
    struct msbi_text text;

    msbi_text_init(&text);
    msbi_box_add_example(&text, making->rules, box, making->list->told.service);
    return msbi_text_take(&text);
}

/* Note the rows that some citizens of a group are in; MSB_NONE: of none. */
static enum msb_status
note_group(struct making *making, size_t group, const msbi_ref *laid)
{
    struct msbi_diagram *diagram = &making->diagram;
    msbi_ref region = msbi_region_of_group(making->rules, group, diagram);

    if (region == MSBI_FAILED)
        return diagram->status;
    for (size_t i = 0; i < making->list->boxes.num; i++) {
        struct msbi_case_row *row = &making->list->rows[i];

        if (!msbi_diagram_meets(diagram, laid[i], region))
            continue;
        if (group == MSB_NONE)
            row->in_no_group = true;
        else
            row->groups.items[row->groups.num++] = group;
    }
    return diagram->status;
}

static enum msb_status
note_groups(struct making *making)
{
    size_t num_groups = making->rules->model->num_groups;
    size_t num = making->list->boxes.num;
    msbi_ref *laid = msbi_alloc_array(num, sizeof *laid);
    enum msb_status status = laid == NULL ? MSB_ERR_NOMEM : MSB_OK;

    /* A box has at most a node for each level. */
    making->diagram.max_nodes += num * making->rules->levels.num;
    for (size_t i = 0; i < num && status == MSB_OK; i++) {
        struct msbi_case_row *row = &making->list->rows[i];

        row->groups.items = msbi_alloc_array(num_groups,
                                             sizeof *row->groups.items);
        laid[i] = msbi_box_lay(row->box, &making->diagram);
        status = row->groups.items == NULL ? MSB_ERR_NOMEM
                                           : making->diagram.status;
    }
    for (size_t i = 0; i <= num_groups && status == MSB_OK; i++)
        status = note_group(making, i < num_groups ? i : MSB_NONE, laid);
    msbi_free(laid);
    return status;
}

static enum msb_status
make_rows(struct making *making)
{
    struct msbi_case_list *list = making->list;

    list->rows = msbi_alloc_array(list->boxes.num, sizeof *list->rows);
    if (list->rows == NULL)
        return MSB_ERR_NOMEM;
    list->told.num_kinds = list->boxes.num_kinds;
    list->told.num_rows = list->boxes.num;
    for (size_t i = 0; i < list->boxes.num; i++) {
        struct msbi_case_row *row = &list->rows[i];

        row->box = &list->boxes.items[i];
        row->id = name_row(making, i);
        row->facts = give_example(making, row->box);
        if (row->id == NULL || row->facts == NULL)
            return MSB_ERR_NOMEM;
    }
    return making->rules->model->num_groups == 0 ? MSB_OK : note_groups(making);
}

static msbi_ref
find_region(struct making *making, const struct msb_case_list *told)
{
    if (told->service == MSB_NONE)
        return msbi_region_of_rule(making->rules, told->rule, &making->diagram);
    return msbi_region_of_entry(making->rules, told->service, told->entry,
                                &making->diagram);
}

/* A new list at the end, with room for it. */
static struct msbi_case_list *
start_list(struct making *making, const struct msb_case_list *told)
{
    struct msb_cases *cases = making->cases;
    struct msbi_case_list *list;
    void *moved = msbi_grow(cases->lists, cases->num, &cases->max,
                            sizeof *cases->lists);

    if (moved == NULL)
        return NULL;
    cases->lists = moved;
    list = &cases->lists[cases->num++];
    memset(list, 0, sizeof *list);
    list->told = *told;
    return list;
}

/* List whom a rule or an entry decides; a gap only where there is one. */
static enum msb_status
make_list(struct making *making, const struct msb_case_list *told)
{
    struct msbi_diagram *diagram = &making->diagram;
    bool is_gap = told->rule == MSB_NONE && told->entry == MSB_NONE;
    enum msb_status status;
    msbi_ref region;

    if (msbi_diagram_init(diagram, &making->rules->levels, MSBI_CASE_NODES)
        != MSB_OK)
        return msbi_fail_nomem(making->err);
    diagram->steps = making->steps;
    diagram->max_steps = MSBI_MAX_CASE_STEPS;
    region = find_region(making, told);
    status = diagram->status;
    if (status != MSB_OK || (is_gap && region == MSBI_FALSE))
        goto out;
    making->list = start_list(making, told);
    if (making->list == NULL) {
        status = MSB_ERR_NOMEM;
        goto out;
    }
    status = msbi_boxes_list(diagram, region, making->max_rows,
                             &making->list->boxes);
    if (status == MSB_OK)
        status = make_rows(making);
out:
    making->steps = diagram->steps;
    msbi_diagram_release(diagram);
    if (status != MSB_OK)
        fail_list(status, making->rules->model, told, making->err);
    return status;
}

static enum msb_status
list_rules(struct making *making)
{
    const struct msb_model *model = making->rules->model;
    struct msb_case_list told = {.kind = MSB_FINDING_RESPONSIBILITY,
                                 .service = MSB_NONE,
                                 .entry = MSB_NONE,
                                 .unit = MSB_NONE};
    enum msb_status status = MSB_OK;

    for (size_t i = 0; i <= model->num_rules && status == MSB_OK; i++) {
        told.rule = i < model->num_rules ? i : MSB_NONE;
        told.area = i < model->num_rules ? model->rules[i].area : MSB_NONE;
        status = make_list(making, &told);
    }
    return status;
}

static enum msb_status
list_entries(struct making *making, size_t index)
{
    const struct msbi_service *service = &making->rules->model->services[index];
    struct msb_case_list told = {
        .kind = MSB_FINDING_SERVICE, .rule = MSB_NONE, .service = index};
    enum msb_status status = MSB_OK;

    for (size_t i = 0; i <= service->num_entries && status == MSB_OK; i++) {
        bool is_there = i < service->num_entries;

        told.entry = is_there ? i : MSB_NONE;
        told.area = is_there ? service->entries[i].area : MSB_NONE;
        told.unit = is_there ? service->entries[i].unit : MSB_NONE;
        status = make_list(making, &told);
    }
    return status;
}

enum msb_status
msb_rules_list_cases(struct msb_rules *rules, size_t max_rows,
                     struct msb_cases **out, struct msb_error *err)
{
    struct making making = {.rules = rules, .max_rows = max_rows, .err = err};
    enum msb_status status = MSB_OK;

    if (rules == NULL || out == NULL)
        return msbi_fail_misuse(err, "rules and out must not be NULL");
    *out = NULL;
    if (max_rows == 0 || max_rows > MSB_CASES_MAX_ROWS)
        return msbi_fail_misuse(err, "max_rows must be 1 to 10000");
    making.cases = msbi_alloc(sizeof *making.cases);
    if (making.cases == NULL)
        return msbi_fail_nomem(err);
    msbi_refcount_init(&making.cases->refs);
    making.cases->rules = msb_rules_ref(rules);
    if (rules->model->coordination == MSB_COORDINATION_SINGLE)
        status = list_rules(&making);
    for (size_t i = 0; i < rules->model->num_services && status == MSB_OK; i++)
        if (rules->model->coordination == MSB_COORDINATION_PER_SERVICE)
            status = list_entries(&making, i);
    if (status == MSB_OK)
        *out = msb_cases_ref(making.cases);
    msb_cases_unref(making.cases);
    return status;
}

struct msb_cases *
msb_cases_ref(struct msb_cases *cases)
{
    if (cases != NULL)
        msbi_refcount_take(&cases->refs);
    return cases;
}

static void
release_list(struct msbi_case_list *list)
{
    for (size_t i = 0; list->rows != NULL && i < list->boxes.num; i++) {
        msbi_free(list->rows[i].id);
        msbi_free(list->rows[i].facts);
        msbi_free(list->rows[i].groups.items);
    }
    msbi_free(list->rows);
    msbi_boxes_release(&list->boxes);
}

void
msb_cases_unref(struct msb_cases *cases)
{
    if (cases == NULL || !msbi_refcount_drop(&cases->refs))
        return;
    for (size_t i = 0; i < cases->num; i++)
        release_list(&cases->lists[i]);
    msbi_free(cases->lists);
    msb_rules_unref(cases->rules);
    msbi_free(cases);
}
