/* SPDX-License-Identifier: MIT */
/*
 * Handovers of everybody: found by columns (handed.c), in the order of
 * the citizens' numbers; then they are sorted, and their texts, which stood one
 * behind the other while they grew in number, are pointed to. The list holds
 * its own references, and outlives the store.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "store/connection.h"
#include "store/guard/guard.h"
#include "store/guard/journal.h"
#include "store/time/changes.h"
#include "store/time/handed.h"

/* Those that the principal does not see go. */
static void
keep_seen(const struct msb_store *store, struct msb_handovers *list)
{
    size_t num = 0;

    for (size_t i = 0; i < list->num; i++) {
        const struct msbi_handover *one = &list->items[i];

        if ((one->before != NULL
             && msbi_guard_sees_handover(store,
                                         msb_rules_get_model(one->before),
                                         one->shown.from, NULL))
            || (one->after != NULL
                && msbi_guard_sees_handover(store,
                                            msb_rules_get_model(one->after),
                                            NULL, one->shown.to)))
            list->items[num++] = *one;
    }
    list->num = num;
}

/* A reference to every model's rules, for the items that borrow them. */
static enum msb_status
keep_rules(const struct msbi_reigns *reigns, struct msb_handovers *list,
           struct msb_error *err)
{
    list->rules = msbi_alloc_array(reigns->num, sizeof *list->rules);
    if (list->rules == NULL)
        return msbi_fail_nomem(err);
    for (size_t i = 0; i < reigns->num; i++)
        list->rules[list->num_rules++] = msb_rules_ref(reigns->items[i].rules);
    return MSB_OK;
}

/* Point to the texts, which stay where they are from now on. */
static enum msb_status
point_to_texts(struct msb_handovers *list, struct msb_error *err)
{
    size_t num = 0;

    for (size_t i = 0; i < list->num; i++)
        num += list->items[i].shown.num_services;
    list->services = msbi_alloc_array(num, sizeof *list->services);
    if (list->services == NULL)
        return msbi_fail_nomem(err);
    num = 0;
    for (size_t i = 0; i < list->num; i++) {
        struct msb_handover *shown = &list->items[i].shown;
        const char *text = list->texts.data + list->items[i].first_service;

        shown->citizen = list->texts.data + list->items[i].id;
        shown->services = list->services + num;
        for (size_t k = 0; k < shown->num_services; k++) {
            list->services[num++] = text;
            text += strlen(text) + 1;
        }
        if (!shown->has_work)
            continue;
        text = list->texts.data + list->items[i].work_texts;
        shown->work.actor = text;
        if (shown->work.state == MSB_HANDOVER_STATE_REJECTED)
            shown->work.reason = text + strlen(text) + 1;
    }
    return MSB_OK;
}

static int
compare_shown(const void *a, const void *b)
{
    const struct msb_handover *x = &((const struct msbi_handover *)a)->shown;
    const struct msb_handover *y = &((const struct msbi_handover *)b)->shown;

    if (x->date.days != y->date.days)
        return x->date.days < y->date.days ? -1 : 1;
    return strcmp(x->citizen, y->citizen);
}

/* Each is a reading of a person. */
static enum msb_status
journal_all(struct msb_store *store, const struct msb_handovers *list,
            struct msb_error *err)
{
    enum msb_status status = MSB_OK;

    if (!store->is_writing)
        return MSB_OK; /* readings are not put in the journal */
    for (size_t i = 0; i < list->num && status == MSB_OK; i++)
        status = msbi_journal_append(store, "handovers", list->items[i].citizen,
                                     NULL, err);
    return status;
}

static enum msb_status
fill_list(struct msb_store *store, struct msb_date from, struct msb_date to,
          struct msb_handovers *list, struct msb_error *err)
{
    struct msbi_decider decider = {0};
    enum msb_status status = msbi_guard_do(store, MSBI_POWER_LIST, "handovers",
                                           0, err);

    if (status == MSB_OK)
        status = msbi_decider_open(store, false, &decider, err);
    if (status == MSB_OK)
        status = keep_rules(&decider.reigns, list, err);
    if (status == MSB_OK)
        status = msbi_changes_add_all(&decider, from, to, list, err);
    msbi_decider_release(&decider);
    if (status != MSB_OK)
        return status;
    keep_seen(store, list);
    status = msbi_handovers_add_work(store, from, to, list, err);
    if (status == MSB_OK)
        status = point_to_texts(list, err);
    if (status == MSB_OK)
        status = msbi_handovers_find_seed(store, list, err);
    if (status == MSB_OK && list->num > 1)
        qsort(list->items, list->num, sizeof *list->items, compare_shown);
    return status != MSB_OK ? status : journal_all(store, list, err);
}

enum msb_status
msb_store_find_handovers(struct msb_store *store, struct msb_date from,
                         struct msb_date to, struct msb_handovers **out,
                         struct msb_error *err)
{
    struct msb_handovers *list;
    enum msb_status status;

    if (out != NULL)
        *out = NULL;
    if (store == NULL || out == NULL)
        return msbi_fail_misuse(err, "store and out must not be NULL");
    if (to.days <= from.days)
        return msbi_fail(err, MSB_ERR_INVALID, "empty_period",
                         "the interval ends on or before the day on which it "
                         "begins; its end is the first day after it");
    list = msbi_alloc(sizeof *list);
    if (list == NULL)
        return msbi_fail_nomem(err);
    msbi_refcount_init(&list->refs);
    msbi_text_init(&list->texts);
    list->made_at = msbi_store_now(store);
    status = msbi_store_begin_reading(store, err);
    if (status == MSB_OK)
        status = msbi_store_end_reading(
            store, fill_list(store, from, to, list, err), err);
    if (status == MSB_OK)
        *out = list;
    else
        msb_handovers_unref(list);
    return status;
}

struct msb_handovers *
msb_handovers_ref(struct msb_handovers *handovers)
{
    msbi_refcount_take(&handovers->refs);
    return handovers;
}

void
msb_handovers_unref(struct msb_handovers *handovers)
{
    if (handovers == NULL || !msbi_refcount_drop(&handovers->refs))
        return;
    for (size_t i = 0; i < handovers->num_rules; i++)
        msb_rules_unref(handovers->rules[i]);
    msbi_free(handovers->rules);
    msbi_free(handovers->items);
    msbi_free(handovers->services);
    msbi_text_release(&handovers->texts);
    msbi_free(handovers);
}

size_t
msb_handovers_num(const struct msb_handovers *handovers)
{
    return handovers->num;
}

bool
msb_handovers_get(const struct msb_handovers *handovers, size_t index,
                  struct msb_handover *out)
{
    if (index >= handovers->num)
        return false;
    *out = handovers->items[index].shown;
    return true;
}
