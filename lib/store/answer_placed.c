/* SPDX-License-Identifier: MIT */
/* What bears on an answer besides the rules: an exception, which makes another
   decision of it, the households, and the address. */
#include "store/answer.h"

#include <string.h>

#include "base/error.h"
#include "store/exceptions.h"
#include "store/rights/addresses.h"

enum msb_status
msbi_answer_place(struct msb_store *store, int64_t citizen,
                  const struct msb_instant *known_at, struct msb_answer *answer,
                  struct msb_error *err)
{
    struct msb_decision *placed = NULL;
    struct msbi_placement placement;
    bool has_placement;
    enum msb_status status = msbi_exception_read(
        store, citizen, answer->on, known_at, &placement, &has_placement, err);

    if (status != MSB_OK || !has_placement)
        return status;
    status = msbi_decision_place(answer->decision, &placement, &placed, err);
    msbi_placement_release(&placement);
    if (status != MSB_OK)
        return status;
    if (answer->explanation != NULL)
        msbi_explanation_place(answer->explanation, placed);
    msb_decision_unref(answer->decision);
    answer->decision = placed;
    return MSB_OK;
}

void
msbi_answer_add_circumstances(struct msbi_text *text,
                              const struct msb_answer *answer)
{
    /* What there is not is not written: a plain answer has the fields of the
       specification, and no other. */
    if (answer->decision->ruled != NULL) {
        msbi_text_add(text, ", \"exception\": ");
        msbi_decision_add_exception(text, answer->decision);
    }
    if (answer->num_memberships > 0)
        msbi_answer_write_households(text, answer);
    if (!answer->has_address)
        return;
    msbi_text_add(text, ", \"address\": ");
    msbi_text_add_json(text, answer->address);
    msbi_text_addf(text, ", \"address_protected\": %s",
                   answer->is_protected ? "true" : "false");
}

bool
msb_answer_get_exception(const struct msb_answer *answer,
                         struct msb_exception *out)
{
    const struct msb_decision *decision = answer->decision;
    const struct msbi_placement *placement = &decision->placement;

    if (decision->ruled == NULL)
        return false;
    *out = (struct msb_exception){
        .area = msb_model_get_part_id(msb_rules_get_model(decision->rules),
                                      MSB_PART_AREA, placement->area),
        .reason = placement->reason,
        .decided_by = placement->decided_by,
        .from = placement->from,
        .to = placement->to};
    return true;
}

struct msb_decision *
msb_answer_get_ruled(const struct msb_answer *answer)
{
    return answer->decision->ruled;
}

const char *
msb_answer_get_address(const struct msb_answer *answer)
{
    return answer->address;
}

bool
msb_answer_is_address_protected(const struct msb_answer *answer)
{
    return answer->is_protected;
}
