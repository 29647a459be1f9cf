/* SPDX-License-Identifier: MIT */
#ifndef MSBI_ASKED_H
#define MSBI_ASKED_H

#include <msb/import.h>

/* MISUSE where what is asked cannot be meant; @options may be NULL. */
enum msb_status msbi_asked_check(const struct msb_import_source *source,
                                 const struct msb_import_options *options,
                                 struct msb_error *err);
/* What messages call the mapping; "" where it has no name. */
const char *msbi_asked_get_mapping_name(const struct msb_import_source *source);

#endif
