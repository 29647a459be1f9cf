/* SPDX-License-Identifier: MIT */
/*
 * Reading a store where nothing can be written: from a read-only medium, or in
 * a folder of somebody else. The log's index, in which SQLite says who reads,
 * cannot be made there; so SQLite is told that the file never changes, and
 * whether that is true is looked at here, before and after each reading.
 *
 * Whoever writes meanwhile has a log beside the file until the pages are in
 * it, and then the file is of another time: one of the two is seen.
 */
#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/memory.h"
#include "store/hold/hold.h"

struct msbi_still {
    struct msbi_text name; /* of the file, as an address */
    struct msbi_text path;
    struct msbi_text log;
    struct stat info;
};

/* A byte that means something in an address is written as %3F. */
static void
add_address(struct msbi_text *name, const char *path)
{
    static const char plain[] = "/._-~";

    msbi_text_add(name, path[0] == '/' ? "file://" : "file:./");
    for (; *path != '\0'; path++) {
        unsigned char byte = (unsigned char)*path;

        if (byte < 0x80 && (isalnum(byte) || strchr(plain, byte) != NULL))
            msbi_text_add_bytes(name, path, 1);
        else
            msbi_text_addf(name, "%%%02X", byte);
    }
    msbi_text_add(name, "?immutable=1");
}

enum msb_status
msbi_still_new(const char *path, struct msbi_still **out, struct msb_error *err)
{
    struct msbi_still *still = msbi_alloc(sizeof *still);
    enum msb_status status;

    *out = NULL;
    if (still == NULL)
        return msbi_fail_nomem(err);
    msbi_text_init(&still->name);
    msbi_text_init(&still->path);
    msbi_text_init(&still->log);
    add_address(&still->name, path);
    msbi_text_add(&still->path, path);
    msbi_text_add(&still->log, path);
    msbi_text_add(&still->log, "-wal");
    if (still->name.failed || still->path.failed || still->log.failed) {
        msbi_still_free(still);
        return msbi_fail_nomem(err);
    }
    status = stat(path, &still->info) == 0
                 ? msbi_still_check(still, err)
                 : msbi_fail(err, MSB_ERR_IO, "cannot_open",
                             "the store cannot be "
                             "opened: %s",
                             strerror(errno));
    if (status != MSB_OK) {
        msbi_still_free(still);
        return status;
    }
    *out = still;
    return MSB_OK;
}

const char *
msbi_still_get_name(const struct msbi_still *still)
{
    return still->name.data;
}

static bool
is_same(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino
           && a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec
           && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

enum msb_status
msbi_still_check(const struct msbi_still *still, struct msb_error *err)
{
    struct stat info;

    if (still == NULL
        || (stat(still->log.data, &info) != 0
            && stat(still->path.data, &info) == 0
            && is_same(&info, &still->info)))
        return MSB_OK;
    return msbi_fail(err, MSB_ERR_BUSY, "changed",
                     "another process writes the store, in a folder that this "
                     "one cannot write to; open it again when it is done");
}

void
msbi_still_free(struct msbi_still *still)
{
    if (still == NULL)
        return;
    msbi_text_release(&still->name);
    msbi_text_release(&still->path);
    msbi_text_release(&still->log);
    msbi_free(still);
}
