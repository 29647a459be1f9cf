/* SPDX-License-Identifier: MIT */
#ifndef MSB_ERASE_H
#define MSB_ERASE_H

#include <stdint.h>

#include <msb/error.h>
#include <msb/store.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What the erasure of a person took away, in rows. */
struct msb_erasure {
    uint64_t facts;       /**< Versions of facts. */
    uint64_t courses;     /**< Versions of courses. */
    uint64_t others;      /**< Addresses, membership of households, the work
                               of handovers, exceptions. */
    uint64_t assignments; /**< Left in place, without a name. */
};

/**
 * Erase a person: id, CPR number, facts, courses, addresses, households,
 * exceptions and the work of handovers, all versions of them.
 *
 * What stays is a number without a name: its assignments, so that a count of
 * a former day is what it was, and its entries in the journal, whose chain
 * still holds. One transaction. The file is made compact afterwards, so that
 * none of it is left in free pages or in the write-ahead log; where that does
 * not succeed, the person is erased all the same, the call fails, and
 * msb_store_compact() is still due.
 *
 * Copies outside the store (backups, exports, the imported files) are the
 * caller's to see to.
 *
 * @param citizen  the id; where there is no such id, a CPR number.
 * @param[out] out  what was done; may be NULL.
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_NOT_FOUND (no such
 *         citizen), MSB_ERR_DENIED, MSB_ERR_BUSY, MSB_ERR_IO or
 *         MSB_ERR_STORE. With the code "not_compacted" the person is erased,
 *         and msb_store_compact() is due.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_erase(struct msb_store *store, const char *citizen,
                struct msb_erasure *out, struct msb_error *err);

/**
 * Write the file anew without its free pages, and empty the write-ahead log.
 *
 * Takes as much room again as the store, for a moment. Does nothing where
 * nothing was erased since the last time.
 *
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_BUSY (somebody still
 *         reads what was before), MSB_ERR_IO or MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_compact(struct msb_store *store, struct msb_error *err);

#ifdef __cplusplus
}
#endif
#endif
