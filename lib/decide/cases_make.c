/* SPDX-License-Identifier: MIT */
/*
 * Making one list of cases: the region of the rule, or of the entry that
 * delivers a service, is drawn and cut into boxes; of each box an example and
 * its target groups are told. The diagram is gone before the next list is made.
 * A region that is too large to be drawn is searched for boxes, and then they
 * are as a rule not counted. Both are bounded: where neither is enough to say
 * anything, the list is empty and not counted.
 */
#include "decide/cases_make.h"

#include <string.h>

/* The name of a row: its rule, or its service and entry, and its number. */
static char *
name_row(const struct msbi_making *making, size_t row)
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
give_example(const struct msbi_making *making, const struct msbi_box *box)
{
    struct msbi_text text;

    msbi_text_init(&text);
    msbi_box_add_example(&text, making->rules, box, making->list->told.service);
    return msbi_text_take(&text);
}

/* Note the rows that some citizens of a group are in; MSB_NONE: of none. */
static enum msb_status
note_group(struct msbi_making *making, size_t group, const msbi_ref *laid)
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
note_groups(struct msbi_making *making)
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

/* What is told of each box. */
static enum msb_status
make_rows(struct msbi_making *making)
{
    struct msbi_case_list *list = making->list;

    list->rows = msbi_alloc_array(list->boxes.num, sizeof *list->rows);
    if (list->rows == NULL)
        return MSB_ERR_NOMEM;
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
find_region(struct msbi_making *making, const struct msb_case_list *told)
{
    if (told->service == MSB_NONE)
        return msbi_region_of_rule(making->rules, told->rule, &making->diagram);
    return msbi_region_of_entry(making->rules, told->service, told->entry,
                                &making->diagram);
}

void
msbi_case_list_clear(struct msbi_case_list *list)
{
    for (size_t i = 0; list->rows != NULL && i < list->boxes.num; i++) {
        msbi_free(list->rows[i].id);
        msbi_free(list->rows[i].facts);
        msbi_free(list->rows[i].groups.items);
    }
    msbi_free(list->rows);
    list->rows = NULL;
    msbi_boxes_release(&list->boxes);
}

static uint64_t
count_left(const struct msbi_making *making, uint64_t bound)
{
    return making->steps < bound ? bound - making->steps : 0;
}

/* The steps that drawing one region may take: half of what is left. Where the
   rules as a whole were too large to be drawn most regions are too. */
static uint64_t
share_steps(const struct msbi_making *making)
{
    return count_left(making, making->rules->has_joint ? MSBI_MAX_CASE_STEPS
                                                       : MSBI_MAX_APART_STEPS)
           / 2;
}

/* Draw the region, and cut it into boxes. */
static enum msb_status
draw_list(struct msbi_making *making)
{
    struct msbi_diagram *diagram = &making->diagram;
    enum msb_status status;
    msbi_ref region;

    if (msbi_diagram_init(diagram, &making->rules->levels, MSBI_CASE_NODES)
        != MSB_OK)
        return MSB_ERR_NOMEM;
    diagram->max_steps = share_steps(making);
    region = find_region(making, &making->list->told);
    status = diagram->status;
    if (status == MSB_OK)
        status = msbi_boxes_list(diagram, region, making->max_rows,
                                 &making->list->boxes);
    if (status == MSB_OK)
        status = make_rows(making);
    /* Where that was not enough, count what it was allowed. */
    making->steps += status == MSB_ERR_LIMIT ? share_steps(making)
                                             : diagram->steps;
    msbi_diagram_release(diagram);
    return status;
}

/* Search the region for boxes. */
static enum msb_status
search_list(struct msbi_making *making)
{
    const struct msb_case_list *told = &making->list->told;
    const struct msbi_case_target target = {
        .service = told->service,
        .index = told->service == MSB_NONE ? told->rule : told->entry};
    enum msb_status status = MSB_OK;

    if (!making->has_search) {
        making->has_search = true;
        status = msbi_case_search_init(&making->search, making->rules);
    }
    if (status == MSB_OK)
        status = msbi_case_search_list(&making->search, &target,
                                       making->max_rows, making->num_left,
                                       &making->list->boxes);
    if (status != MSB_OK)
        return status;
    if (msbi_diagram_init(&making->diagram, &making->rules->levels,
                          MSBI_CASE_NODES)
        != MSB_OK)
        return MSB_ERR_NOMEM;
    making->diagram.max_steps = count_left(making, MSBI_MAX_CASE_STEPS)
                                / making->num_left;
    status = make_rows(making);
    making->steps += making->diagram.steps;
    msbi_diagram_release(&making->diagram);
    return status;
}

enum msb_status
msbi_case_list_make(struct msbi_making *making, struct msbi_case_list *list,
                    bool is_drawn)
{
    enum msb_status status = MSB_ERR_LIMIT;

    making->list = list;
    if (is_drawn)
        status = draw_list(making);
    if (status == MSB_ERR_LIMIT) {
        msbi_case_list_clear(list);
        status = search_list(making);
    }
    if (status == MSB_ERR_LIMIT) {
        msbi_case_list_clear(list);
        status = MSB_OK;
    }
    list->told.is_counted = list->boxes.is_counted;
    list->told.num_kinds = list->boxes.num_kinds;
    list->told.num_rows = list->boxes.num;
    making->num_left--;
    return status;
}
