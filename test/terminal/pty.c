/* pty.c - a program in a pseudo-terminal, held as a shell holds its jobs.
 *
 * Between us and the program stands a keeper: it leads the session, puts the
 * program into a foreground group of its own, so that C-z works, and tells us
 * through a pipe when it stops or ends.  Then it also writes a mark to the
 * terminal: when we have read the mark we have read all the program wrote. */
#define _DEFAULT_SOURCE
#define _XOPEN_SOURCE 700
#include "pty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

/* Seconds of looking; the thread sanitizer takes its time over large screens.
 * A look counts `look` at most: time in which we were not run is not ours. */
#if defined(__SANITIZE_THREAD__)
enum { PATIENCE = 300 };
#else
enum { PATIENCE = 30 };
#endif

static const double look = 0.05;

static const char mark[] = "\033]777;mark\007";
static const char prompt[] = "shell$ program\r\n";

struct pty {
    struct emulator *screen;
    int master, slave;          /* -1: hung up */
    int news;                   /* what the keeper tells */
    pid_t keeper, program;
    struct termios before;
    long bytes;
    size_t matched;             /* bytes of the mark seen so far */
    int marks, expected;        /* marks seen, marks that must come */
    bool ended, stopped;
    bool cut;                   /* was too small for the prompt to last */
    int status;
};

struct message {
    pid_t program;
    int status;
};

/* --- the keeper, and the program under it --------------------------------- */

static void become_program(int slave, const char *const *env,
                           const char *const *argv)
{
    static const int heeded[] = { SIGINT, SIGQUIT, SIGHUP, SIGTTOU, SIGTSTP,
                                  SIGPIPE };

    setpgid(0, 0);
    signal(SIGTTOU, SIG_IGN);
    tcsetpgrp(slave, getpid());
    /* a shell that runs the tests behind itself has ignored some of these */
    for (size_t i = 0; i < sizeof heeded / sizeof heeded[0]; i++)
        signal(heeded[i], SIG_DFL);
    clearenv();
    for (; *env; env++)
        putenv((char *)*env);
    execvp(argv[0], (char *const *)argv);
    _exit(127);
}

/* Wait until it ends or C-z stops it.  Who halts all that runs (SIGSTOP) tells
 * the program nothing, and will let it go on. */
static void wait_for_news(struct message *m)
{
    do {
        while (waitpid(m->program, &m->status, WUNTRACED) < 0)
            if (errno != EINTR)
                _exit(1);
    } while (WIFSTOPPED(m->status) && WSTOPSIG(m->status) == SIGSTOP);
}

static void keep(int slave, int news, const char *const *env,
                 const char *const *argv)
{
    struct message m;

    setsid();
    ioctl(slave, TIOCSCTTY, 0);
    for (int fd = 0; fd < 3; fd++)
        dup2(slave, fd);
    signal(SIGHUP, SIG_IGN);
    signal(SIGTTOU, SIG_IGN);
    m = (struct message){ .program = fork(), .status = -1 };
    if (m.program == 0)
        become_program(0, env, argv);
    setpgid(m.program, m.program);
    do {
        if (write(news, &m, sizeof m) != sizeof m)
            _exit(1);
        wait_for_news(&m);
        if (write(0, mark, sizeof mark - 1) < 0)
            m.status |= 0;      /* hung up: nobody reads */
    } while (WIFSTOPPED(m.status));
    if (write(news, &m, sizeof m) != sizeof m)
        _exit(1);
    _exit(0);
}

/* PATH and HOME as they are, sanitizers' options, and what the test says. */
static const char *const *environment(const char *const *env)
{
    static const char *const kept[] = { "PATH", "HOME", "TMPDIR",
                                        "ASAN_OPTIONS", "UBSAN_OPTIONS",
                                        "LSAN_OPTIONS", "TSAN_OPTIONS" };
    enum { KEPT = sizeof kept / sizeof kept[0], MOST = 32 };
    static const char *all[KEPT + MOST + 1];
    static char text[KEPT][512];
    int n = 0;

    for (int i = 0; i < KEPT; i++) {
        const char *value = getenv(kept[i]);

        if (!value)
            continue;
        snprintf(text[i], sizeof text[i], "%s=%s", kept[i], value);
        all[n++] = text[i];
    }
    for (; *env && n < KEPT + MOST; env++)
        all[n++] = *env;
    all[n] = NULL;
    return all;
}

static void reply(const char *bytes, size_t size, void *ctx)
{
    struct pty *p = ctx;

    while (size > 0 && p->master >= 0) {
        ssize_t n = write(p->master, bytes, size);

        if (n < 0 && errno != EINTR)
            return;
        bytes += n > 0 ? n : 0;
        size -= n > 0 ? (size_t)n : 0;
    }
}

struct pty *pty_start(int width, int height, const char *const *env,
                      const char *const *argv)
{
    struct winsize size = { .ws_col = (unsigned short)width,
                            .ws_row = (unsigned short)height };
    struct pty *p = calloc(1, sizeof *p);
    int news[2];

    if (openpty(&p->master, &p->slave, NULL, NULL, &size) || pipe(news)) {
        perror("no pseudo-terminal");
        exit(1);
    }
    fcntl(p->master, F_SETFD, FD_CLOEXEC);
    fcntl(p->slave, F_SETFD, FD_CLOEXEC);
    fcntl(news[0], F_SETFD, FD_CLOEXEC);
    fcntl(news[1], F_SETFD, FD_CLOEXEC);
    tcgetattr(p->slave, &p->before);
    p->screen = emulator_new(width, height, reply, p);
    emulator_feed(p->screen, prompt, sizeof prompt - 1);
    fflush(NULL);
    p->keeper = fork();
    if (p->keeper == 0) {
        close(p->master);
        keep(p->slave, news[1], environment(env), argv);
    }
    close(news[1]);
    p->news = news[0];
    return p;
}

void pty_close(struct pty *p)
{
    if (!p)
        return;
    if (!p->ended && p->program > 0)
        kill(p->program, SIGKILL);
    pty_hang_up(p);
    close(p->news);
    kill(p->keeper, SIGKILL);
    waitpid(p->keeper, NULL, 0);
    emulator_free(p->screen);
    free(p);
}

/* The terminal goes away, and the shell tells its job so. */
void pty_hang_up(struct pty *p)
{
    if (p->master < 0)
        return;
    if (!p->ended && p->program > 0)
        kill(p->program, SIGHUP);
    close(p->slave);
    close(p->master);
    p->master = p->slave = -1;
}

/* --- reading --------------------------------------------------------------- */

/* Count marks that lie in the stream, whole or in pieces. */
static void look_for_marks(struct pty *p, const char *bytes, ssize_t size)
{
    for (ssize_t i = 0; i < size; i++) {
        if (bytes[i] != mark[p->matched])
            p->matched = 0;
        if (bytes[i] == mark[p->matched])
            p->matched++;
        if (p->matched == sizeof mark - 1) {
            p->marks++;
            p->matched = 0;
        }
    }
}

static void read_screen(struct pty *p)
{
    char bytes[4096];
    ssize_t n = read(p->master, bytes, sizeof bytes);

    if (n <= 0)
        return;
    p->bytes += n;
    look_for_marks(p, bytes, n);
    emulator_feed(p->screen, bytes, (size_t)n);
}

static void read_news(struct pty *p)
{
    struct message m;

    if (read(p->news, &m, sizeof m) != sizeof m) {
        p->ended = true;
        return;
    }
    p->program = m.program;
    if (m.status == -1)
        return;
    p->expected++;
    if (WIFSTOPPED(m.status)) {
        p->stopped = true;
        return;
    }
    p->ended = true;
    p->status = WIFSIGNALED(m.status) ? 128 + WTERMSIG(m.status)
                                      : WEXITSTATUS(m.status);
}

/* Wait for the program or its keeper, at most so many milliseconds. */
static void pump(struct pty *p, int ms)
{
    struct pollfd fds[2] = { { .fd = p->ended ? -1 : p->news,
                               .events = POLLIN },
                             { .fd = p->master, .events = POLLIN } };

    if (poll(fds, 2, ms) <= 0)
        return;
    if (fds[1].revents & POLLIN)
        read_screen(p);
    if (fds[0].revents)
        read_news(p);
}

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

bool pty_until(struct pty *p, pty_condition *holds, const void *ctx)
{
    double left = PATIENCE;

    while (!holds(p, ctx)) {
        double start = now(), took;

        if (left <= 0)
            return false;
        pump(p, (int)(1e3 * look));
        took = now() - start;
        left -= took < look ? took : look;
    }
    return true;
}

void pty_rest(struct pty *p, int ms)
{
    double end = now() + 1e-3 * ms, left = ms;

    do
        pump(p, (int)left);
    while (!p->ended && (left = 1e3 * (end - now())) > 0);
}

static bool shows_text(struct pty *p, const void *text)
{
    return strstr(emulator_text(p->screen), text) != NULL;
}

bool pty_until_text(struct pty *p, const char *text)
{
    return pty_until(p, shows_text, text);
}

static bool lacks_text(struct pty *p, const void *text)
{
    return !shows_text(p, text);
}

bool pty_until_without(struct pty *p, const char *text)
{
    return pty_until(p, lacks_text, text);
}

static bool shows_screen(struct pty *p, const void *text)
{
    return strcmp(emulator_text(p->screen), text) == 0;
}

bool pty_until_screen(struct pty *p, const char *text)
{
    return pty_until(p, shows_screen, text);
}

static bool shows_bytes(struct pty *p, const void *bytes)
{
    return p->bytes >= *(const long *)bytes || p->ended;
}

bool pty_until_bytes(struct pty *p, long bytes)
{
    return pty_until(p, shows_bytes, &bytes);
}

static bool all_is_read(const struct pty *p)
{
    return p->master < 0 || p->marks >= p->expected;
}

static bool has_ended(struct pty *p, const void *ctx)
{
    return p->ended && all_is_read(p);
}

static bool has_stopped(struct pty *p, const void *ctx)
{
    return p->ended || (p->stopped && all_is_read(p));
}

int pty_wait_end(struct pty *p)
{
    return pty_until(p, has_ended, NULL) ? p->status : -1;
}

bool pty_ended(const struct pty *p)
{
    return p->ended;
}

bool pty_wait_stop(struct pty *p)
{
    return pty_until(p, has_stopped, NULL) && !p->ended;
}

static bool has_started(struct pty *p, const void *ctx)
{
    return p->program > 0;
}

pid_t pty_program(struct pty *p)
{
    return pty_until(p, has_started, NULL) ? p->program : -1;
}

void pty_signal(struct pty *p, int signal)
{
    if (pty_program(p) > 0)
        kill(p->program, signal);
}

void pty_continue(struct pty *p)
{
    p->stopped = false;
    pty_signal(p, SIGCONT);
}

/* --- writing ---------------------------------------------------------------- */

void pty_type(struct pty *p, const char *bytes)
{
    reply(bytes, strlen(bytes), p);
}

void pty_resize(struct pty *p, int width, int height)
{
    struct winsize size = { .ws_col = (unsigned short)width,
                            .ws_row = (unsigned short)height };

    p->cut |= width < (int)sizeof prompt || height < 4;
    emulator_resize(p->screen, width, height);
    ioctl(p->master, TIOCSWINSZ, &size);
}

void pty_keys(struct pty *p, const char *keys)
{
    char key[64];
    int n, width, height;

    for (; sscanf(keys, "%63s%n", key, &n) == 1; keys += n) {
        if (sscanf(key, "resize:%dx%d", &width, &height) == 2) {
            pty_resize(p, width, height);
        } else if (!emulator_key(p->screen, key)) {
            fprintf(stderr, "no such key: %s\n", key);
            abort();
        }
    }
}

void pty_hold(struct pty *p, bool hold)
{
    tcflow(p->slave, hold ? TCOOFF : TCOON);
}

/* --- what is there ----------------------------------------------------------- */

static const char *tell_modes(const struct termios *is,
                              const struct termios *was)
{
    static char text[160];

    snprintf(text, sizeof text,
             "the line discipline is not as it was: local %x was %x, input %x "
             "was %x, output %x was %x", is->c_lflag, was->c_lflag,
             is->c_iflag, was->c_iflag, is->c_oflag, was->c_oflag);
    return text;
}

const char *pty_modes_differ(struct pty *p)
{
    struct termios after;

    if (tcgetattr(p->slave, &after))
        return "the terminal is gone";
    if (after.c_lflag != p->before.c_lflag ||
        after.c_iflag != p->before.c_iflag ||
        after.c_oflag != p->before.c_oflag ||
        memcmp(after.c_cc, p->before.c_cc, sizeof after.c_cc) != 0)
        return tell_modes(&after, &p->before);
    return NULL;
}

const char *pty_not_restored(struct pty *p)
{
    if (pty_modes_differ(p))
        return pty_modes_differ(p);
    if (emulator_alternate(p->screen))
        return "the second screen is still shown";
    if (!emulator_cursor(p->screen))
        return "the cursor is hidden";
    if (emulator_mouse(p->screen))
        return "the mouse is still reported";
    if (!emulator_plain(p->screen))
        return "colours are still on";
    if (emulator_had_alternate(p->screen) && !p->cut &&
        !strstr(emulator_text(p->screen), "shell$ program"))
        return "what stood there before is gone";
    return NULL;
}

struct emulator *pty_screen(struct pty *p)
{
    return p->screen;
}

const char *pty_text(struct pty *p)
{
    return emulator_text(p->screen);
}

long pty_bytes(const struct pty *p)
{
    return p->bytes;
}
