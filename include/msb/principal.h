/* SPDX-License-Identifier: MIT */
#ifndef MSB_PRINCIPAL_H
#define MSB_PRINCIPAL_H

#include <stdint.h>

#include <msb/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/** In what capacity somebody works with a store. */
enum msb_role {
    MSB_ROLE_SYSTEM = 1,     /**< A program of the authority: everything. */
    MSB_ROLE_CASEWORKER = 2, /**< Citizens, as today's responsibility says. */
    MSB_ROLE_LEADER = 3,     /**< As a caseworker, and may grant exceptions. */
    MSB_ROLE_ANALYST = 4,    /**< Pseudonyms and suppressed counts only. */
    MSB_ROLE_AUDITOR = 5     /**< The journal only. */
};

/**
 * Who works with a store, and what for. The texts are borrowed while the
 * store is opened, and copied.
 */
struct msb_principal {
    uint32_t size;       /**< sizeof of this struct. */
    enum msb_role role;  /**< In what capacity. */
    const char *actor;   /**< Who, as the journal will say: up to 64 bytes,
                              not empty, and no CPR number. */
    const char *area;    /**< The area worked for, by its id in the model of
                              the day; NULL for none. */
    const char *unit;    /**< The unit worked for; NULL for the whole area. */
    const char *purpose; /**< What for, as the journal will say: an identifier
                              of the form `[a-z][a-z0-9_]{0,62}`. */
};

/** Fill @p principal: a caseworker without any of the texts. @since 0.1 */
MSB_API void msb_principal_init(struct msb_principal *principal);

/** @return a role's name, for example "caseworker"; NULL for a value that is
 *  none. @since 0.1 */
MSB_API const char *msb_role_get_name(enum msb_role role);

#ifdef __cplusplus
}
#endif
#endif
