/* SPDX-License-Identifier: MIT */
/*
 * Breaking the glass: the one way past responsibility and policy, for those
 * who work with citizens, in an emergency and for a time. It opens reading
 * alone, and the journal tells of it before anything is read.
 */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "store/connection.h"
#include "store/guard/guard.h"
#include "store/guard/journal.h"

#define SECONDS_A_MINUTE 60

/* Room for one more, and a copy of the reason. */
static enum msb_status
add_emergency(struct msb_store *store, const char *reason,
              struct msb_error *err)
{
    struct msbi_emergency *items = msbi_grow(
        store->emergencies, store->num_emergencies,
        &store->emergencies_capacity, sizeof *items);

    if (items == NULL)
        return msbi_fail_nomem(err);
    store->emergencies = items;
    items += store->num_emergencies;
    memset(items, 0, sizeof *items); /* until it is on record: no time */
    items->reason = msbi_copy_text(reason, strlen(reason));
    if (items->reason == NULL)
        return msbi_fail_nomem(err);
    store->num_emergencies++;
    return MSB_OK;
}

static enum msb_status
append(struct msb_store *store, int64_t citizen, const char *reason,
       int32_t minutes, struct msb_error *err)
{
    struct msbi_text detail;
    enum msb_status status;

    msbi_text_init(&detail);
    msbi_text_addf(&detail, "{\"emergency\": \"%s\", \"minutes\": %d}", reason,
                   (int)minutes);
    status = detail.failed ? msbi_fail_nomem(err)
                           : msbi_journal_append(store, "break_glass", citizen,
                                                 detail.data, err);
    msbi_text_release(&detail);
    return status;
}

static enum msb_status
break_glass(struct msb_store *store, const char *citizen, const char *reason,
            int32_t minutes, struct msb_error *err)
{
    struct msbi_emergency *emergency;
    enum msb_status status;
    int64_t key = 0;

    status = msbi_guard_do(store, MSBI_POWER_GLASS, "break_glass", 0, err);
    if (status == MSB_OK)
        status = msbi_store_find_person(store, citizen, &key, err);
    if (status == MSB_OK)
        status = add_emergency(store, reason, err);
    if (status == MSB_OK)
        status = append(store, key, reason, minutes, err);
    if (status == MSB_OK)
        status = msbi_store_commit(store, err);
    else
        msbi_store_rollback(store);
    if (status != MSB_OK)
        return status;
    emergency = &store->emergencies[store->num_emergencies - 1];
    emergency->citizen = key;
    emergency->from = msbi_store_now(store).seconds;
    emergency->until = emergency->from + (int64_t)minutes * SECONDS_A_MINUTE;
    return MSB_OK;
}

enum msb_status
msb_store_break_glass(struct msb_store *store, const char *citizen,
                      const char *reason, int32_t minutes,
                      struct msb_error *err)
{
    enum msb_status status;

    if (store == NULL || citizen == NULL || reason == NULL)
        return msbi_fail_misuse(err, "store, citizen and reason must not be "
                                     "NULL");
    if (minutes < 1 || minutes > MSB_MAX_EMERGENCY)
        return msbi_fail_misuse(err, "the glass is broken for 1 to 480 "
                                     "minutes");
    if (!msbi_text_is_identifier(reason, strlen(reason)))
        return msbi_fail(err, MSB_ERR_INVALID, "bad_identifier",
                         "the kind of emergency must be an identifier, for "
                         "example danger_to_life; the journal holds no "
                         "sentence about a person");
    if (store->principal.actor == NULL)
        return msbi_fail_misuse(err, "nothing is hidden from nobody in "
                                     "particular: there is no glass to break");
    status = msbi_store_begin(store, err);
    return status != MSB_OK ? status
                            : break_glass(store, citizen, reason, minutes, err);
}
