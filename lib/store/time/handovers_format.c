/* SPDX-License-Identifier: MIT */
/* A handover as JSON, and the names of its causes and states. */
#include "base/error.h"
#include "base/text.h"
#include "store/time/changes.h"

const char *
msb_handover_cause_get_name(enum msb_handover_cause cause)
{
    switch (cause) {
    case MSB_HANDOVER_CAUSE_AGE:
        return "age";
    case MSB_HANDOVER_CAUSE_FACTS:
        return "facts";
    case MSB_HANDOVER_CAUSE_MODEL:
        return "model";
    case MSB_HANDOVER_CAUSE_EXCEPTION:
        return "exception";
    }
    return NULL;
}

const char *
msb_handover_state_get_name(enum msb_handover_state state)
{
    switch (state) {
    case MSB_HANDOVER_STATE_PLANNED:
        return "planned";
    case MSB_HANDOVER_STATE_ACCEPTED:
        return "accepted";
    case MSB_HANDOVER_STATE_REJECTED:
        return "rejected";
    case MSB_HANDOVER_STATE_DONE:
        return "done";
    }
    return NULL;
}

static const char *
get_consent(enum msb_consent consent)
{
    switch (consent) {
    case MSB_CONSENT_GIVEN:
        return "true";
    case MSB_CONSENT_REFUSED:
        return "false";
    case MSB_CONSENT_UNKNOWN:
        break;
    }
    return "null";
}

static void
add_work(struct msbi_text *text, const struct msb_handover_work *work)
{
    char at[MSB_INSTANT_SIZE];

    msb_instant_format(work->at, at);
    msbi_text_addf(text, ", \"work\": {\"state\": \"%s\", \"actor\": ",
                   msb_handover_state_get_name(work->state));
    msbi_text_add_json(text, work->actor);
    msbi_text_add(text, ", \"reason\": ");
    msbi_text_add_json(text, work->reason);
    msbi_text_addf(text, ", \"consent\": %s, \"at\": \"%s\"}",
                   get_consent(work->consent), at);
}

enum msb_status
msb_handovers_format_json(const struct msb_handovers *handovers, size_t index,
                          char **out, struct msb_error *err)
{
    struct msb_handover handover;
    struct msbi_text text;
    char date[11];

    if (out != NULL)
        *out = NULL;
    if (handovers == NULL || out == NULL
        || !msb_handovers_get(handovers, index, &handover))
        return msbi_fail_misuse(err, "handovers and out must not be NULL, and "
                                     "there must be so many handovers");
    msb_date_format(handover.date, date);
    msbi_text_init(&text);
    msbi_text_add(&text, "{\"citizen\": ");
    msbi_text_add_json(&text, handover.citizen);
    msbi_text_addf(&text, ", \"date\": \"%s\", \"from\": ", date);
    msbi_text_add_json(&text, handover.from);
    msbi_text_add(&text, ", \"to\": ");
    msbi_text_add_json(&text, handover.to);
    msbi_text_addf(&text, ", \"cause\": \"%s\", \"services\": [",
                   msb_handover_cause_get_name(handover.cause));
    for (size_t i = 0; i < handover.num_services; i++) {
        msbi_text_add(&text, i == 0 ? "" : ", ");
        msbi_text_add_json(&text, handover.services[i]);
    }
    msbi_text_add(&text, "]");
    if (handover.has_work)
        add_work(&text, &handover.work);
    msbi_text_add(&text, "}");
    *out = msbi_text_take(&text);
    return *out == NULL ? msbi_fail_nomem(err) : MSB_OK;
}
