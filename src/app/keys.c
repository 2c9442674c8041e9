/* keys.c - one table of names, read both ways. */
#include "app/keys.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

static const struct {
    const char *name;
    int key;
} names[] = {
    { "Left", KEY_LEFT_ }, { "Right", KEY_RIGHT_ }, { "Up", KEY_UP_ },
    { "Down", KEY_DOWN_ }, { "Home", KEY_HOME_ },   { "End", KEY_END_ },
    { "PgUp", KEY_PGUP },  { "PgDn", KEY_PGDN },    { "Ins", KEY_INS },
    { "Del", KEY_DEL },    { "S-Tab", KEY_STAB_ },  { "BSpace", KEY_BSPACE },
    { "Enter", '\r' },     { "Esc", 27 },           { "Tab", '\t' },
    { "Space", ' ' },      { "WheelUp", KEY_WHEEL_UP },
    { "WheelDown", KEY_WHEEL_DOWN },
};
enum { NAMES = sizeof(names) / sizeof(names[0]) };

/* "F1" .. "F12" -> 1 .. 12, else 0. */
static int function_number(const char *name)
{
    long n;

    if (name[0] != 'F' || name[1] == '0' || !text_to_long(&n, name + 1, 1, 12))
        return 0;
    return (int)n;
}

/* C-a .. C-z and C-\ C-] C-^ C-_ as the codes they send. */
static int control(char c)
{
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 1;
    return c >= '\\' && c <= '_' ? c & 31 : 0;
}

/* A single code point that can be typed. */
static int character(const char *s)
{
    uint32_t c = utf8_next(&s);

    return *s || c <= ' ' || c == 0x7f || c == 0xfffd ? 0 : (int)c;
}

int key_parse(const char *name)
{
    for (int i = 0; i < NAMES; i++)
        if (strcmp(name, names[i].name) == 0)
            return names[i].key;
    if (function_number(name))
        return KEY_F1_ + function_number(name) - 1;
    if (text_starts(name, "C-") && name[2] && !name[3])
        return control(name[2]);
    if (text_starts(name, "M-") && character(name + 2))
        return KEY_META + character(name + 2);
    return character(name);
}

static void put_character(char out[16], const char *before, int key)
{
    size_t n = strlen(before);

    memcpy(out, before, n);
    n += (size_t)utf8_put(out + n, (uint32_t)key);
    out[n] = 0;
}

const char *key_text(char out[16], int key)
{
    for (int i = 0; i < NAMES; i++)
        if (names[i].key == key)
            return strcpy(out, names[i].name);
    if (key >= KEY_F1_ && key <= KEY_F12_)
        snprintf(out, 16, "F%d", key - KEY_F1_ + 1);
    else if (key > KEY_META)
        put_character(out, "M-", key - KEY_META);
    else if (key > 0 && key < ' ')
        put_character(out, "C-", key <= 26 ? key + 'a' - 1 : key + 64);
    else if (key > ' ' && key < KEY_LEFT_)
        put_character(out, "", key);
    else
        out[0] = 0;
    return out;
}
