/* SPDX-License-Identifier: MIT */
/*
 * Birth dates, from days, from times that are midnight, and from texts. A time
 * of day would be lost without a word, so it is refused; and so is a time with
 * a zone, whose day depends on where one asks (it never becomes PIECE_TIME).
 */
#include "fold.h"

#include <msb/date.h>

static void
put_time(const struct piece *piece, int64_t time, size_t i,
         struct fold_sink *sink)
{
    int64_t days = time / piece->per_day;

    if (sink->state[i] != FOLD_KNOWN)
        return;
    if (piece->is_least_null && time == INT64_MIN)
        sink->state[i] = FOLD_NULL;
    else if (days * piece->per_day != time)
        sink->state[i] = FOLD_HAS_HOURS;
    else if (days < INT32_MIN || days > INT32_MAX)
        sink->state[i] = FOLD_BAD_DATE;
    else
        sink->values[i] = (int32_t)days;
}

static void
put_date_text(struct slice text, size_t i, struct fold_sink *sink)
{
    struct msb_date date;

    if (sink->state[i] != FOLD_KNOWN)
        return;
    if (msb_date_parse(text.chars, text.length, MSB_DATE_FORM_ISO, &date, NULL)
        == MSB_OK)
        sink->values[i] = date.days;
    else
        sink->state[i] = FOLD_BAD_DATE;
}

void
fold_times(const struct fold_target *target, const struct piece *piece,
           size_t from, size_t num, struct fold_sink *sink)
{
    const int32_t *days = (const int32_t *)piece->values + piece->offset + from;
    const int64_t *times = (const int64_t *)piece->values + piece->offset
                           + from;

    if (!target->is_birth) {
        fold_wrong(num, sink);
        return;
    }
    for (size_t i = 0; i < num; i++) {
        if (piece->kind == PIECE_DAYS)
            sink->values[i] = days[i];
        else if (piece->kind == PIECE_TIME)
            put_time(piece, times[i], i, sink);
        else if (sink->state[i] == FOLD_KNOWN)
            put_date_text(piece_get_text(piece, from + i), i, sink);
    }
}

void
fold_ages(struct msb_date on, struct fold_sink *births, size_t num,
          struct fold_sink *ages)
{
    for (size_t i = 0; i < num; i++) {
        int age;

        if (births->state[i] != FOLD_KNOWN || ages->state[i] > FOLD_NULL)
            continue;
        age = msb_date_get_age((struct msb_date){births->values[i]}, on);
        if (age < 0)
            births->state[i] = FOLD_FUTURE_BIRTH;
        else if (ages->state[i] == FOLD_KNOWN && ages->values[i] != age)
            births->state[i] = FOLD_AGE_DISAGREES;
        ages->values[i] = age;
        ages->state[i] = FOLD_KNOWN;
    }
}
