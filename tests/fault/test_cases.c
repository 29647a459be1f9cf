/* SPDX-License-Identifier: MIT */
/* Listing cases, and writing them, survives every failed allocation. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <msb/cases.h>

#include "base/error.h"
#include "rules/cases_search.h"
#include "support/fault.h"
#include "support/short.h"

/* Every type of attribute, groups, a gap, and more kinds than rows. */
static const char single[] =
    "'attributes': {'f': {'type': 'flag'}, 'n': {'type': 'integer', 'min': "
    "-9, 'max': 99}, 'e': {'type': 'enum', 'values': ['x', 'y', 'z', 'w', "
    "'v']}, 's': {'type': 'set', 'values': ['p', 'q', 'r', 't']}}, "
    "'target_groups': [{'id': 'young', 'name': 'Y', 'when': {'age': {'below': "
    "30}}}, {'id': 'old', 'name': 'O', 'when': {'age': {'from': 40}}}], "
    "'areas': [{'id': 'a', 'name': 'A'}, {'id': 'b', 'name': 'B'}], "
    "'responsibility': ["
    "{'id': 'r1', 'area': 'a', 'because': 'B', 'when': {'target_group': "
    "'young', 'any': [{'s': {'all_of': ['p', 'q'], 'none_of': ['r']}}, "
    "{'n': [3, 5]}]}}, "
    "{'id': 'r2', 'area': 'b', 'when': {'not': {'e': ['x', 'z']}, 's': ['t', "
    "'r']}}, {'id': 'r3', 'area': 'a', 'when': {'f': true}}, "
    "{'id': 'r4', 'area': 'a', 'when': {'f': true}}]";
static const char per_service[] =
    "'coordination': 'per_service', 'hit_policy': 'unique', "
    "'areas': [{'id': 'a', 'name': 'A'}], "
    "'units': [{'id': 'u', 'name': 'U', 'parent': 'a'}], "
    "'services': [{'id': 'v', 'name': 'V', 'law': 'L', 'delivered_by': ["
    "{'when': {'age': {'below': 18}}, 'by': 'u'}, "
    "{'when': {'services': 'w'}, 'by': 'a'}]}, "
    "{'id': 'w', 'name': 'W', 'delivered_by': 'a'}], "
    "'responsibility': [{'id': 'r', 'area': 'a', 'when': {'age': 20}}, "
    "{'id': 'q', 'area': 'a', 'when': {'services': 'v'}}]";

static enum msb_status
list(void *user, struct msb_error *err)
{
    struct msb_cases *cases = (struct msb_cases *)(uintptr_t)1;
    enum msb_status status = msb_rules_list_cases(user, 3, &cases, err);

    assert_int_equal(cases != NULL, status == MSB_OK);
    msb_cases_unref(cases);
    return status;
}

/* The lists of both models by a search: of all that a list can be about. */
static enum msb_status
search_list(struct msbi_case_search *search, size_t service, size_t index)
{
    const struct msbi_case_target target = {service, index};
    struct msbi_boxes boxes;
    enum msb_status status = msbi_case_search_list(search, &target, 3, 1,
                                                   &boxes);

    msbi_boxes_release(&boxes);
    return status;
}

static enum msb_status
search(void *user, struct msb_error *err)
{
    static const size_t indices[] = {0, 1, MSB_NONE};
    struct msbi_case_search search;
    enum msb_status status = msbi_case_search_init(&search, user);

    for (size_t i = 0; i < 3 && status == MSB_OK; i++)
        status = search_list(&search, MSB_NONE, indices[i]);
    for (size_t i = 0; i < 3 && status == MSB_OK; i++)
        if (search.rules->model->num_services > 0)
            status = search_list(&search, 0, indices[i]);
    msbi_case_search_release(&search);
    return status == MSB_OK ? MSB_OK : msbi_fail_nomem(err);
}

static enum msb_status
check_text(char *text, enum msb_status status)
{
    assert_int_equal(text != NULL, status == MSB_OK);
    msb_text_free(text);
    return status;
}

static enum msb_status
write_markdown(void *user, struct msb_error *err)
{
    char *text = NULL;
    enum msb_status status = msb_cases_format_markdown(user, "da", &text, err);

    return check_text(text, status);
}

static enum msb_status
write_csv(void *user, struct msb_error *err)
{
    char *text = NULL;
    enum msb_status status = msb_cases_format_csv(user, "en", &text, err);

    return check_text(text, status);
}

static enum msb_status
write_jsonl(void *user, struct msb_error *err)
{
    char *text = NULL;
    enum msb_status status = msb_cases_format_jsonl(user, &text, err);

    return check_text(text, status);
}

static void
cases_survive_every_failed_allocation(void **state)
{
    static const char *const models[] = {single, per_service};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct msb_rules *rules = rules_of(models[i]);
        struct msb_cases *cases = NULL;

        assert_survives(list, rules);
        assert_survives(search, rules);
        assert_int_equal(msb_rules_list_cases(rules, 3, &cases, NULL), MSB_OK);
        assert_survives(write_markdown, cases);
        assert_survives(write_csv, cases);
        assert_survives(write_jsonl, cases);
        msb_cases_unref(cases);
        msb_rules_unref(rules);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases_survive_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
