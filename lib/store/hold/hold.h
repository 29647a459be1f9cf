/* SPDX-License-Identifier: MIT */
#ifndef MSBI_HOLD_H
#define MSBI_HOLD_H

#include <stdbool.h>
#include <stddef.h>

#include <msb/error.h>

#include "base/text.h"

struct msb_store;

/* The file of a store, and those that SQLite may leave beside it. */
struct msbi_files {
    struct msbi_text name;
    size_t length; /* of the store's own name */
};

/* Remember the names now, when there is memory for them. */
enum msb_status msbi_files_init(struct msbi_files *files, const char *path,
                                struct msb_error *err);
/* SQLite gives "", ":memory:" and "file:" a meaning of their own; behind a
   folder they are names as any other. NULL without memory. */
char *msbi_files_plain_name(const char *path);
/* Make an empty file that its owner alone may read; CONFLICT "exists". */
/* Whether the store may be read, but not written: the file or its folder. */
bool msbi_files_are_read_only(const char *path);
enum msb_status msbi_files_make(const char *path, struct msb_error *err);
/* Remove all of them. */
void msbi_files_remove(struct msbi_files *files);
void msbi_files_release(struct msbi_files *files);

/* Write through a write-ahead log from now on: the file remembers it. */
enum msb_status msbi_log_use(struct msb_store *store, struct msb_error *err);
/* Bring all that is in the log into the file, and cut the log to nothing, so
   that what was removed is in neither; BUSY while somebody reads. */
enum msb_status msbi_log_empty(struct msb_store *store, struct msb_error *err);

/*
 * A store in a folder where nothing can be written has no place to say who
 * reads it. It is read only while the file stands still.
 */
struct msbi_still;

/* What the file is now; BUSY "changed" where a log lies beside it. */
enum msb_status msbi_still_new(const char *path, struct msbi_still **out,
                               struct msb_error *err);
/* The name by which SQLite opens the file without its locks; borrowed. */
const char *msbi_still_get_name(const struct msbi_still *still);
/* BUSY "changed" where it was written to since. NULL always stands still. */
enum msb_status
msbi_still_check(const struct msbi_still *still, struct msb_error *err);
void msbi_still_free(struct msbi_still *still);

#endif
