/* explorer.c - the real program, in a pseudo-terminal and headless. */
#include "explorer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alike.h"

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

/* The one on the terminal may be another: the same in a system of its own. */
static const char *explored(void)
{
    const char *path = getenv("EXPLORED");

    return path ? path : program();
}

struct pty *explore(int width, int height, const char *const *env,
                    const char *arguments)
{
    char command[1024];
    const char *const argv[] = { "/bin/sh", "-c", command, NULL };

    snprintf(command, sizeof command, "exec '%s' %s", explored(), arguments);
    return pty_start(width, height, env, argv);
}

/* --- the same without a terminal ------------------------------------------- */

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
        e = screen_read(f, width, height);
        fclose(f);
    }
    remove(path);
    return e;
}

static bool shows_letters(struct pty *p, const void *expected)
{
    char *shown = screen_letters(pty_screen(p));
    bool same = strcmp(shown, expected) == 0;

    free(shown);
    return same;
}

bool shows_headless(struct pty *p, const char *options, const char *keys)
{
    struct emulator *e = headless(p, options, keys);
    char *want, *got;
    bool same;

    if (!e)
        return false;
    want = screen_letters(e);
    same = pty_until(p, shows_letters, want);
    if (!same) {
        got = screen_letters(pty_screen(p));
        printf("# after the keys '%s':\n", keys);
        screen_tell_lines(want, got);
        free(got);
    }
    free(want);
    emulator_free(e);
    return same;
}

/* --- colours ---------------------------------------------------------------- */

static bool shows_cells(struct pty *p, const void *want)
{
    return screen_differences(want, pty_screen(p), false) == 0;
}

bool same_colors(struct pty *p, const char *options, const char *keys)
{
    struct emulator *e = headless(p, options, keys);
    bool same = e && pty_until(p, shows_cells, e);

    if (e && !same)
        screen_differences(e, pty_screen(p), true);
    emulator_free(e);
    return same;
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
