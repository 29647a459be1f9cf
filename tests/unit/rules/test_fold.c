/* SPDX-License-Identifier: MIT */
/*
 * Folding is exact and as coarse as can be: two values are of one class if,
 * and only if, no test tells them apart. Every value of random domains is put
 * to every test, one by one.
 */
#include "rules/fold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/random.h"
#include "support/short.h"

enum { MAX_TESTS = 12, MAX_VALUES = 64 };

/* Tests of one attribute `x`, as intervals and as a model. */
struct tests {
    int64_t min, max;
    size_t num;
    struct {
        bool is_list;
        int64_t low, high; /* both included; of a list, its two values */
    } items[MAX_TESTS];
};

static bool
holds(const struct tests *tests, size_t test, int64_t value)
{
    if (tests->items[test].is_list)
        return value == tests->items[test].low
               || value == tests->items[test].high;
    return value >= tests->items[test].low && value <= tests->items[test].high;
}

/* Which tests a value meets, as bits. */
static unsigned
sign(const struct tests *tests, int64_t value)
{
    unsigned signature = 0;

    for (size_t i = 0; i < tests->num; i++)
        signature |= (unsigned)holds(tests, i, value) << i;
    return signature;
}

static struct msb_model *
read_model(const struct tests *tests)
{
    struct msb_model *model;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    fprintf(out,
            "'attributes': {'x': {'type': 'integer', 'min': %lld, "
            "'max': %lld}}, 'areas': [{'id': 'a', 'name': 'A'}], "
            "'responsibility': [",
            (long long)tests->min, (long long)tests->max);
    for (size_t i = 0; i < tests->num; i++)
        fprintf(out,
                tests->items[i].is_list
                    ? "%s{'id': 'r%zu', 'area': 'a', 'when': {'x': "
                      "[%lld, %lld]}}"
                    : "%s{'id': 'r%zu', 'area': 'a', 'when': {'x': "
                      "{'from': %lld, 'through': %lld}}}",
                i == 0 ? "" : ", ", i, (long long)tests->items[i].low,
                (long long)tests->items[i].high);
    fprintf(out, "]");
    assert_int_equal(fclose(out), 0);
    model = model_of(text);
    free(text);
    return model;
}

static void
release(struct msbi_classifier *classifier)
{
    msbi_free(classifier->starts);
    msbi_free(classifier->classes);
    msbi_free(classifier->table);
}

static void
fold(const struct msb_model *model, struct msbi_classifier *classifier,
     uint32_t *num_classes)
{
    memset(classifier, 0, sizeof *classifier);
    assert_int_equal(
        msbi_fold_attribute(model, 1, classifier, num_classes, NULL), MSB_OK);
}

/* The value of a class that is nearest to @to, the smaller of two. */
static int64_t
find_nearest(const struct msbi_classifier *classifier, uint16_t class,
             int64_t to, const int64_t *values, size_t num)
{
    int64_t best = INT64_MAX;

    for (size_t i = 0; i < num; i++)
        if (msbi_classifier_find(classifier, (int32_t)values[i]) == class
            && (best == INT64_MAX || llabs(values[i] - to) < llabs(best - to)))
            best = values[i];
    return best;
}

/* Compare the classes of @values, which ascend, with their signatures. */
static void
check_classes(const struct tests *tests,
              const struct msbi_classifier *classifier, uint32_t num_classes,
              const int64_t *values, size_t num)
{
    unsigned signatures[MAX_VALUES];
    uint16_t next = 0;

    for (size_t i = 0; i < num; i++) {
        unsigned signature = sign(tests, values[i]);
        uint16_t class = msbi_classifier_find(classifier, (int32_t)values[i]);

        assert_true(class <= next && class < num_classes);
        if (class == next) { /* numbered by the smallest value */
            for (uint16_t k = 0; k < next; k++)
                assert_int_not_equal(signatures[k], signature);
            signatures[next++] = signature;
            assert_int_equal(msbi_classifier_smallest(classifier, class),
                             values[i]);
        }
        assert_int_equal(signatures[class], signature);
    }
    assert_int_equal(num_classes, next);
}

static void
classes_are_what_the_tests_tell_apart(void **state)
{
    struct random random = {51};

    (void)state;
    for (size_t n = 0; n < 2000; n++) {
        struct tests tests = {.min = -(int64_t)random_below(&random, 30)};
        struct msbi_classifier classifier;
        struct msb_model *model;
        int64_t values[MAX_VALUES];
        size_t num_values = 1 + random_below(&random, MAX_VALUES - 1);
        uint32_t num_classes;

        tests.max = tests.min + (int64_t)num_values - 1;
        tests.num = random_below(&random, MAX_TESTS + 1);
        for (size_t i = 0; i < tests.num; i++) {
            int64_t a = tests.min + (int64_t)random_below(&random, num_values);
            int64_t b = tests.min + (int64_t)random_below(&random, num_values);

            tests.items[i].is_list = a != b && random_chance(&random, 40);
            tests.items[i].low = a < b ? a : b;
            tests.items[i].high = a < b ? b : a;
        }
        for (size_t i = 0; i < num_values; i++)
            values[i] = tests.min + (int64_t)i;
        model = read_model(&tests);
        fold(model, &classifier, &num_classes);
        assert_non_null(classifier.table);
        check_classes(&tests, &classifier, num_classes, values, num_values);
        for (uint16_t i = 0; i < num_classes; i++)
            for (size_t k = 0; k < num_values; k++)
                assert_int_equal(
                    msbi_classifier_nearest(&classifier, i, (int32_t)values[k]),
                    find_nearest(&classifier, i, values[k], values,
                                 num_values));
        release(&classifier);
        msb_model_unref(model);
    }
}

static void
the_ends_of_the_widest_domain_are_folded(void **state)
{
    enum { END = 2147483647 };
    static const struct tests tests = {-END,
                                       END,
                                       6,
                                       {{false, -END, -END},
                                        {false, END, END},
                                        {false, -END, END},
                                        {false, -1, END},
                                        {true, -END, END},
                                        {false, 100000, END - 1}}};
    static const int64_t values[] = {-END,  -END + 1, -2,      -1,      0,  1,
                                     99999, 100000,   5000000, END - 1, END};
    struct msb_model *model = read_model(&tests);
    struct msbi_classifier classifier;
    uint32_t num_classes;

    (void)state;
    fold(model, &classifier, &num_classes);
    assert_null(classifier.table);
    assert_int_equal(classifier.min, -END);
    assert_int_equal(classifier.max, END);
    /* The least; up to -2; up to 99999; up to the last but one; the last. */
    assert_int_equal(num_classes, 5);
    check_classes(&tests, &classifier, num_classes, values,
                  sizeof values / sizeof values[0]);
    assert_int_equal(msbi_classifier_nearest(&classifier, 0, END), -END);
    assert_int_equal(msbi_classifier_nearest(&classifier, 4, -END), END);
    assert_int_equal(msbi_classifier_nearest(&classifier, 1, END), -2);
    assert_int_equal(msbi_classifier_nearest(&classifier, 3, -END), 100000);
    release(&classifier);
    msb_model_unref(model);
}

static void
an_attribute_that_no_test_divides_has_one_class(void **state)
{
    static const struct tests cases[] = {
        {0, 0, 1, {{false, 0, 0}}},
        {-5, 5, 0, {{false, 0, 0}}},
        {-5, 5, 2, {{false, -5, 5}, {false, -5, 5}}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct msb_model *model = read_model(&cases[i]);
        struct msbi_classifier classifier;
        uint32_t num_classes;

        fold(model, &classifier, &num_classes);
        assert_int_equal(num_classes, 1);
        assert_int_equal(
            msbi_classifier_find(&classifier, (int32_t)cases[i].max), 0);
        release(&classifier);
        msb_model_unref(model);
    }
}

static void
tests_that_take_too_long_to_fold_end_with_limit(void **state)
{
    enum { NUM = 12000 };
    size_t live = msbi_alloc_num_live();
    struct msb_rules *rules = NULL;
    struct msb_error err = {0};
    struct msb_model *model;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    (void)state;
    assert_non_null(out);
    fprintf(out, "'attributes': {'x': {'type': 'integer', 'min': 0, 'max': "
                 "100000}}, 'areas': [{'id': 'a', 'name': 'A'}], "
                 "'responsibility': [{'id': 'r', 'area': 'a', 'when': "
                 "{'any': [");
    for (int i = 0; i < NUM; i++)
        fprintf(out, "%s{'x': %d}", i == 0 ? "" : ", ", 2 * i);
    fprintf(out, "]}}]");
    assert_int_equal(fclose(out), 0);
    model = model_of(text);
    free(text);
    assert_int_equal(msb_rules_compile(model, &rules, &err), MSB_ERR_LIMIT);
    assert_string_equal(err.code, "limit");
    assert_null(rules);
    msb_model_unref(model);
    assert_int_equal(msbi_alloc_num_live(), live);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classes_are_what_the_tests_tell_apart),
        cmocka_unit_test(the_ends_of_the_widest_domain_are_folded),
        cmocka_unit_test(an_attribute_that_no_test_divides_has_one_class),
        cmocka_unit_test(tests_that_take_too_long_to_fold_end_with_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
