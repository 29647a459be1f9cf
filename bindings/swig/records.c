/* SPDX-License-Identifier: MIT */
/*
 * What the library hands to a callback, gathered for other languages: a call
 * from C into another language for each record would cost more than the
 * record, and need the language's lock. The texts of all records stand one
 * behind the other in one block, so that a million lines of an export are two
 * allocations and not a million.
 */
#include "records.h"

#include <stdlib.h>
#include <string.h>

struct records {
    size_t num_texts, num_numbers; /* of one record */
    size_t num, most;
    bool has_failed;
    char *bytes; /* all texts, each with its NUL */
    size_t num_bytes, room_bytes;
    size_t *starts; /* where each text begins */
    size_t num_starts, room_starts;
    int64_t *numbers;
    size_t num_all_numbers, room_numbers;
};

struct records *
records_new(size_t num_texts, size_t num_numbers, size_t most)
{
    struct records *records = calloc(1, sizeof *records);

    if (records == NULL)
        return NULL;
    records->num_texts = num_texts;
    records->num_numbers = num_numbers;
    records->most = most;
    return records;
}

void
records_free(struct records *records)
{
    if (records == NULL)
        return;
    free(records->bytes);
    free(records->starts);
    free(records->numbers);
    free(records);
}

bool
records_are_whole(const struct records *records)
{
    return !records->has_failed;
}

size_t
records_num(const struct records *records)
{
    return records->num;
}

const char *
records_get_text(const struct records *records, size_t record, size_t text)
{
    if (record >= records->num || text >= records->num_texts)
        return NULL;
    return records->bytes + records->starts[record * records->num_texts + text];
}

int64_t
records_get_number(const struct records *records, size_t record, size_t number)
{
    if (record >= records->num || number >= records->num_numbers)
        return 0;
    return records->numbers[record * records->num_numbers + number];
}

/* Make room for @more items of @size bytes behind @num; NULL: no memory, and
   what was there still is. */
static void *
grow(void *items, size_t size, size_t num, size_t more, size_t *room)
{
    size_t wanted = *room < 64 ? 64 : *room;
    void *grown;

    if (num <= *room && more <= *room - num)
        return items;
    if (more > SIZE_MAX / 4 / size - num)
        return NULL;
    while (wanted - num < more)
        wanted *= 2;
    grown = realloc(items, wanted * size);
    if (grown != NULL)
        *room = wanted;
    return grown;
}

static void
add_text(struct records *records, const char *text, size_t length)
{
    char *bytes = grow(records->bytes, 1, records->num_bytes, length + 1,
                       &records->room_bytes);
    size_t *starts;

    if (bytes == NULL) {
        records->has_failed = true;
        return;
    }
    records->bytes = bytes;
    starts = grow(records->starts, sizeof *starts, records->num_starts, 1,
                  &records->room_starts);
    if (starts == NULL) {
        records->has_failed = true;
        return;
    }
    records->starts = starts;
    records->starts[records->num_starts++] = records->num_bytes;
    memcpy(records->bytes + records->num_bytes, text, length);
    records->num_bytes += length;
    records->bytes[records->num_bytes++] = '\0';
}

static void
add_string(struct records *records, const char *text)
{
    add_text(records, text, strlen(text));
}

static void
add_number(struct records *records, int64_t number)
{
    int64_t *numbers = grow(records->numbers, sizeof *numbers,
                            records->num_all_numbers, 1,
                            &records->room_numbers);

    if (numbers == NULL) {
        records->has_failed = true;
        return;
    }
    records->numbers = numbers;
    records->numbers[records->num_all_numbers++] = number;
}

/* End a record; false where no further one is wanted. */
static bool
end_record(struct records *records)
{
    if (records->has_failed)
        return false;
    records->num++;
    return records->num < records->most;
}

void
records_write_hash(const uint8_t hash[MSB_JOURNAL_HASH_SIZE],
                   char out[2 * MSB_JOURNAL_HASH_SIZE + 1])
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < MSB_JOURNAL_HASH_SIZE; i++) {
        out[2 * i] = digits[hash[i] >> 4];
        out[2 * i + 1] = digits[hash[i] & 15];
    }
    out[2 * MSB_JOURNAL_HASH_SIZE] = '\0';
}

bool
records_take_entry(void *user, const struct msb_journal_entry *entry)
{
    char hash[2 * MSB_JOURNAL_HASH_SIZE + 1];
    struct records *records = user;

    records_write_hash(entry->hash, hash);
    add_string(records, entry->actor);
    add_string(records, entry->role);
    add_string(records, entry->purpose);
    add_string(records, entry->action);
    add_string(records, entry->detail);
    add_string(records, hash);
    add_number(records, entry->number);
    add_number(records, entry->recorded_at.seconds);
    add_number(records, entry->citizen);
    return end_record(records);
}

bool
records_take_due(void *user, const struct msb_due *due)
{
    struct records *records = user;

    add_string(records, due->citizen);
    add_string(records, due->period);
    add_number(records, due->ended.days);
    add_number(records, due->due.days);
    add_number(records, due->is_sampled);
    return end_record(records);
}

bool
records_take_line(void *user, const char *line, size_t length)
{
    struct records *records = user;

    add_text(records, line, length);
    (void)end_record(records);
    return !records->has_failed;
}
