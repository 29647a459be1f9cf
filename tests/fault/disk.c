/* SPDX-License-Identifier: MIT */
/*
 * A VFS of SQLite over the one of the system; see disk.h. Nothing is really
 * brought to the disk by a sync that does not fail: it would only take time.
 */
#include "fault/disk.h"

#include <stddef.h>
#include <string.h>

#include "store/connection.h"

struct disk_file {
    sqlite3_file base;
    sqlite3_file *below; /* of the system, right behind this one */
};

static struct {
    sqlite3_vfs vfs;
    sqlite3_vfs *below;
    unsigned long calls_left; /* 0: none is to fail */
    enum disk_fault fault;
    bool has_failed;
} disk;

enum call { CALL_WRITE, CALL_OTHER };

static bool
must_fail(enum call call)
{
    bool is_first = disk.calls_left > 0 && --disk.calls_left == 0;

    disk.has_failed = disk.has_failed || is_first;
    if (!disk.has_failed)
        return false;
    if (disk.fault == DISK_GONE)
        return true;
    if (disk.fault == DISK_FULL)
        return call == CALL_WRITE;
    return is_first;
}

static sqlite3_file *
get_below(sqlite3_file *file)
{
    return ((struct disk_file *)(void *)file)->below;
}

static int
close_file(sqlite3_file *file)
{
    sqlite3_file *below = get_below(file);

    return below->pMethods == NULL ? SQLITE_OK : below->pMethods->xClose(below);
}

static int
read_file(sqlite3_file *file, void *bytes, int length, sqlite3_int64 at)
{
    sqlite3_file *below = get_below(file);

    return must_fail(CALL_OTHER)
               ? SQLITE_IOERR_READ
               : below->pMethods->xRead(below, bytes, length, at);
}

static int
write_file(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 at)
{
    sqlite3_file *below = get_below(file);

    if (!must_fail(CALL_WRITE))
        return below->pMethods->xWrite(below, bytes, length, at);
    if (disk.fault == DISK_SHORT)
        (void)below->pMethods->xWrite(below, bytes, length / 2, at);
    return disk.fault == DISK_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int
cut_file(sqlite3_file *file, sqlite3_int64 length)
{
    sqlite3_file *below = get_below(file);

    return must_fail(CALL_OTHER) ? SQLITE_IOERR_TRUNCATE
                                 : below->pMethods->xTruncate(below, length);
}

static int
sync_file(sqlite3_file *file, int flags)
{
    (void)file;
    (void)flags;
    return must_fail(CALL_OTHER) ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

static int
get_size(sqlite3_file *file, sqlite3_int64 *out)
{
    sqlite3_file *below = get_below(file);

    return below->pMethods->xFileSize(below, out);
}

static int
lock_file(sqlite3_file *file, int level)
{
    sqlite3_file *below = get_below(file);

    return below->pMethods->xLock(below, level);
}

static int
unlock_file(sqlite3_file *file, int level)
{
    sqlite3_file *below = get_below(file);

    return below->pMethods->xUnlock(below, level);
}

static int
is_reserved(sqlite3_file *file, int *out)
{
    sqlite3_file *below = get_below(file);

    return below->pMethods->xCheckReservedLock(below, out);
}

static int
control_file(sqlite3_file *file, int what, void *value)
{
    sqlite3_file *below = get_below(file);

    return below->pMethods->xFileControl(below, what, value);
}

static int
get_sector_size(sqlite3_file *file)
{
    sqlite3_file *below = get_below(file);

    return below->pMethods->xSectorSize(below);
}

static int
get_traits(sqlite3_file *file)
{
    sqlite3_file *below = get_below(file);

    return below->pMethods->xDeviceCharacteristics(below);
}

static int
map_index(sqlite3_file *file, int page, int size, int extend,
          void volatile **out)
{
    sqlite3_file *below = get_below(file);

    *out = NULL;
    return must_fail(CALL_OTHER)
               ? SQLITE_IOERR_SHMMAP
               : below->pMethods->xShmMap(below, page, size, extend, out);
}

static int
lock_index(sqlite3_file *file, int first, int num, int flags)
{
    sqlite3_file *below = get_below(file);

    return below->pMethods->xShmLock(below, first, num, flags);
}

static void
order_index(sqlite3_file *file)
{
    sqlite3_file *below = get_below(file);

    below->pMethods->xShmBarrier(below);
}

static int
unmap_index(sqlite3_file *file, int remove)
{
    sqlite3_file *below = get_below(file);

    return below->pMethods->xShmUnmap(below, remove);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = cut_file,
    .xSync = sync_file,
    .xFileSize = get_size,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = is_reserved,
    .xFileControl = control_file,
    .xSectorSize = get_sector_size,
    .xDeviceCharacteristics = get_traits,
    .xShmMap = map_index,
    .xShmLock = lock_index,
    .xShmBarrier = order_index,
    .xShmUnmap = unmap_index,
};

static int
open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
          int *flags_out)
{
    struct disk_file *ours = (struct disk_file *)(void *)file;
    int code;

    (void)vfs;
    memset(ours, 0, sizeof *ours);
    ours->below = (sqlite3_file *)(void *)(ours + 1);
    if (must_fail(CALL_OTHER))
        return SQLITE_CANTOPEN;
    code = disk.below->xOpen(disk.below, name, ours->below, flags, flags_out);
    if (code == SQLITE_OK)
        ours->base.pMethods = &methods;
    return code;
}

static int
remove_file(sqlite3_vfs *vfs, const char *name, int is_synced)
{
    (void)vfs;
    (void)is_synced;
    return must_fail(CALL_OTHER) ? SQLITE_IOERR_DELETE
                                 : disk.below->xDelete(disk.below, name, 0);
}

bool
disk_install(void)
{
    disk.below = sqlite3_vfs_find(NULL);
    if (disk.below == NULL)
        return false;
    disk.vfs = *disk.below;
    disk.vfs.zName = "disk";
    disk.vfs.szOsFile = (int)sizeof(struct disk_file) + disk.below->szOsFile;
    disk.vfs.pNext = NULL;
    disk.vfs.xOpen = open_file;
    disk.vfs.xDelete = remove_file;
    return sqlite3_vfs_register(&disk.vfs, 1) == SQLITE_OK;
}

void
disk_fail_at(unsigned long n, enum disk_fault fault)
{
    disk.calls_left = n;
    disk.fault = fault;
    disk.has_failed = false;
}

bool
disk_has_failed(void)
{
    return disk.has_failed;
}
