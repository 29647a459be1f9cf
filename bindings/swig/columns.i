/* SPDX-License-Identifier: MIT */
/*
 * Deciding whole columns: <msb/columns.h>, <msb/arrow.h>. Arrow's structs go
 * by their address, as every language's Arrow library hands them out.
 */
%{
typedef struct msb_plan Plan;

/* An address as the struct that is there. */
static void *
at_address(uint64_t address)
{
    return (void *)(uintptr_t)address;
}
%}

%newobject Plan::of;

typedef struct {} Plan;
%extend Plan {
  /** Rules made ready for one date. */
  static Plan *of(Rules *rules, struct msb_date on, struct msb_error *err) {
    Plan *out = NULL;
    return is_done(msb_plan_new(rules, on, MSB_INSTRUCTIONS_BEST, &out, err),
                   err) ? out : NULL;
  }
  ~Plan() { msb_plan_unref($self); }
  /** The way in which it decides: an enum msb_instructions. */
  int get_instructions() { return (int)msb_plan_get_instructions($self); }
  /** Decide rows of an Arrow struct array, by the addresses of its ArrowSchema
      and ArrowArray; the answer is put at two more, which the caller
      releases. */
  void decide_arrow(uint64_t schema, uint64_t array, size_t from,
                    size_t num_rows, uint64_t out_schema, uint64_t out_array,
                    struct msb_error *err) {
    is_done(msb_plan_decide_arrow($self, at_address(schema), at_address(array),
                                  from, num_rows, at_address(out_schema),
                                  at_address(out_array), err), err);
  }
}
