/* SPDX-License-Identifier: MIT */
/*
 * What each version of the schema adds to the one before it. A released
 * version is never changed: what is missing goes into the next.
 */
#include "store/schema.h"

extern const char msbi_schema_1_init[];
extern const char msbi_schema_2_begin[];
extern const char msbi_schema_2_journal[];
extern const char msbi_schema_2_handovers[];
extern const char msbi_schema_2_runs[];
extern const char msbi_schema_2_exceptions[];
extern const char msbi_schema_2_households[];
extern const char msbi_schema_2_addresses[];
extern const char msbi_schema_2_columns[];
extern const char msbi_schema_2_erasure[];

static const char *const version_1[] = {msbi_schema_1_init, NULL};

/* Erasure comes last: it lets the triggers of all the others make way. */
static const char *const version_2[] = {
    msbi_schema_2_begin,      msbi_schema_2_journal,
    msbi_schema_2_handovers,  msbi_schema_2_runs,
    msbi_schema_2_exceptions, msbi_schema_2_households,
    msbi_schema_2_addresses,  msbi_schema_2_columns,
    msbi_schema_2_erasure,    NULL};

const char *const *const msbi_schema_steps[MSBI_SCHEMA_MAJOR] = {version_1,
                                                                 version_2};
