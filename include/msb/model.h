/* SPDX-License-Identifier: MIT */
#ifndef MSB_MODEL_H
#define MSB_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/date.h>
#include <msb/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * One organisation from one date on: attributes, target groups, areas,
 * staffs, units, services and responsibility rules.
 *
 * Immutable and reference-counted; any thread may use it.
 */
struct msb_model;

/** What is wrong in a file: every problem, not only the first. Immutable. */
struct msb_problems;

/** One problem, borrowed from its list. */
struct msb_problem {
    const char *code;    /**< Stable name, for example "unknown_member". */
    const char *pointer; /**< JSON Pointer (RFC 6901); "" is the whole. */
    int32_t line;        /**< 1-based line. */
    int32_t column;      /**< 1-based column, in characters. */
    const char *message; /**< One English sentence. */
};

/** The lists of a model. */
enum msb_part {
    MSB_PART_ATTRIBUTE = 1,    /**< `age`, the declared ones, `services`,
                                    `target_group`, in that order. */
    MSB_PART_TARGET_GROUP = 2, /**< [målgrupper] */
    MSB_PART_AREA = 3,         /**< [driftsområder] */
    MSB_PART_STAFF = 4,        /**< [stabe] */
    MSB_PART_UNIT = 5,         /**< [afdelinger, centre] */
    MSB_PART_SERVICE = 6,      /**< [indsatser] */
    MSB_PART_RULE = 7,         /**< Responsibility rules [hovedansvar]. */
    MSB_PART_ACCESS = 8        /**< What the model opens to read [adgang]. */
};

/** What values an attribute takes. */
enum msb_attribute_type {
    MSB_ATTRIBUTE_INTEGER = 1, /**< Whole numbers min…max. */
    MSB_ATTRIBUTE_ENUM = 2,    /**< Exactly one of its values. */
    MSB_ATTRIBUTE_FLAG = 3,    /**< true or false. */
    MSB_ATTRIBUTE_SET = 4      /**< Any subset of its values. */
};

/** Who answers for a citizen. */
enum msb_coordination {
    MSB_COORDINATION_SINGLE = 1,     /**< One area, for the whole citizen. */
    MSB_COORDINATION_PER_SERVICE = 2 /**< Each service's area, its part. */
};

/** How responsibility rules that match together are read. */
enum msb_hit_policy {
    MSB_HIT_POLICY_FIRST = 1, /**< The first that matches decides. */
    MSB_HIT_POLICY_UNIQUE = 2 /**< At most one may match. */
};

/** An index that stands for "none". */
#define MSB_NONE ((size_t)-1)

/**
 * Read a model from a file of at most 16 MiB.
 *
 * @param path  the file.
 * @param[out] out  new reference; release with msb_model_unref(). NULL on
 *                  failure.
 * @param[out] problems  new reference to all that is wrong when the call
 *                  fails with SYNTAX or INVALID, else NULL; release with
 *                  msb_problems_unref(). May itself be NULL.
 * @param err  the first problem; may be NULL.
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_IO,
 *         MSB_ERR_LIMIT (file too large, or more than 2,000,000 JSON values),
 *         MSB_ERR_SYNTAX (not JSON) or MSB_ERR_INVALID (breaks the format).
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_model_load(const char *path, struct msb_model **out,
               struct msb_problems **problems, struct msb_error *err);

/**
 * Read a model from memory; as msb_model_load().
 *
 * @param text    UTF-8 JSON, a byte order mark allowed; copied.
 * @param length  its length in bytes.
 * @param name    what messages call it, for example a file name; may be
 *                NULL.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_model_parse(const char *text, size_t length, const char *name,
                struct msb_model **out, struct msb_problems **problems,
                struct msb_error *err);

/** Share @p model. @return @p model. @since 0.1 */
MSB_API struct msb_model *msb_model_ref(struct msb_model *model);
/** Release @p model; does nothing for NULL. @since 0.1 */
MSB_API void msb_model_unref(struct msb_model *model);

/** @return the model's id, borrowed from @p model. @since 0.1 */
MSB_API const char *msb_model_get_id(const struct msb_model *model);
/**
 * @param language  tag, "da"; NULL for the first one given.
 * @return the model's name, borrowed from @p model: in @p language, else
 *         in the first one given.
 * @since 0.1
 */
MSB_API const char *
msb_model_get_name(const struct msb_model *model, const char *language);
/** @return the JSON text that it was read from, without a byte order mark,
 *  borrowed from @p model. @since 0.1 */
MSB_API const char *
msb_model_get_source(const struct msb_model *model, size_t *length);
/** @return when the model is in force. @since 0.1 */
MSB_API struct msb_period msb_model_get_period(const struct msb_model *model);
/** @return who answers for a citizen. @since 0.1 */
MSB_API enum msb_coordination
msb_model_get_coordination(const struct msb_model *model);
/** @return how rules that match together are read. @since 0.1 */
MSB_API enum msb_hit_policy
msb_model_get_hit_policy(const struct msb_model *model);

/** @return how many the model has of @p part; 0 if there is no such part.
 *  @since 0.1 */
MSB_API size_t msb_model_num_parts(const struct msb_model *model,
                                   enum msb_part part);
/** @return the id at @p index, borrowed from @p model; NULL beyond the end.
 *  @since 0.1 */
MSB_API const char *msb_model_get_part_id(const struct msb_model *model,
                                          enum msb_part part, size_t index);
/**
 * The name of an area, staff, unit, service or target group; the label of
 * an attribute; the `because` of a rule or of an entry of `access`.
 *
 * @return it, borrowed from @p model; its id where none is given; NULL
 *         beyond the end.
 * @since 0.1
 */
MSB_API const char *msb_model_get_part_name(const struct msb_model *model,
                                            enum msb_part part, size_t index,
                                            const char *language);
/** @return the index of @p id in @p part; MSB_NONE if there is none.
 *  @since 0.1 */
MSB_API size_t msb_model_find_part(const struct msb_model *model,
                                   enum msb_part part, const char *id);

/** @return whether the area is an authority outside this organisation.
 *  @since 0.1 */
MSB_API bool
msb_model_is_area_external(const struct msb_model *model, size_t area);
/** @return whether whoever delivers the service to a household is the contact
 *  of all its members. @since 0.1 */
MSB_API bool
msb_model_is_household_contact(const struct msb_model *model, size_t service);
/** @return the area that a rule makes responsible; MSB_NONE beyond the end.
 *  @since 0.1 */
MSB_API size_t msb_model_get_rule_area(const struct msb_model *model,
                                       size_t rule);

/** @return whether an entry of `access` names the law that allows it.
 *  @since 0.1 */
MSB_API bool
msb_model_has_access_law(const struct msb_model *model, size_t access);

/** @return the type of an attribute; 0 beyond the end. @since 0.1 */
MSB_API enum msb_attribute_type
msb_model_get_attribute_type(const struct msb_model *model, size_t attribute);
/** The domain of an integer attribute; false for others. @since 0.1 */
MSB_API bool msb_model_get_attribute_range(const struct msb_model *model,
                                           size_t attribute, int32_t *min,
                                           int32_t *max);
/** @return how many values an enum or a set lists; 0 for others.
 *  @since 0.1 */
MSB_API size_t msb_model_num_attribute_values(const struct msb_model *model,
                                              size_t attribute);
/** @return one of them, borrowed from @p model; NULL beyond the end.
 *  @since 0.1 */
MSB_API const char *msb_model_get_attribute_value(const struct msb_model *model,
                                                  size_t attribute,
                                                  size_t value);
/** @return whether the attribute is a special category of personal data.
 *  @since 0.1 */
MSB_API bool msb_model_is_attribute_sensitive(const struct msb_model *model,
                                              size_t attribute);

/** @return how many problems there are; 0 for NULL. @since 0.1 */
MSB_API size_t msb_problems_num(const struct msb_problems *problems);
/**
 * One problem, in the order of the file.
 *
 * @param[out] out  strings borrowed from @p problems.
 * @return false beyond the end; @p out is then unchanged.
 * @since 0.1
 */
MSB_API bool msb_problems_get(const struct msb_problems *problems, size_t index,
                              struct msb_problem *out);
/** Share @p problems. @return @p problems. @since 0.1 */
MSB_API struct msb_problems *msb_problems_ref(struct msb_problems *problems);
/** Release @p problems; does nothing for NULL. @since 0.1 */
MSB_API void msb_problems_unref(struct msb_problems *problems);

#ifdef __cplusplus
}
#endif
#endif
