/* SPDX-License-Identifier: MIT */
/*
 * Making a store: the file first, so that nobody else's is ever written to;
 * then schema and first model in one transaction. Whatever fails, the file is
 * removed again. Only its owner may read it: it will hold personal data.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"
#include "store/connection.h"
#include "store/schema.h"

enum msb_status
msbi_file_find(const char *path, struct msb_error *err)
{
    struct stat info;

    if (stat(path, &info) == 0)
        return S_ISREG(info.st_mode)
                   ? MSB_OK
                   : msbi_fail(err, MSB_ERR_INVALID, "not_a_store",
                               "it is not a file, so no store of libmsb");
    if (errno == ENOENT || errno == ENOTDIR)
        return msbi_fail(err, MSB_ERR_NOT_FOUND, "no_such_file",
                         "there is no such file");
    return msbi_fail(err, MSB_ERR_IO, "cannot_open",
                     "the store cannot be opened: %s", strerror(errno));
}

static enum msb_status
make_file(const char *path, struct msb_error *err)
{
    int file = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC,
                    S_IRUSR | S_IWUSR);

    if (file >= 0) {
        close(file);
        return MSB_OK;
    }
    if (errno == EEXIST)
        return msbi_fail(err, MSB_ERR_CONFLICT, "exists",
                         "the file exists; a new store needs a new file");
    if (errno == ENOSPC || errno == EDQUOT)
        return msbi_fail(err, MSB_ERR_IO, "disk_full",
                         "the disk is full; no store was made");
    return msbi_fail(err, MSB_ERR_IO, "cannot_create",
                     "the store cannot be made: %s", strerror(errno));
}

/* What a failed attempt may leave: the file, and the journal beside it. */
static void
remove_files(const char *path, const char *journal)
{
    unlink(journal);
    unlink(path);
}

static enum msb_status
fill_store(struct msb_store *store, struct msb_model *model,
           struct msb_error *err)
{
    enum msb_status status = msbi_store_execute(store, "BEGIN IMMEDIATE", err);

    if (status == MSB_OK)
        status = msbi_store_execute(store, msbi_schema_init, err);
    if (status == MSB_OK)
        status = msbi_store_execute(store, msbi_schema_views, err);
    if (status == MSB_OK)
        status = msbi_store_start(store, err);
    if (status == MSB_OK)
        status = msbi_store_put_model(store, model, err);
    if (status == MSB_OK)
        status = msbi_store_commit(store, err);
    return status;
}

enum msb_status
msb_store_create(const char *path, struct msb_model *model,
                 const struct msb_store_options *options,
                 struct msb_store **out, struct msb_error *err)
{
    struct msb_store *store = NULL;
    struct msbi_text journal;
    enum msb_status status;

    if (out != NULL)
        *out = NULL;
    if (path == NULL || model == NULL)
        return msbi_fail_misuse(err, "path and model must not be NULL");
    if (!msbi_store_options_are_known(options)
        || (options != NULL && options->read_only))
        return msbi_fail_misuse(err, "the options must be filled with "
                                     "msb_store_options_init(), and allow "
                                     "writing");
    msbi_text_init(&journal);
    msbi_text_add(&journal, path);
    msbi_text_add(&journal, "-journal");
    if (journal.failed)
        return msbi_fail_nomem(err);
    status = make_file(path, err);
    if (status != MSB_OK)
        goto out;
    status = msbi_connection_new(path, SQLITE_OPEN_READWRITE, options, &store,
                                 err);
    if (status == MSB_OK)
        status = fill_store(store, model, err);
    if (status != MSB_OK) {
        msb_store_unref(store);
        store = NULL;
        remove_files(path, journal.data);
        goto out;
    }
    if (out != NULL)
        *out = store;
    else
        msb_store_unref(store);
out:
    msbi_text_release(&journal);
    if (status != MSB_OK)
        msbi_error_at(err, path, 0, 0);
    return status;
}
