/* SPDX-License-Identifier: MIT */
/*
 * Growing texts, JSON strings and UTF-8. Appending is amortised O(1) a byte.
 */
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"

void
msbi_text_init(struct msbi_text *text)
{
    memset(text, 0, sizeof *text);
}

void
msbi_text_clear(struct msbi_text *text)
{
    text->length = 0;
    text->failed = false;
    if (text->data != NULL)
        text->data[0] = '\0';
}

void
msbi_text_release(struct msbi_text *text)
{
    msbi_free(text->data);
    msbi_text_init(text);
}

/* Room for @more bytes and the NUL. */
static bool
reserve(struct msbi_text *text, size_t more)
{
    size_t wanted = text->capacity < 64 ? 64 : text->capacity;
    char *moved;

    if (text->failed)
        return false;
    if (more < text->capacity - text->length && text->data != NULL)
        return true;
    while (wanted - text->length <= more) {
        if (wanted > SIZE_MAX / 2) {
            text->failed = true;
            return false;
        }
        wanted *= 2;
    }
    moved = msbi_resize(text->data, wanted, 1);
    if (moved == NULL) {
        text->failed = true;
        return false;
    }
    text->data = moved;
    text->capacity = wanted;
    return true;
}

char *
msbi_text_take(struct msbi_text *text)
{
    char *data = NULL;

    if (reserve(text, 0)) {
        data = text->data;
        data[text->length] = '\0';
        text->data = NULL;
    }
    msbi_text_release(text);
    return data;
}

void
msbi_text_add_bytes(struct msbi_text *text, const char *bytes, size_t length)
{
    if (!reserve(text, length))
        return;
    if (length > 0)
        memcpy(text->data + text->length, bytes, length);
    text->length += length;
    text->data[text->length] = '\0';
}

void
msbi_text_add(struct msbi_text *text, const char *string)
{
    msbi_text_add_bytes(text, string, strlen(string));
}

void
msbi_text_addf(struct msbi_text *text, const char *format, ...)
{
    va_list args;
    int length;

    va_start(args, format);
    length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0)
        text->failed = true;
    if (length < 0 || !reserve(text, (size_t)length))
        return;
    va_start(args, format);
    vsnprintf(text->data + text->length, (size_t)length + 1, format, args);
    va_end(args);
    text->length += (size_t)length;
}

void
msbi_text_add_integer(struct msbi_text *text, int64_t value)
{
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    char digits[20]; /* "-9223372036854775808" */
    size_t start = sizeof digits;

    do {
        digits[--start] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0)
        digits[--start] = '-';
    msbi_text_add_bytes(text, digits + start, sizeof digits - start);
}

void
msbi_text_add_json_bytes(struct msbi_text *text, const char *bytes,
                         size_t length)
{
    size_t start = 0;

    msbi_text_add_bytes(text, "\"", 1);
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];

        if (byte >= 0x20 && byte != '"' && byte != '\\')
            continue;
        msbi_text_add_bytes(text, bytes + start, i - start);
        start = i + 1;
        if (byte == '"' || byte == '\\')
            msbi_text_addf(text, "\\%c", byte);
        else if (byte == '\n')
            msbi_text_add(text, "\\n");
        else
            msbi_text_addf(text, "\\u%04x", byte);
    }
    msbi_text_add_bytes(text, bytes + start, length - start);
    msbi_text_add_bytes(text, "\"", 1);
}

void
msbi_text_add_json(struct msbi_text *text, const char *string)
{
    if (string == NULL)
        msbi_text_add(text, "null");
    else
        msbi_text_add_json_bytes(text, string, strlen(string));
}

/* Length of the well-formed character at @bytes; 0 if there is none. */
static size_t
character_length(const unsigned char *bytes, size_t length)
{
    unsigned char first = bytes[0];
    unsigned char low = 0x80, high = 0xbf;
    size_t wanted;

    if (first < 0x80)
        return 1;
    if (first < 0xc2 || first > 0xf4)
        return 0;
    wanted = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (first == 0xe0)
        low = 0xa0; /* overlong */
    else if (first == 0xed)
        high = 0x9f; /* surrogates */
    else if (first == 0xf0)
        low = 0x90; /* overlong */
    else if (first == 0xf4)
        high = 0x8f; /* beyond U+10FFFF */
    if (length < wanted || bytes[1] < low || bytes[1] > high)
        return 0;
    for (size_t i = 2; i < wanted; i++)
        if (bytes[i] < 0x80 || bytes[i] > 0xbf)
            return 0;
    return wanted;
}

size_t
msbi_text_utf8_prefix(const char *bytes, size_t length)
{
    size_t at = 0;

    while (at < length) {
        size_t step = character_length((const unsigned char *)bytes + at,
                                       length - at);
        if (step == 0)
            break;
        at += step;
    }
    return at;
}

bool
msbi_text_is_utf8(const char *bytes, size_t length)
{
    return msbi_text_utf8_prefix(bytes, length) == length;
}

void
msbi_text_cut(char *string)
{
    string[msbi_text_utf8_prefix(string, strlen(string))] = '\0';
}

bool
msbi_text_is_same(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

bool
msbi_text_is_identifier(const char *string, size_t length)
{
    if (length < 1 || length > 63 || string[0] < 'a' || string[0] > 'z')
        return false;
    for (size_t i = 1; i < length; i++) {
        char c = string[i];

        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'))
            return false;
    }
    return true;
}
