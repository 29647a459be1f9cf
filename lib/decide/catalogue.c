/* SPDX-License-Identifier: MIT */
/*
 * Every sentence, and part of one, that the library says to people about a
 * decision, in Danish and in English. The table is sorted by code, so that a
 * message is found by halving; a code never changes its meaning. What stands
 * in the place of {1} to {4} is a name of the model, a value, or another
 * message.
 */
#include "decide/catalogue.h"

#include <stdlib.h>
#include <string.h>

static const struct msbi_message messages[] = {
    {"answer_by_exception",
     {"Svaret er {1} på grund af en undtagelse.",
      "The answer is {1}, by an exception."}},
    {"answer_by_rule",
     {"Svaret er {1} ifølge reglen {2}.", "The answer is {1} by rule {2}."}},
    {"answer_by_rules",
     {"Svaret er {1}, ved hver af reglerne {2}.",
      "The answer is {1}, by each of the rules {2}."}},
    {"answer_none",
     {"Ingen har ansvaret: ingen regel passer.",
      "Nobody is responsible: no rule matches."}},
    {"answer_open", {"Svaret kan være {1}.", "The answer may be {1}."}},
    {"answer_per_service",
     {"Hver indsats har sit eget område.", "Each service has its own area."}},
    {"ask", {"Spørg først om {1}.", "Ask first for: {1}."}},
    {"ask_cut",
     {"Der er flere svar end dem, der vises her.",
      "There are more answers than those shown here."}},
    {"ask_is", {"Hvis {1} er {2}: {3}.", "If {1} is {2}: {3}."}},
    {"ask_set_both",
     {"Hvis {1} omfatter {2}, men ikke {3}: {4}.",
      "If {1} includes {2}, but not {3}: {4}."}},
    {"ask_set_with",
     {"Hvis {1} omfatter {2}: {3}.", "If {1} includes {2}: {3}."}},
    {"ask_set_without",
     {"Hvis {1} ikke omfatter {2}: {3}.", "If {1} does not include {2}: {3}."}},
    {"because", {"Begrundelse: {1}", "Because: {1}"}},
    {"case_all_but", {"alle undtagen {1}", "all but {1}"}},
    {"case_any", {"alle", "any"}},
    {"case_everyone", {"Alle borgere.", "Every citizen."}},
    {"case_example", {"Eksempel", "Example"}},
    {"case_fact", {"{1}: {2}", "{1}: {2}"}},
    {"case_gap", {"Ingen regel", "No rule"}},
    {"case_gap_service", {"{1}: ingen leverer", "{1}: nobody delivers"}},
    {"case_intro",
     {"Hver række er én slags borgere. Reglerne behandler alle i rækken ens; "
      "eksemplet er én af dem. Passer det?",
      "Each row is one kind of citizen. The rules treat everybody in it alike; "
      "the example is one of them. Is it right?"}},
    {"case_more",
     {"Flere slags borgere end dem, der er vist: {1}.",
      "Kinds of citizens besides those shown: {1}."}},
    {"case_more_open",
     {"Der er flere slags borgere end dem, der er vist; hvor mange er ikke "
      "talt.",
      "There are more kinds of citizens than those shown; how many was not "
      "counted."}},
    {"case_more_perhaps",
     {"Der kan være flere slags borgere end dem, der er vist; det ville kræve "
      "en for lang søgning at afgøre.",
      "There may be more kinds of citizens than those shown; to find out would "
      "take too long a search."}},
    {"case_nobody",
     {"Ingen borgere afgøres her.", "No citizen is decided here."}},
    {"case_not", {"ikke {1}", "not {1}"}},
    {"case_not_all", {"ikke alle af {1}", "not all of {1}"}},
    {"case_number", {"Nr.", "No."}},
    {"case_range", {"{1}–{2}", "{1}–{2}"}},
    {"case_rule", {"{1}: {2}", "{1}: {2}"}},
    {"case_service", {"{1}, mulighed {2}: {3}", "{1}, option {2}: {3}"}},
    {"case_title", {"Gennemgang af {1}", "Review of {1}"}},
    {"case_unit", {"{1} under {2}", "{1}, a unit of {2}"}},
    {"case_unknown",
     {"Om nogen borgere afgøres her, er ikke afklaret; det ville kræve en for "
      "lang søgning.",
      "Whether any citizen is decided here was not found out; it would take "
      "too "
      "long a search."}},
    {"change",
     {"Svaret ville være {1}, hvis {2} var {3}.",
      "The answer would be {1} if {2} were {3}."}},
    {"delivery", {"{1} leveres af {2}.", "{1} is delivered by {2}."}},
    {"delivery_open",
     {"Det er ikke afgjort, hvem der leverer {1}.",
      "It is not settled who delivers {1}."}},
    {"delivery_unit",
     {"{1} leveres af {2} under {3}.",
      "{1} is delivered by {2}, a unit of {3}."}},
    {"error_age_disagrees",
     {"Alderen passer ikke til fødselsdatoen.",
      "The age does not fit the birth date."}},
    {"error_bad_date",
     {"{1} er ikke en dato i kalenderen.", "{1} is no date of the calendar."}},
    {"error_conflict",
     {"To regler passer, og modellen kræver, at kun én gør.",
      "Two rules match, and the model requires that only one does."}},
    {"error_duplicate_member",
     {"{1} er givet to gange.", "{1} is given twice."}},
    {"error_future_birth_date",
     {"Fødselsdatoen ligger efter datoen for afgørelsen.",
      "The birth date is after the date of the decision."}},
    {"error_line_too_long", {"Linjen er for lang.", "The line is too long."}},
    {"error_out_of_range",
     {"{1} ligger uden for de værdier, som modellen tillader.",
      "{1} is outside the values that the model allows."}},
    {"error_syntax",
     {"Teksten er ikke gyldig JSON.", "The text is not valid JSON."}},
    {"error_unknown_member",
     {"Modellen kender ikke {1}.", "The model does not know {1}."}},
    {"error_unknown_value",
     {"{1} har en værdi, som modellen ikke kender.",
      "{1} has a value that the model does not know."}},
    {"error_wrong_type",
     {"{1} er ikke af den type, som modellen kræver.",
      "{1} is not of the type that the model requires."}},
    {"exception_period",
     {"Besluttet af {1}. Den gælder fra {2} og udløber {3}.",
      "Decided by {1}. It holds from {2} and expires on {3}."}},
    {"exception_rules", {"Uden undtagelsen:", "Without the exception:"}},
    {"hidden", {"(skjult)", "(hidden)"}},
    {"law", {"Lov: {1}", "Law: {1}"}},
    {"list_and", {"{1} og {2}", "{1} and {2}"}},
    {"list_comma", {"{1}, {2}", "{1}, {2}"}},
    {"list_or", {"{1} eller {2}", "{1} or {2}"}},
    {"name_age", {"Alder", "Age"}},
    {"name_birth_date", {"Fødselsdato", "Birth date"}},
    {"name_services", {"Indsatser", "Services"}},
    {"name_target_group", {"Målgruppe", "Target group"}},
    {"nobody", {"ingen", "nobody"}},
    {"none", {"ingen", "none"}},
    {"range_any", {"en vilkårlig værdi", "any value"}},
    {"range_between", {"mellem {1} og {2}", "between {1} and {2}"}},
    {"range_from", {"{1} eller derover", "{1} or more"}},
    {"range_never", {"ingen værdi", "no value"}},
    {"range_to", {"{1} eller derunder", "{1} or less"}},
    {"rule_failed",
     {"Reglen {1} passer ikke: {2}.", "Rule {1} does not match: {2}."}},
    {"rule_never",
     {"Reglen {1} passer aldrig: dens betingelse kan ikke opfyldes.",
      "Rule {1} never matches: its condition cannot be met."}},
    {"sentence", {"{1}.", "{1}."}},
    {"set_all_of", {"alle af {1}", "all of {1}"}},
    {"set_any_of", {"mindst én af {1}", "at least one of {1}"}},
    {"set_none_of", {"ingen af {1}", "none of {1}"}},
    {"source", {"Kilde: {1}", "Source: {1}"}},
    {"test_fails",
     {"{1} er {2}, altså ikke {3}", "{1}: {2}, that is, not {3}"}},
    {"test_hidden", {"{1} er {2}", "{1}: {2}"}},
    {"test_holds", {"{1} er {2}, altså {3}", "{1}: {2}, that is, {3}"}},
    {"test_open",
     {"{1} er {2}; om kravet er opfyldt, er åbent: {3}",
      "{1}: {2}; whether this is met is open: {3}"}},
    {"test_same", {"{1} er {2}", "{1}: {2}"}},
    {"test_set_fails",
     {"{1} er {2} og opfylder ikke kravet: {3}",
      "{1}: {2}, which does not meet: {3}"}},
    {"test_set_holds",
     {"{1} er {2} og opfylder kravet: {3}", "{1}: {2}, which meets: {3}"}},
    {"unknown", {"ukendt", "unknown"}},
    {"unsettled", {"ingen eller ikke afgjort", "none or not settled"}},
    {"value_false", {"nej", "no"}},
    {"value_true", {"ja", "yes"}},
};

size_t
msbi_catalogue_size(void)
{
    return sizeof messages / sizeof messages[0];
}

const struct msbi_message *
msbi_catalogue_get(size_t index)
{
    return index < msbi_catalogue_size() ? &messages[index] : NULL;
}

static int
compare_code(const void *code, const void *message)
{
    return strcmp(code, ((const struct msbi_message *)message)->code);
}

const struct msbi_message *
msbi_catalogue_find(const char *code)
{
    return bsearch(code, messages, msbi_catalogue_size(), sizeof messages[0],
                   compare_code);
}

bool
msbi_language_find(const char *name, enum msbi_language *out)
{
    *out = MSBI_DANISH;
    if (name == NULL || strcmp(name, "da") == 0)
        return true;
    *out = MSBI_ENGLISH;
    return strcmp(name, "en") == 0;
}

void
msbi_catalogue_say(struct msbi_text *text, enum msbi_language language,
                   const char *code,
                   const char *const arguments[MSBI_MAX_ARGUMENTS])
{
    const struct msbi_message *message = msbi_catalogue_find(code);
    const char *at, *open;

    if (message == NULL) {
        text->failed = true;
        return;
    }
    at = message->texts[language];
    while ((open = strchr(at, '{')) != NULL) {
        const char *argument = arguments[open[1] - '1'];

        msbi_text_add_bytes(text, at, (size_t)(open - at));
        if (argument == NULL)
            text->failed = true;
        else
            msbi_text_add(text, argument);
        at = open + 3; /* behind `{1}` */
    }
    msbi_text_add(text, at);
}
