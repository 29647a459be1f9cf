/* SPDX-License-Identifier: MIT */
/*
 * An explanation as sentences: what the answer is, the deciding rule with its
 * reason, its tests with the facts that met them, the rules that do not match
 * and why, who delivers, which answers to a question lead where, and what
 * would change it. Every word is from the catalogue or from the model.
 */
#include "decide/say.h"

#include <string.h>

#include "base/error.h"

#define INDENT "  "
#define DEEPER "    "

void
msbi_say_line(struct msbi_speech *speech, const char *indent, const char *code,
              const char *const arguments[MSBI_MAX_ARGUMENTS])
{
    msbi_text_add(&speech->text, indent);
    msbi_catalogue_say(&speech->text, speech->language, code, arguments);
    msbi_text_add(&speech->text, "\n");
}

/* Say a line, and free its arguments, which may be NULL. */
static void
say_owned(struct msbi_speech *speech, const char *indent, const char *code,
          char *const arguments[MSBI_MAX_ARGUMENTS])
{
    const char *words[MSBI_MAX_ARGUMENTS];

    for (size_t i = 0; i < MSBI_MAX_ARGUMENTS; i++)
        words[i] = arguments[i];
    msbi_say_line(speech, indent, code, words);
    for (size_t i = 0; i < MSBI_MAX_ARGUMENTS; i++)
        msbi_free(arguments[i]);
}

/* The message for one test of an attribute; masked ones tell nothing. */
static const char *
get_step_code(const struct msbi_speech *speech, const struct msbi_step *step,
              const char *fact, const char *test)
{
    bool is_set = speech->model->attributes[step->test->attribute].type
                  == MSB_ATTRIBUTE_SET;

    if (step->fact.is_masked)
        return "test_hidden";
    if (step->truth == MSBI_OPEN)
        return "test_open";
    if (step->truth == MSBI_FAILS)
        return is_set ? "test_set_fails" : "test_fails";
    if (fact != NULL && test != NULL && strcmp(fact, test) == 0)
        return "test_same";
    return is_set ? "test_set_holds" : "test_holds";
}

/* A test and the fact that met it, without a full stop. */
static char *
speak_step(const struct msbi_speech *speech, const struct msbi_step *step)
{
    size_t attribute = step->test->attribute;
    char *fact = msbi_word_value(speech, attribute, &step->fact);
    char *test = msbi_word_test(speech, step->test);
    char *sentence = NULL;

    if (fact != NULL && test != NULL)
        sentence = msbi_speak(
            speech, get_step_code(speech, step, fact, test),
            (const char *const[4]){msbi_name_attribute(speech, attribute), fact,
                                   test, NULL});
    msbi_free(fact);
    msbi_free(test);
    return sentence;
}

static void
say_text(struct msbi_speech *speech, const char *code,
         const struct msbi_texts *texts)
{
    const char *string = msbi_texts_get(texts, speech->language_name);

    if (string != NULL)
        msbi_say_line(speech, "", code,
                      (const char *const[4]){string, NULL, NULL, NULL});
}

static char *
speak_rules(const struct msbi_speech *speech, const struct msbi_indices *rules)
{
    struct msbi_word_list list;

    msbi_word_list_start(&list, speech, "list_and", rules->num);
    for (size_t i = 0; i < rules->num; i++)
        msbi_word_list_add(&list, speech->model->rules[rules->items[i]].id);
    return msbi_text_take(&list.text);
}

/* The area that every completion gives, and the rules that give it. */
static void
say_determined(struct msbi_speech *speech, const struct msb_decision *decision)
{
    const char *words[MSBI_MAX_ARGUMENTS] = {NULL};
    int32_t rule = decision->outcome.rule;
    char *rules = NULL;

    if (decision->outcome.area < 0) {
        msbi_say_line(speech, "", "answer_per_service", words);
        return;
    }
    words[0] = msbi_name_area(speech, (size_t)decision->outcome.area);
    if (rule >= 0) {
        words[1] = speech->model->rules[rule].id;
        msbi_say_line(speech, "", "answer_by_rule", words);
        return;
    }
    words[1] = rules = speak_rules(speech, &decision->deciding);
    msbi_say_line(speech, "", "answer_by_rules", words);
    msbi_free(rules);
}

static void
say_answer(struct msbi_speech *speech, const struct msb_decision *decision)
{
    static const char *const none[MSBI_MAX_ARGUMENTS];
    bool is_single = speech->model->coordination
                     != MSB_COORDINATION_PER_SERVICE;

    if (decision->outcome.status == MSB_OUTCOME_DETERMINED)
        say_determined(speech, decision);
    else if (!is_single)
        msbi_say_line(speech, "", "answer_per_service", none);
    else if (decision->outcome.status == MSB_OUTCOME_NONE)
        msbi_say_line(speech, "", "answer_none", none);
    else
        say_owned(speech, "", "answer_open",
                  (char *const[4]){msbi_word_areas(speech, &decision->possible,
                                                   decision->gap_possible),
                                   NULL, NULL, NULL});
}

/* What an exception makes of it; what follows is what the rules say. */
static void
say_exception(struct msbi_speech *speech, const struct msb_decision *placed)
{
    static const char *const none[MSBI_MAX_ARGUMENTS];
    const struct msbi_placement *placement = &placed->placement;
    char from[11], to[11];

    msb_date_format(placement->from, from);
    msb_date_format(placement->to, to);
    msbi_say_line(
        speech, "", "answer_by_exception",
        (const char *const[4]){msbi_name_area(speech, placement->area), NULL,
                               NULL, NULL});
    msbi_say_line(speech, "", "because",
                  (const char *const[4]){placement->reason, NULL, NULL, NULL});
    msbi_say_line(
        speech, "", "exception_period",
        (const char *const[4]){placement->decided_by, from, to, NULL});
    msbi_say_line(speech, "", "exception_rules", none);
}

/* A rule that does not match, and its first test that says so. */
static void
say_failed(struct msbi_speech *speech, const struct msbi_step *step)
{
    const char *words[MSBI_MAX_ARGUMENTS] = {
        speech->model->rules[step->owner].id};
    char *said;

    if (step->test == NULL) {
        msbi_say_line(speech, INDENT, "rule_never", words);
        return;
    }
    words[1] = said = speak_step(speech, step);
    msbi_say_line(speech, INDENT, "rule_failed", words);
    msbi_free(said);
}

static void
say_rule(struct msbi_speech *speech, const struct msb_explanation *explanation)
{
    int32_t index = explanation->decision->outcome.rule;
    const struct msbi_rule *rule;

    if (index >= 0) {
        rule = &speech->model->rules[index];
        say_text(speech, "because", &rule->because);
        say_text(speech, "law", &rule->law);
        say_text(speech, "source", &rule->source);
    }
    for (size_t i = 0; i < explanation->tests.num; i++)
        say_owned(
            speech, INDENT, "sentence",
            (char *const[4]){speak_step(speech, &explanation->tests.items[i]),
                             NULL, NULL, NULL});
    for (size_t i = 0; i < explanation->failed.num; i++)
        say_failed(speech, &explanation->failed.items[i]);
}

static void
say_deliverer(struct msbi_speech *speech, const struct msb_delivery *delivery)
{
    const struct msb_model *model = speech->model;
    const char *language = speech->language_name;
    const char *service = msb_model_get_part_name(model, MSB_PART_SERVICE,
                                                  delivery->service, language);
    const char *unit = msb_model_get_part_name(model, MSB_PART_UNIT,
                                               delivery->unit, language);
    const char *area = msb_model_get_part_name(model, MSB_PART_AREA,
                                               delivery->area, language);

    if (area == NULL)
        msbi_say_line(speech, INDENT, "delivery_open",
                      (const char *const[4]){service, NULL, NULL, NULL});
    else if (unit == NULL)
        msbi_say_line(speech, INDENT, "delivery",
                      (const char *const[4]){service, area, NULL, NULL});
    else
        msbi_say_line(speech, INDENT, "delivery_unit",
                      (const char *const[4]){service, unit, area, NULL});
}

/* Each service: its deliverer, and the tests by which that was chosen. */
static void
say_deliveries(struct msbi_speech *speech,
               const struct msb_explanation *explanation)
{
    const struct msb_decision *decision = explanation->decision;
    const struct msbi_steps *steps = &explanation->deliveries;
    size_t next = 0;

    for (size_t i = 0; i < decision->num_deliveries; i++) {
        say_deliverer(speech, &decision->deliveries[i]);
        while (next < steps->num
               && steps->items[next].owner == decision->deliveries[i].service)
            say_owned(
                speech, DEEPER, "sentence",
                (char *const[4]){speak_step(speech, &steps->items[next++]),
                                 NULL, NULL, NULL});
    }
}

/* If a set holds these values, or does not hold those. */
static void
say_set_reply(struct msbi_speech *speech, size_t ask,
              const struct msbi_reply *reply, const char *areas)
{
    const char *name = msbi_name_attribute(speech, ask);
    char *with = msbi_word_values(speech, ask, &reply->values, "list_and");
    char *without = msbi_word_values(speech, ask, &reply->without, "list_or");

    if (reply->without.num == 0)
        msbi_say_line(speech, INDENT, "ask_set_with",
                      (const char *const[4]){name, with, areas, NULL});
    else if (reply->values.num == 0)
        msbi_say_line(speech, INDENT, "ask_set_without",
                      (const char *const[4]){name, without, areas, NULL});
    else
        msbi_say_line(speech, INDENT, "ask_set_both",
                      (const char *const[4]){name, with, without, areas});
    msbi_free(with);
    msbi_free(without);
}

static void
say_reply(struct msbi_speech *speech, const struct msb_explanation *explanation,
          const struct msbi_reply *reply)
{
    size_t ask = explanation->decision->ask;
    const struct msbi_value hidden = {.is_masked = true};
    enum msb_attribute_type type = speech->model->attributes[ask].type;
    bool is_masked = msbi_explanation_masks(explanation, ask);
    char *areas = msbi_word_areas(speech, &reply->areas, reply->gap_possible);
    char *words;

    if (type == MSB_ATTRIBUTE_SET && !is_masked) {
        say_set_reply(speech, ask, reply, areas);
        msbi_free(areas);
        return;
    }
    if (is_masked)
        words = msbi_word_value(speech, ask, &hidden);
    else if (type == MSB_ATTRIBUTE_INTEGER)
        words = msbi_word_range(speech, ask,
                                &(struct msbi_range){reply->low, reply->high});
    else
        words = msbi_word_values(speech, ask, &reply->values, "list_or");
    msbi_say_line(speech, INDENT, "ask_is",
                  (const char *const[4]){msbi_name_attribute(speech, ask),
                                         words, areas, NULL});
    msbi_free(words);
    msbi_free(areas);
}

static void
say_replies(struct msbi_speech *speech,
            const struct msb_explanation *explanation)
{
    static const char *const none[MSBI_MAX_ARGUMENTS];
    size_t ask = explanation->decision->ask;

    if (ask == MSB_NONE)
        return;
    msbi_say_line(speech, "", "ask",
                  (const char *const[4]){msbi_name_attribute(speech, ask), NULL,
                                         NULL, NULL});
    for (size_t i = 0; i < explanation->num_replies; i++)
        say_reply(speech, explanation, &explanation->replies[i]);
    if (explanation->replies_cut)
        msbi_say_line(speech, INDENT, "ask_cut", none);
}

static void
say_changes(struct msbi_speech *speech,
            const struct msb_explanation *explanation)
{
    for (size_t i = 0; i < explanation->num_changes; i++) {
        const struct msbi_change *change = &explanation->changes[i];
        char *value = msbi_word_value(speech, change->attribute,
                                      &change->value);

        msbi_say_line(speech, "", "change",
                      (const char *const[4]){
                          msbi_name_area(speech, change->area),
                          msbi_name_attribute(speech, change->attribute), value,
                          NULL});
        msbi_free(value);
    }
}

enum msb_status
msb_explanation_format_text(const struct msb_explanation *explanation,
                            const char *language, char **out,
                            struct msb_error *err)
{
    struct msbi_speech speech;

    if (explanation == NULL || out == NULL)
        return msbi_fail_misuse(err, "explanation and out must not be NULL");
    *out = NULL;
    if (!msbi_language_find(language, &speech.language))
        return msbi_fail_misuse(err, "language must be \"da\" or \"en\"");
    speech.model = explanation->decision->rules->model;
    speech.language_name = language == NULL ? "da" : language;
    msbi_text_init(&speech.text);
    if (explanation->placed != NULL)
        say_exception(&speech, explanation->placed);
    say_answer(&speech, explanation->decision);
    say_rule(&speech, explanation);
    say_deliveries(&speech, explanation);
    say_replies(&speech, explanation);
    say_changes(&speech, explanation);
    *out = msbi_text_take(&speech.text);
    return *out == NULL ? msbi_fail_nomem(err) : MSB_OK;
}
