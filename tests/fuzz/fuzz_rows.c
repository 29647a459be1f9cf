/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a file of rows: the first byte chooses format, separator,
 * encoding and the pieces in which it comes, the rest is the file. Every byte
 * of it is read once: header and rows, as they were read, follow each other in
 * the file, and only empty lines lie between them. What a cell holds is UTF-8.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fuzz.h"
#include "import/source.h"

struct file {
    const char *bytes;
    size_t size;
    size_t at; /* what has been read so far */
};

static void
require(int is_so)
{
    if (!is_so)
        abort();
}

/* The next bytes of the file are these, but for empty lines before them. */
static void
take(struct file *file, const char *bytes, size_t length)
{
    if (length == 0)
        return;
    while (file->at < file->size && bytes[0] != file->bytes[file->at]
           && strchr("\r\n \t", file->bytes[file->at]) != NULL)
        file->at++;
    while (file->at < file->size && length <= file->size - file->at
           && memcmp(file->bytes + file->at, bytes, length) != 0
           && strchr("\r\n \t", file->bytes[file->at]) != NULL)
        file->at++;
    require(length <= file->size - file->at);
    require(memcmp(file->bytes + file->at, bytes, length) == 0);
    file->at += length;
}

static void
check_row(const struct msbi_mapping *mapping, const struct msbi_row *row)
{
    for (size_t i = 0; i < mapping->num_columns; i++) {
        const struct msbi_cell *cell = &row->cells[i];

        if (cell->kind != MSBI_CELL_UNKNOWN)
            require(msbi_text_is_utf8(cell->text, cell->length));
    }
}

static void
read_rows(struct msbi_source *source, struct file *file)
{
    uint64_t line = 0;

    for (;;) {
        struct msbi_row row;
        struct msbi_refusal refusal = {0};
        struct msb_error err;
        bool has_row;

        require(msbi_source_next(source, &row, &has_row, &refusal, &err)
                == MSB_OK);
        if (!has_row)
            break;
        require(row.line > line && !row.raw_goes_on);
        line = row.line;
        take(file, row.raw, row.raw_length);
        if (refusal.code == NULL)
            check_row(source->mapping, &row);
        else
            require(refusal.message[0] != '\0');
    }
    for (; file->at < file->size; file->at++)
        require(strchr("\r\n \t", file->bytes[file->at]) != NULL);
}

static struct msbi_mapping *
make_mapping(uint8_t choice)
{
    static const char *const separators[] = {";", ",", "\\t", "|"};
    static const char *const encodings[] = {"auto", "utf-8", "windows-1252",
                                            "iso-8859-1"};
    struct msbi_mapping *mapping = NULL;
    char text[400];

    snprintf(
        text, sizeof text,
        "{\"msb_mapping\": 1, \"format\": \"%s\", %s%s%s"
        " \"encoding\": \"%s\", \"record\": \"citizen\", \"columns\": {"
        " \"id\": {\"from\": %s}, \"needs\": {\"from\": \"b\","
        " \"split\": \",\"}, \"valid_from\": {\"constant\":"
        " \"2019-01-01\"}}}",
        choice & 16 ? "jsonl" : "csv", choice & 16 ? "" : "\"delimiter\": \"",
        choice & 16 ? "" : separators[choice & 3], choice & 16 ? "" : "\",",
        encodings[choice >> 2 & 3], choice & 48 ? "\"a\"" : "1");
    require(msbi_mapping_parse(text, strlen(text), "m", &mapping, NULL, NULL)
            == MSB_OK);
    return mapping;
}

/* Gives the file in pieces; it is not asked again after its end. */
struct giver {
    const uint8_t *data;
    size_t size;
    size_t piece;
    bool has_ended;
};

static bool
give(void *user, void *out, size_t capacity, size_t *length)
{
    struct giver *giver = user;

    require(!giver->has_ended && capacity > 0);
    *length = giver->size < giver->piece ? giver->size : giver->piece;
    if (*length > capacity)
        *length = capacity;
    if (*length > 0)
        memcpy(out, giver->data, *length);
    giver->data += *length;
    giver->size -= *length;
    giver->has_ended = *length == 0;
    return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct msbi_mapping *mapping;
    struct msbi_source *source = NULL;
    struct msb_error err = {0};
    struct file file = {0};
    struct giver giver = {0};
    const struct msb_import_source from = {.read = give, .user = &giver};
    enum msb_status status;

    if (size == 0)
        return 0;
    giver.data = data + 1;
    giver.size = size - 1;
    giver.piece = data[0] & 64 ? 7 : SIZE_MAX;
    mapping = make_mapping(data[0]);
    status = msbi_source_open(&from, mapping, &source, &err);
    if (status == MSB_OK) {
        file.bytes = (const char *)data + 1;
        file.size = size - 1;
        file.at = source->has_bom ? 3 : 0;
        take(&file, source->header, source->header_length);
        read_rows(source, &file);
        msbi_source_close(source);
    } else {
        require(status == MSB_ERR_INVALID && source == NULL
                && err.message[0] != '\0');
    }
    msbi_mapping_free(mapping);
    return 0;
}
