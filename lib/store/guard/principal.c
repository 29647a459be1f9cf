/* SPDX-License-Identifier: MIT */
/*
 * Who works with a store: what the caller says of itself when it opens one,
 * checked and copied.
 */
#include "store/guard/principal.h"

#include <string.h>

#include <msb/cpr.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

static const char *const role_names[] = {
    [MSB_ROLE_SYSTEM] = "system",   [MSB_ROLE_CASEWORKER] = "caseworker",
    [MSB_ROLE_LEADER] = "leader",   [MSB_ROLE_ANALYST] = "analyst",
    [MSB_ROLE_AUDITOR] = "auditor",
};

#define MAX_ACTOR 64
#define NUM_ROLES (sizeof role_names / sizeof role_names[0])

void
msb_principal_init(struct msb_principal *principal)
{
    if (principal == NULL)
        return;
    memset(principal, 0, sizeof *principal);
    principal->size = sizeof *principal;
    principal->role = MSB_ROLE_CASEWORKER;
}

const char *
msb_role_get_name(enum msb_role role)
{
    return (size_t)role < NUM_ROLES ? role_names[role] : NULL;
}

static bool
is_given(const char *text)
{
    return text != NULL && text[0] != '\0';
}

/* A name that a journal can show. */
static bool
is_actor(const char *actor)
{
    size_t length = strlen(actor);
    struct msb_cpr cpr;

    for (size_t i = 0; i < length; i++)
        if ((unsigned char)actor[i] < ' ' || actor[i] == 0x7f)
            return false;
    return length <= MAX_ACTOR && msbi_text_is_utf8(actor, length)
           && msb_cpr_parse(actor, length, &cpr, NULL) != MSB_OK;
}

/* A copy of a text; NULL stays NULL. False: no memory. */
static bool
copy_text(const char *text, char **out)
{
    *out = text == NULL ? NULL : msbi_copy_text(text, strlen(text));
    return text == NULL || *out != NULL;
}

enum msb_status
msbi_principal_copy(const struct msb_principal *principal,
                    struct msbi_principal *out, struct msb_error *err)
{
    memset(out, 0, sizeof *out);
    if (principal == NULL)
        return MSB_OK;
    if (principal->size != sizeof *principal
        || msb_role_get_name(principal->role) == NULL
        || !is_given(principal->actor) || !is_given(principal->purpose))
        return msbi_fail_misuse(err, "a principal must be filled by "
                                     "msb_principal_init(), and have a role, "
                                     "an actor and a purpose");
    if (!is_actor(principal->actor))
        return msbi_fail(err, MSB_ERR_INVALID, "bad_actor",
                         "an actor is a name of up to %d bytes without "
                         "control characters, and no CPR number",
                         MAX_ACTOR);
    if (!msbi_text_is_identifier(principal->purpose,
                                 strlen(principal->purpose)))
        return msbi_fail(err, MSB_ERR_INVALID, "bad_identifier",
                         "a purpose is an identifier, for example casework: "
                         "the journal holds no sentence about a person");
    out->role = principal->role;
    if (copy_text(principal->actor, &out->actor)
        && copy_text(principal->area, &out->area)
        && copy_text(principal->unit, &out->unit)
        && copy_text(principal->purpose, &out->purpose))
        return MSB_OK;
    msbi_principal_release(out);
    return msbi_fail_nomem(err);
}

void
msbi_principal_release(struct msbi_principal *principal)
{
    msbi_free(principal->actor);
    msbi_free(principal->area);
    msbi_free(principal->unit);
    msbi_free(principal->purpose);
    memset(principal, 0, sizeof *principal);
}
