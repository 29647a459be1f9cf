/* SPDX-License-Identifier: MIT */
/* What was counted: one pair of numbers for each finding, and its JSON. */
#include "compare/tally.h"

#include "base/error.h"
#include "base/text.h"
#include "compare/number.h"
#include "rules/counts.h"

enum msb_status
msbi_tally_new(struct msb_analysis *analysis, struct msb_difference *difference,
               struct msb_date on, struct msb_tally **out,
               struct msb_error *err)
{
    struct msb_tally *tally = msbi_alloc(sizeof *tally);

    *out = NULL;
    if (tally == NULL)
        return msbi_fail_nomem(err);
    msbi_refcount_init(&tally->refs);
    tally->analysis = msb_analysis_ref(analysis);
    tally->difference = msb_difference_ref(difference);
    tally->on = on;
    tally->num = msb_analysis_num_gaps(analysis)
                 + msb_analysis_num_overlaps(analysis)
                 + msb_difference_num_changes(difference);
    tally->counts = msbi_alloc_array(tally->num, sizeof *tally->counts);
    if (tally->counts == NULL) {
        msb_tally_unref(tally);
        return msbi_fail_nomem(err);
    }
    *out = tally;
    return MSB_OK;
}

struct msb_tally *
msb_tally_ref(struct msb_tally *tally)
{
    if (tally != NULL)
        msbi_refcount_take(&tally->refs);
    return tally;
}

void
msb_tally_unref(struct msb_tally *tally)
{
    if (tally == NULL || !msbi_refcount_drop(&tally->refs))
        return;
    msb_tally_unref(tally->exact);
    msb_analysis_unref(tally->analysis);
    msb_difference_unref(tally->difference);
    msbi_free(tally->counts);
    msbi_free(tally);
}

uint64_t
msb_tally_get_citizens(const struct msb_tally *tally)
{
    return tally->citizens;
}

uint64_t
msb_tally_get_rejected(const struct msb_tally *tally)
{
    return tally->rejected;
}

/* One of @num counts from @first on. */
static bool
get_count(const struct msb_tally *tally, size_t first, size_t num, size_t index,
          struct msb_count *out)
{
    if (index >= num || out == NULL)
        return false;
    *out = tally->counts[first + index];
    return true;
}

bool
msb_tally_get_gap(const struct msb_tally *tally, size_t index,
                  struct msb_count *out)
{
    return tally != NULL
           && get_count(tally, 0, msb_analysis_num_gaps(tally->analysis), index,
                        out);
}

bool
msb_tally_get_overlap(const struct msb_tally *tally, size_t index,
                      struct msb_count *out)
{
    return tally != NULL
           && get_count(tally, msb_analysis_num_gaps(tally->analysis),
                        msb_analysis_num_overlaps(tally->analysis), index, out);
}

bool
msb_tally_get_change(const struct msb_tally *tally, size_t index,
                     struct msb_count *out)
{
    return tally != NULL
           && get_count(tally, 0, msb_difference_num_changes(tally->difference),
                        index, out);
}

static void
write_tally(struct msbi_text *text, const struct msb_tally *tally,
            struct msbi_number (*findings)[2])
{
    struct msbi_counts counts = {.findings = findings};

    msb_date_format(tally->on, counts.on);
    counts.citizens = msbi_number_as_json(tally->citizens, tally->least);
    counts.rejected = msbi_number_as_json(tally->rejected, tally->least);
    for (size_t i = 0; i < tally->num; i++) {
        findings[i][0] = msbi_number_as_json(tally->counts[i].citizens,
                                             tally->least);
        findings[i][1] = msbi_number_as_json(tally->counts[i].possible,
                                             tally->least);
    }
    if (tally->analysis != NULL)
        msbi_check_write(text, NULL, NULL, tally->analysis, &counts);
    else
        msbi_difference_write(text, tally->difference, &counts);
}

enum msb_status
msb_tally_format_json(const struct msb_tally *tally, char **out,
                      struct msb_error *err)
{
    struct msbi_number(*findings)[2];
    struct msbi_text text;

    if (tally == NULL || out == NULL)
        return msbi_fail_misuse(err, "tally and out must not be NULL");
    *out = NULL;
    findings = msbi_alloc_array(tally->num, sizeof *findings);
    if (findings == NULL)
        return msbi_fail_nomem(err);
    msbi_text_init(&text);
    write_tally(&text, tally, findings);
    msbi_free(findings);
    *out = msbi_text_take(&text);
    return *out == NULL ? msbi_fail_nomem(err) : MSB_OK;
}
