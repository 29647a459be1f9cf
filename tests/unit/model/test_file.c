/* SPDX-License-Identifier: MIT */
/*
 * Reading files: what is read, and what is refused at once instead of read
 * for ever. The files live in a directory of their own, which is removed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"
#include "model/json.h"

static char directory[] = "msb_file_XXXXXX";

static int
enter_directory(void **state)
{
    (void)state;
    return mkdtemp(directory) == NULL || chdir(directory) != 0;
}

static int
leave_directory(void **state)
{
    (void)state;
    return chdir("..") != 0 || rmdir(directory) != 0;
}

static void
write_file(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static void
assert_refused(const char *path, size_t max, enum msb_status status,
               const char *code)
{
    struct msb_error err = {0};
    char *text = NULL;
    size_t length = 7;

    assert_int_equal(msbi_file_read(path, max, &text, &length, &err), status);
    assert_string_equal(err.code, code);
    assert_string_equal(err.where, path);
    assert_null(text);
    assert_int_equal(length, 0);
}

static void
a_file_is_read_whole_with_a_nul_behind_it(void **state)
{
    struct msb_error err;
    char *text = NULL;
    size_t length = 0;

    (void)state;
    write_file("a", "x\0y\r\n", 5);
    assert_int_equal(msbi_file_read("a", 5, &text, &length, &err), MSB_OK);
    assert_int_equal(length, 5);
    assert_memory_equal(text, "x\0y\r\n", 6);
    msbi_free(text);
    write_file("a", "", 0);
    assert_int_equal(msbi_file_read("a", 5, &text, &length, &err), MSB_OK);
    assert_int_equal(length, 0);
    assert_string_equal(text, "");
    msbi_free(text);
    unlink("a");
}

static void
a_file_that_tells_no_size_is_read_to_its_end(void **state)
{
    static const char path[] = "/proc/self/status"; /* says it has 0 bytes */
    struct msb_error err;
    char *text = NULL;
    size_t length = 0;

    (void)state;
    assert_int_equal(msbi_file_read(path, 1 << 20, &text, &length, &err),
                     MSB_OK);
    assert_true(length > 100);
    assert_int_equal(strlen(text), length);
    msbi_free(text);
    assert_refused(path, 100, MSB_ERR_LIMIT, "too_large");
}

static void
a_file_above_the_limit_is_refused_without_reading_it(void **state)
{
    size_t before = msbi_alloc_num_live();

    (void)state;
    write_file("a", "123456", 6);
    assert_refused("a", 5, MSB_ERR_LIMIT, "too_large");
    assert_int_equal(truncate("a", (off_t)1 << 40), 0); /* sparse */
    assert_refused("a", (size_t)1 << 24, MSB_ERR_LIMIT, "too_large");
    assert_int_equal(msbi_alloc_num_live(), before);
    unlink("a");
}

static void
what_is_no_file_is_refused_at_once(void **state)
{
    (void)state;
    alarm(20); /* a test that waits must not wait for ever */
    assert_refused(".", 100, MSB_ERR_IO, "is_a_directory");
    assert_refused("missing", 100, MSB_ERR_IO, "no_such_file");
    assert_refused("", 100, MSB_ERR_IO, "no_such_file");
    assert_refused("/dev/zero", 100, MSB_ERR_IO, "not_a_file");
    assert_int_equal(mkfifo("pipe", 0600), 0);
    assert_refused("pipe", 100, MSB_ERR_IO, "not_a_file");
    unlink("pipe");
    alarm(0);
}

static void
a_file_that_may_not_be_read_is_refused(void **state)
{
    const uid_t nobody = 65534;
    bool is_root = geteuid() == 0; /* root may read everything */

    (void)state;
    write_file("a", "x", 1);
    assert_int_equal(chmod("a", 0), 0);
    if (is_root)
        assert_int_equal(seteuid(nobody), 0);
    assert_refused("a", 100, MSB_ERR_IO, "cannot_open");
    if (is_root)
        assert_int_equal(seteuid(0), 0);
    unlink("a");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_read_whole_with_a_nul_behind_it),
        cmocka_unit_test(a_file_that_tells_no_size_is_read_to_its_end),
        cmocka_unit_test(a_file_above_the_limit_is_refused_without_reading_it),
        cmocka_unit_test(what_is_no_file_is_refused_at_once),
        cmocka_unit_test(a_file_that_may_not_be_read_is_refused),
    };

    return cmocka_run_group_tests_name("model file", tests, enter_directory,
                                       leave_directory);
}
