/* SPDX-License-Identifier: MIT */
/*
 * From the text in a cell to a value of the model. A cell is first looked up
 * in the column's `values`; what is not there is taken as it is, and must be
 * a value that the model knows. The messages name the column and what was
 * expected: never the value, which may be anything about a person.
 */
#include "import/value.h"

#include <stdio.h>
#include <string.h>

/* The translation of @text; NULL where `values` does not list it. */
static const struct msbi_translation *
find_translation(const struct msbi_column *column, const char *text,
                 size_t length)
{
    size_t low = 0, high = column->num_translations;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct msbi_translation *at = &column->translations[middle];
        int order = at->length == length  ? memcmp(at->text, text, length)
                    : at->length < length ? -1
                                          : 1;

        if (order == 0)
            return at;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* Translate one text, a piece of a set or a whole cell. */
static void
translate(const struct msbi_column *column, const char *text, size_t length,
          struct msbi_value *out)
{
    const struct msbi_translation *found;

    *out = (struct msbi_value){
        .is_known = length > 0, .text = text, .length = length};
    found = find_translation(column, text, length);
    if (found == NULL)
        return;
    out->is_known = found->meaning != NULL;
    out->is_translated = true;
    out->text = found->meaning;
    out->length = found->meaning_length;
}

bool
msbi_value_read(const struct msbi_mapping *mapping, size_t column,
                const struct msbi_cell *cell, struct msbi_value *out,
                struct msbi_refusal *refusal)
{
    *out = (struct msbi_value){.is_known = false};
    if (cell->kind == MSBI_CELL_LIST) {
        msbi_refuse(refusal, column, "wrong_type",
                    "one value was expected, not a list");
        return false;
    }
    if (cell->kind == MSBI_CELL_TEXT)
        translate(&mapping->columns[column], cell->text, cell->length, out);
    return true;
}

bool
msbi_value_require(const struct msbi_mapping *mapping, size_t column,
                   const struct msbi_cell *cell, struct msbi_value *out,
                   struct msbi_refusal *refusal)
{
    if (!msbi_value_read(mapping, column, cell, out, refusal))
        return false;
    if (out->is_known && out->length > 0)
        return true;
    msbi_refuse(refusal, column, "missing_value",
                "the value is missing; \"%s\" is required",
                mapping->columns[column].name);
    return false;
}

bool
msbi_value_read_date(const struct msbi_mapping *mapping, size_t column,
                     const struct msbi_cell *cells, bool *is_known,
                     struct msb_date *out, struct msbi_refusal *refusal)
{
    static const char *const forms[] = {
        [MSB_DATE_FORM_ISO] = "yyyy-mm-dd",
        [MSB_DATE_FORM_DANISH] = "dd-mm-yyyy",
        [MSB_DATE_FORM_DOTTED] = "dd.mm.yyyy",
        [MSB_DATE_FORM_SLASHED] = "dd/mm/yyyy",
        [MSB_DATE_FORM_ANY] = "yyyy-mm-dd, dd-mm-yyyy, dd.mm.yyyy or "
                              "dd/mm/yyyy"};
    struct msbi_value value;
    enum msb_date_form form;

    *is_known = false;
    if (column == MSB_NONE)
        return true;
    if (!msbi_value_read(mapping, column, &cells[column], &value, refusal))
        return false;
    if (!value.is_known)
        return true;
    form = value.is_translated ? MSB_DATE_FORM_ISO
                               : mapping->columns[column].form;
    if (msb_date_parse(value.text, value.length, form, out, NULL) == MSB_OK) {
        *is_known = true;
        return true;
    }
    msbi_refuse(refusal, column, "bad_date",
                "a date of the calendar was expected, written %s", forms[form]);
    return false;
}

static void
refuse_unknown(struct msbi_refusal *refusal, size_t column,
               const struct msbi_attribute *attribute)
{
    char list[200] = "";
    size_t length = 0;

    for (size_t i = 0; i < attribute->values.num; i++) {
        const char *id = attribute->values.items[i];

        if (length + strlen(id) + sizeof ", ..." > sizeof list) {
            snprintf(list + length, sizeof list - length, ", ...");
            break;
        }
        length += (size_t)snprintf(list + length, sizeof list - length, "%s%s",
                                   i == 0 ? "" : ", ", id);
    }
    msbi_refuse(refusal, column, "unknown_value",
                "the model has no such value of \"%s\"; list it in the "
                "mapping's \"values\" as one of: %s",
                attribute->name, list);
}

static bool
add_integer(size_t column, const struct msbi_value *value,
            const struct msbi_attribute *attribute, struct msbi_text *out,
            struct msbi_refusal *refusal)
{
    bool is_negative = value->length > 0 && value->text[0] == '-';
    size_t at = value->length > 0
                && (value->text[0] == '-' || value->text[0] == '+');
    bool is_number = at < value->length;
    int64_t number = 0;
    char digits[16];
    int length;

    for (; at < value->length && is_number; at++) {
        is_number = value->text[at] >= '0' && value->text[at] <= '9';
        if (is_number && number <= INT32_MAX)
            number = number * 10 + (value->text[at] - '0');
    }
    if (!is_number) {
        msbi_refuse(refusal, column, "bad_integer",
                    "a whole number was expected: digits alone, without "
                    "decimals or separators");
        return false;
    }
    number = is_negative ? -number : number;
    if (number < attribute->min || number > attribute->max) {
        msbi_refuse(refusal, column, "out_of_range",
                    "a whole number from %ld through %ld was expected",
                    (long)attribute->min, (long)attribute->max);
        return false;
    }
    length = snprintf(digits, sizeof digits, "%ld", (long)number);
    msbi_text_add_bytes(out, digits, (size_t)length);
    return true;
}

static bool
add_flag(size_t column, const struct msbi_value *value, struct msbi_text *out,
         struct msbi_refusal *refusal)
{
    bool is_true = value->length == 4 && memcmp(value->text, "true", 4) == 0;

    if (is_true
        || (value->length == 5 && memcmp(value->text, "false", 5) == 0)) {
        msbi_text_add_bytes(out, value->text, value->length);
        return true;
    }
    msbi_refuse(refusal, column, "unknown_value",
                "true or false was expected, or a value that the mapping "
                "lists");
    return false;
}

static void
add_id(struct msbi_text *out, const char *id)
{
    msbi_text_add_bytes(out, "\"", 1);
    msbi_text_add(out, id);
    msbi_text_add_bytes(out, "\"", 1);
}

static bool
add_enum(size_t column, const struct msbi_value *value,
         const struct msbi_attribute *attribute, struct msbi_text *out,
         struct msbi_refusal *refusal)
{
    size_t code = msbi_attribute_find_value(attribute, value->text,
                                            value->length);

    if (code == MSB_NONE) {
        refuse_unknown(refusal, column, attribute);
        return false;
    }
    add_id(out, attribute->values.items[code]);
    return true;
}

/* The next piece of a set's cell; false at its end. */
static bool
next_piece(const struct msbi_cell *cell, char split, size_t *at,
           const char **piece, size_t *length)
{
    const char *end;

    if (*at >= cell->length)
        return false;
    *piece = cell->text + *at;
    end = memchr(*piece, split, cell->length - *at);
    if (end == NULL || (cell->kind == MSBI_CELL_TEXT && split == '\0'))
        end = cell->text + cell->length;
    *length = (size_t)(end - *piece);
    *at += *length + 1;
    msbi_trim(piece, length);
    return true;
}

struct set {
    const struct msbi_attribute *attribute;
    bool *marks;   /* the values in it */
    bool is_known; /* a piece that is unknown makes all of it unknown */
};

static bool
mark(struct set *set, size_t column, const struct msbi_value *value,
     struct msbi_refusal *refusal)
{
    size_t code;

    set->is_known = set->is_known && value->is_known;
    if (!value->is_known)
        return true;
    code = msbi_attribute_find_value(set->attribute, value->text,
                                     value->length);
    if (code == MSB_NONE) {
        refuse_unknown(refusal, column, set->attribute);
        return false;
    }
    set->marks[code] = true;
    return true;
}

/* Mark all that a cell has; an empty one is the empty set, unless the
   mapping lists "". False when the row is refused. */
static bool
mark_cell(struct set *set, const struct msbi_column *column, size_t index,
          const struct msbi_cell *cell, struct msbi_refusal *refusal)
{
    char split = cell->kind == MSBI_CELL_LIST ? '\0' : column->split;
    struct msbi_value value;
    size_t at = 0, length;
    const char *piece;

    set->is_known = cell->kind != MSBI_CELL_UNKNOWN;
    if (cell->kind == MSBI_CELL_TEXT && cell->length == 0) {
        translate(column, "", 0, &value);
        return !value.is_translated || mark(set, index, &value, refusal);
    }
    while (next_piece(cell, split, &at, &piece, &length)) {
        if (length == 0)
            continue;
        translate(column, piece, length, &value);
        if (!mark(set, index, &value, refusal))
            return false;
    }
    return true;
}

static bool
add_set(const struct msbi_mapping *mapping, size_t index,
        const struct msbi_cell *cell, const struct msbi_attribute *attribute,
        bool *marks, struct msbi_text *out, struct msbi_refusal *refusal)
{
    struct set set = {.attribute = attribute, .marks = marks};
    bool fits = mark_cell(&set, &mapping->columns[index], index, cell, refusal);
    const char *before = "[";

    for (size_t i = 0; i < attribute->values.num; i++) {
        if (fits && set.is_known && marks[i]) {
            msbi_text_add_bytes(out, before, 1);
            add_id(out, attribute->values.items[i]);
            before = ",";
        }
        marks[i] = false;
    }
    if (fits && set.is_known)
        msbi_text_add(out, before[0] == '[' ? "[]" : "]");
    return fits;
}

bool
msbi_value_add_attribute(const struct msbi_mapping *mapping, size_t column,
                         const struct msbi_cell *cell,
                         const struct msbi_attribute *attribute, bool *marks,
                         struct msbi_text *out, struct msbi_refusal *refusal)
{
    struct msbi_value value;

    if (attribute->type == MSB_ATTRIBUTE_SET)
        return add_set(mapping, column, cell, attribute, marks, out, refusal);
    if (!msbi_value_read(mapping, column, cell, &value, refusal))
        return false;
    if (!value.is_known)
        return true;
    if (attribute->type == MSB_ATTRIBUTE_INTEGER)
        return add_integer(column, &value, attribute, out, refusal);
    if (attribute->type == MSB_ATTRIBUTE_FLAG)
        return add_flag(column, &value, out, refusal);
    return add_enum(column, &value, attribute, out, refusal);
}
