/* SPDX-License-Identifier: MIT */
/* The work on a block with AVX2; see sliced.h. */
#include "decide/plan.h"

#if defined(__x86_64__) && defined(__GNUC__)

#include "decide/lanes_avx2.h"
#include "decide/sliced.h"

const struct msbi_kernel *
msbi_kernel_avx2(void)
{
    bool has_all;

    __builtin_cpu_init();
    has_all = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi")
              && __builtin_cpu_supports("bmi2")
              && __builtin_cpu_supports("popcnt");
    return has_all ? &kernel : NULL;
}

#else

const struct msbi_kernel *
msbi_kernel_avx2(void)
{
    return NULL;
}

#endif
