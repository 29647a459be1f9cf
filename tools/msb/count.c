/* SPDX-License-Identifier: MIT */
/* Citizens of a store who are in what check or diff found. */
#include "count.h"

#include <stdio.h>

#include "message.h"
#include "open.h"
#include "progress.h"

/* What was counted, as far as it may be shown. */
static enum msb_status
count(struct msb_store *store, const struct arguments *arguments,
      struct msb_analysis *analysis, struct msb_difference *difference,
      struct msb_tally **out, struct msb_error *err)
{
    struct msb_tally *tally = NULL;
    struct progress progress;
    enum msb_status status;

    progress_start(&progress, "counting");
    if (analysis != NULL)
        status = msb_store_count_findings(store, analysis, arguments->on,
                                          progress_update, &progress, &tally,
                                          err);
    else
        status = msb_store_count_changes(store, difference, arguments->on,
                                         progress_update, &progress, &tally,
                                         err);
    progress_end(&progress);
    if (status == MSB_OK)
        status = msb_tally_suppress(tally, arguments->least, out, err);
    msb_tally_unref(tally);
    return status;
}

enum tool_exit
count_citizens(const struct arguments *arguments, struct msb_analysis *analysis,
               struct msb_difference *difference, struct msb_tally **out)
{
    const char *path = arguments->values[OPTION_STORE];
    struct msb_store *store = NULL;
    enum tool_exit status;
    struct msb_error err;

    *out = NULL;
    if (path == NULL)
        return EXIT_WELL;
    status = open_store(arguments, path, true, &store);
    if (status != EXIT_WELL)
        return status;
    if (count(store, arguments, analysis, difference, out, &err) != MSB_OK)
        status = say_error(path, &err);
    msb_store_unref(store);
    return status;
}

void
print_counted(const struct msb_tally *tally, const struct arguments *arguments)
{
    char citizens[NUMBER_SIZE], rejected[NUMBER_SIZE];
    struct msb_count count;
    char date[11];

    if (tally == NULL)
        return;
    msb_date_format(arguments->on, date);
    printf("%s citizens on %s; facts of %s rejected\n",
           format_citizens(msb_tally_get_citizens(tally), arguments->least,
                           citizens),
           date,
           format_citizens(msb_tally_get_rejected(tally), arguments->least,
                           rejected));
    if (msb_tally_get_gap(tally, 0, &count)
        || msb_tally_get_overlap(tally, 0, &count)
        || msb_tally_get_change(tally, 0, &count))
        printf("Of each finding: how many are in it, how many besides may "
               "be\n");
}

void
table_add_counts(struct table *table, const struct msb_count *count,
                 const struct arguments *arguments)
{
    table_add_citizens(table, count->citizens, arguments->least);
    table_add_citizens(table, count->possible, arguments->least);
}

enum tool_exit
print_tally_json(const struct msb_tally *tally, const char *path)
{
    struct msb_error err;
    char *text = NULL;

    if (msb_tally_format_json(tally, &text, &err) != MSB_OK)
        return say_error(path, &err);
    print_text(text);
    return EXIT_WELL;
}
