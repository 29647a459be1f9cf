/* SPDX-License-Identifier: MIT */
/* What verifying a store came to. */
#include "base/error.h"
#include "store/hold/verify.h"

struct msb_verification *
msb_verification_ref(struct msb_verification *verification)
{
    msbi_refcount_take(&verification->refs);
    return verification;
}

void
msb_verification_unref(struct msb_verification *verification)
{
    if (verification == NULL || !msbi_refcount_drop(&verification->refs))
        return;
    msbi_free(verification->items);
    msbi_text_release(&verification->texts);
    msbi_free(verification);
}

struct msb_verify_counts
msb_verification_get_counts(const struct msb_verification *verification)
{
    return verification->counts;
}

size_t
msb_verification_num(const struct msb_verification *verification)
{
    return verification->num;
}

bool
msb_verification_get(const struct msb_verification *verification, size_t index,
                     struct msb_violation *out)
{
    const struct msbi_violation *violation;

    if (index >= verification->num)
        return false;
    violation = &verification->items[index];
    out->code = verification->texts.data + violation->code;
    out->where = verification->texts.data + violation->where;
    out->message = verification->texts.data + violation->message;
    return true;
}

enum msb_status
msb_verification_format_json(const struct msb_verification *verification,
                             size_t index, char **out, struct msb_error *err)
{
    struct msb_violation violation;
    struct msbi_text text;

    if (out != NULL)
        *out = NULL;
    if (verification == NULL || out == NULL
        || !msb_verification_get(verification, index, &violation))
        return msbi_fail_misuse(err, "verification and out must not be NULL, "
                                     "and there must be so many violations");
    msbi_text_init(&text);
    msbi_text_add(&text, "{\"code\": ");
    msbi_text_add_json(&text, violation.code);
    msbi_text_add(&text, ", \"where\": ");
    msbi_text_add_json(&text, violation.where);
    msbi_text_add(&text, ", \"message\": ");
    msbi_text_add_json(&text, violation.message);
    msbi_text_add(&text, "}");
    *out = msbi_text_take(&text);
    return *out == NULL ? msbi_fail_nomem(err) : MSB_OK;
}
