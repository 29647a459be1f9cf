/* SPDX-License-Identifier: MIT */
/* Every allocation of what serves a citizen's rights fails once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <msb/erase.h>
#include <msb/export.h>
#include <msb/retention.h>
#include <msb/subject.h>

#include "base/memory.h"
#include "fault/sqlite_memory.h"
#include "fault/store_bench.h"

static enum msb_status
find_subject(struct msb_store *store, struct msb_error *err)
{
    struct msb_subject *subject;
    enum msb_status status = msb_store_find_subject(store, "anna", &subject,
                                                    err);
    char *text = NULL;

    assert_true((subject != NULL) == (status == MSB_OK));
    if (status == MSB_OK)
        status = msb_subject_format_json(subject, &text, err);
    msb_text_free(text);
    msb_subject_unref(subject);
    return status;
}

static bool
count_due(void *user, const struct msb_due *due)
{
    (void)due;
    ++*(size_t *)user;
    return true;
}

static enum msb_status
list_due(struct msb_store *store, struct msb_error *err)
{
    static const char periods[] =
        "{\"msb_retention\": 1, \"sampled\": [1], \"periods\": ["
        "{\"id\": \"c\", \"after\": \"course\", \"services\": [\"x\"],"
        " \"months\": 1},"
        " {\"id\": \"a\", \"after\": \"assignment\", \"months\": 1},"
        " {\"id\": \"f\", \"after\": \"facts\", \"months\": 1}]}";
    struct msb_retention *retention;
    enum msb_status status = msb_retention_parse(
        periods, strlen(periods), "periods", &retention, NULL, err);
    size_t num = 0;

    assert_true((retention != NULL) == (status == MSB_OK));
    if (status == MSB_OK)
        status = msb_store_list_due(store, retention, town_date("2030-01-01"),
                                    count_due, &num, err);
    msb_retention_unref(retention);
    return status;
}

static bool
take_line(void *user, const char *line, size_t length)
{
    *(size_t *)user += length;
    return line[0] == '{';
}

static enum msb_status
export_all(struct msb_store *store, struct msb_error *err)
{
    static const uint8_t key[16];
    struct msb_export_options options;
    size_t length = 0;

    msb_export_options_init(&options);
    options.key = key;
    options.key_length = sizeof key;
    return msb_store_export(store, town_date("2019-06-01"), &options, take_line,
                            &length, err);
}

/* Erased and not compact is half of it: the other half can be done later. */
static enum msb_status
erase(struct msb_store *store, struct msb_error *err)
{
    enum msb_status status = msb_store_erase(store, "anna", NULL, err);

    if (status == MSB_OK || strcmp(err->code, "not_compacted") != 0)
        return status;
    assert_int_equal(status, MSB_ERR_NOMEM);
    msbi_alloc_fail_at(0);
    assert_query(store, "SELECT id FROM citizen WHERE key = 1", "erased:1\n");
    assert_query(store, "SELECT key FROM metadata WHERE key LIKE 'comp%'",
                 "compaction_due\n");
    return msb_store_compact(store, err);
}

static void
a_subject_is_found_in_spite_of_every_failed_allocation(void **state)
{
    bench_check_survives(*state, find_subject);
}

static void
what_is_due_is_listed_in_spite_of_every_failed_allocation(void **state)
{
    bench_check_survives(*state, list_due);
}

static void
an_export_survives_every_failed_allocation(void **state)
{
    bench_check_survives(*state, export_all);
}

static void
erasing_survives_every_failed_allocation(void **state)
{
    bench_check_survives_most(*state, erase);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_subject_is_found_in_spite_of_every_failed_allocation,
            bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(
            what_is_due_is_listed_in_spite_of_every_failed_allocation,
            bench_set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(
            an_export_survives_every_failed_allocation, bench_set_up,
            bench_tear_down),
        cmocka_unit_test_setup_teardown(
            erasing_survives_every_failed_allocation, bench_set_up,
            bench_tear_down),
    };

    if (!sqlite_memory_through_the_seam())
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
