/* SPDX-License-Identifier: MIT */
/*
 * The encodings of Danish files. Nearly every byte is ASCII and is the same
 * in all of them, so it is stepped over eight at a time; the C library's
 * iconv is asked once, when a file is opened, what the other 128 bytes are.
 * Five of them (81, 8D, 8F, 90, 9D) are nothing in Windows-1252: text that
 * has them is refused, not guessed at.
 */
#include "import/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"

#define CHUNK ((size_t)256 * 1024)

static const struct {
    const char *name;  /* in a mapping */
    const char *iconv; /* for the C library */
} encodings[] = {
    [MSBI_ENCODING_AUTO] = {"auto", NULL},
    [MSBI_ENCODING_UTF_8] = {"utf-8", NULL},
    [MSBI_ENCODING_WINDOWS_1252] = {"windows-1252", "CP1252"},
    [MSBI_ENCODING_ISO_8859_1] = {"iso-8859-1", "ISO-8859-1"},
};

bool
msbi_encoding_parse(const char *name, enum msbi_encoding *out)
{
    for (size_t i = 0; i < sizeof encodings / sizeof encodings[0]; i++) {
        if (strcmp(encodings[i].name, name) == 0) {
            *out = (enum msbi_encoding)i;
            return true;
        }
    }
    return false;
}

const char *
msbi_encoding_get_name(enum msbi_encoding encoding)
{
    return encodings[encoding].name;
}

size_t
msbi_ascii_prefix(const char *bytes, size_t length)
{
    size_t at = 0;
    uint64_t word;

    for (; at + sizeof word <= length; at += sizeof word) {
        memcpy(&word, bytes + at, sizeof word);
        if ((word & UINT64_C(0x8080808080808080)) != 0)
            break;
    }
    while (at < length && (unsigned char)bytes[at] < 0x80)
        at++;
    return at;
}

/* How many bytes at the start are UTF-8. */
static size_t
find_utf8_prefix(const char *bytes, size_t length)
{
    size_t at = 0, step;

    do {
        size_t ascii = msbi_ascii_prefix(bytes + at, length - at);
        size_t window = length - at - ascii;

        at += ascii;
        if (window > 64)
            window = 64; /* then try the fast way again */
        step = msbi_text_utf8_prefix(bytes + at, window);
        at += step;
    } while (step > 0);
    return at;
}

enum msb_status
msbi_encoding_detect(struct msbi_input *input, enum msbi_encoding *out,
                     struct msb_error *err)
{
    enum msb_status status = MSB_OK;
    char *chunk = msbi_alloc(CHUNK);
    size_t kept = 0; /* the start of a character that is cut in two */
    uint64_t offset = 0;
    size_t got = 1;

    *out = MSBI_ENCODING_UTF_8;
    if (chunk == NULL)
        return msbi_fail_nomem(err);
    while (got != 0) {
        size_t length, valid;

        status = msbi_input_look(input, offset, chunk + kept, CHUNK - kept,
                                 &got, err);
        if (status != MSB_OK)
            goto out;
        offset += got;
        length = kept + got;
        valid = find_utf8_prefix(chunk, length);
        kept = length - valid;
        if (kept > 3 || (got == 0 && kept > 0)) {
            *out = MSBI_ENCODING_WINDOWS_1252;
            goto out;
        }
        memmove(chunk, chunk + valid, kept);
    }
out:
    msbi_free(chunk);
    return status;
}

enum msb_status
msbi_decoder_init(struct msbi_decoder *decoder, enum msbi_encoding encoding,
                  struct msb_error *err)
{
    iconv_t converter;

    memset(decoder, 0, sizeof *decoder);
    decoder->encoding = encoding;
    if (encodings[encoding].iconv == NULL)
        return MSB_OK;
    converter = iconv_open("UTF-8", encodings[encoding].iconv);
    if (converter == (iconv_t)-1)
        return errno == ENOMEM
                   ? msbi_fail_nomem(err)
                   : msbi_fail(err, MSB_ERR_IO, "no_converter",
                               "the C library has no converter for %s",
                               encodings[encoding].name);
    for (size_t i = 0; i < 128; i++) {
        char byte = (char)(unsigned char)(0x80 + i), *in = &byte;
        char *out = decoder->texts[i];
        size_t in_left = 1, out_left = sizeof decoder->texts[i];

        if (iconv(converter, &in, &in_left, &out, &out_left) != (size_t)-1)
            decoder->lengths[i] = (unsigned char)(4 - out_left);
        else
            iconv(converter, NULL, NULL, NULL, NULL);
    }
    iconv_close(converter);
    return MSB_OK;
}

bool
msbi_decode(const struct msbi_decoder *decoder, const char *bytes,
            size_t length, struct msbi_text *out)
{
    size_t before = out->length;
    size_t at = msbi_ascii_prefix(bytes, length);

    if (at == length || decoder->encoding == MSBI_ENCODING_UTF_8) {
        if (!msbi_text_is_utf8(bytes + at, length - at))
            return false;
        msbi_text_add_bytes(out, bytes, length);
        return true;
    }
    msbi_text_add_bytes(out, bytes, at);
    while (at < length) {
        size_t high = (unsigned char)bytes[at] - (size_t)0x80;
        size_t ascii;

        if (decoder->lengths[high] == 0) {
            if (!out->failed)
                out->length = before;
            return false;
        }
        msbi_text_add_bytes(out, decoder->texts[high], decoder->lengths[high]);
        at++;
        ascii = msbi_ascii_prefix(bytes + at, length - at);
        msbi_text_add_bytes(out, bytes + at, ascii);
        at += ascii;
    }
    return true;
}

/* The byte for the character at @text, and how many bytes it takes there. */
static char
find_byte(const struct msbi_decoder *decoder, const char *text, size_t length,
          size_t *step)
{
    for (size_t i = 0; i < 128; i++) {
        *step = decoder->lengths[i];
        if (*step > 0 && *step <= length
            && memcmp(decoder->texts[i], text, *step) == 0)
            return (char)(unsigned char)(0x80 + i);
    }
    *step = 1;
    while (*step < length && ((unsigned char)text[*step] & 0xc0) == 0x80)
        (*step)++;
    return '?';
}

void
msbi_encode(const struct msbi_decoder *decoder, const char *text, size_t length,
            struct msbi_text *out)
{
    size_t at = 0;

    if (decoder->encoding == MSBI_ENCODING_UTF_8) {
        msbi_text_add_bytes(out, text, length);
        return;
    }
    while (at < length) {
        size_t step = msbi_ascii_prefix(text + at, length - at);
        char byte;

        msbi_text_add_bytes(out, text + at, step);
        at += step;
        if (at == length)
            break;
        byte = find_byte(decoder, text + at, length - at, &step);
        msbi_text_add_bytes(out, &byte, 1);
        at += step;
    }
}
