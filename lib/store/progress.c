/* SPDX-License-Identifier: MIT */
/*
 * Progress, and the way out of a long operation: whoever is told may answer
 * that it is enough. The operation then fails as it would for any other
 * reason, and so leaves nothing behind.
 */
#include "store/progress.h"

#include "base/error.h"

enum msb_status
msbi_progress_tell(msb_progress_fn progress, void *user, uint64_t done,
                   uint64_t total, struct msb_error *err)
{
    if (progress == NULL || progress(user, done, total))
        return MSB_OK;
    return msbi_fail_stopped(err);
}
