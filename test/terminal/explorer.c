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

/* --- what must be the same ------------------------------------------------- */

enum { UPPER = 0x2580, LOWER = 0x2584, FULL = 0x2588, SHADE_LAST = 0x2593 };

static bool is_block(uint32_t glyph)
{
    return glyph >= UPPER && glyph <= SHADE_LAST;
}

/* All that is written and framed; blocks, which have many ways to look the
 * same, as blanks. */
static char *letters(struct emulator *e)
{
    int width = emulator_width(e), height = emulator_height(e);
    char *text = malloc((size_t)height * ((size_t)width * 4 + 1) + 1);
    char *p = text, *line;

    for (int y = 0; y < height; y++) {
        line = p;
        for (int x = 0; x < width; x++) {
            uint32_t glyph = emulator_cell(e, x, y).glyph;

            p += emulator_encode(p, is_block(glyph) ? ' ' : glyph);
        }
        while (p > line && p[-1] == ' ')
            p--;
        *p++ = '\n';
    }
    *p = '\0';
    return text;
}

static bool shows_letters(struct pty *p, const void *expected)
{
    char *shown = letters(pty_screen(p));
    bool same = strcmp(shown, expected) == 0;

    free(shown);
    return same;
}

/* Lines that differ, a few. */
static void tell_lines(const char *keys, const char *want, const char *got)
{
    int told = 0;

    printf("# after the keys '%s':\n", keys);
    while (*want && *got) {
        size_t w = strcspn(want, "\n"), g = strcspn(got, "\n");

        if ((w != g || memcmp(want, got, w) != 0) && told++ < 4)
            printf("# expected %.*s\n# shown    %.*s\n", (int)w, want, (int)g,
                   got);
        want += w + (want[w] == '\n');
        got += g + (got[g] == '\n');
    }
}

bool shows_headless(struct pty *p, const char *options, const char *keys)
{
    struct emulator *e = headless(p, options, keys);
    char *want, *got;
    bool same;

    if (!e)
        return false;
    want = letters(e);
    same = pty_until(p, shows_letters, want);
    if (!same) {
        got = letters(pty_screen(p));
        tell_lines(keys, want, got);
        free(got);
    }
    free(want);
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

/* What is seen of a cell that is two pixels and no letter. */
static bool halves(struct seen s, struct look *top, struct look *bottom)
{
    struct look fg = s.reverse ? s.bg : s.fg, bg = s.reverse ? s.fg : s.bg;

    *top = s.glyph == UPPER || s.glyph == FULL ? fg : bg;
    *bottom = s.glyph == LOWER || s.glyph == FULL ? fg : bg;
    return s.glyph == ' ' || s.glyph == UPPER || s.glyph == LOWER ||
           s.glyph == FULL;
}

static bool same_cell(struct seen a, struct seen b)
{
    struct look a_top, a_bottom, b_top, b_bottom;

    if (halves(a, &a_top, &a_bottom) && halves(b, &b_top, &b_bottom))
        return same_look(a_top, b_top) && same_look(a_bottom, b_bottom);
    return a.glyph == b.glyph && same_look(a.bg, b.bg) &&
           same_look(a.fg, b.fg) && a.bold == b.bold;
}

static void tell_difference(int x, int y, struct seen want, struct seen got)
{
    printf("# column %d row %d: U+%04X %d:%06X on %d:%06X expected, U+%04X "
           "%d:%06X on %d:%06X shown\n", x, y, want.glyph, want.fg.kind,
           want.fg.value, want.bg.kind, want.bg.value, got.glyph, got.fg.kind,
           got.fg.value, got.bg.kind, got.bg.value);
}

/* How many cells differ; the first three are told. */
static int differences(struct pty *p, const struct emulator *want, bool tell)
{
    int n = 0;

    for (int y = 0; y < emulator_height(want); y++)
        for (int x = 0; x < emulator_width(want); x++) {
            struct seen w = emulator_cell(want, x, y);
            struct seen g = emulator_cell(pty_screen(p), x, y);

            if (!same_cell(w, g) && n++ < 3 && tell)
                tell_difference(x, y, w, g);
        }
    return n;
}

static bool shows_cells(struct pty *p, const void *want)
{
    return differences(p, want, false) == 0;
}

bool same_colors(struct pty *p, const char *options, const char *keys)
{
    struct emulator *e = headless(p, options, keys);
    bool same = e && pty_until(p, shows_cells, e);

    if (e && !same)
        differences(p, e, true);
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
