/* SPDX-License-Identifier: MIT */
/*
 * A back-up: the store's pages, copied by SQLite while others read and write.
 * One read transaction is held for all of it, so the copy is of one moment,
 * and a writer cannot make it begin again. What is written meanwhile stays in
 * the log, which grows until the copy is done.
 *
 * The copy is made under a name of its own, checked, and given its name at the
 * end: a file of that name is always whole. Nobody's file is written over.
 */
#include <msb/backup.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "store/connection.h"
#include "store/guard/guard.h"
#include "store/guard/journal.h"
#include "store/hold/hold.h"
#include "store/progress.h"

#define PAGES_AT_ONCE 256 /* 1 MiB */

/* The copy while it is made. */
struct part {
    struct msbi_files files;
    sqlite3 *db;
};

static enum msb_status
fail_making(int cause, struct msb_error *err)
{
    if (cause == EEXIST)
        return msbi_fail(err, MSB_ERR_CONFLICT, "exists",
                         "the file exists; a back-up needs a new file");
    if (cause == ENOSPC || cause == EDQUOT)
        return msbi_fail(err, MSB_ERR_IO, "disk_full",
                         "the disk is full; no back-up was made");
    return msbi_fail(err, MSB_ERR_IO, "cannot_create",
                     "the back-up cannot be made: %s", strerror(cause));
}

/* Who makes a back-up may read everybody: the journal says that it was. */
static enum msb_status
ask_and_tell(struct msb_store *store, struct msb_error *err)
{
    enum msb_status status;

    if (store->principal.actor == NULL)
        return MSB_OK;
    status = msbi_store_begin(store, err);
    if (status == MSB_OK)
        status = msbi_guard_do(store, MSBI_POWER_MANAGE, "backup", 0, err);
    if (status == MSB_OK)
        status = msbi_journal_append(store, "backup", 0, NULL, err);
    if (status == MSB_OK)
        return msbi_store_commit(store, err);
    msbi_store_rollback(store);
    return status;
}

/* An empty file beside the one that it will be. */
static enum msb_status
make_part(struct part *part, const char *path, struct msb_error *err)
{
    struct msbi_text name;
    enum msb_status status;
    int file;

    msbi_text_init(&name);
    msbi_text_add(&name, path);
    msbi_text_add(&name, "-part-XXXXXX");
    if (name.failed) {
        msbi_text_release(&name);
        return msbi_fail_nomem(err);
    }
    status = msbi_files_init(&part->files, name.data, err);
    if (status == MSB_OK) {
        part->files.name.data[part->files.length] = '\0';
        file = mkstemp(part->files.name.data);
        if (file < 0) {
            status = fail_making(errno, err);
            msbi_files_release(&part->files);
        } else {
            close(file);
        }
    }
    msbi_text_release(&name);
    return status;
}

static enum msb_status
open_part(struct part *part, struct msb_error *err)
{
    /* Nobody else is to open it, and what fails is removed. */
    static const char sql[] = "PRAGMA locking_mode = EXCLUSIVE;"
                              "PRAGMA journal_mode = OFF;"
                              "PRAGMA synchronous = FULL;";
    char *name = msbi_files_plain_name(part->files.name.data);
    int code;

    if (name == NULL)
        return msbi_fail_nomem(err);
    code = sqlite3_open_v2(name, &part->db,
                           SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX
                               | SQLITE_OPEN_EXRESCODE,
                           NULL);
    msbi_free(name);
    if (code == SQLITE_OK)
        code = sqlite3_exec(part->db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? MSB_OK : msbi_sqlite_fail(part->db, code, err);
}

static enum msb_status
copy_pages(struct msb_store *store, struct part *part, msb_progress_fn progress,
           void *user, struct msb_error *err)
{
    sqlite3_backup *copying = sqlite3_backup_init(part->db, "main", store->db,
                                                  "main");
    enum msb_status status = MSB_OK;
    int code = SQLITE_OK, end;

    if (copying == NULL)
        return msbi_sqlite_fail(part->db, sqlite3_errcode(part->db), err);
    while (code == SQLITE_OK && status == MSB_OK) {
        code = sqlite3_backup_step(copying, PAGES_AT_ONCE);
        if (code == SQLITE_OK || code == SQLITE_DONE) {
            int total = sqlite3_backup_pagecount(copying);
            int left = sqlite3_backup_remaining(copying);

            status = msbi_progress_tell(
                progress, user, (uint64_t)(total - left), (uint64_t)total, err);
        }
    }
    end = sqlite3_backup_finish(copying);
    if (status != MSB_OK)
        return status;
    if (code == SQLITE_DONE)
        code = end;
    return code == SQLITE_OK ? MSB_OK : msbi_sqlite_fail(part->db, code, err);
}

/* All of one moment: the first page is read here, and the last in the end. */
static enum msb_status
copy_store(struct msb_store *store, struct part *part, msb_progress_fn progress,
           void *user, struct msb_error *err)
{
    static const char begin_sql[] = "BEGIN";
    static const char end_sql[] = "ROLLBACK";
    sqlite3_stmt *end; /* made now, when there is memory for it */
    enum msb_status status = msbi_statement_get(store, end_sql, &end, err);
    int version;

    if (status == MSB_OK)
        status = msbi_statement_run_sql(store, begin_sql, err);
    if (status != MSB_OK)
        return status;
    status = msbi_store_find_version(store, &version, err);
    if (status == MSB_OK)
        status = copy_pages(store, part, progress, user, err);
    (void)msbi_statement_run(end, NULL);
    return status != MSB_OK ? status : msbi_still_check(store->still, err);
}

static int
note_trouble(void *user, int num, char **values, char **names)
{
    bool *is_sound = user;

    (void)names;
    if (num != 1 || values[0] == NULL || strcmp(values[0], "ok") != 0)
        *is_sound = false;
    return 0;
}

/* Read the copy again, and close it. What cannot be read for a moment, for want
   of memory, is told as what is wrong: so it is looked at twice. */
static enum msb_status
check_part(struct part *part, struct msb_error *err)
{
    bool is_sound = false;
    int code = SQLITE_OK;

    for (int i = 0; i < 2 && code == SQLITE_OK && !is_sound; i++) {
        is_sound = true;
        code = sqlite3_exec(part->db, "PRAGMA integrity_check(1)", note_trouble,
                            &is_sound, NULL);
    }
    if (code != SQLITE_OK)
        return msbi_sqlite_fail(part->db, code, err);
    if (!is_sound)
        return msbi_fail(err, MSB_ERR_IO, "not_whole",
                         "the back-up was not found whole when it was read "
                         "again, and was removed; the store may be damaged, "
                         "or the disk");
    if (sqlite3_close(part->db) == SQLITE_OK)
        part->db = NULL;
    return MSB_OK;
}

/* So that the name survives a loss of power. Not every file system can. */
static void
keep_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder;
    int file;

    if (slash == NULL)
        folder = msbi_copy_text(".", 1);
    else
        folder = msbi_copy_text(path, (size_t)(slash - path) + 1);
    if (folder == NULL)
        return;
    file = open(folder, O_RDONLY | O_CLOEXEC);
    msbi_free(folder);
    if (file < 0)
        return;
    (void)fsync(file);
    close(file);
}

/* A second name for the file, where the file system has that: it refuses one
   that exists. Else the name is taken first. */
static enum msb_status
put_in_place(struct part *part, const char *path, struct msb_error *err)
{
    const char *name = part->files.name.data;

    if (link(name, path) != 0) {
        enum msb_status status;

        if (errno == EEXIST || errno == ENOENT || errno == ENOSPC)
            return fail_making(errno, err);
        status = msbi_files_make(path, err);
        if (status != MSB_OK)
            return status;
        if (rename(name, path) != 0) {
            int cause = errno;

            unlink(path);
            return fail_making(cause, err);
        }
    }
    keep_name(path);
    return MSB_OK;
}

static enum msb_status
make_copy(struct msb_store *store, const char *path, msb_progress_fn progress,
          void *user, struct msb_error *err)
{
    struct part part = {.db = NULL};
    enum msb_status status = make_part(&part, path, err);

    if (status != MSB_OK)
        return status;
    status = open_part(&part, err);
    if (status == MSB_OK)
        status = copy_store(store, &part, progress, user, err);
    if (status == MSB_OK)
        status = check_part(&part, err);
    if (status == MSB_OK)
        status = put_in_place(&part, path, err);
    sqlite3_close(part.db);
    msbi_files_remove(&part.files);
    msbi_files_release(&part.files);
    return status;
}

enum msb_status
msb_store_backup(struct msb_store *store, const char *path,
                 msb_progress_fn progress, void *user, struct msb_error *err)
{
    enum msb_status status;
    struct stat info;

    if (store == NULL || path == NULL)
        return msbi_fail_misuse(err, "store and path must not be NULL");
    if (store->is_writing)
        return msbi_fail_misuse(err, "the store is being written to");
    if (lstat(path, &info) == 0)
        status = fail_making(EEXIST, err);
    else
        status = ask_and_tell(store, err);
    if (status == MSB_OK)
        status = make_copy(store, path, progress, user, err);
    if (status != MSB_OK)
        msbi_error_at(err, path, 0, 0);
    return status;
}
