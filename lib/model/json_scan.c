/* SPDX-License-Identifier: MIT */
/*
 * A strict scanner of JSON (RFC 8259). It allocates nothing but the list of
 * places, keeps the open brackets in a fixed array instead of on the stack,
 * and stops at the first error: a million brackets cost what 129 do. What it
 * accepts, cJSON parses to the same value; what cJSON would let through or
 * read differently (control characters, "01", \u0000, half a surrogate pair,
 * numbers longer than its buffer) is refused here, with its place.
 */
#include "model/json_scan.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "model/json.h"

/* cJSON copies a number into 64 bytes, and would cut a longer one. */
#define MAX_NUMBER_LENGTH 63

struct scan {
    const char *text;
    size_t length;
    size_t at;
    size_t num_values;
    size_t depth;
    char open[MSBI_JSON_MAX_DEPTH]; /* '[' or '{', outermost first */
    size_t name_at;                 /* of the member that is being read */
    struct msbi_json_places *places;
    struct msb_error *err;
};

void
msbi_json_count_lines(const char *text, size_t length, int32_t *line,
                      int32_t *column)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];

        if (byte == '\n') {
            ++*line;
            *column = 1;
        } else if ((byte & 0xc0) != 0x80) {
            ++*column; /* not the inside of a character */
        }
    }
}

static enum msb_status
fail_at(struct scan *scan, size_t at, enum msb_status status, const char *code,
        const char *message)
{
    int32_t line = 1, column = 1;

    msbi_json_count_lines(scan->text, at, &line, &column);
    msbi_fail(scan->err, status, code, "%s", message);
    msbi_error_at(scan->err, NULL, line, column);
    return status;
}

static enum msb_status
fail_syntax(struct scan *scan, const char *message)
{
    if (scan->at >= scan->length)
        message = scan->length == 0
                      ? "the text is empty; a JSON value was expected"
                      : "the text ends before its JSON value is complete";
    return fail_at(scan, scan->at, MSB_ERR_SYNTAX, "syntax", message);
}

/* The byte at hand; NUL at the end, where no valid text has one. */
static char
peek(const struct scan *scan)
{
    return scan->at < scan->length ? scan->text[scan->at] : '\0';
}

static void
skip_blanks(struct scan *scan)
{
    char c = peek(scan);

    while (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        scan->at++;
        c = peek(scan);
    }
}

static bool
skip_digits(struct scan *scan)
{
    size_t start = scan->at;

    while (peek(scan) >= '0' && peek(scan) <= '9')
        scan->at++;
    return scan->at > start;
}

/* Four hexadecimal digits at hand, or -1. */
static int
read_hex4(struct scan *scan)
{
    int code = 0;

    for (int i = 0; i < 4; i++, scan->at++) {
        char c = peek(scan);

        if (c >= '0' && c <= '9')
            code = code * 16 + (c - '0');
        else if (c >= 'a' && c <= 'f')
            code = code * 16 + (c - 'a' + 10);
        else if (c >= 'A' && c <= 'F')
            code = code * 16 + (c - 'A' + 10);
        else
            return -1;
    }
    return code;
}

/* The four digits behind \u, and the second half of a pair. */
static enum msb_status
scan_unicode_escape(struct scan *scan)
{
    size_t start = scan->at - 2;
    int code = read_hex4(scan);

    if (code < 0)
        return fail_syntax(scan, "\\u must have four hexadecimal digits");
    if (code == 0)
        return fail_at(scan, start, MSB_ERR_SYNTAX, "nul",
                       "a text must not contain the NUL character (\\u0000)");
    if (code < 0xd800 || code > 0xdfff)
        return MSB_OK;
    if (code < 0xdc00 && scan->length - scan->at >= 2
        && memcmp(scan->text + scan->at, "\\u", 2) == 0) {
        scan->at += 2;
        code = read_hex4(scan);
        if (code >= 0xdc00 && code <= 0xdfff)
            return MSB_OK;
    }
    return fail_at(scan, start, MSB_ERR_SYNTAX, "encoding",
                   "half a surrogate pair is no character; write "
                   "both halves, or the character itself");
}

static enum msb_status
scan_string(struct scan *scan)
{
    scan->at++; /* the quote */
    for (;;) {
        unsigned char byte = (unsigned char)peek(scan);
        enum msb_status status;

        if (byte == '"') {
            scan->at++;
            return MSB_OK;
        }
        if (byte < 0x20)
            return fail_syntax(scan, "a control character in a string must "
                                     "be written as an escape, for example "
                                     "\\n; is a closing quote missing?");
        scan->at++;
        if (byte != '\\')
            continue;
        byte = (unsigned char)peek(scan);
        if (byte == '\0' || strchr("\"\\/bfnrtu", byte) == NULL)
            return fail_syntax(scan, "a backslash must be followed by one of "
                                     "\" \\ / b f n r t u");
        scan->at++;
        if (byte != 'u')
            continue;
        status = scan_unicode_escape(scan);
        if (status != MSB_OK)
            return status;
    }
}

static enum msb_status
scan_number(struct scan *scan)
{
    size_t start = scan->at;

    if (peek(scan) == '-')
        scan->at++;
    if (peek(scan) == '0')
        scan->at++;
    else if (!skip_digits(scan))
        return fail_syntax(scan, "a number must have a digit here");
    if (peek(scan) >= '0' && peek(scan) <= '9')
        return fail_syntax(scan, "a number must not start with 0");
    if (peek(scan) == '.') {
        scan->at++;
        if (!skip_digits(scan))
            return fail_syntax(scan, "a decimal point must be followed by a "
                                     "digit");
    }
    if (peek(scan) == 'e' || peek(scan) == 'E') {
        scan->at++;
        if (peek(scan) == '+' || peek(scan) == '-')
            scan->at++;
        if (!skip_digits(scan))
            return fail_syntax(scan, "an exponent must have a digit");
    }
    if (scan->at - start > MAX_NUMBER_LENGTH)
        return fail_at(scan, start, MSB_ERR_SYNTAX, "syntax",
                       "a number must not be longer than 63 characters");
    return MSB_OK;
}

static enum msb_status
scan_word(struct scan *scan, const char *word)
{
    size_t length = strlen(word);

    if (scan->length - scan->at < length
        || memcmp(scan->text + scan->at, word, length) != 0)
        return fail_syntax(scan, "a JSON value was expected: a string in "
                                 "double quotes, a number, true, false, "
                                 "null, [ or {");
    scan->at += length;
    return MSB_OK;
}

static enum msb_status
scan_scalar(struct scan *scan)
{
    char c = peek(scan);

    if (c == '"')
        return scan_string(scan);
    if (c == '-' || (c >= '0' && c <= '9'))
        return scan_number(scan);
    return scan_word(scan, c == 't' ? "true" : c == 'f' ? "false" : "null");
}

static enum msb_status
note_place(struct scan *scan)
{
    struct msbi_json_places *places = scan->places;
    struct msbi_json_place *moved;

    if (++scan->num_values > MSBI_JSON_MAX_VALUES)
        return fail_at(scan, scan->at, MSB_ERR_LIMIT, "too_large",
                       "the document has more than 2000000 values, "
                       "which is the limit");
    if (places == NULL)
        return MSB_OK;
    moved = msbi_grow(places->items, places->num, &places->capacity,
                      sizeof *places->items);
    if (moved == NULL)
        return msbi_fail_nomem(scan->err);
    places->items = moved;
    moved[places->num++] = (struct msbi_json_place){
        .value = (uint32_t)scan->at,
        .name = (uint32_t)(scan->name_at == 0 ? scan->at : scan->name_at),
    };
    return MSB_OK;
}

/* A member's name and its colon; the value comes next. */
static enum msb_status
scan_name(struct scan *scan)
{
    enum msb_status status;

    skip_blanks(scan);
    if (peek(scan) != '"')
        return fail_syntax(scan, "a member's name in double quotes was "
                                 "expected");
    scan->name_at = scan->at; /* never 0: a brace stands before it */
    status = scan_string(scan);
    if (status != MSB_OK)
        return status;
    skip_blanks(scan);
    if (peek(scan) != ':')
        return fail_syntax(scan, "a colon was expected after the member's "
                                 "name");
    scan->at++;
    return MSB_OK;
}

static char
closing_of(char open)
{
    return open == '{' ? '}' : ']';
}

/* Open a bracket; @is_done says whether it closed at once. */
static enum msb_status
open_bracket(struct scan *scan, bool *is_done)
{
    char open = peek(scan);

    if (scan->depth == MSBI_JSON_MAX_DEPTH)
        return fail_at(scan, scan->at, MSB_ERR_SYNTAX, "depth",
                       "lists and objects must not be nested deeper than "
                       "128 levels");
    scan->at++;
    skip_blanks(scan);
    *is_done = peek(scan) == closing_of(open);
    if (*is_done) {
        scan->at++;
        return MSB_OK;
    }
    scan->open[scan->depth++] = open;
    scan->name_at = 0;
    return open == '{' ? scan_name(scan) : MSB_OK;
}

/* After a value: close what closes, and go to the next value if any. */
static enum msb_status
leave_value(struct scan *scan)
{
    while (scan->depth > 0) {
        char open = scan->open[scan->depth - 1];

        skip_blanks(scan);
        if (peek(scan) == ',') {
            scan->at++;
            scan->name_at = 0;
            return open == '{' ? scan_name(scan) : MSB_OK;
        }
        if (peek(scan) != closing_of(open))
            return fail_syntax(scan, open == '{'
                                         ? "a comma or a closing brace was "
                                           "expected"
                                         : "a comma or a closing bracket "
                                           "was expected");
        scan->at++;
        scan->depth--;
    }
    return MSB_OK;
}

static enum msb_status
scan_document(struct scan *scan)
{
    enum msb_status status;

    do {
        bool is_done = true;

        skip_blanks(scan);
        status = note_place(scan);
        if (status != MSB_OK)
            return status;
        if (peek(scan) == '[' || peek(scan) == '{')
            status = open_bracket(scan, &is_done);
        else
            status = scan_scalar(scan);
        if (status == MSB_OK && is_done)
            status = leave_value(scan);
        if (status != MSB_OK)
            return status;
    } while (scan->depth > 0);
    skip_blanks(scan);
    if (scan->at < scan->length)
        return fail_syntax(scan, "the text must end after its JSON value, "
                                 "but something follows");
    return MSB_OK;
}

enum msb_status
msbi_json_scan(const char *text, size_t length, struct msbi_json_places *places,
               struct msb_error *err)
{
    struct scan scan = {
        .text = text, .length = length, .places = places, .err = err};
    const char *nul = length == 0 ? NULL : memchr(text, '\0', length);
    size_t num_valid = msbi_text_utf8_prefix(text, length);

    if (length > UINT32_MAX)
        return msbi_fail(err, MSB_ERR_LIMIT, "too_large",
                         "the document is larger than 4 GiB");
    if (nul != NULL && (size_t)(nul - text) < num_valid)
        return fail_at(&scan, (size_t)(nul - text), MSB_ERR_SYNTAX, "nul",
                       "the text contains a NUL byte; JSON in UTF-8 was "
                       "expected");
    if (num_valid < length)
        return fail_at(&scan, num_valid, MSB_ERR_SYNTAX, "encoding",
                       "the text is not valid UTF-8 here; save it as UTF-8");
    return scan_document(&scan);
}
