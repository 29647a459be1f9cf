/* SPDX-License-Identifier: MIT */
/*
 * Making a store: the file first, then schema and first model in one
 * transaction. Whatever fails, the file is removed again.
 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "store/connection.h"
#include "store/guard/guard.h"
#include "store/guard/journal.h"
#include "store/hold/hold.h"

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
fill_store(struct msb_store *store, struct msb_model *model, bool is_guarded,
           struct msb_error *err)
{
    enum msb_status status = msbi_log_use(store, err);

    if (status == MSB_OK)
        status = msbi_store_execute(store, "BEGIN IMMEDIATE", err);
    if (status == MSB_OK)
        status = msbi_store_apply_schema(store, 0, err);
    if (status == MSB_OK)
        status = msbi_store_start(store, err);
    if (status == MSB_OK)
        status = msbi_guard_create(store, is_guarded, err);
    if (status == MSB_OK)
        status = msbi_store_put_model(store, model, err);
    if (status == MSB_OK)
        status = msbi_journal_append_model(store, "init", model, true, err);
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
    struct msbi_files files;
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
    status = msbi_files_init(&files, path, err);
    if (status != MSB_OK)
        return status;
    status = msbi_files_make(path, err);
    if (status != MSB_OK)
        goto out;
    status = msbi_connection_new(path, false, options, &store, err);
    if (status == MSB_OK)
        status = fill_store(store, model,
                            options != NULL && options->is_guarded, err);
    if (status != MSB_OK) {
        msb_store_unref(store);
        store = NULL;
        msbi_files_remove(&files);
        goto out;
    }
    if (out != NULL)
        *out = store;
    else
        msb_store_unref(store);
out:
    msbi_files_release(&files);
    if (status != MSB_OK)
        msbi_error_at(err, path, 0, 0);
    return status;
}
