/* SPDX-License-Identifier: MIT */
/* What else is on record about a citizen: exceptions, households, addresses;
   <msb/exception.h>, <msb/household.h>, <msb/address.h>. */
%{
typedef struct msb_household Household;
%}

%newobject Household::format_json;
%newobject Store::find_household;

typedef struct {} Household;
%extend Household {
  ~Household() { msb_household_unref($self); }
  /** One JSON object on one line. */
  char *format_json(struct msb_error *err) {
    char *out = NULL;
    return is_done(msb_household_format_json($self, &out, err), err)
      ? out : NULL;
  }
}

%extend Store {
  /** Place a citizen in another area than the rules say, for some time. */
  void put_exception(const char *citizen, const char *area, const char *reason,
                     const char *decided_by, struct msb_date from,
                     struct msb_date to, struct msb_error *err) {
    struct msb_exception exception = {.area = area,
                                      .reason = reason,
                                      .decided_by = decided_by,
                                      .from = from,
                                      .to = to};
    is_done(msb_store_put_exception($self, citizen, &exception, err), err);
  }
  /** End the exception of a day: it is the first day without it. */
  void end_exception(const char *citizen, struct msb_date from,
                     struct msb_error *err) {
    is_done(msb_store_end_exception($self, citizen, from, err), err);
  }
  /** Put a citizen in a household. */
  void put_member(const char *household, const char *citizen,
                  const char *role, struct msb_period period,
                  struct msb_error *err) {
    struct msb_household_member member = {
      .citizen = citizen, .role = role, .period = period};
    is_done(msb_store_put_member($self, household, &member, err), err);
  }
  /** Put a course of a household on record. */
  void put_household_course(const char *household, const char *service,
                            const char *unit, struct msb_period period,
                            struct msb_error *err) {
    struct msb_household_course course = {
      .service = service, .unit = unit, .period = period};
    is_done(msb_store_put_household_course($self, household, &course, err),
            err);
  }
  /** A household on a date; `known_at` is none for now. */
  Household *find_household(const char *household, struct msb_date on,
                            const struct msb_instant *known_at,
                            struct msb_error *err) {
    Household *out = NULL;
    return is_done(msb_store_find_household($self, household, on, known_at,
                                            &out, err), err) ? out : NULL;
  }
  /** Put a citizen's address on record; none where none is known. */
  void put_address(const char *citizen, const char *address,
                   struct msb_period period, struct msb_error *err) {
    is_done(msb_store_put_address($self, citizen, address, period, err), err);
  }
  /** Protect a citizen's addresses. */
  void protect_address(const char *citizen, struct msb_period period,
                       struct msb_error *err) {
    is_done(msb_store_protect_address($self, citizen, period, err), err);
  }
}
