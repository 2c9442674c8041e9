/* output.c - files that appear whole or not at all.
 *
 * The bytes go into a new file of the same folder, which takes the place of
 * the old one by rename().  There is no fsync(): after a power cut the old
 * file may be back, never half of the new one by our doing. */
#define _XOPEN_SOURCE 700
#include "io/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAMES_TRIED = 1000 };

static output_watch_fn *watcher;

void output_watch(output_watch_fn *watch)
{
    watcher = watch;
}

static void tell(const struct output *o, enum output_news news)
{
    if (watcher)
        watcher(news, o->temporary);
}

/* Nothing is left of what was begun. */
static void forget(struct output *o)
{
    if (o->temporary)
        unlink(o->temporary);
    tell(o, OUTPUT_IS_GONE);
    *o = (struct output){ 0 };
}

static bool cannot_write(struct error *err, const char *path)
{
    return error_set(err, "%s: cannot be written: %s", path, strerror(errno));
}

/* A file of a name nobody has yet, beside `target`.  The name does not grow
 * out of the target's, which may be as long as names can be. */
static int open_beside(struct output *o, struct arena *keep)
{
    const char *folder = path_folder(keep, o->target);
    char name[64];
    int fd = -1;

    tell(o, OUTPUT_COMES);
    for (int i = 0; fd < 0 && i < NAMES_TRIED; i++) {
        struct arena before = *keep;

        snprintf(name, sizeof name, ".vitscope-%ld-%d", (long)getpid(), i);
        o->temporary = (char *)path_join(keep, folder, name);
        fd = open(o->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd < 0) {
            o->temporary = NULL;
            *keep = before;
            if (errno != EEXIST)
                break;
        }
    }
    tell(o, fd < 0 ? OUTPUT_IS_GONE : OUTPUT_IS_THERE);
    return fd;
}

bool output_open(struct output *o, const char *path, struct arena *keep,
                 struct error *err)
{
    struct output out = { .path = arena_string(keep, path) };
    struct stat st;
    int fd;

    if (stat(path, &st)) {
        st.st_mode = S_IFREG;
    } else if (S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        return cannot_write(err, path);
    }
    out.target = path_real(keep, path);
    fd = S_ISREG(st.st_mode) ? open_beside(&out, keep)
                             : open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return cannot_write(err, path);
    out.stream = fdopen(fd, "wb");
    if (!out.stream) {
        cannot_write(err, path);
        close(fd);
        forget(&out);
        return false;
    }
    *o = out;
    return true;
}

bool output_write(struct output *o, const void *data, ptrdiff_t size,
                  struct error *err)
{
    if (size && fwrite(data, 1, (size_t)size, o->stream) != (size_t)size)
        return cannot_write(err, o->path);
    return true;
}

bool output_commit(struct output *o, struct error *err)
{
    bool ok = fclose(o->stream) == 0 &&
              (!o->temporary || rename(o->temporary, o->target) == 0);

    if (ok)
        o->temporary = NULL;
    else
        cannot_write(err, o->path);
    forget(o);
    return ok;
}

void output_discard(struct output *o)
{
    if (o->stream)
        fclose(o->stream);
    forget(o);
}

bool file_write(const char *path, const void *data, ptrdiff_t size,
                struct arena scratch, struct error *err)
{
    struct output out;

    if (!output_open(&out, path, &scratch, err))
        return false;
    if (!output_write(&out, data, size, err)) {
        output_discard(&out);
        return false;
    }
    return output_commit(&out, err);
}
