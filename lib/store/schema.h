/* SPDX-License-Identifier: MIT */
#ifndef MSBI_SCHEMA_H
#define MSBI_SCHEMA_H

#include <stddef.h>

/*
 * The SQL files of schema/, embedded at build time. The tables carry
 * MSBI_APPLICATION_ID in the file's header and the version in `metadata`: a
 * store of a newer major version is refused, a newer minor one is opened, an
 * older one is brought up to date; see migrate.c.
 */
#define MSBI_APPLICATION_ID 0x4d534231 /* "MSB1" */
#define MSBI_SCHEMA_MAJOR 2

/* What leads from one version to the next: its parts in order, then NULL. */
extern const char *const *const msbi_schema_steps[MSBI_SCHEMA_MAJOR];

extern const char msbi_schema_views[];
extern const char msbi_schema_checks[];

#endif
