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

/* Lines of a file; a newline behind the last one would scroll. */
static void feed_file(struct emulator *e, FILE *f)
{
    char line[1 << 16];

    for (bool first = true; fgets(line, sizeof line, f); first = false) {
        if (!first)
            emulator_feed(e, "\r\n", 2);
        emulator_feed(e, line, strcspn(line, "\n"));
    }
}

/* The last screen of these keys, as a terminal shows the ANSI snapshot of it;
 * NULL when the program failed. */
static struct emulator *headless(struct pty *p, const char *options,
                                 const char *keys)
{
    int width = emulator_width(pty_screen(p));
    int height = emulator_height(pty_screen(p));
    const char *folder = getenv("TMPDIR");
    char path[512], command[2048];
    struct emulator *e = NULL;
    FILE *f;

    snprintf(path, sizeof path, "%s/headless.ans", folder ? folder : "/tmp");
    snprintf(command, sizeof command,
             "'%s' %s --size %dx%d --keys '%s' --snapshot '%s' </dev/null",
             program(), options, width, height, keys, path);
    if (system(command) == 0 && (f = fopen(path, "r"))) {
        e = emulator_new(width, height, NULL, NULL);
        feed_file(e, f);
        fclose(f);
    }
    remove(path);
    return e;
}

bool shows_headless(struct pty *p, const char *options, const char *keys)
{
    struct emulator *e = headless(p, options, keys);
    bool same;

    if (!e)
        return false;
    same = pty_until_screen(p, emulator_text(e));
    if (!same)
        printf("# keys %s\n--- expected\n%s--- shown\n%s---\n", keys,
               emulator_text(e), pty_text(p));
    emulator_free(e);
    return same;
}

/* --- colours ---------------------------------------------------------------- */

/* In 24 bit the numbers below 8 stand for the user's own eight colours, so
 * near black is drawn as 8. */
static bool same_look(struct look a, struct look b)
{
    uint32_t least = a.kind == COLOR_RGB && a.value < 8 ? 8 : a.value;

    return a.kind == b.kind && least == b.value;
}

/* The looks of two cells; of a blank one the ground is all that is seen. */
static bool same_cell(struct seen a, struct seen b)
{
    return a.glyph == b.glyph && same_look(a.bg, b.bg) &&
           (a.glyph == ' ' || (same_look(a.fg, b.fg) && a.bold == b.bold));
}

static void tell_difference(int x, int y, struct seen want, struct seen got)
{
    printf("# column %d row %d: U+%04X %d:%06X on %d:%06X expected, U+%04X "
           "%d:%06X on %d:%06X shown\n", x, y, want.glyph, want.fg.kind,
           want.fg.value, want.bg.kind, want.bg.value, got.glyph, got.fg.kind,
           got.fg.value, got.bg.kind, got.bg.value);
}

bool same_colors(struct pty *p, const char *options, const char *keys)
{
    struct emulator *e = headless(p, options, keys);
    int wrong = 0;

    if (!e)
        return false;
    for (int y = 0; y < emulator_height(e); y++)
        for (int x = 0; x < emulator_width(e); x++) {
            struct seen want = emulator_cell(e, x, y);
            struct seen got = emulator_cell(pty_screen(p), x, y);

            if (!same_cell(want, got) && ++wrong <= 3)
                tell_difference(x, y, want, got);
        }
    emulator_free(e);
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
