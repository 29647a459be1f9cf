/* SPDX-License-Identifier: MIT */
/*
 * Every allocation of an import fails once: the import then says so, leaks
 * nothing, and leaves the store and the folder as they were.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <msb/import.h>

#include "base/memory.h"
#include "unit/import/scratch.h"

static struct scratch scratch;

/* What is imported from memory; bytes NULL: files are. */
static struct {
    const char *mapping, *bytes;
    struct scratch_giver giver;
} memory;

static int
set_up(void **state)
{
    (void)state;
    scratch_begin(&scratch);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    scratch_end(&scratch);
    return 0;
}

struct counted {
    enum msb_status status;
    uint64_t inserted, rejected;
};

static void
fill_source(struct msb_import_source *source)
{
    msb_import_source_init(source);
    if (memory.bytes == NULL) {
        source->path = scratch_path(&scratch, "file");
        source->mapping_path = scratch_path(&scratch, "mapping");
        return;
    }
    memory.giver = scratch_give_text(memory.bytes, 11);
    source->read = scratch_give;
    source->user = &memory.giver;
    source->mapping = memory.mapping;
    source->mapping_length = strlen(memory.mapping);
}

/* Import, and write the report as JSON. */
static struct counted
import(bool dry_run)
{
    struct counted counted = {MSB_OK, 0, 0};
    struct msb_import_options options;
    struct msb_import_source source;
    struct msb_import_report *report = NULL;
    struct msb_problems *problems = NULL;
    struct msb_error err;
    char *json = NULL;

    msb_import_options_init(&options);
    options.dry_run = dry_run;
    options.rejects_path = scratch_path(&scratch, "rejects");
    fill_source(&source);
    counted.status = msb_store_import_from(scratch.store, &source, &options,
                                           &problems, &report, &err);
    assert_true(counted.status == MSB_OK || err.status == counted.status);
    counted.inserted = msb_import_report_get_counts(report).inserted;
    counted.rejected = msb_import_report_get_counts(report).rejected;
    if (counted.status == MSB_OK)
        counted.status = msb_import_report_format_json(report, &json, &err);
    msb_text_free(json);
    msb_problems_unref(problems);
    msb_import_report_unref(report);
    return counted;
}

/* Whether the failure that was asked for is still to come: no allocation of
   the import was the one. */
static bool
is_failure_ahead(unsigned long n)
{
    for (unsigned long i = 0; i < n; i++) {
        void *block = msbi_alloc(1);

        if (block == NULL)
            return true;
        msbi_free(block);
    }
    return false;
}

static void
assert_counted(struct counted counted, enum msb_status status,
               uint64_t inserted, uint64_t rejected)
{
    assert_int_equal(counted.status, status);
    assert_int_equal(counted.inserted, inserted);
    assert_int_equal(counted.rejected, rejected);
}

/*
 * The import must come to @expected where nothing fails, or where libcsv
 * helps itself with a smaller block. At last it is done for good: what it
 * inserts then was not in the store before.
 */
static void
assert_survives(const char *mapping, const char *bytes,
                enum msb_status expected, uint64_t inserted, uint64_t rejected)
{
    struct counted counted;
    unsigned long n = 0;
    bool has_failed;
    size_t files;

    scratch_write(&scratch, "file", bytes, -1);
    scratch_write(&scratch, "mapping", mapping, -1);
    counted = import(true); /* so that the store has its rules at hand */
    assert_counted(counted, expected, inserted, rejected);
    files = scratch_count_files(&scratch);
    do {
        size_t before = msbi_alloc_num_live();

        msbi_alloc_fail_at(++n);
        counted = import(true);
        has_failed = !is_failure_ahead(n);
        msbi_alloc_fail_at(0);
        assert_int_equal(msbi_alloc_num_live(), before);
        assert_int_equal(scratch_count_files(&scratch), files);
        if (!has_failed || counted.status != MSB_ERR_NOMEM)
            assert_counted(counted, expected, inserted, rejected);
    } while (has_failed);
    assert_true(n > 20);
    assert_counted(import(false), expected, inserted, rejected);
}

static void
importing_citizens_survives_every_failed_allocation(void **state)
{
    static const char mapping[] =
        "{\"msb_mapping\":1,\"format\":\"csv\",\"encoding\":\"auto\","
        "\"record\":\"citizen\",\"columns\":{\"id\":{\"from\":\"Id\"},"
        "\"birth_date\":{\"from\":2},\"needs\":{\"from\":\"Behov\","
        "\"split\":\",\",\"values\":{\"mis\":\"substance_use\","
        "\"\":null}},\"fit\":{\"constant\":true},"
        "\"valid_from\":{\"constant\":\"2019-05-01\"}}}";

    (void)state;
    assert_survives(mapping,
                    "Id;F\xf8"
                    "dt;Behov;Navn\r\na;1990-01-01;mis,housing;\r\n"
                    "b;x;;\r\nc;;;\"\xc5\r\nse\"\r\nd;;\"\r\n",
                    MSB_OK, 2, 2);
}

static void
importing_courses_survives_every_failed_allocation(void **state)
{
    static const char mapping[] =
        "{\"msb_mapping\":1,\"format\":\"csv\",\"record\":\"course\","
        "\"columns\":{\"citizen\":{\"from\":1},\"service\":{\"from\":2},"
        "\"from\":{\"from\":3}}}";

    (void)state;
    assert_survives(mapping,
                    "b;s;f\na;treatment;2019-06-01\n"
                    "c;training;2001-06-01\nz;training;2019-06-01\n",
                    MSB_OK, 2, 1);
}

static void
importing_json_lines_survives_every_failed_allocation(void **state)
{
    static const char mapping[] =
        "{\"msb_mapping\":1,\"format\":\"jsonl\",\"record\":\"citizen\","
        "\"columns\":{\"id\":{\"from\":\"id\"},\"needs\":{\"from\":\"n\"},"
        "\"children\":{\"from\":\"c\"},"
        "\"valid_from\":{\"constant\":\"2019-05-01\"}}}";

    (void)state;
    assert_survives(mapping,
                    "{\"id\":\"j1\",\"n\":[\"housing\"],\"c\":2,\"x\":1}\n"
                    "{\"id\":\"j2\",\"n\":\n{\"id\":7,\"y\":null}\n",
                    MSB_OK, 2, 1);
}

/* The byte that decides about the encoding is in the last piece. */
static void
importing_from_memory_survives_every_failed_allocation(void **state)
{
    static const char mapping[] =
        "{\"msb_mapping\":1,\"format\":\"csv\",\"record\":\"citizen\","
        "\"columns\":{\"id\":{\"from\":\"Id\"},\"needs\":{\"from\":2},"
        "\"valid_from\":{\"constant\":\"2019-05-01\"}}}";

    (void)state;
    memory.mapping = mapping;
    memory.bytes = "Id;Behov;Navn\nm1;housing;A\nm2;x;B\nm3;;\xc5se\n";
    assert_survives(mapping, memory.bytes, MSB_OK, 2, 1);
    memory.bytes = NULL;
}

static void
refusing_a_mapping_survives_every_failed_allocation(void **state)
{
    static const char mapping[] =
        "{\"msb_mapping\":1,\"format\":\"csv\",\"record\":\"citizen\","
        "\"columns\":{\"id\":{\"from\":\"Id\"},\"nedes\":{\"from\":2},"
        "\"benifit\":{\"from\":2},"
        "\"valid_from\":{\"constant\":\"2019-05-01\"}}}";

    (void)state;
    assert_survives(mapping, "Id;b\nx;y\n", MSB_ERR_INVALID, 0, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(importing_citizens_survives_every_failed_allocation),
        cmocka_unit_test(importing_courses_survives_every_failed_allocation),
        cmocka_unit_test(importing_json_lines_survives_every_failed_allocation),
        cmocka_unit_test(
            importing_from_memory_survives_every_failed_allocation),
        cmocka_unit_test(refusing_a_mapping_survives_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
