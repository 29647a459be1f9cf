/* SPDX-License-Identifier: MIT */
/*
 * Compiling a model: fold the values into classes, turn each condition into a
 * diagram, and lay the ordered lists over one another from the last to the
 * first, so that the leaf is the first entry that matches. Then freeze.
 */
#include "rules/rules.h"

#include "base/error.h"
#include "rules/chart.h"
#include "rules/laid.h"
#include "rules/stage.h"

static enum msb_status
compile_groups(struct msb_rules *rules)
{
    const struct msb_model *model = rules->model;
    msbi_ref root = MSBI_GAP;
    enum msb_status status;

    rules->groups = msbi_alloc_array(model->num_groups, sizeof *rules->groups);
    if (rules->groups == NULL)
        return rules->diagram.status = MSB_ERR_NOMEM;
    for (size_t i = 0; i < model->num_groups; i++) {
        status = msbi_condition_compile(rules, model->groups[i].when,
                                        &rules->groups[i]);
        if (status != MSB_OK)
            return status;
    }
    for (size_t i = model->num_groups; i-- > 0;)
        root = msbi_diagram_choose(&rules->diagram, rules->groups[i].ref,
                                   msbi_leaf(i), root);
    rules->target_group = root;
    return rules->diagram.status;
}

static enum msb_status
compile_rules(struct msb_rules *rules)
{
    const struct msb_model *model = rules->model;
    struct msbi_diagram *diagram = &rules->diagram;
    enum msb_status status;

    rules->conditions = msbi_alloc_array(model->num_rules,
                                         sizeof *rules->conditions);
    if (rules->conditions == NULL)
        return diagram->status = MSB_ERR_NOMEM;
    for (size_t i = 0; i < model->num_rules; i++) {
        status = msbi_condition_compile(rules, model->rules[i].when,
                                        &rules->conditions[i]);
        if (status != MSB_OK)
            return status;
    }
    return diagram->status;
}

/*
 * Lay all rules over one another, if the diagram stays within bounds. Where it
 * does not, the rules stay apart and are laid for each question, on what is
 * left of them once the facts are known: the same, only later.
 */
static enum msb_status
compile_joint(struct msb_rules *rules, size_t max_nodes)
{
    struct msbi_diagram *diagram = &rules->diagram;
    msbi_ref *refs = msbi_alloc_array(rules->model->num_rules, sizeof *refs);

    if (refs == NULL)
        return diagram->status = MSB_ERR_NOMEM;
    for (size_t i = 0; i < rules->model->num_rules; i++)
        refs[i] = rules->conditions[i].ref;
    diagram->max_nodes = diagram->num_nodes + max_nodes;
    diagram->max_steps = diagram->steps + MSBI_JOINT_STEPS;
    rules->rule = msbi_lay(rules, diagram, refs);
    msbi_free(refs);
    rules->has_joint = rules->rule != MSBI_FAILED;
    if (diagram->status == MSB_ERR_LIMIT) {
        rules->rule = MSBI_GAP;
        diagram->status = MSB_OK;
    }
    diagram->max_nodes = MSB_RULES_MAX_NODES;
    diagram->max_steps = diagram->steps + MSBI_MAX_STEPS;
    return diagram->status;
}

/* The diagram of @root where the level @level is of the class 1. */
static msbi_ref
assume_held(struct msb_rules *rules, msbi_ref root, uint32_t level)
{
    uint16_t *classes;
    msbi_ref held;

    if (level == MSBI_NO_LEVEL)
        return root;
    classes = msbi_alloc_array(rules->levels.num, sizeof *classes);
    if (classes == NULL) {
        rules->diagram.status = MSB_ERR_NOMEM;
        return MSBI_FAILED;
    }
    for (size_t i = 0; i < rules->levels.num; i++)
        classes[i] = MSBI_UNKNOWN_CLASS;
    classes[level] = 1;
    held = msbi_diagram_restrict(&rules->diagram, &rules->diagram, classes,
                                 NULL, NULL, root);
    msbi_free(classes);
    return held;
}

static enum msb_status
compile_service(struct msb_rules *rules, size_t index)
{
    const struct msb_model *model = rules->model;
    const struct msbi_service *service = &model->services[index];
    struct msbi_compiled_service *compiled = &rules->services[index];
    const uint32_t *levels =
        rules->levels.value_levels[model->services_attribute];
    msbi_ref root = MSBI_GAP;
    enum msb_status status;

    compiled->entries = msbi_alloc_array(service->num_entries,
                                         sizeof *compiled->entries);
    if (compiled->entries == NULL)
        return rules->diagram.status = MSB_ERR_NOMEM;
    for (size_t i = 0; i < service->num_entries; i++) {
        status = msbi_condition_compile(rules, service->entries[i].when,
                                        &compiled->entries[i]);
        if (status != MSB_OK)
            return status;
    }
    for (size_t i = service->num_entries; i-- > 0;)
        root = msbi_diagram_choose(&rules->diagram, compiled->entries[i].ref,
                                   msbi_leaf(i), root);
    compiled->root = assume_held(rules, root, levels[index]);
    return rules->diagram.status;
}

static size_t
collect_compiled(struct msbi_compiled *compiled, msbi_ref **roots, size_t num)
{
    if (roots != NULL)
        roots[num] = &compiled->ref;
    num++;
    for (size_t i = 0; i < compiled->num; i++)
        num = collect_compiled(&compiled->parts[i], roots, num);
    return num;
}

/* Every reference that must survive freezing; counts while @roots is NULL. */
static size_t
collect_roots(struct msb_rules *rules, msbi_ref **roots)
{
    const struct msb_model *model = rules->model;
    msbi_ref *lists[] = {&rules->rule, &rules->target_group};
    size_t num = 0;

    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++, num++)
        if (roots != NULL)
            roots[num] = lists[i];
    for (size_t i = 0; i < model->num_services; i++, num++)
        if (roots != NULL)
            roots[num] = &rules->services[i].root;
    for (size_t i = 0; i < model->num_groups; i++)
        num = collect_compiled(&rules->groups[i], roots, num);
    for (size_t i = 0; i < model->num_rules; i++)
        num = collect_compiled(&rules->conditions[i], roots, num);
    for (size_t i = 0; i < model->num_services; i++)
        for (size_t k = 0; k < model->services[i].num_entries; k++)
            num = collect_compiled(&rules->services[i].entries[k], roots, num);
    return num;
}

static enum msb_status
freeze(struct msb_rules *rules)
{
    size_t num = collect_roots(rules, NULL);
    msbi_ref **roots = msbi_alloc_array(num, sizeof *roots);
    enum msb_status status;

    if (roots == NULL)
        return rules->diagram.status = MSB_ERR_NOMEM;
    collect_roots(rules, roots);
    status = msbi_diagram_freeze(&rules->diagram, roots, num);
    msbi_free(roots);
    return rules->diagram.status = status;
}

static enum msb_status
compile(struct msb_rules *rules, size_t max_joint)
{
    const struct msb_model *model = rules->model;
    enum msb_status status = compile_groups(rules);

    if (status == MSB_OK)
        status = compile_rules(rules);
    if (status == MSB_OK)
        status = compile_joint(rules, max_joint);
    if (status != MSB_OK)
        return status;
    rules->services = msbi_alloc_array(model->num_services,
                                       sizeof *rules->services);
    if (rules->services == NULL)
        return rules->diagram.status = MSB_ERR_NOMEM;
    for (size_t i = 0; i < model->num_services && status == MSB_OK; i++)
        status = compile_service(rules, i);
    if (status == MSB_OK)
        status = freeze(rules);
    if (status == MSB_OK)
        status = rules->diagram.status = msbi_tables_build(rules,
                                                           &rules->tables);
    if (status == MSB_OK)
        status = rules->diagram.status = msbi_charts_build(rules,
                                                           &rules->charts);
    return status;
}

enum msb_status
msb_rules_compile(struct msb_model *model, struct msb_rules **out,
                  struct msb_error *err)
{
    return msbi_rules_compile(model, MSBI_JOINT_NODES, out, err);
}

enum msb_status
msbi_rules_compile(struct msb_model *model, size_t max_joint,
                   struct msb_rules **out, struct msb_error *err)
{
    if (model == NULL || out == NULL)
        return msbi_fail_misuse(err, "model and out must not be NULL");
    return msbi_rules_compile_among(model, model, max_joint, out, err);
}

enum msb_status
msbi_rules_compile_among(struct msb_model *model,
                         const struct msb_model *tested, size_t max_joint,
                         struct msb_rules **out, struct msb_error *err)
{
    enum msb_status status;
    struct msb_rules *rules = NULL;

    *out = NULL;
    if (model->num_rules > MSBI_MAX_RULES)
        return msbi_fail(err, MSB_ERR_LIMIT, "limit",
                         "the model has more than %d responsibility rules",
                         MSBI_MAX_RULES);
    rules = msbi_alloc(sizeof *rules);
    if (rules == NULL)
        return msbi_fail_nomem(err);
    msbi_refcount_init(&rules->refs);
    rules->model = msb_model_ref(model);
    status = msbi_levels_build(tested, &rules->levels, err);
    if (status != MSB_OK)
        goto out;
    if (msbi_diagram_init(&rules->diagram, &rules->levels, MSB_RULES_MAX_NODES)
        != MSB_OK) {
        status = msbi_fail_nomem(err);
        goto out;
    }
    if (compile(rules, max_joint) != MSB_OK) {
        status = msbi_diagram_fail(&rules->diagram, err);
        goto out;
    }
    *out = rules;
    rules = NULL;
out:
    msb_rules_unref(rules);
    return status;
}

struct msb_rules *
msb_rules_ref(struct msb_rules *rules)
{
    if (rules != NULL)
        msbi_refcount_take(&rules->refs);
    return rules;
}

static void
release_list(struct msbi_compiled *list, size_t num)
{
    for (size_t i = 0; list != NULL && i < num; i++)
        msbi_compiled_release(&list[i]);
    msbi_free(list);
}

void
msb_rules_unref(struct msb_rules *rules)
{
    const struct msb_model *model;

    if (rules == NULL || !msbi_refcount_drop(&rules->refs))
        return;
    model = rules->model;
    release_list(rules->groups, model->num_groups);
    release_list(rules->conditions, model->num_rules);
    for (size_t i = 0; rules->services != NULL && i < model->num_services; i++)
        release_list(rules->services[i].entries,
                     model->services[i].num_entries);
    msbi_free(rules->services);
    msbi_tables_free(rules->tables);
    msbi_charts_free(rules->charts);
    msbi_diagram_release(&rules->diagram);
    msbi_levels_release(&rules->levels);
    msb_model_unref(rules->model);
    msbi_free(rules);
}

struct msb_model *
msb_rules_get_model(const struct msb_rules *rules)
{
    return rules == NULL ? NULL : rules->model;
}

size_t
msb_rules_num_nodes(const struct msb_rules *rules)
{
    return rules == NULL ? 0 : rules->diagram.num_nodes;
}
