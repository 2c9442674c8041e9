/* lines.c - lines as they come, and whether one is there without waiting.
 *
 * stdio cannot say what it has read ahead, so the buffer is our own. */
#include "app/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

struct lines lines_new(struct arena *keep)
{
    return (struct lines){ .fd = -1,
                           .data = arena_raw(keep, LINE_BYTES_MAX, 1, 1) };
}

bool lines_open(struct lines *l, const char *path, struct error *err)
{
    bool standard = strcmp(path, "-") == 0;

    l->path = path;
    l->fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    return l->fd >= 0 || error_set(err, "%s: %s", path, strerror(errno));
}

void lines_close(struct lines *l)
{
    if (l->fd > STDIN_FILENO)
        close(l->fd);
    l->fd = -1;
}

/* Where the line at hand ends; NULL: not read yet. */
static char *line_end(const struct lines *l)
{
    return memchr(l->data + l->at, '\n', (size_t)(l->size - l->at));
}

/* Read once what there is, behind what is not handed out yet. */
static void read_more(struct lines *l)
{
    ssize_t n;

    memmove(l->data, l->data + l->at, (size_t)(l->size - l->at));
    l->size -= l->at;
    l->at = 0;
    n = read(l->fd, l->data + l->size, (size_t)(LINE_BYTES_MAX - l->size));
    if (n > 0)
        l->size += n;
    else if (n == 0 || errno != EINTR)
        l->ended = true;
    if (n < 0 && l->ended)
        l->failure = errno;
}

static bool is_full(const struct lines *l)
{
    return l->size - l->at == LINE_BYTES_MAX;
}

bool lines_ready(struct lines *l)
{
    struct pollfd now = { .fd = l->fd, .events = POLLIN };

    if (!l->ended && !line_end(l) && !is_full(l) && poll(&now, 1, 0) > 0)
        read_more(l);
    return l->ended || is_full(l) || line_end(l);
}

/* The line at hand, whole or the last one without an end. */
static const char *take(struct lines *l, struct arena *keep)
{
    char *begin = l->data + l->at, *end = line_end(l), *line;
    ptrdiff_t n = end ? end - begin : l->size - l->at;

    l->at += n + (end != NULL);
    while (n && begin[n - 1] == '\r')
        n--;
    line = arena_array(keep, char, n + 1);
    memcpy(line, begin, (size_t)n);
    return line;
}

const char *lines_next(struct lines *l, struct arena *keep, struct error *err)
{
    const char *line = "";

    while (!*line) {
        while (!l->ended && !line_end(l) && !is_full(l))
            read_more(l);
        if (!line_end(l) && is_full(l)) {
            l->ended = true;
            l->at = l->size;
            error_set(err, "%s: a line of more than %d bytes", l->path,
                      LINE_BYTES_MAX - 1);
            return NULL;
        }
        if (l->at == l->size) {
            if (l->failure)
                error_set(err, "%s: %s", l->path, strerror(l->failure));
            return NULL;
        }
        line = take(l, keep);
    }
    return line;
}
