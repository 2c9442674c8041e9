/* guess.h - what a terminal can do, from what it and the user say.
 *
 * Pure: values of variables come in (NULL: not set), a decision goes out. */
#ifndef APP_GUESS_H
#define APP_GUESS_H

#include "app/terminal.h"
#include "base/text.h"

struct surroundings {
    const char *term, *colorterm, *no_color, *colorfgbg;
    const char *locale;         /* what LC_ALL, LC_CTYPE or LANG says */
    const char *tmux, *sty;     /* inside of tmux, of screen */
    int colors;                 /* what terminfo says of TERM */
};

/* Read from the environment; colors is left 0. */
struct surroundings surroundings_now(void);

/* `asked`: enum depth, DEPTH_AUTO or DEPTH_ALWAYS. */
enum depth guess_depth(int asked, const struct surroundings *s);
enum theme guess_theme(int asked, const struct surroundings *s);

/* Can clicks be had without harm to keys? */
bool guess_mouse(const struct surroundings *s);

/* Colours that a terminal of this name surely has, for when the database does
 * not know it: nothing is installed here, or ssh came from a newer terminal.
 * 0: nothing can be said. */
int guess_colors(const char *term);

/* Does the name of a locale promise UTF-8? */
bool locale_is_utf8(const char *name);

/* The sequence that puts `text` on the clipboard (OSC 52), wrapped for what
 * lies between us and the terminal. */
void clipboard_sequence(struct text *out, const char *text,
                        const struct surroundings *s);

#endif
