/* SPDX-License-Identifier: MIT */
/*
 * Formats of Arrow. Most are a fixed text, looked up in a table; the others
 * have a number or two in them: how many bytes, how many items, which scale.
 * One is a format of another meaning, told by its metadata: a byte a flag.
 */
#include "piece_format.h"

#include <stdio.h>
#include <string.h>

struct format {
    const char *name;
    struct piece piece;
    int64_t num_buffers;
};

enum { MS_A_DAY = 86400000 };

static const struct format formats[] = {
    {"n", {.kind = PIECE_NULL}, 0},
    {"b", {.kind = PIECE_BITS, .width = 1}, 2},
    {"c", {.kind = PIECE_INTEGER, .width = 1, .is_signed = true}, 2},
    {"C", {.kind = PIECE_INTEGER, .width = 1}, 2},
    {"s", {.kind = PIECE_INTEGER, .width = 2, .is_signed = true}, 2},
    {"S", {.kind = PIECE_INTEGER, .width = 2}, 2},
    {"i", {.kind = PIECE_INTEGER, .width = 4, .is_signed = true}, 2},
    {"I", {.kind = PIECE_INTEGER, .width = 4}, 2},
    {"l", {.kind = PIECE_INTEGER, .width = 8, .is_signed = true}, 2},
    {"L", {.kind = PIECE_INTEGER, .width = 8}, 2},
    {"_pli128", {.kind = PIECE_DECIMAL, .width = 16, .is_signed = true}, 2},
    {"_plu128", {.kind = PIECE_DECIMAL, .width = 16}, 2}, /* polars' own */
    {"e", {.kind = PIECE_FLOAT, .width = 2}, 2},
    {"f", {.kind = PIECE_FLOAT, .width = 4}, 2},
    {"g", {.kind = PIECE_FLOAT, .width = 8}, 2},
    {"tdD", {.kind = PIECE_DAYS, .width = 4}, 2},
    {"tdm", {.kind = PIECE_TIME, .width = 8, .per_day = MS_A_DAY}, 2},
    {"tss:", {.kind = PIECE_TIME, .width = 8, .per_day = 86400}, 2},
    {"tsm:", {.kind = PIECE_TIME, .width = 8, .per_day = MS_A_DAY}, 2},
    {"tsu:", {.kind = PIECE_TIME, .width = 8, .per_day = 86400000000}, 2},
    {"tsn:", {.kind = PIECE_TIME, .width = 8, .per_day = 86400000000000}, 2},
    {"u", {.kind = PIECE_TEXT, .width = 4}, 3},
    {"U", {.kind = PIECE_TEXT, .width = 8}, 3},
    {"vu", {.kind = PIECE_VIEW, .width = 8}, 2},
    {"+l", {.kind = PIECE_LIST, .width = 4}, 2},
    {"+L", {.kind = PIECE_LIST, .width = 8}, 2},
    {"+vl", {.kind = PIECE_LIST_VIEW, .width = 4}, 3},
    {"+vL", {.kind = PIECE_LIST_VIEW, .width = 8}, 3},
    {"+r", {.kind = PIECE_RUNS}, 0},
};

static bool
find_decimal(const char *name, struct piece *piece)
{
    int precision, scale, bits = 128;

    if (sscanf(name, "d:%d,%d,%d", &precision, &scale, &bits) < 2
        || (bits != 32 && bits != 64 && bits != 128 && bits != 256)
        || scale < -PIECE_MAX_SCALE || scale > PIECE_MAX_SCALE)
        return false;
    *piece = (struct piece){.kind = PIECE_DECIMAL,
                            .width = (uint32_t)bits / 8,
                            .is_signed = true,
                            .scale = scale};
    return true;
}

/* One length of Arrow's metadata. Less than 0: there is nothing more. */
static int32_t
take_length(const char **at)
{
    int32_t length;

    memcpy(&length, *at, sizeof length);
    *at += sizeof length;
    return length;
}

/* Whether an extension's name is this one. */
static bool
is_extension(const struct ArrowSchema *schema, const char *name)
{
    static const char key[] = "ARROW:extension:name";
    const char *at = schema->metadata;
    int32_t num = at == NULL ? 0 : take_length(&at);

    for (int32_t i = 0; i < num; i++) {
        bool is_name;
        int32_t length = take_length(&at);

        if (length < 0)
            return false;
        is_name = (size_t)length == strlen(key)
                  && memcmp(at, key, (size_t)length) == 0;
        at += length;
        length = take_length(&at);
        if (is_name || length < 0)
            return length >= 0 && (size_t)length == strlen(name)
                   && memcmp(at, name, (size_t)length) == 0;
        at += length;
    }
    return false;
}

int64_t
piece_find_format(const struct ArrowSchema *schema, struct piece *piece)
{
    size_t num = sizeof formats / sizeof formats[0];
    const char *name = schema->format;
    int width;

    for (size_t i = 0; i < num; i++)
        if (strcmp(name, formats[i].name) == 0) {
            *piece = formats[i].piece;
            if (strcmp(name, "c") == 0 && is_extension(schema, "arrow.bool8"))
                *piece = (struct piece){.kind = PIECE_BYTES, .width = 1};
            return formats[i].num_buffers;
        }
    *piece = (struct piece){.kind = PIECE_OTHER};
    if (find_decimal(name, piece))
        return 2;
    if (sscanf(name, "w:%d", &width) == 1 && width > 0) {
        *piece = (struct piece){.kind = PIECE_BINARY, .width = (uint32_t)width};
        return 2;
    }
    if (sscanf(name, "+w:%d", &width) == 1 && width >= 0) {
        *piece = (struct piece){.kind = PIECE_FIXED_LIST,
                                .width = (uint32_t)width};
        return 1;
    }
    return 0;
}
