/* SPDX-License-Identifier: MIT */
#ifndef MSBI_NAMES_H
#define MSBI_NAMES_H

#include "model/reader.h"

/* An element that has an id, and the list that it stands in. */
struct msbi_site {
    const char *list;
    size_t index;
    const struct msbi_json_value *element;
};

/* Ids that must differ. Indices count the elements of all its lists. */
struct msbi_name_space {
    struct msbi_lookup lookup;
    size_t num;
    struct msbi_site *sites;
};

/*
 * What may be named in the document; strings are borrowed from it. Places
 * are areas, then staffs, then units.
 */
struct msbi_names {
    struct msbi_name_space groups, places, services, rules, access;
    struct msbi_lookup areas; /* the places that are areas */
    size_t num_areas, num_staffs, num_units;
    struct msbi_lookup attributes; /* names of the model's attributes */
};

/*
 * Collect the ids of all lists and report those that are used twice. An
 * element without a good id is left out here and reported where it is read.
 */
void msbi_names_collect(struct msbi_reader *reader,
                        const struct msbi_cursor *root,
                        struct msbi_names *names);
void msbi_names_release(struct msbi_names *names);

#endif
