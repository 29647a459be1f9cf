/* SPDX-License-Identifier: MIT */
/* The work on a block with AVX-512; see sliced.h. */
#include "decide/plan.h"

#if defined(__x86_64__) && defined(__GNUC__)

#include "decide/lanes_avx512.h"
#include "decide/sliced.h"

const struct msbi_kernel *
msbi_kernel_avx512(void)
{
    bool has_all;

    __builtin_cpu_init();
    has_all = msbi_kernel_avx2() != NULL && __builtin_cpu_supports("avx512f")
              && __builtin_cpu_supports("avx512bw")
              && __builtin_cpu_supports("avx512vl");
    return has_all ? &kernel : NULL;
}

#else

const struct msbi_kernel *
msbi_kernel_avx512(void)
{
    return NULL;
}

#endif
