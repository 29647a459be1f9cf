/* SPDX-License-Identifier: MIT */
#ifndef MSB_HANDOVER_H
#define MSB_HANDOVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/date.h>
#include <msb/error.h>
#include <msb/instant.h>
#include <msb/store.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What makes another area responsible. Of several on one day: the first
 *  in this order that does it alone; where none does, a model before an
 *  exception before facts. */
enum msb_handover_cause {
    MSB_HANDOVER_CAUSE_AGE = 1,      /**< A birthday. */
    MSB_HANDOVER_CAUSE_FACTS = 2,    /**< Facts or a course. */
    MSB_HANDOVER_CAUSE_MODEL = 3,    /**< A model comes into force, or ends. */
    MSB_HANDOVER_CAUSE_EXCEPTION = 4 /**< An exception begins or ends. */
};

/** How far the work of a handover has come. */
enum msb_handover_state {
    MSB_HANDOVER_STATE_PLANNED = 1,  /**< The area that hands over began. */
    MSB_HANDOVER_STATE_ACCEPTED = 2, /**< The other one expects the citizen. */
    MSB_HANDOVER_STATE_REJECTED = 3, /**< It does not, and says why. */
    MSB_HANDOVER_STATE_DONE = 4      /**< Nothing is left to do. */
};

/** What the citizen says to the handing over of information. */
enum msb_consent {
    MSB_CONSENT_UNKNOWN = 0, /**< Not asked for yet. */
    MSB_CONSENT_GIVEN = 1,   /**< Agrees. */
    MSB_CONSENT_REFUSED = 2  /**< Does not. */
};

/** The work of a handover; a value, its texts borrowed. */
struct msb_handover_work {
    enum msb_handover_state state; /**< Where it is. */
    enum msb_consent consent;      /**< The citizen's. */
    const char *actor;             /**< Who brought it there. */
    const char *reason;            /**< Why it was rejected; else NULL. */
    struct msb_instant at;         /**< When; ignored where it is written. */
};

/** One handover: from the day on, another area is responsible for a citizen.
 *  A value; its texts are borrowed from the list. */
struct msb_handover {
    const char *citizen;  /**< The citizen's id. */
    struct msb_date date; /**< The first day with the new area. */
    const char *from;     /**< The area before, by the model of the day before;
                               NULL: none was responsible. */
    const char *to;       /**< The area from the day on; NULL: none is. */
    enum msb_handover_cause cause; /**< Why. */
    size_t num_services;           /**< Active on the day. */
    const char *const *services;   /**< Their ids in the order of the model,
                                        then those that it does not know. */
    bool has_work;                 /**< Somebody began the work of it. */
    struct msb_handover_work work; /**< Then, how far that is. */
};

/** Handovers, by date and then by citizen. Immutable, reference-counted. */
struct msb_handovers;

/**
 * Find every handover from a day up to, not including, another.
 *
 * Nothing of it is stored: it is computed from the facts, courses, exceptions
 * and models on record. An area that a model only renames is the same.
 * Citizens whose data were erased have none. With a principal, those that its
 * role sees; each is put in the journal.
 *
 * @param[out] out  new reference; release with msb_handovers_unref().
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_INVALID (no day in
 *         the interval), MSB_ERR_DENIED, MSB_ERR_BUSY, MSB_ERR_IO or
 *         MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_find_handovers(struct msb_store *store, struct msb_date from,
                         struct msb_date to, struct msb_handovers **out,
                         struct msb_error *err);

/** Share @p handovers. @return @p handovers. @since 0.1 */
MSB_API struct msb_handovers *
msb_handovers_ref(struct msb_handovers *handovers);
/** Release @p handovers; does nothing for NULL. @since 0.1 */
MSB_API void msb_handovers_unref(struct msb_handovers *handovers);
/** @return how many there are. @since 0.1 */
MSB_API size_t msb_handovers_num(const struct msb_handovers *handovers);
/** One of them. @return false beyond the end. @since 0.1 */
MSB_API bool msb_handovers_get(const struct msb_handovers *handovers,
                               size_t index, struct msb_handover *out);

/**
 * Write one of them as `msb handovers --json` prints it, one object on one
 * line.
 *
 * @param[out] out  new text; release with msb_text_free().
 * @return MSB_OK, MSB_ERR_NOMEM or MSB_ERR_MISUSE (beyond the end).
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_handovers_format_json(const struct msb_handovers *handovers, size_t index,
                          char **out, struct msb_error *err);
/**
 * Write them all as a calendar, iCalendar (RFC 5545): an event for the whole
 * day each. It names no citizen, but by the number in this store, which the
 * journal uses too.
 *
 * @param language  of the areas' and services' names, "da"; NULL for the first
 *                  that the model has.
 * @param[out] out  new text; release with msb_text_free().
 * @return MSB_OK, MSB_ERR_NOMEM or MSB_ERR_MISUSE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_handovers_format_ics(const struct msb_handovers *handovers,
                         const char *language, char **out,
                         struct msb_error *err);

/** @return "age", "facts", "model" or "exception"; NULL for what is none.
 *  @since 0.1 */
MSB_API const char *msb_handover_cause_get_name(enum msb_handover_cause cause);
/** @return "planned", "accepted", "rejected" or "done"; NULL for what is
 *  none. @since 0.1 */
MSB_API const char *msb_handover_state_get_name(enum msb_handover_state state);

/**
 * Record how far the work of a handover has come: planned, then accepted or
 * rejected with a reason, then done; what was rejected may be planned again.
 * The responsibility itself moves on its day, whatever this says.
 *
 * The same state again changes nothing, unless the consent is another.
 *
 * @param citizen  as for msb_store_find_answer().
 * @param on    the day of the handover.
 * @param work  the new state. Unknown consent leaves what is on record. With
 *              `actor` NULL, the store's principal.
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_NOT_FOUND (no such
 *         citizen), MSB_ERR_INVALID (a blank text; a reason for anything but a
 *         rejection, or none for one), MSB_ERR_CONFLICT ("no_handover": none
 *         on that day; "wrong_state": not from the present state),
 *         MSB_ERR_DENIED, MSB_ERR_BUSY, MSB_ERR_IO or MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_put_handover(struct msb_store *store, const char *citizen,
                       struct msb_date on, const struct msb_handover_work *work,
                       struct msb_error *err);

#ifdef __cplusplus
}
#endif
#endif
