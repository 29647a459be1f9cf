/* SPDX-License-Identifier: MIT */
#ifndef MSB_HOUSEHOLD_H
#define MSB_HOUSEHOLD_H

#include <stdbool.h>
#include <stddef.h>

#include <msb/answer.h>
#include <msb/date.h>
#include <msb/error.h>
#include <msb/store.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A household [husstand] on a date: its members, and its own courses.
 *
 * A snapshot: later writes do not change it. Immutable, reference-counted.
 */
struct msb_household;

/** A citizen in a household. A value; texts are the filler's. */
struct msb_household_member {
    const char *citizen;      /**< The citizen's id; where there is no such
                                   id, a CPR number. */
    const char *role;         /**< As what, for example "mother"; or "". */
    struct msb_period period; /**< From when to when. */
};

/** A service to a household. A value; texts are the filler's. */
struct msb_household_course {
    const char *service;      /**< The service. */
    const char *unit;         /**< The unit or area that delivers; NULL where
                                   the model's `delivered_by` says it. */
    struct msb_period period; /**< From when to when. */
};

/**
 * Put a citizen in a household, which is made if it is not there.
 *
 * A member from the same day with another role or end is a correction. Where
 * two memberships of one citizen in one household share a day, the one that
 * began last holds.
 *
 * @param household  what the municipality calls it; not empty.
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_NOT_FOUND (no such
 *         citizen), MSB_ERR_INVALID (no day in it, or no UTF-8),
 *         MSB_ERR_DENIED, MSB_ERR_BUSY, MSB_ERR_IO or MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_put_member(struct msb_store *store, const char *household,
                     const struct msb_household_member *member,
                     struct msb_error *err);

/**
 * Put a course of a household on record. What happens to a member does not
 * end it: it lasts until its own end.
 *
 * @param course  service and unit of the model in force on the first day. The
 *                same course with another end is a correction.
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_NOT_FOUND (no such
 *         household, or no model on the first day), MSB_ERR_INVALID (no such
 *         service or unit, or no day in it), MSB_ERR_DENIED, MSB_ERR_BUSY,
 *         MSB_ERR_IO or MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_put_household_course(struct msb_store *store, const char *household,
                               const struct msb_household_course *course,
                               struct msb_error *err);

/**
 * Read a household on a date.
 *
 * @param known_at  as known when; NULL for now.
 * @param[out] out  new reference; release with msb_household_unref().
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_NOT_FOUND (no such
 *         household), MSB_ERR_DENIED, MSB_ERR_BUSY or MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_find_household(struct msb_store *store, const char *household,
                         struct msb_date on, const struct msb_instant *known_at,
                         struct msb_household **out, struct msb_error *err);
/** Share @p household. @return @p household. @since 0.1 */
MSB_API struct msb_household *
msb_household_ref(struct msb_household *household);
/** Release @p household; does nothing for NULL. @since 0.1 */
MSB_API void msb_household_unref(struct msb_household *household);
/** @return how many members it has on the date. @since 0.1 */
MSB_API size_t msb_household_num_members(const struct msb_household *household);
/** One member, by id; the texts are borrowed from @p household.
 *  @return false beyond the end. @since 0.1 */
MSB_API bool msb_household_get_member(const struct msb_household *household,
                                      size_t index,
                                      struct msb_household_member *out);
/** @return how many members it has besides, whom the store's principal may not
 *  see. @since 0.1 */
MSB_API size_t msb_household_num_hidden(const struct msb_household *household);
/** @return how many courses it has on the date. @since 0.1 */
MSB_API size_t msb_household_num_courses(const struct msb_household *household);
/** One course, by service; the texts are borrowed from @p household.
 *  @return false beyond the end. @since 0.1 */
MSB_API bool msb_household_get_course(const struct msb_household *household,
                                      size_t index,
                                      struct msb_household_course *out);
/** Write what `msb household --json` prints, one object on one line.
 *  @param[out] out  new text; release with msb_text_free().
 *  @return MSB_OK, MSB_ERR_NOMEM or MSB_ERR_MISUSE. @since 0.1 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_household_format_json(const struct msb_household *household, char **out,
                          struct msb_error *err);

/** A household that the citizen of an answer belongs to. A value; the texts
 *  are borrowed from the answer. */
struct msb_membership {
    const char *household; /**< Its id. */
    const char *role;      /**< As what; or "". */
    size_t num_services;   /**< Courses of it, of services of the model. */
};

/** A service to a household, and who delivers it. A value. */
struct msb_household_service {
    size_t service;  /**< Index of the service. */
    size_t area;     /**< Index of the area, or MSB_NONE. */
    size_t unit;     /**< Index of the unit, or MSB_NONE. */
    bool is_contact; /**< Whoever delivers it is the contact of every member. */
};

/** @return how many households the citizen belongs to. @since 0.1 */
MSB_API size_t msb_answer_num_memberships(const struct msb_answer *answer);
/** One of them, by the household's id. @return false beyond the end.
 *  @since 0.1 */
MSB_API bool msb_answer_get_membership(const struct msb_answer *answer,
                                       size_t index,
                                       struct msb_membership *out);
/** One service of a household, in the model's order.
 *  @return false beyond the end. @since 0.1 */
MSB_API bool
msb_answer_get_household_service(const struct msb_answer *answer,
                                 size_t membership, size_t index,
                                 struct msb_household_service *out);

#ifdef __cplusplus
}
#endif
#endif
