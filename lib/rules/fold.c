/* SPDX-License-Identifier: MIT */
/*
 * Folding. The tests' ranges cut the domain into intervals; then one class of
 * all intervals is refined by one test after the other, each splitting the
 * classes that it holds for in part. What is left apart at the end is told
 * apart by some test, and nothing else is: the folding is exact, and as
 * coarse as can be. Cost: the intervals that each test covers, summed.
 */
#include "rules/fold.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* A domain of at most so many values also gets a table. */
#define MAX_TABLE 65536

struct folding {
    size_t attribute;
    struct msbi_classifier *classifier;
    size_t capacity;    /* of starts */
    uint32_t *class_of; /* by interval */
    uint32_t *size;     /* of a class, in intervals */
    uint32_t *inside;   /* of a class, intervals for which the test holds */
    uint32_t *target;   /* where those go */
    uint32_t num_classes;
    uint64_t steps;
    struct msb_error *err;
};

static enum msb_status
add_start(struct folding *folding, int64_t start)
{
    struct msbi_classifier *classifier = folding->classifier;
    void *moved;

    if (start > classifier->max)
        return MSB_OK;
    moved = msbi_grow(classifier->starts, classifier->num_starts,
                      &folding->capacity, sizeof *classifier->starts);
    if (moved == NULL)
        return msbi_fail_nomem(folding->err);
    classifier->starts = moved;
    classifier->starts[classifier->num_starts++] = (int32_t)start;
    return MSB_OK;
}

static enum msb_status
cut_at_test(void *user, const struct msbi_test *test)
{
    struct folding *folding = user;
    enum msb_status status = MSB_OK;

    if (test->attribute != folding->attribute)
        return MSB_OK;
    for (size_t i = 0; i < test->num_ranges && status == MSB_OK; i++) {
        status = add_start(folding, test->ranges[i].low);
        if (status == MSB_OK)
            status = add_start(folding, (int64_t)test->ranges[i].high + 1);
    }
    return status;
}

static int
compare_starts(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

    return (x > y) - (x < y);
}

static void
sort_starts(struct msbi_classifier *classifier)
{
    size_t num = 1;

    qsort(classifier->starts, classifier->num_starts,
          sizeof *classifier->starts, compare_starts);
    for (size_t i = 1; i < classifier->num_starts; i++)
        if (classifier->starts[i] != classifier->starts[num - 1])
            classifier->starts[num++] = classifier->starts[i];
    classifier->num_starts = num;
}

static size_t
find_start(const struct msbi_classifier *classifier, int32_t value)
{
    const int32_t *found = bsearch(&value, classifier->starts,
                                   classifier->num_starts,
                                   sizeof *classifier->starts, compare_starts);

    return (size_t)(found - classifier->starts);
}

/* One past the last interval of a range. */
static size_t
find_end(const struct msbi_classifier *classifier, int32_t high)
{
    if (high == classifier->max)
        return classifier->num_starts;
    return find_start(classifier, high + 1);
}

static void
count_inside(struct folding *folding, const struct msbi_test *test)
{
    for (size_t i = 0; i < test->num_ranges; i++) {
        size_t from = find_start(folding->classifier, test->ranges[i].low);
        size_t end = find_end(folding->classifier, test->ranges[i].high);

        folding->steps += end - from + 1;
        for (size_t k = from; k < end; k++)
            folding->inside[folding->class_of[k]]++;
    }
}

static void
split_classes(struct folding *folding, const struct msbi_test *test)
{
    for (size_t i = 0; i < test->num_ranges; i++) {
        size_t from = find_start(folding->classifier, test->ranges[i].low);
        size_t end = find_end(folding->classifier, test->ranges[i].high);

        for (size_t k = from; k < end; k++) {
            uint32_t old = folding->class_of[k];

            if (folding->inside[old] == folding->size[old])
                continue; /* wholly inside: no split */
            if (folding->target[old] == 0) {
                folding->target[old] = folding->num_classes;
                folding->size[folding->num_classes++] = 0;
            }
            folding->class_of[k] = folding->target[old];
            folding->size[folding->target[old]]++;
        }
    }
}

static enum msb_status
refine_by_test(void *user, const struct msbi_test *test)
{
    struct folding *folding = user;
    uint32_t num_before = folding->num_classes;

    if (test->attribute != folding->attribute)
        return MSB_OK;
    count_inside(folding, test);
    split_classes(folding, test);
    for (uint32_t i = 0; i < num_before; i++) {
        if (folding->target[i] != 0)
            folding->size[i] -= folding->size[folding->target[i]];
        folding->target[i] = 0;
        folding->inside[i] = 0;
    }
    folding->steps += num_before;
    if (folding->num_classes > MSBI_MAX_CLASSES
        || folding->steps > MSBI_MAX_FOLDING)
        return msbi_fail(folding->err, MSB_ERR_LIMIT, "limit",
                         "the tests of one attribute tell more than %d "
                         "classes of values apart, or take too long to fold",
                         MSBI_MAX_CLASSES);
    return MSB_OK;
}

static enum msb_status
refine(struct folding *folding, const struct msb_model *model)
{
    size_t num = folding->classifier->num_starts;
    enum msb_status status;

    folding->class_of = msbi_alloc_array(num, sizeof(uint32_t));
    folding->size = msbi_alloc_array(num + 1, sizeof(uint32_t));
    folding->inside = msbi_alloc_array(num + 1, sizeof(uint32_t));
    folding->target = msbi_alloc_array(num + 1, sizeof(uint32_t));
    if (folding->class_of == NULL || folding->size == NULL
        || folding->inside == NULL || folding->target == NULL)
        return msbi_fail_nomem(folding->err);
    folding->num_classes = 1;
    folding->size[0] = (uint32_t)num;
    status = msbi_model_each_test(model, refine_by_test, folding);
    return status;
}

/* Number the classes by their smallest value, and make the tables. */
static enum msb_status
keep_classes(struct folding *folding)
{
    struct msbi_classifier *classifier = folding->classifier;
    int64_t span = (int64_t)classifier->max - classifier->min + 1;
    uint32_t next = 0;

    classifier->classes = msbi_alloc_array(classifier->num_starts,
                                           sizeof(uint16_t));
    if (span <= MAX_TABLE)
        classifier->table = msbi_alloc_array((size_t)span, sizeof(uint16_t));
    if (classifier->classes == NULL
        || (span <= MAX_TABLE && classifier->table == NULL))
        return msbi_fail_nomem(folding->err);
    memset(folding->target, 0xff,
           (classifier->num_starts + 1) * sizeof(uint32_t));
    for (size_t i = 0; i < classifier->num_starts; i++) {
        uint32_t old = folding->class_of[i];

        if (folding->target[old] == UINT32_MAX)
            folding->target[old] = next++;
        classifier->classes[i] = (uint16_t)folding->target[old];
    }
    if (classifier->table == NULL)
        return MSB_OK;
    for (size_t i = 0, k = 0; k < (size_t)span; k++) {
        while (i + 1 < classifier->num_starts
               && classifier->starts[i + 1]
                      <= (int64_t)classifier->min + (int64_t)k)
            i++;
        classifier->table[k] = classifier->classes[i];
    }
    return MSB_OK;
}

enum msb_status
msbi_fold_attribute(const struct msb_model *model, size_t attribute,
                    struct msbi_classifier *classifier, uint32_t *num_classes,
                    struct msb_error *err)
{
    struct folding folding = {
        .attribute = attribute,
        .classifier = classifier,
        .err = err,
    };
    enum msb_status status;

    classifier->min = model->attributes[attribute].min;
    classifier->max = model->attributes[attribute].max;
    status = add_start(&folding, classifier->min);
    if (status == MSB_OK)
        status = msbi_model_each_test(model, cut_at_test, &folding);
    if (status != MSB_OK)
        goto out;
    sort_starts(classifier);
    status = refine(&folding, model);
    if (status == MSB_OK)
        status = keep_classes(&folding);
    *num_classes = folding.num_classes;
out:
    msbi_free(folding.class_of);
    msbi_free(folding.size);
    msbi_free(folding.inside);
    msbi_free(folding.target);
    return status;
}
