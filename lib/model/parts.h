/* SPDX-License-Identifier: MIT */
#ifndef MSBI_PARTS_H
#define MSBI_PARTS_H

#include "model/names.h"
#include "model/reader.h"

/*
 * The parser of the format, one function for each part of the document. Ids
 * are collected first, so that everything may be named before it stands.
 */
struct msbi_parser {
    struct msbi_reader *reader;
    struct msb_model *model;
    struct msbi_cursor root;
    struct msbi_names names;
    bool *is_in_circle; /* by unit: its parents lead into a circle */
};

/* Limit of numbers that an attribute may declare. */
#define MSBI_MAX_INTEGER 2147483647
/* Limit of numbers in tests, which are then cut to the domain. */
#define MSBI_MAX_WHOLE 9007199254740992

void msbi_read_header(struct msbi_parser *parser);
void msbi_read_attributes(struct msbi_parser *parser);
void msbi_read_groups(struct msbi_parser *parser);
void msbi_read_areas(struct msbi_parser *parser);
void msbi_read_staffs(struct msbi_parser *parser);
void msbi_read_units(struct msbi_parser *parser);
void msbi_read_services(struct msbi_parser *parser);
void msbi_read_rules(struct msbi_parser *parser);
/* `access`: after the units, whose areas it needs. */
void msbi_read_access(struct msbi_parser *parser);
/* `replaces`: after the lists, whose ids it names. */
void msbi_read_replaces(struct msbi_parser *parser);

/* A condition; NULL where it is not given or is wrong. */
struct msbi_condition *msbi_read_condition(struct msbi_parser *parser,
                                           const struct msbi_cursor *at,
                                           bool is_in_groups);
/* The test of the attribute at index @attribute; NULL where it is wrong. */
struct msbi_test *msbi_read_test(struct msbi_parser *parser,
                                 const struct msbi_cursor *at,
                                 size_t attribute);
void msbi_test_free(struct msbi_test *test);

/* The elements of a list of the document; @num is 0 where there is none. */
struct msbi_cursor
msbi_read_list(struct msbi_parser *parser, const char *name, size_t *num);
/* The required id and name of an element. */
void msbi_read_id(struct msbi_parser *parser, const struct msbi_cursor *at,
                  char **id);
void msbi_read_name(struct msbi_parser *parser, const struct msbi_cursor *at,
                    struct msbi_texts *name);
/* Optional texts of an object, by their member's name. */
void msbi_read_member_texts(struct msbi_parser *parser,
                            const struct msbi_cursor *at, const char *name,
                            struct msbi_texts *out);
/*
 * A list of references to @kind, by their indices in @known; each once. An
 * unknown one is reported and left out.
 */
void msbi_read_references(struct msbi_parser *parser,
                          const struct msbi_cursor *at, const char *kind,
                          const struct msbi_lookup *known,
                          struct msbi_indices *out);

#endif
