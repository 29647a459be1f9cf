/* SPDX-License-Identifier: MIT */
/* Failing every allocation once; see fault.h. */
#include "support/fault.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"

/* A cache that cannot grow is no failure, so one success is not the end. */
enum { LAST_SUCCESSES = 12 };

void
assert_survives(fault_fn operation, void *user)
{
    size_t live = msbi_alloc_num_live();
    unsigned num_failed = 0, num_well = 0;

    for (unsigned long n = 1; num_well < LAST_SUCCESSES; n++) {
        struct msb_error err = {0};
        enum msb_status status;

        msbi_alloc_fail_at(n);
        status = operation(user, &err);
        msbi_alloc_fail_at(0);
        if (msbi_alloc_num_live() != live)
            fail_msg("allocation %lu failed: %zu blocks live, not %zu", n,
                     msbi_alloc_num_live(), live);
        if (status == MSB_OK) {
            num_well++;
            continue;
        }
        if (status != MSB_ERR_NOMEM || err.status != MSB_ERR_NOMEM)
            fail_msg("allocation %lu failed: %s, %s", n,
                     msb_status_get_name(status), err.message);
        assert_string_equal(err.code, "no_memory");
        num_failed++;
        num_well = 0;
    }
    assert_true(num_failed > 0);
}
