/* SPDX-License-Identifier: MIT */
/*
 * A line becomes words. Blanks and commas part them; "a text in quotes" is
 * one word; a line that starts with # is a comment and has none.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "scenario.h"

static bool
is_gap(char c)
{
    return c == ' ' || c == '\t' || c == ',' || c == '\r' || c == '\n';
}

/* False when there are too many words, or a quote stays open. */
bool
words_split(struct words *words, const char *line)
{
    size_t length = strlen(line);
    size_t i = 0;

    words->num = 0;
    if (length >= sizeof words->text)
        return false;
    memcpy(words->text, line, length + 1);
    while (is_gap(words->text[i]))
        i++;
    if (words->text[i] == '#')
        return true;
    while (words->text[i] != '\0') {
        bool quoted = words->text[i] == '"';

        if (words->num == MAX_WORDS)
            return false;
        i += quoted;
        words->at[words->num++] = (unsigned short)i;
        while (words->text[i] != '\0'
               && (quoted ? words->text[i] != '"' : !is_gap(words->text[i])))
            i++;
        if (quoted && words->text[i] == '\0')
            return false;
        if (quoted)
            words->text[i++] = '\0';
        while (is_gap(words->text[i]))
            words->text[i++] = '\0';
    }
    return true;
}

/* The word; "" beyond the end. */
const char *
words_get(const struct words *words, size_t index)
{
    if (index >= words->num)
        return "";
    return words->text + words->at[index];
}

bool
words_is(const struct words *words, size_t index, const char *word)
{
    return index < words->num && strcmp(words_get(words, index), word) == 0;
}

void
complain(struct run *run, const char *format, ...)
{
    va_list args;

    run->failed = true;
    printf("# %s:%d: ", run->path, run->line);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
}
