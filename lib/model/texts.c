/* SPDX-License-Identifier: MIT */
/*
 * Texts: one string, or one for each language. Language tags are kept as
 * they are written and compared byte by byte.
 */
#include "model/reader.h"

#include <string.h>

#include "base/memory.h"

static bool
is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
           || (c >= '0' && c <= '9');
}

/* Whether it is `[a-z]{2,3}(-[A-Za-z0-9]{1,8})*`. */
static bool
is_language_tag(const char *tag)
{
    size_t length = 0;

    while (length < 3 && tag[length] >= 'a' && tag[length] <= 'z')
        length++;
    if (length < 2)
        return false;
    tag += length;
    while (*tag == '-') {
        tag++;
        for (length = 0; length < 8 && is_letter_or_digit(tag[length]);)
            length++;
        if (length == 0)
            return false;
        tag += length;
    }
    return *tag == '\0';
}

static void
add_text(struct msbi_reader *reader, struct msbi_texts *out,
         const char *language, const char *text)
{
    struct msbi_localized *entry = &out->entries[out->num++];

    entry->language = msbi_reader_copy(reader, language);
    entry->text = msbi_reader_copy(reader, text);
}

static void
read_localized(struct msbi_reader *reader, const struct msbi_cursor *member,
               struct msbi_texts *out)
{
    const char *language = msbi_json_name(member->value);
    char quoted[MSBI_QUOTED_SIZE];
    const char *text;

    if (!is_language_tag(language)) {
        msbi_report_name(reader, member, "bad_language",
                         "%s is not a language tag, for example \"da\" or "
                         "\"en\"",
                         msbi_quote(language, quoted));
        return;
    }
    text = msbi_read_string(reader, member, "a string");
    if (text != NULL)
        add_text(reader, out, language, text);
}

void
msbi_read_texts(struct msbi_reader *reader, const struct msbi_cursor *at,
                struct msbi_texts *out)
{
    static const char expected[] =
        "a text: a string, or an object from language tags to strings";
    struct msbi_cursor member;
    const char *text;

    if (at->value == NULL)
        return;
    if (msbi_json_type(at->value) != MSBI_JSON_OBJECT) {
        text = msbi_read_string(reader, at, expected);
        out->entries = msbi_reader_alloc(reader, 1, sizeof *out->entries);
        if (text != NULL && out->entries != NULL)
            add_text(reader, out, "", text);
        return;
    }
    out->entries = msbi_reader_alloc(reader, msbi_json_num(at->value),
                                     sizeof *out->entries);
    if (out->entries == NULL)
        return;
    member = msbi_cursor_first(reader, at);
    if (member.value == NULL)
        msbi_report(reader, at, "empty_text",
                    "a text must be given in at least one language");
    for (; member.value != NULL; msbi_cursor_next(reader, &member))
        read_localized(reader, &member, out);
}

const char *
msbi_texts_get(const struct msbi_texts *texts, const char *language)
{
    if (texts->num == 0)
        return NULL;
    for (size_t i = 0; language != NULL && i < texts->num; i++)
        if (strcmp(texts->entries[i].language, language) == 0)
            return texts->entries[i].text;
    return texts->entries[0].text;
}

void
msbi_texts_release(struct msbi_texts *texts)
{
    for (size_t i = 0; i < texts->num; i++) {
        msbi_free(texts->entries[i].language);
        msbi_free(texts->entries[i].text);
    }
    msbi_free(texts->entries);
    texts->entries = NULL;
    texts->num = 0;
}
