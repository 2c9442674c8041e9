/* restore.c - signals: what ends the program, what stops it, what resizes it.
 *
 * A signal handler has nothing but file-scope data to work with, so here, and
 * in leftover.c, is some.  What ends the program writes a sequence that
 * was computed beforehand, sets the modes the terminal had, and lets the
 * signal do what it would have done.  Several threads may come to an end at
 * once: one restores while the others, and the one that draws, are held.
 * Signals that do not end the program wake the loop by a pipe. */
#undef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700       /* sigaltstack */
#include "restore.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "ending.h"

enum { SEQUENCE_MAX = 256,
       LINE_MS = 1000,      /* given to a line that takes nothing */
       HOLD = SIGURG };     /* to the thread that draws; nobody else sends it */

enum { DISARMED, ARMED, RESTORING, RESTORED };
static atomic_int state, held;
static pthread_t drawer;
static volatile sig_atomic_t resized, stopped, continued;
static struct sigaction before[SIGNALS_MAX];
static struct termios modes_before;
static char sequence_before[SEQUENCE_MAX];
static size_t sequence_size;
static int in_fd = -1, out_fd = -1, wake_pipe[2] = { -1, -1 };

static bool line_takes_more(void)
{
    struct pollfd line = { .fd = out_fd, .events = POLLOUT };

    return errno == EINTR || (errno == EAGAIN && poll(&line, 1, LINE_MS) > 0);
}

/* Where nobody reads any more a write would keep the program for ever. */
static void write_sequence(void)
{
    int flags = fcntl(out_fd, F_GETFL);
    size_t at = 0;

    fcntl(out_fd, F_SETFL, flags | O_NONBLOCK);
    while (at < sequence_size) {
        ssize_t n = write(out_fd, sequence_before + at, sequence_size - at);

        if (n <= 0 && !line_takes_more())
            break;
        at += n > 0 ? (size_t)n : 0;
    }
    fcntl(out_fd, F_SETFL, flags);
}

static void on_hold(int sig)
{
    atomic_store(&held, 1);
    for (;;)
        pause();
}

/* What it drew from now on would stand on the shell's screen.  It may be
 * waiting for a line that takes nothing. */
static void hold_drawer(void)
{
    if (pthread_equal(drawer, pthread_self()))
        return;
    pthread_kill(drawer, HOLD);
    for (int ms = 0; ms < LINE_MS && !atomic_load(&held); ms++)
        poll(NULL, 0, 1);
}

/* Who returns goes on to end the program, so nobody does before the terminal
 * is restored, and no signal comes between. */
static void restore_now(void)
{
    int expected = ARMED;
    sigset_t all, old;

    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &old);
    if (atomic_compare_exchange_strong(&state, &expected, RESTORING)) {
        hold_drawer();
        write_sequence();
        tcsetattr(in_fd, TCSANOW, &modes_before);
        atomic_store(&state, RESTORED);
    }
    while (atomic_load(&state) == RESTORING) {
        atomic_store(&held, 1);     /* whoever this is, it draws no more */
        poll(NULL, 0, 1);
    }
    pthread_sigmask(SIG_SETMASK, &old, NULL);
}

/* Send a signal to ourselves that takes effect here, before the code that was
 * interrupted can write another byte. */
static void send_again(int sig)
{
    sigset_t only;

    sigemptyset(&only);
    sigaddset(&only, sig);
    sigprocmask(SIG_UNBLOCK, &only, NULL);
    raise(sig);
}

/* A fault that is no signal someone sent happens once more on return. */
static bool happens_again(int sig, const siginfo_t *info)
{
    return info->si_code > 0 && (sig == SIGSEGV || sig == SIGBUS ||
                                 sig == SIGILL || sig == SIGFPE);
}

/* The earlier disposition takes over, for what happens or is sent again. */
static void on_end(int sig, siginfo_t *info, void *context)
{
    int saved = errno;

    restore_now();
    sigaction(sig, &before[sig], NULL);
    if (!happens_again(sig, info))
        send_again(sig);
    errno = saved;
}

static void wake(void)
{
    int saved = errno;

    if (write(wake_pipe[1], "", 1) < 0)
        errno = saved;      /* full: it is readable anyway */
}

static void on_news(int sig)
{
    if (sig == SIGWINCH)
        resized = 1;
    else if (sig == SIGTSTP)
        stopped = 1;
    else
        continued = 1;
    wake();
}

static void catch_news(int sig)
{
    struct sigaction action = { .sa_handler = on_news, .sa_flags = SA_RESTART };

    sigemptyset(&action.sa_mask);
    sigaction(sig, &action, NULL);
}

/* What the caller had ignored (nohup) stays ignored. */
static void catch_end(int sig)
{
    struct sigaction action = { .sa_sigaction = on_end,
                                .sa_flags = SA_SIGINFO | SA_ONSTACK };

    sigemptyset(&action.sa_mask);
    sigaction(sig, NULL, &before[sig]);
    if (before[sig].sa_handler != SIG_IGN)
        sigaction(sig, &action, NULL);
}

static void catch_hold(void)
{
    struct sigaction action = { .sa_handler = on_hold };

    sigfillset(&action.sa_mask);
    sigaction(HOLD, &action, NULL);
}

/* A stack for the handlers, because the own one may be what is exhausted. */
static void use_another_stack(void)
{
    static char stack[1 << 16];
    stack_t other = { .ss_sp = stack, .ss_size = sizeof(stack) };

    sigaltstack(&other, NULL);
}

static void open_pipe(void)
{
    if (pipe(wake_pipe) != 0)
        die("a pipe cannot be made: %s", strerror(errno));
    for (int i = 0; i < 2; i++) {
        fcntl(wake_pipe[i], F_SETFL, O_NONBLOCK);
        fcntl(wake_pipe[i], F_SETFD, FD_CLOEXEC);
    }
}

void signals_catch(void)
{
    if (wake_pipe[0] < 0)
        open_pipe();
    use_another_stack();
    catch_news(SIGWINCH);
    catch_news(SIGTSTP);
    catch_news(SIGCONT);
    catch_hold();
    ending_each(catch_end);
    die_hook(restore_now);
}

int signals_fd(void)
{
    return wake_pipe[0];
}

static bool take(volatile sig_atomic_t *flag)
{
    bool set = *flag;

    *flag = 0;
    return set;
}

/* The pipe is emptied first: what comes after that fills it again. */
struct signals signals_take(void)
{
    struct signals s;
    char drained[64];

    while (read(wake_pipe[0], drained, sizeof(drained)) > 0)
        ;
    s.resized = take(&resized);
    s.stopped = take(&stopped);
    s.continued = take(&continued);
    return s;
}

void signals_stop(void)
{
    signal(SIGTSTP, SIG_DFL);
    kill(0, SIGTSTP);       /* the whole job, as the terminal would */
    catch_news(SIGTSTP);
}

void restore_disarm(void)
{
    atomic_store(&state, DISARMED);
}

void restore_arm(int in, int out, const struct termios *modes,
                 const char *sequence, size_t size)
{
    restore_disarm();
    drawer = pthread_self();
    in_fd = in;
    out_fd = out;
    modes_before = *modes;
    sequence_size = size < SEQUENCE_MAX ? size : SEQUENCE_MAX;
    memcpy(sequence_before, sequence, sequence_size);
    atomic_store(&state, ARMED);
}
