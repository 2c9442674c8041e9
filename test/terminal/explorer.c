/* explorer.c - the real program, in a pseudo-terminal and headless. */
#include "explorer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UTF8 "LANG=C.UTF-8"
const char *const env_24bit[] = { "TERM=xterm-256color", "COLORTERM=truecolor",
                                  UTF8, NULL };
const char *const env_256[] = { "TERM=xterm-256color", UTF8, NULL };
const char *const env_16[] = { "TERM=xterm", UTF8, NULL };
const char *const env_mono[] = { "TERM=xterm-256color", "NO_COLOR=1", UTF8,
                                 NULL };
const char *const env_ascii[] = { "TERM=xterm-256color", "LANG=C", NULL };

static const char *program(void)
{
    const char *path = getenv("VITSCOPE");

    return path ? path : "./vitscope";
}

struct pty *explore(int width, int height, const char *const *env,
                    const char *arguments)
{
    char command[1024];
    const char *const argv[] = { "/bin/sh", "-c", command, NULL };

    snprintf(command, sizeof command, "exec '%s' %s", program(), arguments);
    return pty_start(width, height, env, argv);
}

/* --- the same without a terminal ------------------------------------------- */

static char *read_all(FILE *f, size_t *size)
{
    char *bytes = NULL;
    size_t n = 0, got;

    do {
        bytes = realloc(bytes, n + 65536 + 1);
        got = fread(bytes + n, 1, 65536, f);
        n += got;
    } while (got > 0);
    bytes[n] = '\0';
    *size = n;
    return bytes;
}

/* The last screen of these keys in a form, "txt" or "ans". */
static char *snapshot(struct pty *p, const char *options, const char *keys,
                      const char *form, size_t *size)
{
    const char *folder = getenv("TMPDIR");
    char path[512], command[2048], *bytes = NULL;
    FILE *f;

    snprintf(path, sizeof path, "%s/headless.%s", folder ? folder : "/tmp",
             form);
    snprintf(command, sizeof command,
             "'%s' %s --size %dx%d --keys '%s' --snapshot '%s' </dev/null",
             program(), options, emulator_width(pty_screen(p)),
             emulator_height(pty_screen(p)), keys, path);
    if (system(command) == 0 && (f = fopen(path, "r"))) {
        bytes = read_all(f, size);
        fclose(f);
    }
    remove(path);
    return bytes;
}

bool shows_headless(struct pty *p, const char *options, const char *keys)
{
    size_t size;
    char *expected = snapshot(p, options, keys, "txt", &size);
    bool same;

    if (!expected)
        return false;
    while (size > 1 && expected[size - 1] == '\n' && expected[size - 2] == '\n')
        expected[--size] = '\0';
    same = pty_until_screen(p, expected);
    if (!same)
        printf("# keys %s\n--- expected\n%s--- shown\n%s---\n", keys, expected,
               pty_text(p));
    free(expected);
    return same;
}

/* --- colours ---------------------------------------------------------------- */

static bool same_look(struct look a, struct look b)
{
    return a.kind == b.kind && a.value == b.value;
}

/* The looks of two cells; of a blank one the ground is all that is seen. */
static bool same_cell(struct seen a, struct seen b)
{
    return a.glyph == b.glyph && same_look(a.bg, b.bg) &&
           (a.glyph == ' ' || (same_look(a.fg, b.fg) && a.bold == b.bold));
}

static struct emulator *rendered(const char *ansi, size_t size, int width,
                                 int height)
{
    struct emulator *e = emulator_new(width, height, NULL, NULL);

    for (size_t i = 0; i < size; i++) {
        if (ansi[i] == '\n' && i + 1 == size)
            break;          /* would scroll */
        if (ansi[i] == '\n')
            emulator_feed(e, "\r", 1);
        emulator_feed(e, ansi + i, 1);
    }
    return e;
}

bool same_colors(struct pty *p, const char *options, const char *keys)
{
    int width = emulator_width(pty_screen(p));
    int height = emulator_height(pty_screen(p));
    size_t size;
    char *ansi = snapshot(p, options, keys, "ans", &size);
    struct emulator *e;
    int wrong = 0;

    if (!ansi)
        return false;
    e = rendered(ansi, size, width, height);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            struct seen want = emulator_cell(e, x, y);
            struct seen got = emulator_cell(pty_screen(p), x, y);

            if (same_cell(want, got) || ++wrong > 3)
                continue;
            printf("# column %d row %d: U+%04X %d:%06X on %d:%06X expected, "
                   "U+%04X %d:%06X on %d:%06X shown\n", x, y, want.glyph,
                   want.fg.kind, want.fg.value, want.bg.kind, want.bg.value,
                   got.glyph, got.fg.kind, got.fg.value, got.bg.kind,
                   got.bg.value);
        }
    emulator_free(e);
    free(ansi);
    return wrong == 0;
}

static bool any_cell(struct pty *p, bool (*is)(struct seen s, const void *ctx),
                     const void *ctx)
{
    const struct emulator *e = pty_screen(p);

    for (int y = 0; y < emulator_height(e); y++)
        for (int x = 0; x < emulator_width(e); x++)
            if (is(emulator_cell(e, x, y), ctx))
                return true;
    return false;
}

static bool beyond_ascii(struct seen s, const void *ctx)
{
    return s.glyph > 0x7e;
}

bool has_only_ascii(struct pty *p)
{
    return !any_cell(p, beyond_ascii, NULL);
}

struct range {
    enum color_kind kind;
    uint32_t from, to;
};

static bool in_range(struct look l, const struct range *r)
{
    return l.kind == r->kind && l.value >= r->from && l.value <= r->to;
}

static bool colored(struct seen s, const void *range)
{
    return in_range(s.fg, range) || in_range(s.bg, range);
}

bool has_color(struct pty *p, enum color_kind kind, uint32_t from, uint32_t to)
{
    return any_cell(p, colored, &(struct range){ kind, from, to });
}

bool leaves_well(struct pty *p)
{
    const char *wrong;
    int status;

    pty_keys(p, "q");
    status = pty_wait_end(p);
    wrong = pty_not_restored(p);
    if (status != 0 || wrong)
        printf("# status %d; %s\n", status, wrong ? wrong : "restored");
    return status == 0 && !wrong;
}
