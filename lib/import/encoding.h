/* SPDX-License-Identifier: MIT */
#ifndef MSBI_ENCODING_H
#define MSBI_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

#include <msb/error.h>

#include "base/text.h"
#include "import/input.h"

enum msbi_encoding {
    MSBI_ENCODING_AUTO = 0, /* a byte order mark, else UTF-8, else 1252 */
    MSBI_ENCODING_UTF_8 = 1,
    MSBI_ENCODING_WINDOWS_1252 = 2,
    MSBI_ENCODING_ISO_8859_1 = 3
};

#define MSBI_BOM "\xef\xbb\xbf"
#define MSBI_BOM_LENGTH ((size_t)3)

/* From an encoding to UTF-8, and back. */
struct msbi_decoder {
    enum msbi_encoding encoding; /* never AUTO */
    /* What the bytes 80…FF are in UTF-8; length 0 where they are nothing. */
    unsigned char lengths[128];
    char texts[128][4];
};

/* "utf-8", "windows-1252", "iso-8859-1" or "auto"; false for another. */
bool msbi_encoding_parse(const char *name, enum msbi_encoding *out);
const char *msbi_encoding_get_name(enum msbi_encoding encoding);

/* What AUTO stands for where there is no byte order mark: looks at all of the
   input, or as far as it is UTF-8. */
enum msb_status msbi_encoding_detect(struct msbi_input *input,
                                     enum msbi_encoding *out,
                                     struct msb_error *err);

enum msb_status msbi_decoder_init(struct msbi_decoder *decoder,
                                  enum msbi_encoding encoding,
                                  struct msb_error *err);
/* Append @bytes as UTF-8. False, with nothing appended, where they are not
   of the encoding; see @out->failed for memory. */
bool msbi_decode(const struct msbi_decoder *decoder, const char *bytes,
                 size_t length, struct msbi_text *out);
/* Append UTF-8 in the encoding; what it does not have becomes "?". */
void msbi_encode(const struct msbi_decoder *decoder, const char *text,
                 size_t length, struct msbi_text *out);

/* How many bytes at the start are ASCII. */
size_t msbi_ascii_prefix(const char *bytes, size_t length);

#endif
