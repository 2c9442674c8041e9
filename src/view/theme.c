/* theme.c - how roles look: one row a role, one column a theme.
 *
 * Body text keeps the terminal's own colours.  Hues are few and mean one thing
 * each: blue where one is, aqua what is chosen, green what asks; warm is plus,
 * cool is minus.  All colours lie on the cube of 256, so that fewer colours
 * look the same; what 16 make of them is color_to_16's business. */
#include "view/theme.h"

#include <string.h>

#define NONE LOOK_DEFAULT

/* clang-format off */
static const struct look looks[THEME_COUNT][ROLE_COUNT] = {
    [THEME_DARK] = {
        [ROLE_TEXT]    = { NONE,     NONE,     0,         0 },
        [ROLE_DIM]     = { 0x8a8a8a, NONE,     0,         LOOK_FAINT },
        [ROLE_STRONG]  = { NONE,     NONE,     LOOK_BOLD, LOOK_BOLD },
        [ROLE_TITLE]   = { 0x87d7ff, NONE,     LOOK_BOLD, LOOK_BOLD },
        [ROLE_FRAME]   = { 0x585858, NONE,     0,         LOOK_FAINT },
        [ROLE_CURRENT] = { 0x000000, 0x5fafff, LOOK_BOLD, LOOK_BOLD | LOOK_REVERSE },
        [ROLE_CHOSEN]  = { 0x5fffff, NONE,     LOOK_BOLD, LOOK_BOLD | LOOK_UNDERLINE },
        [ROLE_QUERY]   = { 0x87ff5f, NONE,     LOOK_BOLD, LOOK_UNDERLINE },
        [ROLE_NUMBER]  = { NONE,     NONE,     0,         0 },
        [ROLE_BAR]     = { 0xffaf5f, NONE,     0,         0 },
        [ROLE_PLUS]    = { 0xffaf5f, NONE,     0,         0 },
        [ROLE_MINUS]   = { 0x5fafff, NONE,     0,         0 },
        [ROLE_KEY]     = { 0x87d7ff, NONE,     0,         LOOK_BOLD },
        [ROLE_NOTE]    = { NONE,     NONE,     0,         0 },
        [ROLE_WARN]    = { 0xffd75f, NONE,     LOOK_BOLD, LOOK_BOLD },
    },
    [THEME_LIGHT] = {
        [ROLE_TEXT]    = { NONE,     NONE,     0,         0 },
        [ROLE_DIM]     = { 0x767676, NONE,     0,         LOOK_FAINT },
        [ROLE_STRONG]  = { NONE,     NONE,     LOOK_BOLD, LOOK_BOLD },
        [ROLE_TITLE]   = { 0x005faf, NONE,     LOOK_BOLD, LOOK_BOLD },
        [ROLE_FRAME]   = { 0xb2b2b2, NONE,     0,         LOOK_FAINT },
        [ROLE_CURRENT] = { 0xffffff, 0x005faf, LOOK_BOLD, LOOK_BOLD | LOOK_REVERSE },
        [ROLE_CHOSEN]  = { 0x008787, NONE,     LOOK_BOLD, LOOK_BOLD | LOOK_UNDERLINE },
        [ROLE_QUERY]   = { 0x008700, NONE,     LOOK_BOLD, LOOK_UNDERLINE },
        [ROLE_NUMBER]  = { NONE,     NONE,     0,         0 },
        [ROLE_BAR]     = { 0xd75f00, NONE,     0,         0 },
        [ROLE_PLUS]    = { 0xd75f00, NONE,     0,         0 },
        [ROLE_MINUS]   = { 0x005faf, NONE,     0,         0 },
        [ROLE_KEY]     = { 0x005faf, NONE,     0,         LOOK_BOLD },
        [ROLE_NOTE]    = { NONE,     NONE,     0,         0 },
        [ROLE_WARN]    = { 0xaf0000, NONE,     LOOK_BOLD, LOOK_BOLD },
    },
    /* Blue against yellow, which all eyes tell apart, and steps of lightness;
     * never red against green. */
    [THEME_SAFE] = {
        [ROLE_TEXT]    = { NONE,     NONE,     0,         0 },
        [ROLE_DIM]     = { 0x949494, NONE,     0,         LOOK_FAINT },
        [ROLE_STRONG]  = { NONE,     NONE,     LOOK_BOLD, LOOK_BOLD },
        [ROLE_TITLE]   = { 0x87d7ff, NONE,     LOOK_BOLD, LOOK_BOLD },
        [ROLE_FRAME]   = { 0x626262, NONE,     0,         LOOK_FAINT },
        [ROLE_CURRENT] = { 0x000000, 0x87d7ff, LOOK_BOLD, LOOK_BOLD | LOOK_REVERSE },
        [ROLE_CHOSEN]  = { 0xff87ff, NONE,     LOOK_BOLD, LOOK_BOLD | LOOK_UNDERLINE },
        [ROLE_QUERY]   = { 0xffffff, NONE,     LOOK_BOLD, LOOK_UNDERLINE },
        [ROLE_NUMBER]  = { NONE,     NONE,     0,         0 },
        [ROLE_BAR]     = { 0xffd75f, NONE,     0,         0 },
        [ROLE_PLUS]    = { 0xffd75f, NONE,     0,         0 },
        [ROLE_MINUS]   = { 0x5f87ff, NONE,     0,         0 },
        [ROLE_KEY]     = { 0x87d7ff, NONE,     0,         LOOK_BOLD },
        [ROLE_NOTE]    = { NONE,     NONE,     0,         0 },
        [ROLE_WARN]    = { 0xffff87, NONE,     LOOK_BOLD, LOOK_BOLD },
    },
};
/* clang-format on */

static const struct {
    const char *name;
    uint32_t background, foreground;
} themes[THEME_COUNT] = {
    [THEME_DARK] = { "dark", 0x16181c, 0xd4d6da },
    [THEME_LIGHT] = { "light", 0xfcfcfa, 0x24262a },
    [THEME_SAFE] = { "safe", 0x16181c, 0xdcdee2 },
};

struct look theme_look(enum theme t, enum role r)
{
    return looks[t][r];
}

const char *theme_name(enum theme t)
{
    return themes[t].name;
}

bool theme_parse(enum theme *out, const char *name)
{
    for (int t = 0; t < THEME_COUNT; t++)
        if (strcmp(name, themes[t].name) == 0) {
            *out = (enum theme)t;
            return true;
        }
    return false;
}

uint32_t theme_background(enum theme t)
{
    return themes[t].background;
}

uint32_t theme_foreground(enum theme t)
{
    return themes[t].foreground;
}
