/* SPDX-License-Identifier: MIT */
#ifndef MSBI_REJECT_H
#define MSBI_REJECT_H

#include <stddef.h>

#include <msb/error.h>

#include "import/source.h"

/* The file of rejected rows. */
struct msbi_rejects;

/*
 * Open one. It is written under a temporary name until it is finished, or
 * in place where @path is a device. @source is borrowed. MISUSE where @path
 * is one of @inputs, a list that ends in NULL, or an SQLite database.
 */
enum msb_status msbi_rejects_open(const char *path, const char *const *inputs,
                                  const struct msbi_source *source,
                                  struct msbi_rejects **out,
                                  struct msb_error *err);
/* Write a rejected row; more of a long one follows with _add_part. */
enum msb_status
msbi_rejects_add(struct msbi_rejects *rejects, const struct msbi_row *row,
                 const struct msbi_refusal *refusal, struct msb_error *err);
enum msb_status msbi_rejects_add_part(struct msbi_rejects *rejects,
                                      const char *bytes, size_t length,
                                      struct msb_error *err);
/* Write all of it to the disk and give it its name. */
enum msb_status
msbi_rejects_finish(struct msbi_rejects *rejects, struct msb_error *err);
/* Remove what was written, also after it was finished. */
void msbi_rejects_withdraw(struct msbi_rejects *rejects);
/* Release; withdraws what is not finished. */
void msbi_rejects_close(struct msbi_rejects *rejects);

#endif
