/* tty.c - descriptors, size, locale, clock and poll(). */
#undef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE         /* TIOCGWINSZ */
#include "tty.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "app/guess.h"
#include "restore.h"

bool tty_open(struct tty *t, struct error *err)
{
    t->in = STDIN_FILENO;
    t->out = STDOUT_FILENO;
    if (!isatty(t->out))
        return error_set(err, "the explorer needs a terminal; without one use "
                              "--keys and --snapshot, or vitscope show");
    if (!isatty(t->in) && (t->in = open("/dev/tty", O_RDONLY)) < 0)
        return error_set(err, "/dev/tty, to read keys from: %s; without a "
                              "terminal use --keys, or vitscope show",
                         strerror(errno));
    return true;
}

void tty_close(struct tty *t)
{
    if (t->in != STDIN_FILENO)
        close(t->in);
}

bool tty_size(const struct tty *t, int *width, int *height)
{
    struct winsize w;

    if (ioctl(t->out, TIOCGWINSZ, &w) != 0 || w.ws_row == 0 || w.ws_col == 0)
        return false;
    *width = w.ws_col;
    *height = w.ws_row;
    return true;
}

/* A locale that names UTF-8 and is not installed here (as over SSH) still says
 * what the terminal can show.  LC_CTYPE alone: numbers keep their point. */
bool tty_speaks_utf8(const char *name)
{
    if (!setlocale(LC_CTYPE, "") && locale_is_utf8(name))
        setlocale(LC_CTYPE, "C.UTF-8");
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

int tty_read(const struct tty *t, char *bytes, int room)
{
    struct pollfd fd = { t->in, POLLIN, 0 };
    ssize_t n;

    if (room <= 0 || poll(&fd, 1, 0) <= 0 || !(fd.revents & POLLIN))
        return 0;
    n = read(t->in, bytes, (size_t)room);
    return n > 0 ? (int)n : 0;
}

enum tty_event tty_wait(const struct tty *t, double ms, int wake)
{
    struct pollfd fds[] = { { t->in, POLLIN, 0 },
                            { signals_fd(), POLLIN, 0 },
                            { wake, POLLIN, 0 } };

    if (poll(fds, 3, ms < 0 ? -1 : (int)ms + 1) < 0)
        return errno == EINTR ? TTY_KEY : TTY_GONE;
    if (fds[0].revents & (POLLHUP | POLLERR | POLLNVAL))
        return TTY_GONE;
    if (fds[0].revents || fds[1].revents)
        return TTY_KEY;
    return fds[2].revents ? TTY_WAKE : TTY_NOTHING;
}
