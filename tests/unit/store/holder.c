/* SPDX-License-Identifier: MIT */
/* Other processes, for tests of what several do with one store. */
#include "unit/store/holder.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/connection.h"

static void
hold(const char *path, const char *sql, int go, int done)
{
    struct msb_store *store;
    char byte;

    if (read(go, &byte, 1) != 1
        || msb_store_open(path, NULL, &store, NULL) != MSB_OK
        || sqlite3_exec(store->db, sql, NULL, NULL, NULL) != SQLITE_OK
        || write(done, "x", 1) != 1)
        _exit(1);
    for (;;)
        pause();
}

void
holder_make(struct holder *holder, const char *path, const char *sql)
{
    int go[2], done[2];

    assert_int_equal(pipe(go), 0);
    assert_int_equal(pipe(done), 0);
    holder->process = fork();
    assert_true(holder->process >= 0);
    if (holder->process == 0)
        hold(path, sql, go[0], done[1]);
    close(go[0]);
    close(done[1]);
    holder->go = go[1];
    holder->done = done[0];
}

void
holder_go(struct holder *holder)
{
    char byte;

    assert_int_equal(write(holder->go, "x", 1), 1);
    assert_int_equal(read(holder->done, &byte, 1), 1);
}

void
holder_start(struct holder *holder, const char *path, const char *sql)
{
    holder_make(holder, path, sql);
    holder_go(holder);
}

void
holder_kill(struct holder *holder)
{
    kill(holder->process, SIGKILL);
    assert_int_equal(waitpid(holder->process, NULL, 0), holder->process);
    close(holder->go);
    close(holder->done);
}

pid_t
holder_fork(int (*work)(void *user), void *user)
{
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0)
        _exit(work(user));
    return child;
}

void
holder_join(pid_t child)
{
    int result;

    assert_int_equal(waitpid(child, &result, 0), child);
    if (!WIFEXITED(result) || WEXITSTATUS(result) != 0)
        fail_msg("the other process: %d", result);
}
