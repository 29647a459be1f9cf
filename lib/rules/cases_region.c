/* SPDX-License-Identifier: MIT */
/*
 * Whom an entry decides. A rule: who meets its condition and none of the rules
 * before it, under `unique` none of all others. Where the rules are laid as a
 * small diagram it is read there. Else one rule is taken away after another,
 * and only where it takes something, so a region of few citizens stays a small
 * diagram however many rules there are. An entry of a service:
 * whose service it is the first to deliver; under `unique`, those whom two
 * rules match are rejected before anything is delivered.
 */
#include "rules/cases.h"

/* The most steps that reading one rule's region there may take. */
#define MAX_LAID_STEPS 2000u

/* @region without those who meet the condition of @rule. */
static msbi_ref
take_away(const struct msb_rules *rules, size_t rule,
          struct msbi_diagram *diagram, msbi_ref region)
{
    msbi_ref taken = msbi_diagram_restrict(diagram, &rules->diagram, NULL, NULL,
                                           NULL, rules->conditions[rule].ref);

    if (taken == MSBI_FAILED || !msbi_diagram_meets(diagram, region, taken))
        return diagram->status == MSB_OK ? region : MSBI_FAILED;
    return msbi_diagram_choose(diagram, taken, MSBI_FALSE, region);
}

static msbi_ref
keep_leaf(void *user, msbi_ref leaf)
{
    const msbi_ref *wanted = user;

    return leaf == *wanted ? MSBI_TRUE : MSBI_FALSE;
}

/* Where @root leads to the leaf of @index, or to the gap. */
static msbi_ref
region_of_leaf(const struct msb_rules *rules, msbi_ref root, size_t index,
               struct msbi_diagram *diagram)
{
    msbi_ref wanted = index == MSB_NONE ? MSBI_GAP : msbi_leaf(index);

    return msbi_diagram_restrict(diagram, &rules->diagram, NULL, keep_leaf,
                                 &wanted, root);
}

/* What the rules laid over one another say; MSBI_FAILED also where that has too
   many nodes to be read for each rule, which is no failure of the diagram. */
static msbi_ref
read_laid(const struct msb_rules *rules, size_t rule,
          struct msbi_diagram *diagram)
{
    uint64_t max_steps = diagram->max_steps;
    uint64_t wanted = diagram->steps + MAX_LAID_STEPS;
    msbi_ref region;

    if (wanted < max_steps)
        diagram->max_steps = wanted;
    region = region_of_leaf(rules, rules->rule, rule, diagram);
    diagram->max_steps = max_steps;
    if (diagram->status == MSB_ERR_LIMIT && diagram->steps <= max_steps)
        diagram->status = MSB_OK;
    return region;
}

msbi_ref
msbi_region_of_rule(const struct msb_rules *rules, size_t rule,
                    struct msbi_diagram *diagram)
{
    bool unique = rules->model->hit_policy == MSB_HIT_POLICY_UNIQUE;
    size_t num = rules->model->num_rules;
    msbi_ref region = MSBI_FAILED;

    if (rules->has_joint)
        region = read_laid(rules, rule, diagram);
    if (region != MSBI_FAILED || diagram->status != MSB_OK)
        return region;
    region = MSBI_TRUE;
    if (rule != MSB_NONE)
        region = msbi_diagram_restrict(diagram, &rules->diagram, NULL, NULL,
                                       NULL, rules->conditions[rule].ref);
    if (rule != MSB_NONE && !unique)
        num = rule;
    for (size_t i = num; i-- > 0 && region != MSBI_FAILED;)
        if (i != rule)
            region = take_away(rules, i, diagram, region);
    return region;
}

/* @region without those whom two rules match. */
static msbi_ref
take_conflicts(const struct msb_rules *rules, struct msbi_diagram *diagram,
               msbi_ref region)
{
    msbi_ref matched = MSBI_FALSE; /* by one of the rules so far */

    for (size_t i = 0; i < rules->model->num_rules; i++) {
        msbi_ref rule = msbi_diagram_restrict(diagram, &rules->diagram, NULL,
                                              NULL, NULL,
                                              rules->conditions[i].ref);
        msbi_ref both = msbi_diagram_choose(diagram, rule, matched, MSBI_FALSE);

        region = msbi_diagram_choose(diagram, both, MSBI_FALSE, region);
        matched = msbi_diagram_choose(diagram, rule, MSBI_TRUE, matched);
    }
    return region;
}

/* @region of those who hold a service, which it then reads no more. */
static msbi_ref
assume_held(const struct msb_rules *rules, size_t service,
            struct msbi_diagram *diagram, msbi_ref region)
{
    size_t services = rules->model->services_attribute;
    uint32_t level = rules->levels.value_levels[services][service];
    uint16_t *classes;

    if (level == MSBI_NO_LEVEL)
        return region;
    classes = msbi_alloc_array(rules->levels.num, sizeof *classes);
    if (classes == NULL) {
        diagram->status = MSB_ERR_NOMEM;
        return MSBI_FAILED;
    }
    for (size_t i = 0; i < rules->levels.num; i++)
        classes[i] = i == level ? 1 : MSBI_UNKNOWN_CLASS;
    region = msbi_diagram_restrict(diagram, diagram, classes, NULL, NULL,
                                   region);
    msbi_free(classes);
    return region;
}

msbi_ref
msbi_region_of_delivery(const struct msb_rules *rules, size_t service,
                        size_t entry, struct msbi_diagram *diagram)
{
    return region_of_leaf(rules, rules->services[service].root, entry, diagram);
}

msbi_ref
msbi_region_of_entry(const struct msb_rules *rules, size_t service,
                     size_t entry, struct msbi_diagram *diagram)
{
    msbi_ref region = msbi_region_of_delivery(rules, service, entry, diagram);

    if (rules->model->hit_policy == MSB_HIT_POLICY_UNIQUE
        && region != MSBI_FALSE)
        region = assume_held(rules, service, diagram,
                             take_conflicts(rules, diagram, region));
    return region;
}

msbi_ref
msbi_region_of_group(const struct msb_rules *rules, size_t group,
                     struct msbi_diagram *diagram)
{
    return region_of_leaf(rules, rules->target_group, group, diagram);
}
