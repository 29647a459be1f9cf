/* SPDX-License-Identifier: MIT */
/*
 * Making and removing a store's files. The file is made before SQLite opens
 * it, so that nobody else's is ever written to, and nobody but its owner can
 * read it, not even for a moment: it will hold personal data. SQLite gives
 * what it puts beside a file the same rights.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "store/hold/hold.h"

/* The longest first: its room serves for all. */
static const char *const endings[] = {"-journal", "-wal", "-shm", ""};

enum msb_status
msbi_files_init(struct msbi_files *files, const char *path,
                struct msb_error *err)
{
    msbi_text_init(&files->name);
    files->length = strlen(path);
    msbi_text_add(&files->name, path);
    msbi_text_add(&files->name, endings[0]);
    if (!files->name.failed)
        return MSB_OK;
    msbi_files_release(files);
    return msbi_fail_nomem(err);
}

char *
msbi_files_plain_name(const char *path)
{
    struct msbi_text text;

    msbi_text_init(&text);
    if (path[0] != '/')
        msbi_text_add(&text, "./");
    msbi_text_add(&text, path);
    return msbi_text_take(&text);
}

/* Whether somebody may read the file at @path, but not write beside it. */
bool
msbi_files_are_read_only(const char *path)
{
    const char *end = strrchr(path, '/');
    struct msbi_text folder;
    bool is_writable;

    if (access(path, R_OK) != 0)
        return false;
    msbi_text_init(&folder);
    if (end == NULL)
        msbi_text_add(&folder, ".");
    else
        msbi_text_add_bytes(&folder, path, (size_t)(end - path) + 1);
    is_writable = folder.failed
                  || (access(path, W_OK) == 0
                      && access(folder.data, W_OK) == 0);
    msbi_text_release(&folder);
    return !is_writable;
}

enum msb_status
msbi_files_make(const char *path, struct msb_error *err)
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

void
msbi_files_remove(struct msbi_files *files)
{
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        memcpy(files->name.data + files->length, endings[i],
               strlen(endings[i]) + 1);
        unlink(files->name.data);
    }
}

void
msbi_files_release(struct msbi_files *files)
{
    msbi_text_release(&files->name);
}
