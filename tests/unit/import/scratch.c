/* SPDX-License-Identifier: MIT */
/*
 * Files and a store that a test may do with as it likes. Uses the public
 * interface alone, so that tests of the shared library can have it too.
 */
#include "unit/import/scratch.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char scratch_model[] =
    "{\"msb_model\":1,\"id\":\"test_2019\",\"name\":\"Test\","
    "\"valid_from\":\"2019-01-01\",\"attributes\":{"
    "\"benefit\":{\"type\":\"enum\","
    "\"values\":[\"cash_benefit\",\"sickness\"]},"
    "\"needs\":{\"type\":\"set\",\"values\":[\"substance_use\","
    "\"housing\"],\"sensitive\":true},"
    "\"children\":{\"type\":\"integer\",\"min\":0,\"max\":20},"
    "\"fit\":{\"type\":\"flag\"}},"
    "\"target_groups\":[{\"id\":\"everybody\",\"name\":\"E\",\"when\":{}}],"
    "\"areas\":[{\"id\":\"youth\",\"name\":\"Y\"}],"
    "\"units\":[{\"id\":\"centre\",\"name\":\"C\",\"parent\":\"youth\"}],"
    "\"services\":[{\"id\":\"treatment\",\"name\":\"T\","
    "\"delivered_by\":\"youth\"},{\"id\":\"training\",\"name\":\"T\","
    "\"delivered_by\":\"centre\"}],"
    "\"responsibility\":[{\"id\":\"r1\",\"when\":{},\"area\":\"youth\"}]}";

static struct msb_model *
parse_model(const char *text)
{
    struct msb_model *model = NULL;
    struct msb_error err;

    if (msb_model_parse(text, strlen(text), "model", &model, NULL, &err)
        != MSB_OK)
        fail_msg("the model of the test is refused: %s", err.message);
    return model;
}

void
scratch_begin(struct scratch *scratch)
{
    struct msb_model *model = parse_model(scratch_model);
    struct msb_error err;

    snprintf(scratch->folder, sizeof scratch->folder, "%s/msb_XXXXXX",
             getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp");
    assert_non_null(mkdtemp(scratch->folder));
    if (msb_store_create(scratch_path(scratch, "store.msb"), model, NULL,
                         &scratch->store, &err)
        != MSB_OK)
        fail_msg("no store: %s", err.message);
    msb_model_unref(model);
}

void
scratch_end(struct scratch *scratch)
{
    struct dirent *entry;
    DIR *folder;

    msb_store_unref(scratch->store);
    folder = opendir(scratch->folder);
    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL)
        if (entry->d_name[0] != '.')
            unlink(scratch_path(scratch, entry->d_name));
    closedir(folder);
    rmdir(scratch->folder);
}

void
scratch_adopt_empty_model(struct scratch *scratch, const char *from)
{
    struct msb_model *model;
    struct msb_error err;
    char text[256];

    snprintf(text, sizeof text,
             "{\"msb_model\":1,\"id\":\"empty\",\"name\":\"E\","
             "\"valid_from\":\"%s\",\"attributes\":{},\"areas\":"
             "[{\"id\":\"youth\",\"name\":\"Y\"}],\"responsibility\":"
             "[{\"id\":\"r1\",\"when\":{},\"area\":\"youth\"}]}",
             from);
    model = parse_model(text);
    if (msb_store_adopt(scratch->store, model, &err) != MSB_OK)
        fail_msg("the model is not adopted: %s", err.message);
    msb_model_unref(model);
}

const char *
scratch_path(const struct scratch *scratch, const char *name)
{
    static char paths[16][384];
    static int next;
    char *path = paths[next++ % 16];

    snprintf(path, sizeof paths[0], "%s/%s", scratch->folder, name);
    return path;
}

const char *
scratch_write(const struct scratch *scratch, const char *name,
              const char *bytes, long length)
{
    const char *path = scratch_path(scratch, name);
    size_t wanted = length < 0 ? strlen(bytes) : (size_t)length;
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, wanted, file), wanted);
    assert_int_equal(fclose(file), 0);
    return path;
}

char *
scratch_read(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *bytes;
    long size;

    if (file == NULL)
        return NULL;
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    size = ftell(file);
    assert_true(size >= 0);
    rewind(file);
    bytes = calloc(1, (size_t)size + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, (size_t)size, file), size);
    fclose(file);
    if (length != NULL)
        *length = (size_t)size;
    return bytes;
}

size_t
scratch_count_files(const struct scratch *scratch)
{
    DIR *folder = opendir(scratch->folder);
    struct dirent *entry;
    size_t num = 0;

    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL)
        num += entry->d_name[0] != '.';
    closedir(folder);
    return num;
}

struct scratch_giver
scratch_give_text(const char *text, size_t piece)
{
    return (struct scratch_giver){
        .bytes = text, .length = strlen(text), .piece = piece};
}

bool
scratch_give(void *user, void *out, size_t capacity, size_t *length)
{
    struct scratch_giver *giver = user;
    size_t left = giver->length - giver->at;

    assert_false(giver->has_ended);
    assert_true(capacity > 0);
    if (++giver->calls == giver->stop)
        return false;
    *length = giver->piece < left ? giver->piece : left;
    if (*length > capacity)
        *length = capacity;
    memcpy(out, giver->bytes + giver->at, *length);
    giver->at += *length;
    giver->has_ended = *length == 0;
    return true;
}
