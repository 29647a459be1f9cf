/* SPDX-License-Identifier: MIT */
/* From a path to complete facts that a person can read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/walk.h"
#include "support/short.h"

static const char members[] =
    "'attributes': {'n': {'type': 'integer', 'min': -9, 'max': 9}, "
    "'e': {'type': 'enum', 'values': ['p', 'q', 'r']}, "
    "'f': {'type': 'flag'}, "
    "'s': {'type': 'set', 'values': ['x', 'y', 'z']}, "
    "'unused': {'type': 'set', 'values': ['x']}, "
    "'idle': {'type': 'enum', 'values': ['o', 'p']}}, "
    "'areas': [{'id': 'a', 'name': 'A'}], "
    "'services': [{'id': 'home', 'name': 'H', 'delivered_by': 'a'}, "
    "{'id': 'work', 'name': 'W', 'delivered_by': 'a'}], "
    "'responsibility': [{'id': 'r', 'area': 'a', 'when': "
    "{'age': {'from': 67}, 'n': {'above': -3, 'below': 4}, 'e': ['q', 'r'], "
    "'f': true, 's': {'any_of': ['z', 'x']}, 'services': 'home'}}]";

/* The first attribute of a level, and the class it is to have. */
struct fixed {
    const char *attribute, *value;
    uint16_t class;
};

static void
check_witness(const struct fixed *fixed, size_t num, size_t service,
              const char *expected)
{
    struct msb_rules *rules = rules_of(members);
    const struct msb_model *model = rules->model;
    struct msbi_text text;
    uint16_t path[16];
    char *witness, *wanted = quoted(expected);

    assert_true(rules->levels.num <= 16);
    for (size_t i = 0; i < rules->levels.num; i++)
        path[i] = MSBI_UNKNOWN_CLASS;
    for (size_t i = 0; i < num; i++) {
        size_t index = msbi_model_find_attribute(model, fixed[i].attribute,
                                                 strlen(fixed[i].attribute));
        uint32_t level = rules->levels.classifiers[index].level;

        if (fixed[i].value != NULL)
            level = rules->levels.value_levels[index][msbi_attribute_find_value(
                &model->attributes[index], fixed[i].value,
                strlen(fixed[i].value))];
        path[level] = fixed[i].class;
    }
    msbi_text_init(&text);
    msbi_witness_add(&text, rules, path, service);
    witness = msbi_text_take(&text);
    assert_string_equal(witness, wanted);
    msbi_free(witness);
    free(wanted);
    msb_rules_unref(rules);
}

static void
where_any_value_will_do_it_is_the_smallest(void **state)
{
    (void)state;
    check_witness(NULL, 0, MSB_NONE,
                  "{'age': 0, 'n': -9, 'e': 'p', 'f': false, 's': [], "
                  "'unused': [], 'idle': 'o', 'services': []}");
}

static void
a_class_is_shown_by_its_smallest_value(void **state)
{
    static const struct fixed fixed[] = {
        {"age", NULL, 1},        {"n", NULL, 1}, {"e", NULL, 1},
        {"f", NULL, 1},          {"s", "z", 1},  {"s", "x", 1},
        {"services", "home", 1},
    };

    (void)state;
    check_witness(fixed, 7, MSB_NONE,
                  "{'age': 67, 'n': -2, 'e': 'q', 'f': true, "
                  "'s': ['x', 'z'], 'unused': [], 'idle': 'o', "
                  "'services': ['home']}");
}

static void
the_service_in_question_is_held_besides(void **state)
{
    static const struct fixed fixed[] = {
        {"services", "home", 0}, {"s", "z", 1}, {"s", "x", 0}, {"n", NULL, 0}};

    (void)state;
    check_witness(fixed, 4, 1,
                  "{'age': 0, 'n': -9, 'e': 'p', 'f': false, 's': ['z'], "
                  "'unused': [], 'idle': 'o', 'services': ['work']}");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(where_any_value_will_do_it_is_the_smallest),
        cmocka_unit_test(a_class_is_shown_by_its_smallest_value),
        cmocka_unit_test(the_service_in_question_is_held_besides),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
