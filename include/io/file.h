/* file.h - bytes from files, and files that appear whole or not at all. */
#ifndef IO_FILE_H
#define IO_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

struct file {
    const char *path;
    const unsigned char *data;
    ptrdiff_t size;
    bool mapped;
};

/* Map a regular file for reading.  An empty file has size 0 and no data. */
bool file_map(struct file *f, const char *path, struct arena *keep,
              struct error *err);
void file_unmap(struct file *f);

/* Who is told of each mapping when it has appeared and before it goes, on the
 * thread that has it: another program may cut the file short in between, and
 * then its bytes cannot be read. */
typedef void file_watch_fn(const struct file *f, bool there);
void file_watch(file_watch_fn *watch);

/* Bytes that are in memory already (built in), as a file. */
struct file file_of_memory(const char *path, const void *data, ptrdiff_t size);

/* Read a whole file or, for "-", standard input, at most `limit` bytes. */
bool file_read(struct file *f, const char *path, ptrdiff_t limit,
               struct arena *keep, struct error *err);

/* A file written beside its place and renamed when complete.  What is there
 * already and is no regular file (/dev/null, a pipe) is written in place; a
 * link stays a link, the file it names is replaced. */
struct output {
    void *stream;           /* FILE *; NULL when closed */
    const char *path;       /* for sentences */
    const char *target;     /* the path with links followed */
    char *temporary;        /* NULL: written in place */
};

/* Who is told, on the thread that writes: a temporary file is about to be made
 * (its name is not known yet), it is there, it is gone or was never made.  What
 * ends the program in between can remove it. */
enum output_news { OUTPUT_COMES, OUTPUT_IS_THERE, OUTPUT_IS_GONE };
typedef void output_watch_fn(enum output_news news, const char *temporary);
void output_watch(output_watch_fn *watch);

bool output_open(struct output *o, const char *path, struct arena *keep,
                 struct error *err);
bool output_write(struct output *o, const void *data, ptrdiff_t size,
                  struct error *err);
bool output_commit(struct output *o, struct error *err); /* flush, rename */
void output_discard(struct output *o);                   /* remove */

/* All at once. */
bool file_write(const char *path, const void *data, ptrdiff_t size,
                struct arena scratch, struct error *err);

bool file_exists(const char *path);
bool file_is_folder(const char *path);
bool file_is_link(const char *path);
/* Do both names lead to one regular file that is there? */
bool file_is_same(const char *a, const char *b);

/* Files in a folder that end in one of `endings` (NULL-terminated, case does
 * not matter), sorted bytewise, each joined to the folder; those whose name
 * starts with a dot stay out, as in a shell's `*`, and so do folders, pipes
 * and devices. */
bool folder_list(const char ***out, int *count, const char *folder,
                 const char *const *endings, struct arena *keep,
                 struct error *err);

/* The first folder in `folder`, bytewise, that has a file called `name` in it;
 * NULL: none. */
const char *folder_with(const char *folder, const char *name,
                        struct arena *keep);

const char *path_join(struct arena *a, const char *folder, const char *name);
const char *path_base(const char *path);            /* after the last slash */
const char *path_folder(struct arena *a, const char *path);

/* Has it one of the endings (".png"; NULL at the end), in whatever case? */
bool path_ends(const char *path, const char *const *endings);

/* The path with all links followed; as it is when it leads nowhere. */
const char *path_real(struct arena *a, const char *path);

#endif
