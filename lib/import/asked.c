/* SPDX-License-Identifier: MIT */
/*
 * What an import is asked to do: the defaults of the structs in which a caller
 * says it, and whether they can be meant.
 */
#include "import/asked.h"

#include <string.h>

#include "base/error.h"

_Static_assert(sizeof(struct msb_import_options) == 32, "published in 0.1");
_Static_assert(sizeof(struct msb_import_source) == 80, "published in 0.1");

void
msb_import_source_init(struct msb_import_source *source)
{
    if (source == NULL)
        return;
    memset(source, 0, sizeof *source);
    source->size = sizeof *source;
}

void
msb_import_options_init(struct msb_import_options *options)
{
    if (options == NULL)
        return;
    memset(options, 0, sizeof *options);
    options->size = sizeof *options;
}

static bool
are_known(const struct msb_import_options *options)
{
    static const uint8_t none[sizeof options->reserved];

    return options == NULL
           || (options->size == sizeof *options
               && memcmp(options->reserved, none, sizeof none) == 0);
}

/* Why the source cannot be used; NULL where it can. */
static const char *
find_misuse(const struct msb_import_source *source)
{
    static const uint8_t none[sizeof source->reserved];

    if (source->size != sizeof *source
        || memcmp(source->reserved, none, sizeof none) != 0)
        return "the source was not filled with msb_import_source_init()";
    if ((source->path != NULL) == (source->read != NULL))
        return "the source must name one of path and read";
    if ((source->mapping_path != NULL) == (source->mapping != NULL))
        return "the source must name one of mapping_path and mapping";
    return NULL;
}

enum msb_status
msbi_asked_check(const struct msb_import_source *source,
                 const struct msb_import_options *options,
                 struct msb_error *err)
{
    const char *misuse = find_misuse(source);

    if (misuse == NULL && !are_known(options))
        misuse = "the options were not filled with msb_import_options_init()";
    return misuse == NULL ? MSB_OK : msbi_fail_misuse(err, misuse);
}

const char *
msbi_asked_get_mapping_name(const struct msb_import_source *source)
{
    if (source->mapping_path != NULL)
        return source->mapping_path;
    return source->mapping_name == NULL ? "" : source->mapping_name;
}
