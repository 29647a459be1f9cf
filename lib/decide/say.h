/* SPDX-License-Identifier: MIT */
#ifndef MSBI_SAY_H
#define MSBI_SAY_H

#include "decide/catalogue.h"
#include "decide/explanation.h"

/* Saying something about a model to a person, in one language. */
struct msbi_speech {
    const struct msb_model *model;
    enum msbi_language language;
    const char *language_name; /* for the model's own texts */
    struct msbi_text text;
};

/* A new text, or NULL: what becomes an argument of a message. Freed by the
   one who asked for it. */
char *msbi_speak(const struct msbi_speech *speech, const char *code,
                 const char *const arguments[MSBI_MAX_ARGUMENTS]);
/* Append a line: @indent, then the message. */
void msbi_say_line(struct msbi_speech *speech, const char *indent,
                   const char *code,
                   const char *const arguments[MSBI_MAX_ARGUMENTS]);

/* A list of @num words that is put together one by one. */
struct msbi_word_list {
    const struct msbi_speech *speech;
    const char *joint; /* "list_and" or "list_or" */
    size_t left;       /* words still to come */
    struct msbi_text text;
};
void msbi_word_list_start(struct msbi_word_list *list,
                          const struct msbi_speech *speech, const char *joint,
                          size_t num);
void msbi_word_list_add(struct msbi_word_list *list, const char *word);

/* What an attribute is called: its label, or its name. */
const char *
msbi_name_attribute(const struct msbi_speech *speech, size_t attribute);
const char *msbi_name_area(const struct msbi_speech *speech, size_t area);

/* The words for values; new texts, NULL when memory is short. */
char *msbi_word_value(const struct msbi_speech *speech, size_t attribute,
                      const struct msbi_value *value);
char *msbi_word_values(const struct msbi_speech *speech, size_t attribute,
                       const struct msbi_indices *values, const char *joint);
char *msbi_word_range(const struct msbi_speech *speech, size_t attribute,
                      const struct msbi_range *range);
/* Areas, and nobody where a gap is possible, joined with "or". */
char *msbi_word_areas(const struct msbi_speech *speech,
                      const struct msbi_indices *areas, bool gap_possible);
/* What a test asks for. */
char *
msbi_word_test(const struct msbi_speech *speech, const struct msbi_test *test);

#endif
