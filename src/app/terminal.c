/* terminal.c - a real terminal, by way of ncurses.
 *
 * Cells that changed since the last canvas are handed to ncurses, which finds
 * the cheapest way to tell the terminal.  24 bit colours go through an own
 * terminal entry (terminfo.h); a colour pair is found or made by alloc_pair().
 * Nothing else in the program knows curses. */
#undef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700       /* wide characters in curses.h */
#include "app/terminal.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>

#include "app/guess.h"
#include "app/ink.h"
#include "app/system.h"
#include "app/terminfo.h"
#include "kept.h"
#include "restore.h"
#include "tty.h"

/* How long after an Esc the rest of a key's sequence may take. */
enum { ESCAPE_MS = 25 };

/* Wider terminals are used in part. */
enum { WIDTH_MOST = 4096 };

struct curses {
    struct surroundings around;
    struct tty tty;
    int width_most, height_most;    /* --size; 0: none */
    enum depth depth;
    bool no_entry;              /* the database does not know TERM */
    bool defaults;              /* the terminal's own colours can be had */
    int pairs;                  /* of colours in use, at least */
    struct kept last;           /* what is on the screen */
    struct ink row[WIDTH_MOST];
};

/* --- showing --------------------------------------------------------------- */

static int pair_of(struct curses *k, int fg, int bg)
{
    int pair;

    if (fg < 0 && bg < 0)
        return 0;
    if (!k->defaults) {
        fg = fg < 0 ? COLOR_WHITE : fg;
        bg = bg < 0 ? COLOR_BLACK : bg;
    }
    pair = alloc_pair(fg, bg);
    k->pairs = pair > k->pairs ? pair : k->pairs;
    return pair > 0 ? pair : 0;
}

/* In 24 bit curses makes pairs until there are 33 million.  When they are more
 * than the screen has cells all are forgotten, and the screen is drawn anew;
 * true then. */
static bool forget_pairs(struct curses *k)
{
    enum { LEAST = 1 << 12 };
    int most = LINES * COLS > LEAST ? LINES * COLS : LEAST;

    if (k->pairs < most)
        return false;
    reset_color_pairs();
    k->pairs = 0;
    return true;
}

static attr_t attributes(uint8_t attrs)
{
    return (attrs & LOOK_BOLD ? A_BOLD : 0) |
           (attrs & LOOK_UNDERLINE ? A_UNDERLINE : 0) |
           (attrs & LOOK_REVERSE ? A_REVERSE : 0) |
           (attrs & LOOK_FAINT ? A_DIM : 0);
}

static void put(struct curses *k, int x, int y, const struct ink *ink)
{
    int pair = pair_of(k, ink->fg, ink->bg);
    wchar_t text[3] = { (wchar_t)ink->glyph, (wchar_t)ink->mark, 0 };
    cchar_t cc;

    if (ink->glyph != 0 &&
        setcchar(&cc, text, attributes(ink->attrs), 0, &pair) == OK)
        mvadd_wch(y, x, &cc);
}

static void show(struct terminal *t, const struct canvas *c)
{
    struct curses *k = t->state;
    bool all = forget_pairs(k) || !kept_fits(&k->last, c);

    if (all)
        erase();
    for (int y = 0; y < c->height && y < LINES; y++) {
        if (!all && kept_row(&k->last, c, y))
            continue;
        ink_row(k->row, c, y, COLORS);
        for (int x = 0; x < c->width && x < COLS; x++)
            put(k, x, y, &k->row[x]);
    }
    refresh();
    kept_take(&k->last, c);
}

static void redraw(struct terminal *t)
{
    clearok(curscr, TRUE);
    refresh();
}

static void size(struct terminal *t, int *width, int *height)
{
    struct curses *k = t->state;

    *width = k->width_most && k->width_most < COLS ? k->width_most : COLS;
    *height = k->height_most && k->height_most < LINES ? k->height_most : LINES;
    *width = *width < WIDTH_MOST ? *width : WIDTH_MOST;
}

/* --- keys ------------------------------------------------------------------ */

static double now(struct terminal *t)
{
    return clock_ms();
}

enum { CONTROL_Z = 26 };

/* What curses calls a key, what we do.  The Linux console's entry has C-z for
 * a key of its own. */
static const struct {
    int theirs, ours;
} special[] = {
    { KEY_LEFT, KEY_LEFT_ },   { KEY_RIGHT, KEY_RIGHT_ },
    { KEY_UP, KEY_UP_ },       { KEY_DOWN, KEY_DOWN_ },
    { KEY_HOME, KEY_HOME_ },   { KEY_END, KEY_END_ },
    { KEY_PPAGE, KEY_PGUP },   { KEY_NPAGE, KEY_PGDN },
    { KEY_IC, KEY_INS },       { KEY_DC, KEY_DEL },
    { KEY_BTAB, KEY_STAB_ },   { KEY_BACKSPACE, KEY_BSPACE },
    { KEY_ENTER, '\r' },       { KEY_FIND, KEY_HOME_ },
    { KEY_SELECT, KEY_END_ },  { KEY_RESIZE, KEY_RESIZE_ },
    { KEY_SUSPEND, CONTROL_Z },
};

static int special_key(int code)
{
    for (size_t i = 0; i < sizeof(special) / sizeof(special[0]); i++)
        if (special[i].theirs == code)
            return special[i].ours;
    if (code >= KEY_F(1) && code <= KEY_F(12))
        return KEY_F1_ + code - KEY_F(1);
    return KEY_NOTHING;
}

static struct input click(void)
{
    MEVENT event;

    if (getmouse(&event) != OK ||
        !(event.bstate & (BUTTON1_PRESSED | BUTTON1_CLICKED)))
        return (struct input){ KEY_NOTHING, 0, 0 };
    return (struct input){ KEY_CLICK, event.x, event.y };
}

/* Behind an Esc in the same breath: a sequence nobody asked for is swallowed
 * (its Esc must not close anything), a character was pressed with Alt. */
static int after_escape(void)
{
    wint_t c;

    if (get_wch(&c) != OK)
        return 27;
    if (c != '[' && c != 'O')
        return c >= ' ' && c < 0x110000 ? KEY_META + (int)c : KEY_NOTHING;
    while (get_wch(&c) == OK && !(c >= '@' && c <= '~'))
        ;
    return KEY_NOTHING;
}

/* One key that is already there; false when there is none. */
static bool read_key(struct input *in)
{
    wint_t c;
    int kind = get_wch(&c);

    *in = (struct input){ KEY_NOTHING, 0, 0 };
    if (kind == ERR)
        return false;
    if (kind == KEY_CODE_YES && c == KEY_MOUSE)
        *in = click();
    else if (kind == KEY_CODE_YES)
        in->key = special_key((int)c);
    else if (c == 127 || c == '\b')
        in->key = KEY_BSPACE;
    else
        in->key = c == 27 ? after_escape() : c == '\n' ? '\r' : (int)c;
    return true;
}

static struct input resize(struct curses *k)
{
    int width, height;

    if (tty_size(&k->tty, &width, &height))
        resizeterm(height, width);
    clearok(curscr, TRUE);  /* it may have been smaller in between */
    return (struct input){ KEY_RESIZE_, COLS, LINES };
}

/* Leave the terminal to the shell; back when it says so, unless C-z was
 * pressed again before the screen is there: then it is the terminal that
 * signals.  What else came meanwhile is answered here. */
static struct input stop(struct terminal *t)
{
    do {
        endwin();
        signals_stop();
    } while (signals_take().stopped);
    return resize(t->state);
}

static bool answer_signals(struct terminal *t, struct input *in)
{
    struct signals s = signals_take();

    if (s.stopped)
        *in = stop(t);
    else if (s.continued || s.resized)
        *in = resize(t->state);
    if (s.continued && !s.stopped)      /* who knows what was drawn over us */
        redraw(t);
    return s.stopped || s.continued || s.resized;
}

/* A key that means something, a signal that does, or false. */
static bool pending(struct terminal *t, struct input *in)
{
    if (answer_signals(t, in))
        return true;
    while (read_key(in)) {
        if (in->key == CONTROL_Z)
            *in = stop(t);
        if (in->key != KEY_NOTHING)
            return true;
    }
    return false;
}

static struct input key(struct terminal *t, int ms, int wake)
{
    static const int keys[] = { [TTY_NOTHING] = KEY_NOTHING,
                                [TTY_WAKE] = KEY_WAKE,
                                [TTY_GONE] = KEY_END_OF_INPUT };
    struct curses *k = t->state;
    double end = clock_ms() + ms;
    struct input in = { KEY_NOTHING, 0, 0 };

    while (!pending(t, &in)) {
        double left = ms < 0 ? -1 : end - clock_ms();
        enum tty_event event;

        if (ms >= 0 && left <= 0)
            break;
        event = tty_wait(&k->tty, left, wake);
        if (event != TTY_KEY)
            return (struct input){ keys[event], 0, 0 };
    }
    return in;
}

static void copy(struct terminal *t, const char *text)
{
    struct curses *k = t->state;
    struct arena scratch = { 0 };
    struct text out;

    if (!arena_open(&scratch, 1 << 20))
        return;
    out = text_new(&scratch);
    clipboard_sequence(&out, text, &k->around);
    if (write(k->tty.out, out.data, (size_t)out.size) < 0)
        beep();
    arena_close(&scratch);
}

static bool close_screen(struct terminal *t, struct error *err)
{
    struct curses *k = t->state;

    endwin();
    restore_disarm();
    tty_close(&k->tty);
    kept_close(&k->last);
    return true;
}

/* --- opening --------------------------------------------------------------- */

int terminal_colors(void)
{
    const char *term = getenv("TERM");
    int status, colors;

    if (!term)
        return 0;
    if (setupterm((char *)term, STDOUT_FILENO, &status) != OK)
        return guess_colors(term);
    colors = tigetnum("colors");
    del_curterm(cur_term);
    return colors > 0 ? colors : 0;
}

/* What terminfo says of TERM, or what its name says where terminfo has no
 * entry: then the own one serves. */
static bool ask_terminfo(struct curses *k, struct error *err)
{
    const char *term = k->around.term;
    int status;

    if (!term || !*term)
        return error_set(err, "TERM is not set, so how to draw on this "
                              "terminal is not known");
    if (setupterm((char *)term, k->tty.out, &status) != OK) {
        k->around.colors = guess_colors(term);
        k->no_entry = k->around.colors > 0;
        return k->no_entry ||
               error_set(err, "the terminal database has no entry for "
                              "TERM=%s; TERM=xterm-256color suits most "
                              "terminals", term);
    }
    k->around.colors = tigetnum("colors");
    if (!tigetstr("cup") || !tigetstr("clear"))
        return error_set(err, "TERM=%s cannot place its cursor, so there is "
                              "nothing to draw on; try vitscope show",
                         term);
    del_curterm(cur_term);
    return true;
}

/* newterm() with the own entry; the environment is left as it was. */
static SCREEN *open_own(enum depth depth, FILE *in, struct arena scratch)
{
    const char *old = getenv("TERMINFO");
    struct text entry = text_new(&scratch);
    SCREEN *screen;

    old = old ? arena_string(&scratch, old) : NULL;
    terminfo_variable(&entry, depth);
    setenv("TERMINFO", entry.data, 1);
    screen = newterm(terminfo_name(depth), stdout, in);
    if (old)
        setenv("TERMINFO", old, 1);
    else
        unsetenv("TERMINFO");
    return screen;
}

static int depth_colors(enum depth d)
{
    return d == DEPTH_24BIT ? 1 << 24 : d == DEPTH_256 ? 256
                                      : d == DEPTH_16  ? 16
                                                       : 0;
}

/* The own entry where TERM's has too few colours, else TERM's. */
static bool open_screen(struct curses *k, int asked, struct arena scratch,
                        struct error *err)
{
    FILE *in = k->tty.in == STDIN_FILENO ? stdin : fdopen(k->tty.in, "r");
    SCREEN *screen = NULL;

    k->depth = guess_depth(asked, &k->around);
    if (k->no_entry || (depth_colors(k->depth) > k->around.colors &&
                        (asked >= 0 || k->depth == DEPTH_24BIT)))
        screen = open_own(k->depth == DEPTH_MONO ? DEPTH_16 : k->depth, in,
                          scratch);
    if (!screen && (screen = newterm(k->around.term, stdout, in))) {
        enum depth most = k->around.colors >= 256 ? DEPTH_256
                          : k->around.colors >= 8 ? DEPTH_16
                                                  : DEPTH_MONO;

        if (k->depth > most)
            k->depth = most;
    }
    return screen || error_set(err, "a screen cannot be opened for TERM=%s",
                               k->around.term);
}

/* A capability without its padding, "$<5>". */
static void add_capability(struct text *t, const char *name)
{
    const char *s = tigetstr(name);

    if (!s || s == (char *)-1)
        return;
    while (*s) {
        const char *pad = text_starts(s, "$<") ? strchr(s, '>') : NULL;

        if (pad)
            s = pad + 1;
        else
            text_add_bytes(t, s++, 1);
    }
}

/* What gives the terminal back, for when curses cannot be asked any more. */
static void arm(const struct curses *k, const struct termios *modes,
                struct arena scratch)
{
    static const char *const parts[] = { "rmkx", "sgr0", "op", "cnorm",
                                         "rmcup" };
    struct text t = text_new(&scratch);

    if (tigetstr("kmous") && tigetstr("kmous") != (char *)-1)
        text_add(&t, "\33[?1006;1000l");
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
        add_capability(&t, parts[i]);
    restore_arm(k->tty.in, k->tty.out, modes, t.data, (size_t)t.size);
}

/* Other ways terminals have to say the keys the entry names. */
static void learn_keys(void)
{
    static const struct {
        const char *sequence;
        int code;
    } keys[] = {
        { "\33[A", KEY_UP },     { "\33[B", KEY_DOWN },  { "\33[C", KEY_RIGHT },
        { "\33[D", KEY_LEFT },   { "\33OA", KEY_UP },    { "\33OB", KEY_DOWN },
        { "\33OC", KEY_RIGHT },  { "\33OD", KEY_LEFT },  { "\33[H", KEY_HOME },
        { "\33[F", KEY_END },    { "\33OH", KEY_HOME },  { "\33OF", KEY_END },
        { "\33[1~", KEY_HOME },  { "\33[4~", KEY_END },  { "\33[7~", KEY_HOME },
        { "\33[8~", KEY_END },   { "\33[Z", KEY_BTAB },  { "\33OM", KEY_ENTER },
        { "\33[11~", KEY_F(1) }, { "\33OP", KEY_F(1) },
    };

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        if (key_defined(keys[i].sequence) == 0)
            define_key(keys[i].sequence, keys[i].code);
}

static void prepare_screen(struct curses *k)
{
    raw();
    noecho();
    nonl();
    nodelay(stdscr, TRUE);
    keypad(stdscr, TRUE);
    intrflush(stdscr, FALSE);
    leaveok(stdscr, TRUE);
    curs_set(0);
    learn_keys();
    if (guess_mouse(&k->around))
        mousemask(BUTTON1_PRESSED | BUTTON1_CLICKED, NULL);
    mouseinterval(0);
    if (k->depth != DEPTH_MONO) {
        start_color();
        k->defaults = use_default_colors() == OK;
    }
}

bool terminal_open_curses(struct terminal *t, const struct terminal_options *o,
                          struct arena *keep, struct error *err)
{
    struct curses *k = arena_new(keep, struct curses);
    struct termios modes;
    bool utf8;

    k->around = surroundings_now();
    k->width_most = o->width;
    k->height_most = o->height;
    utf8 = tty_speaks_utf8(k->around.locale);
    if (!tty_open(&k->tty, err) || !ask_terminfo(k, err))
        return false;
    if (!kept_open(&k->last, err))
        return false;
    tcgetattr(k->tty.in, &modes);
    signals_catch();
    set_escdelay(ESCAPE_MS);
    if (!open_screen(k, o->depth, *keep, err))
        return false;
    arm(k, &modes, *keep);
    prepare_screen(k);
    *t = (struct terminal){ .size = size, .show = show, .key = key,
                            .clock = now, .clear = redraw, .copy = copy,
                            .close = close_screen, .state = k };
    t->depth = k->depth;
    t->ascii = o->ascii || !utf8;
    t->theme = guess_theme(o->theme, &k->around);
    return true;
}
