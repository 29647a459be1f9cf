/* SPDX-License-Identifier: MIT */
#ifndef MSB_BACKUP_H
#define MSB_BACKUP_H

#include <msb/error.h>
#include <msb/store.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Copy a store into a new file, as it is at this moment, while others read it
 * and write to it.
 *
 * The copy is whole, checked, and for its owner alone; or there is none. A
 * process that is killed may leave its part of one beside the file: named as
 * the file, with `-part-` and six characters behind.
 *
 * Done for a principal, it is in the journal, and in the copy's too; begun and
 * stopped, it stays in the journal.
 *
 * @param path      a file that does not exist yet.
 * @param progress  called with the pages that are copied; may be NULL.
 * @param user      handed to @p progress.
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_CONFLICT (the file
 *         exists), MSB_ERR_DENIED, MSB_ERR_STOPPED (there is no copy),
 *         MSB_ERR_BUSY, MSB_ERR_IO or MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_backup(struct msb_store *store, const char *path,
                 msb_progress_fn progress, void *user, struct msb_error *err);

#ifdef __cplusplus
}
#endif
#endif
