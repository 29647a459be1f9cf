/* SPDX-License-Identifier: MIT */
#ifndef MSBI_IMPORT_REPORT_H
#define MSBI_IMPORT_REPORT_H

#include <msb/import.h>

#include "import/source.h"
#include "store/store.h"

/* A new report; NULL when out of memory. */
struct msb_import_report *msbi_import_report_new(void);
/* Count a row that was written. */
void
msbi_import_report_count(struct msb_import_report *report, enum msbi_put put);
/* Count what became of rows that were waiting. */
void msbi_import_report_settle(struct msb_import_report *report,
                               const struct msbi_put_counts *counts);
/* Count a row that was refused, and keep why if there is room. */
enum msb_status msbi_import_report_reject(struct msb_import_report *report,
                                          const struct msbi_source *source,
                                          const struct msbi_row *row,
                                          const struct msbi_refusal *refusal,
                                          struct msb_error *err);
/* Take the source's ignored names over. */
void msbi_import_report_take_ignored(struct msb_import_report *report,
                                     struct msbi_source *source);

#endif
