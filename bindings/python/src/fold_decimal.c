/* SPDX-License-Identifier: MIT */
/*
 * Decimals of up to 256 bits, which must be whole, and what are integers of
 * 128: sums in databases are such. A number is taken apart into limbs of 32
 * bits, and its decimal places are divided off, nine at a time. Most numbers
 * have one limb, so that this is one division.
 */
#include "fold.h"

#include <string.h>

enum { MOST_LIMBS = 8, PLACES_A_STEP = 9 };

/* The size of a number, the lowest limb first; none for 0. */
struct limbs {
    size_t num;
    uint32_t all[MOST_LIMBS];
    bool is_negative;
};

static void
trim(struct limbs *limbs)
{
    while (limbs->num > 0 && limbs->all[limbs->num - 1] == 0)
        limbs->num--;
}

static void
negate(struct limbs *limbs)
{
    uint32_t carry = 1;

    for (size_t i = 0; i < limbs->num; i++) {
        limbs->all[i] = ~limbs->all[i] + carry;
        carry = carry == 1 && limbs->all[i] == 0;
    }
}

static struct limbs
take_limbs(const struct piece *piece, size_t row)
{
    struct limbs out = {.num = piece->width / sizeof out.all[0]};
    const char *bytes = (const char *)piece->values
                        + (piece->offset + row) * piece->width;

    for (size_t i = 0; i < out.num; i++) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        size_t at = out.num - 1 - i;
#else
        size_t at = i;
#endif
        memcpy(&out.all[i], bytes + at * sizeof out.all[0], sizeof out.all[0]);
    }
    out.is_negative = piece->is_signed && out.num > 0
                      && out.all[out.num - 1] >> 31 != 0;
    if (out.is_negative)
        negate(&out);
    trim(&out);
    return out;
}

/* Divide, rounding towards 0. The remainder. */
static uint32_t
divide(struct limbs *limbs, uint32_t by)
{
    uint64_t rest = 0;

    for (size_t i = limbs->num; i-- > 0;) {
        rest = rest << 32 | limbs->all[i];
        limbs->all[i] = (uint32_t)(rest / by);
        rest %= by;
    }
    trim(limbs);
    return (uint32_t)rest;
}

/* Divide by a power of ten. Whether something was left over. */
static bool
divide_by_ten_to(struct limbs *limbs, int32_t places)
{
    static const uint32_t powers[PLACES_A_STEP + 1] = {
        1,      10,      100,      1000,      10000,
        100000, 1000000, 10000000, 100000000, 1000000000};
    uint32_t rest = 0;

    while (places > 0 && limbs->num > 0) {
        int32_t step = places < PLACES_A_STEP ? places : PLACES_A_STEP;

        rest |= divide(limbs, powers[step]);
        places -= step;
    }
    return rest != 0;
}

/* The value; beyond an int32_t, INT64_MAX or INT64_MIN. */
static int64_t
get_value(const struct limbs *limbs, int32_t scale)
{
    int64_t value = limbs->num == 0 ? 0 : limbs->all[0];

    for (; scale < 0 && value > 0 && value <= INT32_MAX; scale++)
        value *= 10;
    if (limbs->num > 1 || value > INT32_MAX)
        return limbs->is_negative ? INT64_MIN : INT64_MAX;
    return limbs->is_negative ? -value : value;
}

void
fold_decimals(const struct fold_target *target, const struct piece *piece,
              size_t from, size_t num, struct fold_sink *sink)
{
    if (target->type != MSB_ATTRIBUTE_INTEGER || target->is_birth) {
        fold_wrong(num, sink);
        return;
    }
    for (size_t i = 0; i < num; i++) {
        struct limbs limbs;
        bool has_fraction;
        int64_t value;

        if (sink->state[i] != FOLD_KNOWN)
            continue;
        limbs = take_limbs(piece, from + i);
        has_fraction = divide_by_ten_to(&limbs, piece->scale);
        value = get_value(&limbs, piece->scale);
        if (value < target->min || value > target->max)
            sink->state[i] = FOLD_OUT_OF_RANGE;
        else if (has_fraction)
            sink->state[i] = FOLD_FRACTION;
        else
            sink->values[i] = (int32_t)value;
    }
}
