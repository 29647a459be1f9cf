/* SPDX-License-Identifier: MIT */
/*
 * Handovers as a calendar, RFC 5545. Lines end in CR LF and are folded before
 * they have more than 75 octets, between characters. Nobody is named: a
 * calendar is passed on and shown on walls, so a citizen is the number that it
 * has in the store. An event's UID is a hash of the store, the number and the
 * day, and so the same every time: a calendar that is read again brings the
 * same event up to date. A calendar must hold something: one without events
 * holds a time zone.
 */
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "store/connection.h"
#include "store/time/changes.h"

#define MAX_OCTETS 75
#define UID_SIZE 16 /* bytes of a hash */

static const char time_zone[] = "BEGIN:VTIMEZONE\r\nTZID:UTC\r\n"
                                "BEGIN:STANDARD\r\n"
                                "DTSTART:19700101T000000\r\n"
                                "TZOFFSETFROM:+0000\r\n"
                                "TZOFFSETTO:+0000\r\n"
                                "END:STANDARD\r\nEND:VTIMEZONE\r\n";

enum msb_status
msbi_handovers_find_seed(struct msb_store *store, struct msb_handovers *list,
                         struct msb_error *err)
{
    static const char sql[] = "SELECT hash, recorded_at FROM model"
                              " ORDER BY key LIMIT 1";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    const char *hash;
    size_t length;
    bool has_row;

    if (status == MSB_OK)
        status = msbi_statement_step(statement, &has_row, err);
    if (status != MSB_OK || !has_row)
        return status;
    status = msbi_column_text(statement, 0, &hash, &length, err);
    if (status == MSB_OK)
        snprintf(list->seed, sizeof list->seed, "%.43s%020lld", hash,
                 (long long)sqlite3_column_int64(statement, 1));
    sqlite3_reset(statement);
    return status;
}

/* A line, folded; @line is cleared for the next one. */
static void
add_line(struct msbi_text *out, struct msbi_text *line)
{
    size_t room = MAX_OCTETS, at = 0, end;

    if (line->failed || line->data == NULL) {
        out->failed = true;
        return;
    }
    while (line->length - at > room) {
        end = at + room;
        while (((unsigned char)line->data[end] & 0xc0) == 0x80)
            end--; /* within a character */
        msbi_text_add_bytes(out, line->data + at, end - at);
        msbi_text_add(out, "\r\n ");
        at = end;
        room = MAX_OCTETS - 1; /* after the blank */
    }
    msbi_text_add_bytes(out, line->data + at, line->length - at);
    msbi_text_add(out, "\r\n");
    msbi_text_clear(line);
}

/* A value of type TEXT. Control characters cannot be in one. */
static void
add_value(struct msbi_text *line, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\n')
            msbi_text_add(line, "\\n");
        else if (*text == ';' || *text == ',' || *text == '\\') {
            msbi_text_add(line, "\\");
            msbi_text_add_bytes(line, text, 1);
        } else if ((unsigned char)*text >= ' ' && *text != 0x7f) {
            msbi_text_add_bytes(line, text, 1);
        }
    }
}

static void
add_area(struct msbi_text *line, const struct msb_rules *rules, const char *id,
         const char *language)
{
    const struct msb_model *model;

    if (id == NULL) {
        msbi_text_add(line, "nobody");
        return;
    }
    model = msb_rules_get_model(rules);
    add_value(line,
              msb_model_get_part_name(
                  model, MSB_PART_AREA,
                  msb_model_find_part(model, MSB_PART_AREA, id), language));
}

static void
add_services(struct msbi_text *line, const struct msbi_handover *handover,
             const char *language)
{
    const struct msb_model *model = handover->after == NULL
                                        ? NULL
                                        : msb_rules_get_model(handover->after);
    size_t index;

    for (size_t i = 0; i < handover->shown.num_services; i++) {
        index = model == NULL
                    ? MSB_NONE
                    : msb_model_find_part(model, MSB_PART_SERVICE,
                                          handover->shown.services[i]);
        msbi_text_add(line, i == 0 ? "\\nServices: " : "\\, ");
        add_value(line, index == MSB_NONE
                            ? handover->shown.services[i]
                            : msb_model_get_part_name(model, MSB_PART_SERVICE,
                                                      index, language));
    }
}

static void
add_uid(struct msbi_text *line, const struct msb_handovers *list,
        const struct msbi_handover *handover)
{
    unsigned char hash[UID_SIZE];
    char text[2 * UID_SIZE + 1], what[64];
    int length = snprintf(what, sizeof what, "%" PRId64 " %d",
                          handover->citizen, handover->shown.date.days);

    crypto_generichash(hash, sizeof hash, (const unsigned char *)what,
                       (size_t)length, (const unsigned char *)list->seed,
                       strlen(list->seed));
    sodium_bin2hex(text, sizeof text, hash, sizeof hash);
    msbi_text_addf(line, "UID:%s@handovers.libmsb", text);
}

/* YYYY-MM-DDTHH:MM:SSZ, or YYYY-MM-DD, without its signs. */
static void
add_plain(struct msbi_text *line, const char *written)
{
    for (; *written != '\0'; written++)
        if (*written != '-' && *written != ':')
            msbi_text_add_bytes(line, written, 1);
}

static void
add_event(struct msbi_text *out, struct msbi_text *line,
          const struct msb_handovers *list,
          const struct msbi_handover *handover, const char *language)
{
    char instant[MSB_INSTANT_SIZE], date[11];

    msb_instant_format(list->made_at, instant);
    msb_date_format(handover->shown.date, date);
    msbi_text_add(out, "BEGIN:VEVENT\r\n");
    add_uid(line, list, handover);
    add_line(out, line);
    msbi_text_add(line, "DTSTAMP:");
    add_plain(line, instant);
    add_line(out, line);
    msbi_text_add(line, "DTSTART;VALUE=DATE:");
    add_plain(line, date);
    add_line(out, line);
    msbi_text_add(line, "SUMMARY:Handover: ");
    add_area(line, handover->before, handover->shown.from, language);
    msbi_text_add(line, " to ");
    add_area(line, handover->after, handover->shown.to, language);
    add_line(out, line);
    msbi_text_addf(line,
                   "DESCRIPTION:Citizen number %" PRId64 " of the "
                   "store\\nCause: %s",
                   handover->citizen,
                   msb_handover_cause_get_name(handover->shown.cause));
    add_services(line, handover, language);
    add_line(out, line);
    msbi_text_add(out, "CLASS:CONFIDENTIAL\r\nTRANSP:TRANSPARENT\r\n"
                       "END:VEVENT\r\n");
}

enum msb_status
msb_handovers_format_ics(const struct msb_handovers *handovers,
                         const char *language, char **out,
                         struct msb_error *err)
{
    struct msbi_text text, line;

    if (out != NULL)
        *out = NULL;
    if (handovers == NULL || out == NULL)
        return msbi_fail_misuse(err, "handovers and out must not be NULL");
    if (sodium_init() < 0)
        return msbi_fail(err, MSB_ERR_STORE, "hash",
                         "the events cannot be given names");
    msbi_text_init(&text);
    msbi_text_init(&line);
    msbi_text_add(&text, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
                         "PRODID:-//libmsb//handovers//EN\r\n"
                         "CALSCALE:GREGORIAN\r\n");
    if (handovers->num == 0)
        msbi_text_add(&text, time_zone);
    for (size_t i = 0; i < handovers->num; i++)
        add_event(&text, &line, handovers, &handovers->items[i], language);
    msbi_text_add(&text, "END:VCALENDAR\r\n");
    msbi_text_release(&line);
    *out = msbi_text_take(&text);
    return *out == NULL ? msbi_fail_nomem(err) : MSB_OK;
}
