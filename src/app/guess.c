/* guess.c - decisions about colours, themes and clipboards. */
#include "app/guess.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/terminfo.h"
#include "base/text.h"

struct surroundings surroundings_now(void)
{
    static const char *const locales[] = { "LC_ALL", "LC_CTYPE", "LANG" };
    struct surroundings s = {
        .term = getenv("TERM"),
        .colorterm = getenv("COLORTERM"),
        .no_color = getenv("NO_COLOR"),
        .colorfgbg = getenv("COLORFGBG"),
        .tmux = getenv("TMUX"),
        .sty = getenv("STY"),
    };

    for (int i = 0; i < 3 && !(s.locale && *s.locale); i++)
        s.locale = getenv(locales[i]);
    return s;
}

static bool is_set(const char *s)
{
    return s && *s;
}

/* screen takes the sequences of 24 bit colours for something else. */
static bool says_24_bit(const struct surroundings *s)
{
    if (!is_set(s->colorterm) || (s->term && text_starts(s->term, "screen")))
        return false;
    return strcasecmp(s->colorterm, "truecolor") == 0 ||
           strcasecmp(s->colorterm, "24bit") == 0;
}

enum depth guess_depth(int asked, const struct surroundings *s)
{
    if (asked >= 0)
        return (enum depth)asked;
    if (asked == DEPTH_AUTO && is_set(s->no_color))
        return DEPTH_MONO;
    if (says_24_bit(s))
        return DEPTH_24BIT;
    return s->colors >= 256 ? DEPTH_256 : s->colors >= 8 ? DEPTH_16
                                                         : DEPTH_MONO;
}

/* While it has the mouse reported, screen holds an Esc back until the next key:
 * then both are one that was pressed with Alt.  Esc is worth more. */
bool guess_mouse(const struct surroundings *s)
{
    bool named_screen = s->term && text_starts(s->term, "screen");

    return !is_set(s->sty) && (is_set(s->tmux) || !named_screen);
}

/* All of them take what the own entry says (vitscope.ti). */
int guess_colors(const char *term)
{
    static const char *const families[] = {
        "xterm", "screen", "tmux", "rxvt", "alacritty", "kitty", "foot",
        "wezterm", "ghostty", "konsole", "gnome", "vte", "putty", "mintty",
        "iterm", "contour", "mlterm", "st-",
    };

    if (text_starts(term, "linux"))
        return 8;
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++)
        if (text_starts(term, families[i]))
            return 256;
    return 0;
}

/* COLORFGBG is "fg;bg" or "fg;default;bg" in ANSI numbers: 7 and the bright
 * ones but 8 are light grounds. */
enum theme guess_theme(int asked, const struct surroundings *s)
{
    const char *last = is_set(s->colorfgbg) ? strrchr(s->colorfgbg, ';') : NULL;
    long ground;

    if (asked >= 0)
        return (enum theme)asked;
    if (last && text_to_long(&ground, last + 1, 0, 15) &&
        (ground == 7 || ground > 8))
        return THEME_LIGHT;
    return THEME_DARK;
}

bool locale_is_utf8(const char *name)
{
    const char *charset = name ? strchr(name, '.') : NULL;

    return charset && (strncasecmp(charset, ".utf-8", 6) == 0 ||
                       strncasecmp(charset, ".utf8", 5) == 0);
}

/* tmux and screen hand a wrapped sequence on to the terminal around them;
 * every ESC in it is doubled for tmux.  tmux takes the plain form too, where
 * set-clipboard is on. */
void clipboard_sequence(struct text *out, const char *text,
                        const struct surroundings *s)
{
    bool tmux = is_set(s->tmux), screen = !tmux && is_set(s->sty);
    struct text osc = text_new(out->arena);

    text_add(&osc, "\33]52;c;");
    text_add_base64(&osc, text, (ptrdiff_t)strlen(text));
    text_add(&osc, "\a");
    if (!screen)
        text_add(out, osc.data);
    if (tmux)
        text_addf(out, "\33Ptmux;\33%s\33\\", osc.data);
    if (screen)
        text_addf(out, "\33P%s\33\\", osc.data);
}
