/* emulator.c - what a terminal shows for the bytes it was sent. */
#include "emulator.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vterm.h>

#if VTERM_VERSION_MAJOR == 0 && VTERM_VERSION_MINOR < 2
typedef VTermParserCallbacks VTermStateFallbacks;
#endif

struct emulator {
    VTerm *vt;
    VTermScreen *screen;
    bool alternate, had_alternate, cursor;
    int mouse;
    int repeat;             /* copies of the last glyph that are still to come */
    char *text;
};

static int property(VTermProp prop, VTermValue *value, void *ctx)
{
    struct emulator *e = ctx;

    if (prop == VTERM_PROP_ALTSCREEN)
        e->had_alternate |= e->alternate = value->boolean;
    else if (prop == VTERM_PROP_CURSORVISIBLE)
        e->cursor = value->boolean;
    else if (prop == VTERM_PROP_MOUSE)
        e->mouse = value->number;
    return 1;
}

/* CSI n b repeats the last glyph; older libvterms do not know it. */
static int unknown_csi(const char *leader, const long args[], int count,
                       const char *intermed, char command, void *ctx)
{
    struct emulator *e = ctx;

    if (command != 'b' || (leader && *leader) || (intermed && *intermed))
        return 0;
    e->repeat = count ? (int)CSI_ARG_COUNT(args[0]) : 1;
    return 1;
}

struct emulator *emulator_new(int width, int height, emulator_reply *reply,
                              void *ctx)
{
    static const VTermScreenCallbacks screen = { .settermprop = property };
    static const VTermStateFallbacks unknown = { .csi = unknown_csi };
    struct emulator *e = calloc(1, sizeof *e);

    e->cursor = true;
    e->vt = vterm_new(height, width);
    vterm_set_utf8(e->vt, 1);
    vterm_output_set_callback(e->vt, reply, ctx);
    e->screen = vterm_obtain_screen(e->vt);
    vterm_screen_set_callbacks(e->screen, &screen, e);
    vterm_screen_set_unrecognised_fallbacks(e->screen, &unknown, e);
    vterm_screen_enable_altscreen(e->screen, 1);
    vterm_screen_reset(e->screen, 1);
    return e;
}

void emulator_free(struct emulator *e)
{
    if (!e)
        return;
    vterm_free(e->vt);
    free(e->text);
    free(e);
}

void emulator_resize(struct emulator *e, int width, int height)
{
    vterm_set_size(e->vt, height, width);
}

int emulator_encode(char out[4], uint32_t c)
{
    int n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

    for (int i = n - 1; i > 0; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3f));
    out[0] = (char)(n == 1 ? c : (0xf0u << (4 - n) & 0xff) | c);
    return n;
}

/* Write the glyph left of the cursor again. */
static void repeat_glyph(struct emulator *e)
{
    VTermPos at;
    uint32_t glyph;
    char bytes[4];
    int n;

    vterm_state_get_cursorpos(vterm_obtain_state(e->vt), &at);
    glyph = emulator_cell(e, at.col ? at.col - 1 : 0, at.row).glyph;
    n = emulator_encode(bytes, glyph);
    for (; e->repeat > 0; e->repeat--)
        vterm_input_write(e->vt, bytes, (size_t)n);
}

/* Byte by byte, so that a repetition comes before what follows it, and
 * because libvterm 0.1 forgets the first half of a character that lies behind
 * ASCII at the end of a write. */
void emulator_feed(struct emulator *e, const char *bytes, size_t size)
{
    for (; size > 0; bytes++, size--) {
        vterm_input_write(e->vt, bytes, 1);
        if (e->repeat)
            repeat_glyph(e);
    }
}

/* --- keys ----------------------------------------------------------------- */

static bool key_click(struct emulator *e, const char *name)
{
    int x, y;

    if (sscanf(name, "click:%dx%d", &x, &y) != 2)
        return false;
    vterm_mouse_move(e->vt, y - 1, x - 1, VTERM_MOD_NONE);
    vterm_mouse_button(e->vt, 1, true, VTERM_MOD_NONE);
    vterm_mouse_button(e->vt, 1, false, VTERM_MOD_NONE);
    return true;
}

static bool key_named(struct emulator *e, const char *name)
{
    static const struct {
        const char *name;
        VTermKey key;
        VTermModifier mod;
    } keys[] = {
        { "Left", VTERM_KEY_LEFT, VTERM_MOD_NONE },
        { "Right", VTERM_KEY_RIGHT, VTERM_MOD_NONE },
        { "Up", VTERM_KEY_UP, VTERM_MOD_NONE },
        { "Down", VTERM_KEY_DOWN, VTERM_MOD_NONE },
        { "Home", VTERM_KEY_HOME, VTERM_MOD_NONE },
        { "End", VTERM_KEY_END, VTERM_MOD_NONE },
        { "PgUp", VTERM_KEY_PAGEUP, VTERM_MOD_NONE },
        { "PgDn", VTERM_KEY_PAGEDOWN, VTERM_MOD_NONE },
        { "Ins", VTERM_KEY_INS, VTERM_MOD_NONE },
        { "Del", VTERM_KEY_DEL, VTERM_MOD_NONE },
        { "Tab", VTERM_KEY_TAB, VTERM_MOD_NONE },
        { "S-Tab", VTERM_KEY_TAB, VTERM_MOD_SHIFT },
        { "Enter", VTERM_KEY_ENTER, VTERM_MOD_NONE },
        { "Esc", VTERM_KEY_ESCAPE, VTERM_MOD_NONE },
        { "BSpace", VTERM_KEY_BACKSPACE, VTERM_MOD_NONE },
        { "F1", VTERM_KEY_FUNCTION(1), VTERM_MOD_NONE },
    };

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (!strcmp(name, keys[i].name)) {
            vterm_keyboard_key(e->vt, keys[i].key, keys[i].mod);
            return true;
        }
    return false;
}

bool emulator_key(struct emulator *e, const char *name)
{
    if (!strcmp(name, "Space"))
        vterm_keyboard_unichar(e->vt, ' ', VTERM_MOD_NONE);
    else if (name[0] && !name[1])
        vterm_keyboard_unichar(e->vt, (unsigned char)name[0], VTERM_MOD_NONE);
    else if (!strncmp(name, "C-", 2) && name[2] && !name[3])
        vterm_keyboard_unichar(e->vt, (unsigned char)name[2], VTERM_MOD_CTRL);
    else if (!strncmp(name, "type:", 5))
        for (name += 5; *name; name++)
            vterm_keyboard_unichar(e->vt, (unsigned char)*name,
                                   VTERM_MOD_NONE);
    else
        return key_click(e, name) || key_named(e, name);
    return true;
}

/* --- what is there -------------------------------------------------------- */

int emulator_width(const struct emulator *e)
{
    int rows, columns;

    vterm_get_size(e->vt, &rows, &columns);
    return columns;
}

int emulator_height(const struct emulator *e)
{
    int rows, columns;

    vterm_get_size(e->vt, &rows, &columns);
    return rows;
}

static struct look look_of(const VTermColor *c, bool is_default)
{
    if (is_default)
        return (struct look){ COLOR_DEFAULT, 0 };
    if (VTERM_COLOR_IS_INDEXED(c))
        return (struct look){ COLOR_INDEXED, c->indexed.idx };
    return (struct look){ COLOR_RGB, (uint32_t)c->rgb.red << 16 |
                                         (uint32_t)c->rgb.green << 8 |
                                         c->rgb.blue };
}

struct seen emulator_cell(const struct emulator *e, int x, int y)
{
    VTermScreenCell c = { 0 };

    vterm_screen_get_cell(e->screen, (VTermPos){ .row = y, .col = x }, &c);
    return (struct seen){
        .glyph = c.chars[0] ? c.chars[0] : ' ',
        .fg = look_of(&c.fg, VTERM_COLOR_IS_DEFAULT_FG(&c.fg)),
        .bg = look_of(&c.bg, VTERM_COLOR_IS_DEFAULT_BG(&c.bg)),
        .bold = c.attrs.bold,
        .underline = c.attrs.underline != 0,
        .reverse = c.attrs.reverse,
    };
}

const char *emulator_text(struct emulator *e)
{
    int width = emulator_width(e), height = emulator_height(e);
    char *p, *line, *last;

    free(e->text);
    p = last = e->text = malloc((size_t)height * ((size_t)width * 4 + 1) + 1);
    for (int y = 0; y < height; y++) {
        line = p;
        for (int x = 0; x < width; x++) {
            uint32_t glyph = emulator_cell(e, x, y).glyph;

            if (glyph != (uint32_t)-1)      /* right half of a wide glyph */
                p += emulator_encode(p, glyph);
        }
        while (p > line && p[-1] == ' ')
            p--;
        if (p > line)
            last = p + 1;
        *p++ = '\n';
    }
    *last = '\0';
    return e->text;
}

bool emulator_alternate(const struct emulator *e)
{
    return e->alternate;
}

bool emulator_had_alternate(const struct emulator *e)
{
    return e->had_alternate;
}

bool emulator_cursor(const struct emulator *e)
{
    return e->cursor;
}

bool emulator_mouse(const struct emulator *e)
{
    return e->mouse != VTERM_PROP_MOUSE_NONE;
}

bool emulator_plain(const struct emulator *e)
{
    const VTermState *state = vterm_obtain_state(e->vt);
    VTermValue fg, bg, bold, reverse, under;

    vterm_state_get_penattr(state, VTERM_ATTR_FOREGROUND, &fg);
    vterm_state_get_penattr(state, VTERM_ATTR_BACKGROUND, &bg);
    vterm_state_get_penattr(state, VTERM_ATTR_BOLD, &bold);
    vterm_state_get_penattr(state, VTERM_ATTR_REVERSE, &reverse);
    vterm_state_get_penattr(state, VTERM_ATTR_UNDERLINE, &under);
    return VTERM_COLOR_IS_DEFAULT_FG(&fg.color) &&
           VTERM_COLOR_IS_DEFAULT_BG(&bg.color) && !bold.boolean &&
           !reverse.boolean && !under.number;
}
