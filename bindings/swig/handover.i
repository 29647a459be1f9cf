/* SPDX-License-Identifier: MIT */
/* Who changes responsible area, and the work of it: <msb/handover.h>. */
%{
typedef struct msb_handovers Handovers;
%}

%newobject Handovers::format_json;
%newobject Handovers::format_ics;
%newobject Store::find_handovers;

typedef struct {} Handovers;
%extend Handovers {
  ~Handovers() { msb_handovers_unref($self); }
  /** How many there are. */
  size_t num() { return msb_handovers_num($self); }
  /** One of them, one JSON object on one line. */
  char *format_json(size_t index, struct msb_error *err) {
    char *out = NULL;
    return is_done(msb_handovers_format_json($self, index, &out, err), err)
      ? out : NULL;
  }
  /** All of them as an iCalendar. */
  char *format_ics(const char *language, struct msb_error *err) {
    char *out = NULL;
    return is_done(msb_handovers_format_ics($self, language, &out, err), err)
      ? out : NULL;
  }
}

%extend Store {
  /** Every handover from a day up to, not including, another. */
  Handovers *find_handovers(struct msb_date from, struct msb_date to,
                            struct msb_error *err) {
    Handovers *out = NULL;
    return is_done(msb_store_find_handovers($self, from, to, &out, err), err)
      ? out : NULL;
  }
  /** Record how far the work of a handover has come: `state` is an enum
      msb_handover_state, `consent` an enum msb_consent. */
  void put_handover(const char *citizen, struct msb_date on, int state,
                    int consent, const char *actor, const char *reason,
                    struct msb_error *err) {
    struct msb_handover_work work = {
      .state = (enum msb_handover_state)state,
      .consent = (enum msb_consent)consent,
      .actor = actor,
      .reason = reason};
    is_done(msb_store_put_handover($self, citizen, on, &work, err), err);
  }
}
