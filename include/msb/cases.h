/* SPDX-License-Identifier: MIT */
#ifndef MSB_CASES_H
#define MSB_CASES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/analysis.h>
#include <msb/error.h>
#include <msb/rules.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * What people who know the work read to say whether a model is right: for
 * each rule the kinds of citizens that it decides, each with an example.
 * Immutable and reference-counted; any thread may use it.
 *
 * A kind says of each attribute by itself what must hold. Whoever it describes
 * is decided by its rule, under `first` with all earlier rules in view. Kinds
 * of one rule have no citizen in common, and all of them together are everybody
 * whom the rule decides. Nothing is sampled.
 *
 * Where the rules are too many to be drawn as one diagram, the kinds of a rule
 * are searched for. Those that are listed are as exact as any, but there may be
 * more of them than were counted; the list says so.
 *
 * Under `single` there is one list for each responsibility rule, in the
 * model's order, and a last one for citizens whom no rule decides, if there
 * are any. Under `per_service` there is one for each entry that delivers a
 * service, in the model's order, and after those of a service one for citizens
 * whose service nobody delivers, if there are any.
 */
struct msb_cases;

/** The rows of one rule that fit on a screen. */
#define MSB_CASES_ROWS 20
/** The most rows that may be asked for of one rule. */
#define MSB_CASES_MAX_ROWS 10000

/** Whom one rule, or one entry of a service, decides. */
struct msb_case_list {
    enum msb_finding_kind kind; /**< MSB_FINDING_RESPONSIBILITY or _SERVICE. */
    size_t rule;        /**< The rule; MSB_NONE: of a service, or no rule. */
    size_t service;     /**< The service; MSB_NONE: of the rules. */
    size_t entry;       /**< Its entry; MSB_NONE: of the rules, or no entry. */
    size_t area;        /**< Who answers for these citizens, or MSB_NONE. */
    size_t unit;        /**< The unit of it that delivers, or MSB_NONE. */
    bool is_counted;    /**< There are num_kinds kinds, 0: nobody is decided
                             here. Else there are that many or more, 0: whether
                             anybody is was not found out. */
    uint64_t num_kinds; /**< See is_counted. */
    size_t num_rows;    /**< How many of them are listed. */
};

/** One kind of citizen; strings borrowed from the cases. */
struct msb_case {
    const char *id; /**< "rule/1"; "service/2/1" is of the second entry. "GAP"
                         stands in the place of no rule and of no entry. */
    const char *facts;   /**< Complete facts of an example, as JSON. */
    size_t target_group; /**< What all of the kind are in; MSB_NONE: in none, or
                              not all in the same. */
};

/**
 * List the kinds of citizens that each rule decides.
 *
 * Of a rule with more than @p max_rows kinds those are listed that between
 * them show every value that is asked for there, as far as the rows
 * suffice. The same rules always give the same rows.
 *
 * The work is bounded. What it does not suffice for is no failure, but a list
 * that is not counted, in the worst case one without a row.
 *
 * @param rules     kept by reference.
 * @param max_rows  at most so many for each list, 1 to MSB_CASES_MAX_ROWS.
 * @param[out] out  new reference; release with msb_cases_unref().
 * @return MSB_OK, MSB_ERR_NOMEM or MSB_ERR_MISUSE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_rules_list_cases(struct msb_rules *rules, size_t max_rows,
                     struct msb_cases **out, struct msb_error *err);

/** Share @p cases. @return @p cases. @since 0.1 */
MSB_API struct msb_cases *msb_cases_ref(struct msb_cases *cases);
/** Release @p cases; does nothing for NULL. @since 0.1 */
MSB_API void msb_cases_unref(struct msb_cases *cases);
/** @return the rules, borrowed from @p cases. @since 0.1 */
MSB_API struct msb_rules *msb_cases_get_rules(const struct msb_cases *cases);
/** @return how many lists there are. @since 0.1 */
MSB_API size_t msb_cases_num_lists(const struct msb_cases *cases);
/** One list. @return false beyond the end. @since 0.1 */
MSB_API bool msb_cases_get_list(const struct msb_cases *cases, size_t list,
                                struct msb_case_list *out);
/** One row of a list. @return false beyond the end. @since 0.1 */
MSB_API bool msb_cases_get_row(const struct msb_cases *cases, size_t list,
                               size_t row, struct msb_case *out);
/**
 * Say what must hold of one attribute, for people: "15–29", "a or b, not c".
 *
 * @param attribute  its index in MSB_PART_ATTRIBUTE; not the target group.
 * @param language   "da" or "en"; NULL: "da".
 * @param[out] out   new text, or NULL where any value will do, also on
 *                   failure; release with msb_text_free().
 * @return MSB_OK, MSB_ERR_NOMEM or MSB_ERR_MISUSE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_cases_describe(const struct msb_cases *cases, size_t list, size_t row,
                   size_t attribute, const char *language, char **out,
                   struct msb_error *err);

/** Write a review for people, in Markdown: what `msb cases` prints.
 *  @param language  "da" or "en"; NULL: "da".
 *  @param[out] out  new text; release with msb_text_free().
 *  @return MSB_OK, MSB_ERR_NOMEM or MSB_ERR_MISUSE. @since 0.1 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_cases_format_markdown(const struct msb_cases *cases, const char *language,
                          char **out, struct msb_error *err);
/** Write the rows as CSV (RFC 4180): what `msb cases --format csv` prints.
 *  @param language  "da" or "en"; NULL: "da".
 *  @param[out] out  new text; release with msb_text_free().
 *  @return MSB_OK, MSB_ERR_NOMEM or MSB_ERR_MISUSE. @since 0.1 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_cases_format_csv(const struct msb_cases *cases, const char *language,
                     char **out, struct msb_error *err);
/** Write the examples as facts with an "id", one object a line: what `msb
 *  cases --format jsonl` prints and `msb resolve` reads.
 *  @param[out] out  new text; release with msb_text_free().
 *  @return MSB_OK, MSB_ERR_NOMEM or MSB_ERR_MISUSE. @since 0.1 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_cases_format_jsonl(const struct msb_cases *cases, char **out,
                       struct msb_error *err);

#ifdef __cplusplus
}
#endif
#endif
