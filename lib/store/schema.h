/* SPDX-License-Identifier: MIT */
#ifndef MSBI_SCHEMA_H
#define MSBI_SCHEMA_H

/*
 * The SQL files of schema/, embedded at build time. The tables carry
 * MSBI_APPLICATION_ID in the file's header and the version in `metadata`: a
 * store of another major version is refused, a newer minor one is opened.
 */
#define MSBI_APPLICATION_ID 0x4d534231 /* "MSB1" */
#define MSBI_SCHEMA_MAJOR 1

extern const char msbi_schema_init[];
extern const char msbi_schema_views[];
extern const char msbi_schema_checks[];

#endif
