/* SPDX-License-Identifier: MIT */
#ifndef MSBI_PROGRESS_H
#define MSBI_PROGRESS_H

#include <msb/store.h>

/* Tell how far it is, if somebody asked to be told: MSB_OK to go on, else
   STOPPED. */
enum msb_status msbi_progress_tell(msb_progress_fn progress, void *user,
                                   uint64_t done, uint64_t total,
                                   struct msb_error *err);

#endif
