/* SPDX-License-Identifier: MIT */
/*
 * Texts on a terminal: their width in columns, and how they are written so
 * that nothing in a file, a model or an argument can steer the terminal or
 * carry a personal number out. Bytes that are not UTF-8 become U+FFFD.
 */
#include "text.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* What stands for a byte that is no UTF-8, and for control characters. */
#define REPLACEMENT 0xfffd

/* Length of the UTF-8 character that @first begins; 0 if it begins none. */
static size_t
expected_length(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xc2 && first < 0xe0)
        return 2;
    if (first >= 0xe0 && first < 0xf0)
        return 3;
    if (first >= 0xf0 && first < 0xf5)
        return 4;
    return 0;
}

/* Overlong forms, surrogates and what lies beyond Unicode. */
static bool
is_wrong(uint32_t character, size_t length)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};

    return character < least[length] || character > 0x10ffff
           || (character >= 0xd800 && character < 0xe000);
}

/* C0, DEL, C1, and the marks that turn the direction of writing. */
static bool
is_control(uint32_t character)
{
    return character < 0x20 || (character >= 0x7f && character < 0xa0)
           || (character >= 0x202a && character <= 0x202e)
           || (character >= 0x2066 && character <= 0x2069);
}

/* Read one character and move on; REPLACEMENT where it cannot be shown. */
static uint32_t
next_character(const char **text)
{
    const unsigned char *bytes = (const unsigned char *)*text;
    size_t length = expected_length(bytes[0]);
    uint32_t character;

    *text += 1;
    if (length == 0)
        return REPLACEMENT;
    character = length == 1 ? bytes[0] : bytes[0] & (0x7fU >> length);
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xc0) != 0x80)
            return REPLACEMENT;
        character = character << 6 | (bytes[i] & 0x3f);
    }
    if (is_wrong(character, length))
        return REPLACEMENT;
    *text += length - 1;
    return is_control(character) ? REPLACEMENT : character;
}

struct width_range {
    uint32_t first;
    uint32_t last;
    unsigned width;
};

/* The ranges that are not one column wide and do occur in names. */
static const struct width_range widths[] = {
    {0x0300, 0x036f, 0}, /* combining marks */
    {0x1100, 0x115f, 2},   {0x1ab0, 0x1aff, 0},   {0x1dc0, 0x1dff, 0},
    {0x200b, 0x200d, 0}, /* zero width */
    {0x20d0, 0x20ff, 0},   {0x2e80, 0x303e, 2},   {0x3041, 0xa4cf, 2},
    {0xac00, 0xd7a3, 2},   {0xf900, 0xfaff, 2},   {0xfe00, 0xfe0f, 0},
    {0xfe20, 0xfe2f, 0},   {0xfe30, 0xfe6f, 2},   {0xff00, 0xff60, 2},
    {0xffe0, 0xffe6, 2},   {0x1f300, 0x1f64f, 2}, {0x1f900, 0x1f9ff, 2},
    {0x20000, 0x3fffd, 2},
};

size_t
measure_width(const char *text)
{
    size_t width = 0;

    while (*text != '\0') {
        uint32_t character = next_character(&text);
        unsigned columns = 1;

        for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++)
            if (character >= widths[i].first && character <= widths[i].last)
                columns = widths[i].width;
        width += columns;
    }
    return width;
}

/* Write the character at @text, and return where the next one is. */
static const char *
write_character(FILE *file, const char *text)
{
    const char *next = text;

    if (next_character(&next) == REPLACEMENT)
        fputs("\xef\xbf\xbd", file);
    else
        fwrite(text, 1, (size_t)(next - text), file);
    return next;
}

void
write_shown(FILE *file, const char *text)
{
    while (*text != '\0')
        text = write_character(file, text);
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t
count_digits(const char *text)
{
    size_t num = 0;

    while (is_digit(text[num]))
        num++;
    return num;
}

/*
 * Length of a CPR number at @text, which begins a run of digits: ten of
 * them, or six, a hyphen or a space, and four; else 0. Whether the date
 * exists is not asked: a mistyped number is still somebody's.
 */
static size_t
match_cpr(const char *text)
{
    size_t num = count_digits(text);

    if (num == 10)
        return 10;
    if (num == 6 && (text[6] == '-' || text[6] == ' ')
        && count_digits(text + 7) == 4)
        return 11;
    return 0;
}

void
write_clean(FILE *file, const char *text)
{
    while (*text != '\0') {
        size_t length;

        if (!is_digit(*text)) {
            text = write_character(file, text);
            continue;
        }
        length = match_cpr(text);
        if (length != 0) {
            fprintf(file, "%.6s-xxxx", text);
        } else {
            length = count_digits(text);
            fwrite(text, 1, length, file);
        }
        text += length;
    }
}

void
write_json(FILE *file, const char *text)
{
    if (text == NULL) {
        fputs("null", file);
        return;
    }
    putc('"', file);
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;

        if (byte == '"' || byte == '\\')
            fprintf(file, "\\%c", byte);
        else if (byte == '\n')
            fputs("\\n", file);
        else if (byte < 0x20)
            fprintf(file, "\\u%04x", byte);
        else
            putc(byte, file);
    }
    putc('"', file);
}
