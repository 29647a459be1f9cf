/* SPDX-License-Identifier: MIT */
#ifndef MSB_TESTS_SCENARIO_H
#define MSB_TESTS_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>

#include <msb.h>

/*
 * The scenario runner's own types; the language is in README.md. Everything
 * is of fixed size: a scenario that needs more says so and fails.
 */
#define LINE_BYTES 1024
#define MAX_WORDS 96
#define MAX_MODELS 4

/* One line, split into words. Copied with `=`. */
struct words {
    size_t num;
    unsigned short at[MAX_WORDS]; /* where each word starts in text */
    char text[LINE_BYTES];
};

/* What a file is doing: its models, and the case that is being read. */
struct run {
    const char *path;
    int line;
    unsigned num_tests; /* all files together */
    unsigned num_failures;

    size_t num_models;
    struct msb_rules *models[MAX_MODELS];

    bool in_case;
    bool failed; /* the present case, or the lines before it */
    size_t num_expectations;
    char title[LINE_BYTES];
    bool has_on;
    struct msb_date on;
    bool has_citizen;
    struct words citizen;
    struct words services;

    bool decided;            /* whether the five below are filled */
    struct msb_rules *rules; /* borrowed from models */
    enum msb_status status;
    struct msb_error error;
    struct msb_decision *decision; /* when status is MSB_OK */
    struct msb_analysis *analysis; /* of rules, made when asked for */
};

/* words.c */
bool words_split(struct words *words, const char *line);
const char *words_get(const struct words *words, size_t index);
bool words_is(const struct words *words, size_t index, const char *word);

/* Say what is wrong at the present line, and fail the case. */
__attribute__((format(printf, 2, 3))) void
complain(struct run *run, const char *format, ...);

/* world.c */
void load_models(struct run *run, const struct words *words);
void forget_models(struct run *run);
struct msb_model *run_model(struct run *run);
bool decide(struct run *run);
void forget_decision(struct run *run);

/* expect.c, expect_model.c: whether the line was one of theirs */
bool expect_of_decision(struct run *run, const struct words *words);
bool expect_of_model(struct run *run, const struct words *words);

#endif
