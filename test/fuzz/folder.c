/* folder.c - see folder.h. */
#define _GNU_SOURCE
#include "folder.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "nn/tensor.h"

enum { DATA_MAX = 4 << 20, LINE_MAX_ = 512, FILES_MAX = 64 };

static char own[64];

static int remove_one(const char *path, const struct stat *st, int type,
                      struct FTW *walk)
{
    return walk->level ? remove(path) : 0;
}

static void leave(void)
{
    nftw(own, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    rmdir(own);
}

const char *folder_own(void)
{
    const char *where = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";

    if (!own[0]) {
        snprintf(own, sizeof own, "%s/vitscope-XXXXXX", where);
        CLAIM(mkdtemp(own));
        atexit(leave);
    }
    return own;
}

/* The folder a name lies in, made, and the name's last part; -1: none. */
static int enter(const char **last, char *name)
{
    int at = open(own, O_DIRECTORY | O_RDONLY | O_CLOEXEC), next;
    char *part = name, *slash;

    for (; at >= 0 && (slash = strchr(part, '/')); part = slash + 1) {
        *slash = '\0';
        next = -1;
        if (*part && strcmp(part, "..") != 0) {
            mkdirat(at, part, 0700);
            next = openat(at, part,
                          O_DIRECTORY | O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
        }
        close(at);
        at = next;
    }
    *last = part;
    return at;
}

/* name, dtype, shape, value -> an entry of the header and zeros or that value
 * in the data.  False: the line says nothing of the kind. */
static bool add_tensor(struct text *header, struct text *data, char *line)
{
    char name[256], type[8], shape[64];
    float value = 0;
    enum dtype dtype;
    int64_t count = 1;
    ptrdiff_t begin = data->size;
    int n = sscanf(line, "%255s %7s %63s %f", name, type, shape, &value);

    if (n < 3 || !dtype_parse(&dtype, type) || strcspn(name, "\"\\") !=
                                                   strlen(name))
        return false;
    for (const char *s = shape; s; s = strchr(s, ',')) {
        long side = strtol(s += *s == ',', NULL, 10);

        if (side < 0 || (side && count > DATA_MAX / side))
            return false;
        count *= side;
    }
    count *= dtype_size(dtype);
    if (data->size + count > DATA_MAX)
        return false;
    for (int64_t i = 0; i < count; i += 4) {
        float noise = n > 3 ? value : (float)(i * 7919 % 1000) / 5000 - 0.1f;

        text_add_bytes(data, &noise, count - i < 4 ? count - i : 4);
    }
    text_addf(header, "%s\"%s\":{\"dtype\":\"%s\",\"shape\":[%s],"
              "\"data_offsets\":[%td,%td]}", header->size ? "," : "{", name,
              type, shape[0] == '-' ? "" : shape, begin, data->size);
    return true;
}

/* The file that lines ask for; false when they are no such lines. */
static bool weights_of_lines(struct text *out, const char *text, size_t size,
                             struct arena *keep)
{
    struct text header = text_new(keep);
    struct arena rest = arena_carve(keep, DATA_MAX + (1 << 16));
    struct text data = text_new(&rest);
    char line[LINE_MAX_];
    const char *end;

    for (const char *at = text; at < text + size; at = end + 1) {
        end = memchr(at, '\n', (size_t)(text + size - at));
        if (!end)
            end = text + size;
        snprintf(line, sizeof line, "%.*s", (int)(end - at), at);
        if (line[0] && !add_tensor(&header, &data, line) && !header.size)
            return false;
    }
    if (!header.size)
        return false;
    text_add(&header, "}");
    for (int i = 0; i < 8; i++)
        text_add_bytes(out, &(char){ (char)(header.size >> 8 * i) }, 1);
    text_add_bytes(out, header.data, header.size);
    text_add_bytes(out, data.data, data.size);
    return true;
}

static void make_file(char *name, const char *text, size_t size,
                      struct arena keep)
{
    struct text built = { 0 };
    const char *last;
    int folder, fd;

    if (text_ends(name, ".safetensors")) {
        built = text_new(&keep);
        if (weights_of_lines(&built, text, size, &keep)) {
            text = built.data;
            size = (size_t)built.size;
        }
    }
    folder = enter(&last, name);
    if (folder < 0)
        return;
    fd = openat(folder, last,
                O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    close(folder);
    if (fd < 0)
        return;
    CLAIM(write(fd, text, size) == (ssize_t)size);
    close(fd);
}

static void make_link(char *name)
{
    char *target = strchr(name, ' ');
    const char *last;
    int folder;

    if (!target)
        return;
    *target++ = '\0';
    folder = enter(&last, name);
    if (folder < 0)
        return;
    if (*last && *target && symlinkat(target, folder, last))
        last = NULL; /* it is there, or cannot be: as well */
    close(folder);
}

/* The next line that opens a file or a link, or the end. */
static const char *next_head(const char *at, const char *end)
{
    for (; at && at < end; at = memchr(at, '\n', (size_t)(end - at))) {
        at += *at == '\n';
        if (end - at > 3 && at[0] == '=' && (at[1] == '=' || at[1] == '>') &&
            at[2] == ' ')
            return at;
    }
    return end;
}

const char *folder_make(const uint8_t *data, size_t size, struct arena *keep)
{
    const char *at = size ? (const char *)data : "", *end = at + size;
    const char *line, *next;
    char name[LINE_MAX_];
    int count = 0;

    folder_own();
    nftw(own, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    for (at = next_head(at, end); at < end && count++ < FILES_MAX; at = next) {
        line = memchr(at, '\n', (size_t)(end - at));
        if (!line)
            line = end;
        next = next_head(line, end);
        snprintf(name, sizeof name, "%.*s", (int)(line - at - 3), at + 3);
        if (at[1] == '>')
            make_link(name);
        else
            make_file(name, line + (line < end),
                      (size_t)(next - line - (line < end)), *keep);
    }
    return own;
}
