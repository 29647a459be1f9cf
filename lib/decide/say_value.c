/* SPDX-License-Identifier: MIT */
/*
 * The words of a sentence: names of attributes and areas, values, ranges and
 * lists. Values of services and target groups are called by the model's names
 * for those, other values by their ids, since they have no other name.
 */
#include "decide/say.h"

#include <stdio.h>
#include <string.h>

char *
msbi_speak(const struct msbi_speech *speech, const char *code,
           const char *const arguments[MSBI_MAX_ARGUMENTS])
{
    struct msbi_text text;

    msbi_text_init(&text);
    msbi_catalogue_say(&text, speech->language, code, arguments);
    return msbi_text_take(&text);
}

static char *
speak_word(const struct msbi_speech *speech, const char *code)
{
    static const char *const none[MSBI_MAX_ARGUMENTS];

    return msbi_speak(speech, code, none);
}

void
msbi_word_list_start(struct msbi_word_list *list,
                     const struct msbi_speech *speech, const char *joint,
                     size_t num)
{
    list->speech = speech;
    list->joint = joint;
    list->left = num;
    msbi_text_init(&list->text);
}

/* The catalogue says how two are joined: {1} before, {2} behind. */
void
msbi_word_list_add(struct msbi_word_list *list, const char *word)
{
    const char *joint = list->left == 1 ? list->joint : "list_comma";
    const char *text =
        msbi_catalogue_find(joint)->texts[list->speech->language];

    list->left--;
    if (list->text.length > 0) /* what stands between {1} and {2} */
        msbi_text_add_bytes(&list->text, text + 3, strlen(text) - 6);
    if (word == NULL)
        list->text.failed = true;
    else
        msbi_text_add(&list->text, word);
}

static const char *
get_text(const struct msbi_speech *speech, const char *code)
{
    return msbi_catalogue_find(code)->texts[speech->language];
}

const char *
msbi_name_attribute(const struct msbi_speech *speech, size_t attribute)
{
    const struct msb_model *model = speech->model;
    const struct msbi_attribute *item = &model->attributes[attribute];
    const char *label = msbi_texts_get(&item->label, speech->language_name);

    if (label != NULL)
        return label;
    if (attribute == MSBI_AGE)
        return get_text(speech, "name_age");
    if (attribute == model->services_attribute)
        return get_text(speech, "name_services");
    if (attribute == model->target_group_attribute)
        return get_text(speech, "name_target_group");
    return item->name;
}

const char *
msbi_name_area(const struct msbi_speech *speech, size_t area)
{
    return msb_model_get_part_name(speech->model, MSB_PART_AREA, area,
                                   speech->language_name);
}

/* One value, not a number. */
static const char *
name_value(const struct msbi_speech *speech, size_t attribute, size_t value)
{
    const struct msb_model *model = speech->model;

    if (attribute == model->services_attribute)
        return msb_model_get_part_name(model, MSB_PART_SERVICE, value,
                                       speech->language_name);
    if (attribute == model->target_group_attribute)
        return msb_model_get_part_name(model, MSB_PART_TARGET_GROUP, value,
                                       speech->language_name);
    if (model->attributes[attribute].type == MSB_ATTRIBUTE_FLAG)
        return get_text(speech, value == 0 ? "value_false" : "value_true");
    return model->attributes[attribute].values.items[value];
}

char *
msbi_word_values(const struct msbi_speech *speech, size_t attribute,
                 const struct msbi_indices *values, const char *joint)
{
    struct msbi_word_list list;

    if (values->num == 0)
        return speak_word(speech, "none");
    msbi_word_list_start(&list, speech, joint, values->num);
    for (size_t i = 0; i < values->num; i++)
        msbi_word_list_add(&list,
                           name_value(speech, attribute, values->items[i]));
    return msbi_text_take(&list.text);
}

char *
msbi_word_value(const struct msbi_speech *speech, size_t attribute,
                const struct msbi_value *value)
{
    const struct msb_model *model = speech->model;
    const struct msbi_attribute *item = &model->attributes[attribute];
    struct msbi_text text;

    if (value->is_masked)
        return speak_word(speech, "hidden");
    if (!value->is_known)
        return speak_word(speech, attribute == model->target_group_attribute
                                      ? "unsettled"
                                      : "unknown");
    if (item->type == MSB_ATTRIBUTE_SET)
        return msbi_word_values(speech, attribute, &value->held, "list_and");
    msbi_text_init(&text);
    if (item->type == MSB_ATTRIBUTE_INTEGER)
        msbi_text_add_integer(&text, value->scalar);
    else
        msbi_text_add(&text,
                      name_value(speech, attribute, (size_t)value->scalar));
    return msbi_text_take(&text);
}

char *
msbi_word_range(const struct msbi_speech *speech, size_t attribute,
                const struct msbi_range *range)
{
    const struct msbi_attribute *item = &speech->model->attributes[attribute];
    bool from_start = range->low == item->min;
    bool to_end = range->high == item->max;
    char low[16], high[16];

    snprintf(low, sizeof low, "%d", (int)range->low);
    snprintf(high, sizeof high, "%d", (int)range->high);
    if (range->low == range->high)
        return msbi_copy_text(low, strlen(low));
    if (from_start && to_end)
        return speak_word(speech, "range_any");
    if (to_end)
        return msbi_speak(speech, "range_from",
                          (const char *const[4]){low, NULL, NULL, NULL});
    if (from_start)
        return msbi_speak(speech, "range_to",
                          (const char *const[4]){high, NULL, NULL, NULL});
    return msbi_speak(speech, "range_between",
                      (const char *const[4]){low, high, NULL, NULL});
}

char *
msbi_word_areas(const struct msbi_speech *speech,
                const struct msbi_indices *areas, bool gap_possible)
{
    struct msbi_word_list list;

    msbi_word_list_start(&list, speech, "list_or", areas->num + gap_possible);
    for (size_t i = 0; i < areas->num; i++)
        msbi_word_list_add(&list, msbi_name_area(speech, areas->items[i]));
    if (gap_possible)
        msbi_word_list_add(&list, get_text(speech, "nobody"));
    return msbi_text_take(&list.text);
}

static char *
word_ranges(const struct msbi_speech *speech, const struct msbi_test *test)
{
    struct msbi_word_list list;

    msbi_word_list_start(&list, speech, "list_or", test->num_ranges);
    for (size_t i = 0; i < test->num_ranges; i++) {
        char *word = msbi_word_range(speech, test->attribute, &test->ranges[i]);

        msbi_word_list_add(&list, word);
        msbi_free(word);
    }
    return msbi_text_take(&list.text);
}

/* The values of an enum or a flag; their codes lie in the test's ranges. */
static char *
word_codes(const struct msbi_speech *speech, const struct msbi_test *test)
{
    struct msbi_word_list list;
    size_t num = 0;

    for (size_t i = 0; i < test->num_ranges; i++)
        num += (size_t)(test->ranges[i].high - test->ranges[i].low + 1);
    msbi_word_list_start(&list, speech, "list_or", num);
    for (size_t i = 0; i < test->num_ranges; i++)
        for (int32_t k = test->ranges[i].low; k <= test->ranges[i].high; k++)
            msbi_word_list_add(&list,
                               name_value(speech, test->attribute, (size_t)k));
    return msbi_text_take(&list.text);
}

/* One demand on a set; a single value needs no "at least one of". */
static void
add_demand(struct msbi_word_list *list, const char *code, size_t attribute,
           const struct msbi_indices *values)
{
    bool is_bare = values->num == 1 && strcmp(code, "set_none_of") != 0;
    char *words = msbi_word_values(list->speech, attribute, values, "list_and");
    char *demand = is_bare ? NULL
                           : msbi_speak(
                               list->speech, code,
                               (const char *const[4]){words, NULL, NULL, NULL});

    msbi_word_list_add(list, is_bare ? words : demand);
    msbi_free(words);
    msbi_free(demand);
}

char *
msbi_word_test(const struct msbi_speech *speech, const struct msbi_test *test)
{
    const struct msbi_attribute *item =
        &speech->model->attributes[test->attribute];
    struct msbi_word_list list;

    if (item->type != MSB_ATTRIBUTE_SET && test->num_ranges == 0)
        return speak_word(speech, "range_never");
    if (item->type == MSB_ATTRIBUTE_INTEGER)
        return word_ranges(speech, test);
    if (item->type != MSB_ATTRIBUTE_SET)
        return word_codes(speech, test);
    if (!test->has_any_of && !test->has_all_of && !test->has_none_of)
        return speak_word(speech, "range_any");
    msbi_word_list_start(&list, speech, "list_and",
                         (size_t)test->has_any_of + test->has_all_of
                             + test->has_none_of);
    if (test->has_any_of)
        add_demand(&list, "set_any_of", test->attribute, &test->any_of);
    if (test->has_all_of)
        add_demand(&list, "set_all_of", test->attribute, &test->all_of);
    if (test->has_none_of)
        add_demand(&list, "set_none_of", test->attribute, &test->none_of);
    return msbi_text_take(&list.text);
}
