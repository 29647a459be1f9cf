/* SPDX-License-Identifier: MIT */
/* Files that are no store, and stores that cannot be used as asked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "unit/store/holder.h"
#include "unit/store/town.h"

static char *
read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *bytes;

    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    *length = (size_t)ftell(file);
    rewind(file);
    bytes = malloc(*length + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *length, file), *length);
    fclose(file);
    return bytes;
}

/* Refused with this code, and left as it is, byte for byte. */
static void
check_refused(struct town *town, enum msb_status status, const char *code)
{
    size_t length, length_after;
    char *before, *after;
    struct msb_error err;

    msb_store_unref(town->store);
    before = read_file(town->path, &length);
    assert_int_equal(msb_store_open(town->path, NULL, &town->store, &err),
                     status);
    assert_string_equal(err.code, code);
    assert_string_equal(err.where, town->path);
    assert_null(town->store);
    after = read_file(town->path, &length_after);
    assert_int_equal(length, length_after);
    assert_memory_equal(before, after, length);
    free(before);
    free(after);
}

static void
write_file(struct town *town, const void *bytes, size_t length)
{
    FILE *file;

    msb_store_unref(town->store);
    town->store = NULL;
    file = fopen(town->path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    fclose(file);
}

static void
a_text_file_is_no_store(void **state)
{
    static const char text[] = "This is a letter, and not a data base.\n";
    char page[sizeof text * 30];

    for (size_t i = 0; i < 30; i++)
        memcpy(page + i * sizeof text, text, sizeof text);
    write_file(*state, page, sizeof page);
    check_refused(*state, MSB_ERR_INVALID, "not_a_store");
}

static void
an_empty_file_is_no_store(void **state)
{
    write_file(*state, "", 0);
    check_refused(*state, MSB_ERR_INVALID, "not_a_store");
}

static void
the_file_of_another_program_is_no_store(void **state)
{
    struct town *town = *state;

    town_execute(town->store, "PRAGMA application_id = 12345");
    check_refused(town, MSB_ERR_INVALID, "not_a_store");
}

static void
a_newer_schema_is_refused_by_name(void **state)
{
    struct town *town = *state;
    struct msb_error err;

    town_execute(town->store, "UPDATE metadata SET value = '3'"
                              " WHERE key = 'schema_major'");
    check_refused(town, MSB_ERR_INVALID, "newer_schema");
    assert_int_equal(msb_store_open(town->path, NULL, &town->store, &err),
                     MSB_ERR_INVALID);
    assert_string_equal(err.message,
                        "the store has the newer schema 3; this version of "
                        "libmsb reads schema 2");
}

static void
a_newer_minor_schema_is_opened(void **state)
{
    struct town *town = *state;

    town_execute(town->store, "UPDATE metadata SET value = '7'"
                              " WHERE key = 'schema_minor'");
    town_reopen(town);
}

static void
a_truncated_store_is_damaged(void **state)
{
    struct town *town = *state;

    msb_store_unref(town->store);
    town->store = NULL;
    assert_int_equal(truncate(town->path, 8192), 0);
    check_refused(town, MSB_ERR_STORE, "corrupt");
}

static void
a_file_that_is_not_there_is_not_made(void **state)
{
    struct town *town = *state;
    struct msb_store *store;
    struct msb_error err;
    struct stat info;
    char path[600];

    snprintf(path, sizeof path, "%s/none.msb", town->folder);
    assert_int_equal(msb_store_open(path, NULL, &store, &err),
                     MSB_ERR_NOT_FOUND);
    assert_string_equal(err.code, "no_such_file");
    assert_int_not_equal(stat(path, &info), 0);
    assert_int_equal(msb_store_open(town->folder, NULL, &store, &err),
                     MSB_ERR_INVALID);
    assert_string_equal(err.code, "not_a_store");
}

static void
names_that_sqlite_gives_a_meaning_are_names(void **state)
{
    static const char *const names[] = {"", ":memory:", "file:x?mode=memory"};
    struct msb_store *store;
    struct msb_error err;

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_int_equal(msb_store_open(names[i], NULL, &store, &err),
                         MSB_ERR_NOT_FOUND);
        assert_null(store);
    }
}

static void
a_store_opened_for_reading_refuses_to_be_written(void **state)
{
    struct town *town = *state;
    struct msb_store_options options;
    struct msb_assign_summary summary;
    struct msb_error err;

    msb_store_options_init(&options);
    options.read_only = true;
    msb_store_unref(town->store);
    assert_int_equal(msb_store_open(town->path, &options, &town->store, NULL),
                     MSB_OK);
    assert_int_equal(msb_store_assign(town->store, town_date("2019-03-01"),
                                      NULL, NULL, &summary, &err),
                     MSB_ERR_STORE);
    assert_string_equal(err.code, "read_only");
    assert_int_equal(msbi_store_begin(town->store, &err), MSB_ERR_STORE);
}

static void
a_store_that_another_process_writes_is_busy(void **state)
{
    struct town *town = *state;
    struct msb_store_options options;
    struct msb_assign_summary summary;
    struct msb_error err;
    char *before = town_dump(town->store);
    struct holder writer;

    msb_store_options_init(&options);
    options.busy_ms = 20;
    msb_store_unref(town->store);
    holder_start(&writer, town->path, "BEGIN IMMEDIATE");
    assert_int_equal(msb_store_open(town->path, &options, &town->store, NULL),
                     MSB_OK);
    assert_int_equal(msb_store_assign(town->store, town_date("2019-03-01"),
                                      NULL, NULL, &summary, &err),
                     MSB_ERR_BUSY);
    assert_string_equal(err.code, "locked");
    assert_non_null(strstr(err.message, "another process"));
    holder_kill(&writer);
    town_reopen(town);
    town_assert_same(town->store, before);
}

/* Killed between its writes and its commit. */
static void
a_process_that_dies_leaves_the_store_as_it_was(void **state)
{
    struct town *town = *state;
    char *before = town_dump(town->store);
    struct holder writer;

    msb_store_unref(town->store);
    town->store = NULL;
    holder_start(&writer, town->path,
                 "PRAGMA cache_size = 5; BEGIN;"
                 "INSERT INTO citizen (id)"
                 " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL"
                 " SELECT i + 1 FROM n WHERE i < 20000)"
                 " SELECT printf('c%d', i) FROM n");
    holder_kill(&writer);
    town_reopen(town);
    town_assert_same(town->store, before);
}

static void
options_that_were_not_initialised_are_misuse(void **state)
{
    struct town *town = *state;
    struct msb_store_options options;
    struct msb_store *store;

    msb_store_options_init(&options);
    assert_int_equal(options.size, sizeof options);
    assert_int_equal(options.busy_ms, 5000);
    assert_false(options.read_only);
    options.reserved[3] = 1;
    assert_int_equal(msb_store_open(town->path, &options, &store, NULL),
                     MSB_ERR_MISUSE);
    msb_store_options_init(&options);
    options.size--;
    assert_int_equal(msb_store_open(town->path, &options, &store, NULL),
                     MSB_ERR_MISUSE);
    msb_store_options_init(&options);
    options.busy_ms = -1;
    assert_int_equal(msb_store_open(town->path, &options, &store, NULL),
                     MSB_ERR_MISUSE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_text_file_is_no_store, town_set_up,
                                        town_tear_down),
        cmocka_unit_test_setup_teardown(an_empty_file_is_no_store, town_set_up,
                                        town_tear_down),
        cmocka_unit_test_setup_teardown(the_file_of_another_program_is_no_store,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(a_newer_schema_is_refused_by_name,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(a_newer_minor_schema_is_opened,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(a_truncated_store_is_damaged,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(a_file_that_is_not_there_is_not_made,
                                        town_set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            names_that_sqlite_gives_a_meaning_are_names, town_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_store_opened_for_reading_refuses_to_be_written, town_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_store_that_another_process_writes_is_busy, town_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_process_that_dies_leaves_the_store_as_it_was, town_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(
            options_that_were_not_initialised_are_misuse, town_set_up,
            town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
