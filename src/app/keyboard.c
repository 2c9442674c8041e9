/* keyboard.c - what the bytes of a keyboard mean.
 *
 * A terminal says a key as a character, or as a sequence that begins with Esc.
 * The sequences its entry names come first.  Others have the form of ECMA-48
 * (5.4): one that nobody asked for is swallowed whole, so that no letter of it
 * is taken for a key.  Nothing here waits, as curses does where a report of the
 * mouse is cut short: what is no key yet is held, and given up in time. */
#include "app/keyboard.h"

#include <string.h>
#include <wchar.h>

#include "base/text.h"

enum { ESC = 27, DELETE = 127 };

/* How long the rest of a key may take.  After Esc alone, which is a key too,
 * no longer than nobody notices; else as long as a bad line needs.  A paste
 * that does not go on is over. */
enum { ESCAPE_MS = 25, REST_MS = 500, PASTE_MS = 2000 };

/* Other ways terminals have to say what their entry may name. */
static const struct sequence common[] = {
    { "\33[A", KEY_UP_ },    { "\33[B", KEY_DOWN_ },  { "\33[C", KEY_RIGHT_ },
    { "\33[D", KEY_LEFT_ },  { "\33OA", KEY_UP_ },    { "\33OB", KEY_DOWN_ },
    { "\33OC", KEY_RIGHT_ }, { "\33OD", KEY_LEFT_ },  { "\33[H", KEY_HOME_ },
    { "\33[F", KEY_END_ },   { "\33OH", KEY_HOME_ },  { "\33OF", KEY_END_ },
    { "\33[1~", KEY_HOME_ }, { "\33[4~", KEY_END_ },  { "\33[7~", KEY_HOME_ },
    { "\33[8~", KEY_END_ },  { "\33[2~", KEY_INS },   { "\33[3~", KEY_DEL },
    { "\33[5~", KEY_PGUP },  { "\33[6~", KEY_PGDN },  { "\33[Z", KEY_STAB_ },
    { "\33OM", '\r' },       { "\33[11~", KEY_F1_ },  { "\33OP", KEY_F1_ },
    { "\33[200~", KEY_PASTE }, { "\33[201~", KEY_PASTED },
};
enum { COMMON = sizeof(common) / sizeof(common[0]) };

void keyboard_learn(struct keyboard *k, const char *bytes, int key)
{
    if (bytes && *bytes && k->key_count < KEYBOARD_KEYS)
        k->keys[k->key_count++] = (struct sequence){ bytes, key };
}

/* --- characters -------------------------------------------------------------- */

static int named(uint32_t c)
{
    if (c == DELETE || c == '\b')
        return KEY_BSPACE;
    if (c == '\n')
        return '\r';
    return c >= KEY_LEFT_ || (c > DELETE && codepoint_is_control(c))
               ? KEY_NOTHING
               : (int)c;
}

/* The first character of `n` bytes; its size, 0 while more of it may come.
 * A byte that is none in this locale means nothing. */
static int character(const char *s, int n, bool late, int *key)
{
    mbstate_t state = { 0 };
    wchar_t c = 0;
    size_t size = mbrtowc(&c, s, (size_t)n, &state);

    *key = KEY_NOTHING;
    if (size == (size_t)-2 && !late)
        return 0;
    if (size == 0 || size > (size_t)n)
        return 1;
    *key = named((uint32_t)c);
    return (int)size;
}

/* --- the mouse --------------------------------------------------------------- */

/* "12;", "12M": a number below 10000 and the byte behind it, 0 when there is
 * no number. */
static int report_number(const char **s, char *end)
{
    int v = 0, digits = 0;

    for (; **s >= '0' && **s <= '9' && digits < 4; digits++)
        v = 10 * v + *(*s)++ - '0';
    *end = digits ? *(*s)++ : 0;
    return v;
}

/* The first button went down or the wheel was turned, whatever was held with it
 * (Shift, Alt, Ctrl). */
static int button(int code)
{
    enum { WITH = 4 | 8 | 16, WHEEL = 64 };

    switch (code & ~WITH) {
    case 0:
        return KEY_CLICK;
    case WHEEL:
        return KEY_WHEEL_UP;
    case WHEEL + 1:
        return KEY_WHEEL_DOWN;
    default:
        return KEY_NOTHING;
    }
}

static struct input click(int code, int column, int row)
{
    int key = button(code);

    if (key == KEY_NOTHING || column < 1 || row < 1)
        return (struct input){ KEY_NOTHING, 0, 0 };
    return (struct input){ key, column - 1, row - 1 };
}

/* Esc [ < code ; column ; row M, with m where a button is let go (xterm's mode
 * 1006); Esc [ M and three bytes of 32 more than the value (mode 1000). */
static struct input mouse_report(const struct keyboard *k, int size)
{
    const unsigned char *old = (const unsigned char *)k->held + 3;
    const char *s = k->held + 3;
    char ends[3];
    int code, column, row;

    if (size == 6 && k->held[2] == 'M')
        return click(old[0] - 32, old[1] - 32, old[2] - 32);
    if (k->held[2] != '<')
        return (struct input){ KEY_NOTHING, 0, 0 };
    code = report_number(&s, &ends[0]);
    column = ends[0] == ';' ? report_number(&s, &ends[1]) : 0;
    row = column && ends[1] == ';' ? report_number(&s, &ends[2]) : 0;
    return row && ends[2] == 'M' ? click(code, column, row)
                                 : (struct input){ KEY_NOTHING, 0, 0 };
}

/* --- sequences ---------------------------------------------------------------- */

/* The longest known sequence that is held; `longer`: more bytes could make a
 * longer one. */
static const struct sequence *known(const struct keyboard *k, bool *longer)
{
    const struct sequence *best = NULL;

    *longer = false;
    for (int i = 0; i < k->key_count + COMMON; i++) {
        const struct sequence *s = i < k->key_count ? &k->keys[i]
                                                    : &common[i - k->key_count];
        int size = (int)strlen(s->bytes);

        if (size > k->size)
            *longer = *longer || !memcmp(s->bytes, k->held, (size_t)k->size);
        else if (!memcmp(s->bytes, k->held, (size_t)size) &&
                 (!best || size > (int)strlen(best->bytes)))
            best = s;
    }
    return best;
}

/* The size of what begins with Esc [ or Esc O, 0 while its end may come.  A
 * byte that belongs to none ends it. */
static int sequence_size(const struct keyboard *k)
{
    bool console = k->size > 2 && k->held[2] == '[';    /* F1: Esc [ [ A */
    bool report = k->mouse && k->size > 2 && k->held[1] == '[' &&
                  k->held[2] == 'M';

    if (report)
        return k->size < 6 ? 0 : 6;
    for (int i = console ? 3 : 2; i < k->size; i++) {
        unsigned char c = (unsigned char)k->held[i];

        if (c < ' ' || c >= DELETE)
            return i;
        if (c >= '@')
            return i + 1;
    }
    return 0;
}

static bool begins_sequence(const struct keyboard *k)
{
    return k->size > 1 && k->held[0] == ESC &&
           (k->held[1] == '[' || k->held[1] == 'O');
}

/* Esc, unless it stands for Alt before a sequence, which then counts alone. */
static int escape_alone(const struct keyboard *k, bool late, struct input *in)
{
    bool alt = k->size > 2 && (k->held[2] == '[' || k->held[2] == 'O');

    if (k->size < 3 && !late)
        return 0;
    in->key = alt ? KEY_NOTHING : ESC;
    return 1;
}

/* What begins with Esc and is none of the known: Esc itself, a sequence, or a
 * character that was pressed with Alt. */
static int escape(const struct keyboard *k, bool late, struct input *in)
{
    int n;

    if (k->size == 1 || k->held[1] == ESC)
        return escape_alone(k, late, in);
    if (begins_sequence(k)) {
        n = sequence_size(k);
        if (n && k->held[1] == '[')
            *in = mouse_report(k, n);
        return n || !late ? n : k->size;
    }
    n = character(k->held + 1, k->size - 1, late, &in->key);
    in->key = in->key >= ' ' && in->key < KEY_LEFT_ ? KEY_META + in->key
                                                    : KEY_NOTHING;
    return n ? n + 1 : 0;
}

/* What stands first; its size, 0 while it may be more. */
static int understand(const struct keyboard *k, bool late, struct input *in)
{
    bool longer;
    const struct sequence *s = known(k, &longer);

    *in = (struct input){ KEY_NOTHING, 0, 0 };
    if (longer && !late)
        return 0;
    if (s)
        in->key = s->key;
    if (s)
        return (int)strlen(s->bytes);
    if (k->held[0] == ESC)
        return escape(k, late, in);
    return character(k->held, k->size, late, &in->key);
}

/* Of a paste nothing is a key, and only its characters are something else. */
static int in_brackets(struct keyboard *k, int key)
{
    bool letter = key >= ' ' && key < KEY_LEFT_;

    if (key == KEY_PASTE || key == KEY_PASTED)
        k->pasting = key == KEY_PASTE;
    else if (!k->pasting)
        return key;
    return letter ? KEY_LETTER + key : KEY_NOTHING;
}

/* --- in and out ---------------------------------------------------------------- */

double keyboard_wait(const struct keyboard *k, double now)
{
    bool may_be_escape = k->held[0] == ESC && !begins_sequence(k);
    double end = k->since + (may_be_escape ? ESCAPE_MS : REST_MS);

    if (k->size == 0)
        return -1;
    return k->size == KEYBOARD_BYTES || end < now ? 0 : end - now;
}

void keyboard_feed(struct keyboard *k, const char *bytes, int n, double now)
{
    memcpy(k->held + k->size, bytes, (size_t)n);
    k->size += n;
    if (n > 0 && now - k->since > PASTE_MS)
        k->pasting = false;
    k->since = n > 0 ? now : k->since;
}

bool keyboard_next(struct keyboard *k, double now, struct input *in)
{
    while (k->size) {
        int size = understand(k, keyboard_wait(k, now) == 0, in);

        if (size == 0)
            return false;
        k->size -= size;
        memmove(k->held, k->held + size, (size_t)k->size);
        in->key = in_brackets(k, in->key);
        if (in->key != KEY_NOTHING)
            return true;
    }
    return false;
}
