/* capabilities.c - what the terminal database says of TERM. */
#include "capabilities.h"

#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>

/* A string of the entry, or NULL. */
static const char *string_of(const char *name)
{
    const char *s = tigetstr(name);

    return s == (char *)-1 ? NULL : s;
}

/* --- before it is opened ------------------------------------------------------- */

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

bool capabilities_ask(struct surroundings *around, bool *own, int out,
                      struct error *err)
{
    const char *term = around->term;
    bool draws;
    int status;

    if (!term || !*term)
        return error_set(err, "TERM is not set, so how to draw on this "
                              "terminal is not known");
    if (setupterm((char *)term, out, &status) != OK) {
        around->colors = guess_colors(term);
        *own = around->colors > 0;
        return *own || error_set(err, "the terminal database has no entry for "
                                      "TERM=%s; TERM=xterm-256color suits most "
                                      "terminals", term);
    }
    around->colors = tigetnum("colors");
    draws = string_of("cup") && string_of("clear");
    del_curterm(cur_term);
    return draws || error_set(err, "TERM=%s cannot place its cursor, so there "
                                   "is nothing to draw on; try vitscope show",
                              term);
}

/* --- once it is open ------------------------------------------------------------ */

bool capabilities_mouse(void)
{
    return string_of("kmous");
}

/* The Linux console's entry has C-z for a key of its own. */
void capabilities_keys(struct keyboard *k)
{
    enum { CONTROL_Z = 26 };
    static const struct {
        const char *name;
        int key;
    } rows[] = {
        { "kcub1", KEY_LEFT_ }, { "kcuf1", KEY_RIGHT_ }, { "kcuu1", KEY_UP_ },
        { "kcud1", KEY_DOWN_ }, { "khome", KEY_HOME_ },  { "kend", KEY_END_ },
        { "kfnd", KEY_HOME_ },  { "kslt", KEY_END_ },    { "kpp", KEY_PGUP },
        { "knp", KEY_PGDN },    { "kich1", KEY_INS },    { "kdch1", KEY_DEL },
        { "kcbt", KEY_STAB_ },  { "kbs", KEY_BSPACE },   { "kent", '\r' },
        { "kspd", CONTROL_Z },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        keyboard_learn(k, string_of(rows[i].name), rows[i].key);
    for (int key = KEY_F1_; key <= KEY_F12_; key++) {
        char name[8];

        snprintf(name, sizeof(name), "kf%d", key - KEY_F1_ + 1);
        keyboard_learn(k, string_of(name), key);
    }
}

/* A capability without its padding, "$<5>". */
static void add_capability(struct text *t, const char *name)
{
    const char *s = string_of(name);

    while (s && *s) {
        const char *pad = text_starts(s, "$<") ? strchr(s, '>') : NULL;

        if (pad)
            s = pad + 1;
        else
            text_add_bytes(t, s++, 1);
    }
}

void capabilities_restore(struct text *out)
{
    static const char *const parts[] = { "rmkx", "sgr0", "op", "cnorm",
                                         "rmcup" };

    if (capabilities_mouse())
        text_add(out, MOUSE_OFF);
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
        add_capability(out, parts[i]);
}
