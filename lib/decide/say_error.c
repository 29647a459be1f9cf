/* SPDX-License-Identifier: MIT */
/*
 * Why facts were rejected, as a sentence. An error's code is that of a message
 * of the catalogue; one that has none is said in the words of the error.
 */
#include "decide/catalogue.h"

#include <stdio.h>
#include <string.h>

#include <msb/decision.h>

#include "base/error.h"

enum msb_status
msb_error_format_text(const struct msb_error *failure, const char *language,
                      char **out, struct msb_error *err)
{
    const char *arguments[MSBI_MAX_ARGUMENTS] = {NULL};
    const struct msbi_message *name = NULL;
    enum msbi_language spoken;
    struct msbi_text text;
    char code[sizeof failure->code + 8];

    if (failure == NULL || out == NULL)
        return msbi_fail_misuse(err, "failure and out must not be NULL");
    *out = NULL;
    if (!msbi_language_find(language, &spoken))
        return msbi_fail_misuse(err, "language must be \"da\" or \"en\"");
    snprintf(code, sizeof code, "name_%.31s", failure->where);
    name = msbi_catalogue_find(code);
    arguments[0] = name == NULL ? failure->where : name->texts[spoken];
    if (*arguments[0] == '\0')
        arguments[0] = "JSON"; /* the whole of what was given */
    snprintf(code, sizeof code, "error_%.31s", failure->code);
    msbi_text_init(&text);
    if (msbi_catalogue_find(code) != NULL)
        msbi_catalogue_say(&text, spoken, code, arguments);
    else
        msbi_text_add(&text, failure->message);
    *out = msbi_text_take(&text);
    return *out == NULL ? msbi_fail_nomem(err) : MSB_OK;
}
