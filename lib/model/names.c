/* SPDX-License-Identifier: MIT */
/*
 * Collects the ids of the document before anything refers to them. Ids used
 * twice are found by sorting, so their number does not matter.
 */
#include "model/names.h"

#include <string.h>

#include "base/memory.h"
#include "base/text.h"

/* The good id of an element, or NULL. */
static const char *
find_id(const struct msbi_json_value *element)
{
    const struct msbi_json_value *value = msbi_json_find(element, "id");
    const char *id = value == NULL ? NULL : msbi_json_string(value);

    if (id == NULL || !msbi_text_is_identifier(id, strlen(id)))
        return NULL;
    return id;
}

static size_t
count_elements(const struct msbi_cursor *root, const char *list)
{
    struct msbi_cursor at = msbi_cursor_member(root, list);

    if (at.value == NULL || msbi_json_type(at.value) != MSBI_JSON_ARRAY)
        return 0;
    return msbi_json_num(at.value);
}

static bool
init_space(struct msbi_reader *reader, struct msbi_name_space *space,
           size_t capacity)
{
    space->sites = msbi_reader_alloc(reader, capacity, sizeof *space->sites);
    if (space->sites != NULL && msbi_lookup_init(&space->lookup, capacity))
        return true;
    reader->failed = true;
    return false;
}

static void
add_list(const struct msbi_cursor *root, const char *list,
         struct msbi_name_space *space)
{
    struct msbi_cursor at = msbi_cursor_member(root, list);
    const struct msbi_json_value *element;
    size_t index = 0;

    if (at.value == NULL || msbi_json_type(at.value) != MSBI_JSON_ARRAY)
        return;
    for (element = msbi_json_first(at.value); element != NULL;
         element = msbi_json_next(element)) {
        const char *id = find_id(element);

        space->sites[space->num] = (struct msbi_site){list, index++, element};
        if (id != NULL)
            msbi_lookup_add(&space->lookup, id, space->num);
        space->num++;
    }
}

static void
report_duplicate(struct msbi_reader *reader, const struct msbi_cursor *root,
                 const struct msbi_site *site, const struct msbi_site *first)
{
    struct msbi_cursor list = msbi_cursor_member(root, site->list);
    struct msbi_cursor element = {&list, site->element, site->index};
    struct msbi_cursor id = msbi_cursor_member(&element, "id");
    char quoted[MSBI_QUOTED_SIZE];
    int32_t line, column;

    msbi_json_place(reader->json, msbi_json_find(first->element, "id"), false,
                    &line, &column);
    msbi_report(reader, &id, "duplicate_id",
                "the id %s is already used at /%s/%zu/id, line %ld, column "
                "%ld; choose another",
                msbi_quote(msbi_json_string(id.value), quoted), first->list,
                first->index, (long)line, (long)column);
}

static void
report_duplicates(struct msbi_reader *reader, const struct msbi_cursor *root,
                  struct msbi_name_space *space)
{
    const struct msbi_lookup_item *items = space->lookup.items;
    size_t first = 0;

    msbi_lookup_sort(&space->lookup);
    for (size_t i = 1; i < space->lookup.num; i++) {
        if (strcmp(items[first].name, items[i].name) != 0)
            first = i;
        else
            report_duplicate(reader, root, &space->sites[items[i].index],
                             &space->sites[items[first].index]);
    }
}

static void
collect_list(struct msbi_reader *reader, const struct msbi_cursor *root,
             const char *list, struct msbi_name_space *space)
{
    if (!init_space(reader, space, count_elements(root, list)))
        return;
    add_list(root, list, space);
    report_duplicates(reader, root, space);
}

static void
collect_places(struct msbi_reader *reader, const struct msbi_cursor *root,
               struct msbi_names *names)
{
    struct msbi_name_space *places = &names->places;

    names->num_areas = count_elements(root, "areas");
    names->num_staffs = count_elements(root, "staffs");
    names->num_units = count_elements(root, "units");
    if (!init_space(reader, places,
                    names->num_areas + names->num_staffs + names->num_units))
        return;
    add_list(root, "areas", places);
    add_list(root, "staffs", places);
    add_list(root, "units", places);
    report_duplicates(reader, root, places);
    if (!msbi_lookup_init(&names->areas, names->num_areas)) {
        reader->failed = true;
        return;
    }
    for (size_t i = 0; i < places->lookup.num; i++) {
        const struct msbi_lookup_item *item = &places->lookup.items[i];

        if (item->index < names->num_areas) /* stays sorted */
            msbi_lookup_add(&names->areas, item->name, item->index);
    }
}

void
msbi_names_collect(struct msbi_reader *reader, const struct msbi_cursor *root,
                   struct msbi_names *names)
{
    collect_list(reader, root, "target_groups", &names->groups);
    collect_places(reader, root, names);
    collect_list(reader, root, "services", &names->services);
    collect_list(reader, root, "responsibility", &names->rules);
    collect_list(reader, root, "access", &names->access);
}

static void
release_space(struct msbi_name_space *space)
{
    msbi_lookup_release(&space->lookup);
    msbi_free(space->sites);
}

void
msbi_names_release(struct msbi_names *names)
{
    release_space(&names->groups);
    release_space(&names->places);
    release_space(&names->services);
    release_space(&names->rules);
    release_space(&names->access);
    msbi_lookup_release(&names->areas);
    msbi_lookup_release(&names->attributes);
}
