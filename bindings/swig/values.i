/* SPDX-License-Identifier: MIT */
/*
 * Values that stand by themselves: CPR numbers <msb/cpr.h>, ages <msb/date.h>,
 * the library's version <msb/version.h>.
 */
%{
/* A CPR number, and how it may be shown. */
typedef struct {
    struct msb_cpr number;
    char masked[12];
} Cpr;
%}

%newobject Cpr::parse;

typedef struct {} Cpr;
%extend Cpr {
  /** Read a CPR number, DDMMYYSSSS or DDMMYY-SSSS. */
  static Cpr *parse(const char *text, size_t length, struct msb_error *err) {
    struct msb_cpr number;
    Cpr *out;
    if (msb_cpr_parse(text, length, &number, err) != MSB_OK)
      return NULL;
    out = calloc(1, sizeof *out);
    if (out == NULL) {
      err->status = MSB_ERR_NOMEM;
      return NULL;
    }
    out->number = number;
    msb_cpr_format_masked(&number, out->masked);
    return out;
  }
  ~Cpr() { free($self); }
  /** The birth date, by the first seven digits. */
  struct msb_date get_birth_date() { return $self->number.birth_date; }
  /** The sex, by the last digit: an enum msb_sex. */
  int get_sex() { return (int)$self->number.sex; }
  /** Whether it is a replacement, and no CPR number. */
  bool is_replacement() { return $self->number.is_replacement; }
  /** Whether its check digit is right; new ones need not have one. */
  bool passes_modulus_11() { return $self->number.passes_modulus_11; }
  /** What may be shown of it. */
  const char *get_masked() { return $self->masked; }
}

/** Whole years completed on a date; -1 before birth. */
int msb_date_get_age(struct msb_date birth, struct msb_date on);
/** The date on which somebody completes an age. */
struct msb_date msb_date_get_birthday(struct msb_date birth, int age);
/** The version of the library. */
const char *msb_version_get(void);
