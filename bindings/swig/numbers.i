/* SPDX-License-Identifier: MIT */
/* Numbers of citizens that may be passed on: <msb/suppress.h>. */
%{
#include "numbers.h"

typedef struct numbers Numbers;
%}

typedef struct {} Numbers;
%extend Numbers {
  /** A list that is to be filled: so many numbers, sums, parts of sums. */
  Numbers(size_t num, size_t num_sums, size_t num_parts,
          struct msb_error *err) {
    Numbers *out = numbers_new(num, num_sums, num_parts);
    if (out == NULL)
      fail_nomem(err);
    return out;
  }
  ~Numbers() { numbers_free($self); }
  /** Add a number. */
  bool add(uint64_t number) { return numbers_add($self, number); }
  /** Add a sum: where its total stands. */
  bool add_sum(size_t total) { return numbers_add_sum($self, total); }
  /** Add a part of the last sum: where it stands. */
  bool add_part(size_t part) { return numbers_add_part($self, part); }
  /** Suppress what is less than `least`, and what would give it away. */
  void suppress(uint64_t least, struct msb_error *err) {
    is_done(numbers_suppress($self, least, err), err);
  }
  /** A number; -1: it is small, -2: it is hidden. */
  int64_t get(size_t index) {
    uint64_t number = numbers_get($self, index);
    return number == MSB_NUMBER_SMALL ? -1
      : number == MSB_NUMBER_HIDDEN ? -2 : (int64_t)number;
  }
}
