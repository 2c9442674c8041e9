/* file.c - bytes from files: mapped where they can be, read where they must
 * be, and never more than the caller allows. */
#include "io/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_CHUNK = 1 << 16 };

static file_watch_fn *watcher;

void file_watch(file_watch_fn *watch)
{
    watcher = watch;
}

static void tell(const struct file *f, bool there)
{
    if (watcher && f->mapped)
        watcher(f, there);
}

static bool cannot_read(struct error *err, const char *path)
{
    return error_set(err, "%s: cannot be read: %s", path, strerror(errno));
}

/* Does `fd` name a regular file that fits into the address space? */
static bool check_regular(const struct stat *st, const char *path,
                          struct error *err)
{
    if (S_ISDIR(st->st_mode))
        return error_set(err, "%s: is a folder", path);
    if (!S_ISREG(st->st_mode))
        return error_set(err, "%s: is no regular file", path);
    if (st->st_size < 0 || (uintmax_t)st->st_size > PTRDIFF_MAX)
        return error_set(err, "%s: is too large", path);
    return true;
}

static bool map_descriptor(struct file *f, int fd, const char *path,
                           struct error *err)
{
    struct stat st;
    void *data;

    if (fstat(fd, &st))
        return cannot_read(err, path);
    if (!check_regular(&st, path, err))
        return false;
    *f = (struct file){ .path = path };
    if (st.st_size == 0)
        return true;
    data = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (data == MAP_FAILED)
        return cannot_read(err, path);
    f->data = data;
    f->size = (ptrdiff_t)st.st_size;
    f->mapped = true;
    tell(f, true);
    return true;
}

bool file_map(struct file *f, const char *path, struct arena *keep,
              struct error *err)
{
    /* Not blocking: a pipe nobody writes to must not hang the program. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool ok;

    if (fd < 0)
        return cannot_read(err, path);
    ok = map_descriptor(f, fd, arena_string(keep, path), err);
    close(fd);
    return ok;
}

void file_unmap(struct file *f)
{
    tell(f, false);
    if (f->mapped)
        munmap((void *)(uintptr_t)f->data, (size_t)f->size);
    *f = (struct file){ 0 };
}

struct file file_of_memory(const char *path, const void *data, ptrdiff_t size)
{
    return (struct file){ .path = path, .data = data, .size = size };
}

/* One more chunk of the arena behind what is taken already; one byte more
 * than the limit is asked for, to see that there is more. */
static bool make_room(ptrdiff_t *room, ptrdiff_t limit, const char *path,
                      struct arena *keep, struct error *err)
{
    ptrdiff_t more =
        limit - *room < READ_CHUNK ? limit + 1 - *room : READ_CHUNK;

    if (arena_room(keep, 1) < more)
        return error_set(err, "%s: does not fit into memory", path);
    arena_raw(keep, more, 1, 1);
    *room += more;
    return true;
}

static bool read_all(struct file *f, int fd, ptrdiff_t limit,
                     struct arena *keep, struct error *err)
{
    unsigned char *data = arena_raw(keep, 0, 1, 64);
    ptrdiff_t room = 0;
    ssize_t n;

    while (f->size <= limit) {
        if (f->size == room && !make_room(&room, limit, f->path, keep, err))
            return false;
        n = read(fd, data + f->size, (size_t)(room - f->size));
        if (n < 0 && errno != EINTR)
            return cannot_read(err, f->path);
        if (n == 0)
            break;
        f->size += n > 0 ? n : 0;
    }
    if (f->size > limit)
        return error_set(err, "%s: is larger than %td bytes", f->path, limit);
    f->data = data;
    return true;
}

bool file_read(struct file *f, const char *path, ptrdiff_t limit,
               struct arena *keep, struct error *err)
{
    struct arena before = *keep;
    bool standard = strcmp(path, "-") == 0;
    struct file in = { 0 };
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    bool ok;

    if (fd < 0)
        return cannot_read(err, path);
    in.path = arena_string(keep, standard ? "standard input" : path);
    ok = read_all(&in, fd, limit, keep, err);
    if (!standard)
        close(fd);
    if (ok)
        *f = in;
    else
        *keep = before;
    return ok;
}
