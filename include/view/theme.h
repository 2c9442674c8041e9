/* theme.h - how roles look.  Pure data: only the display and exports turn
 * it into escape sequences. */
#ifndef VIEW_THEME_H
#define VIEW_THEME_H

#include <stdbool.h>
#include <stdint.h>

enum theme { THEME_DARK, THEME_LIGHT, THEME_SAFE, THEME_COUNT };

/* What a piece of the screen is. */
enum role {
    ROLE_TEXT,      /* plain */
    ROLE_DIM,       /* what may be overlooked */
    ROLE_STRONG,    /* what must not */
    ROLE_TITLE,     /* name of the program, of a frame */
    ROLE_FRAME,     /* lines of frames */
    ROLE_CURRENT,   /* the stage, layer, head one is at */
    ROLE_CHOSEN,    /* the chosen token everywhere: crosshair */
    ROLE_QUERY,     /* the query token */
    ROLE_NUMBER,    /* a number beside a colour */
    ROLE_BAR,       /* bars of weights */
    ROLE_PLUS,      /* positive part of signed bars */
    ROLE_MINUS,     /* negative part */
    ROLE_KEY,       /* a key in the footer */
    ROLE_NOTE,      /* the sentence of the stage */
    ROLE_WARN,      /* something to know */
    ROLE_COUNT
};

#define LOOK_DEFAULT 0xFF000000u    /* the terminal's own colour */
enum { LOOK_BOLD = 1, LOOK_UNDERLINE = 2, LOOK_REVERSE = 4, LOOK_FAINT = 8 };

struct look {
    uint32_t fg, bg;    /* 0xRRGGBB or LOOK_DEFAULT */
    uint8_t attrs;      /* LOOK_BOLD ... */
    uint8_t attrs_mono; /* where there are no colours */
};

struct look theme_look(enum theme t, enum role r);
const char *theme_name(enum theme t);               /* "dark" "light" "safe" */
bool theme_parse(enum theme *out, const char *name);
uint32_t theme_background(enum theme t);            /* for blending and SVG */
uint32_t theme_foreground(enum theme t);

#endif
