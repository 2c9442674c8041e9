/* line.c - the smallest line editor: it grows and shrinks at its end. */
#include "app/line.h"

#include <stdio.h>
#include <string.h>

#include "app/keys.h"
#include "base/text.h"

enum { CONTROL_C = 3, CONTROL_U = 21, CONTROL_W = 23, ESCAPE = 27 };

static void update(struct line *l)
{
    snprintf(l->whole, sizeof(l->whole), "%s%s", l->label, l->text);
}

void line_set(struct line *l, const char *text)
{
    snprintf(l->text, sizeof(l->text), "%s", text);
    update(l);
}

void line_begin(struct line *l, const char *label, const char *hint)
{
    l->hint = hint;
    l->label = label;
    line_set(l, "");
}

void line_end(struct line *l)
{
    l->label = NULL;
}

static void add(struct line *l, int key)
{
    char utf8[4];
    ptrdiff_t n = utf8_put(utf8, (uint32_t)key);
    size_t size = strlen(l->text);

    if (size + (size_t)n >= sizeof(l->text))
        return;
    memcpy(l->text + size, utf8, (size_t)n);
    l->text[size + (size_t)n] = 0;
}

/* The last code point: a byte that continues no other, and what follows. */
static void remove_character(struct line *l)
{
    size_t n = strlen(l->text);

    while (n > 0 && ((unsigned char)l->text[--n] & 0xc0) == 0x80)
        ;
    l->text[n] = 0;
}

static bool is_between(char c)
{
    return c == ' ' || c == '/';
}

static void remove_word(struct line *l)
{
    size_t n = strlen(l->text);

    while (n > 0 && is_between(l->text[n - 1]))
        n--;
    while (n > 0 && !is_between(l->text[n - 1]))
        n--;
    l->text[n] = 0;
}

enum line_state line_key(struct line *l, int key)
{
    if (key == '\r')
        return LINE_ENTERED;
    if (key == '\t')
        return LINE_TAB;
    if (key == ESCAPE || key == CONTROL_C || (key == KEY_BSPACE && !*l->text))
        return LINE_LEFT;
    if (key == KEY_BSPACE)
        remove_character(l);
    else if (key == CONTROL_U)
        l->text[0] = 0;
    else if (key == CONTROL_W)
        remove_word(l);
    else if (key >= ' ' && key < KEY_LEFT_)
        add(l, key);
    update(l);
    return LINE_TYPING;
}
