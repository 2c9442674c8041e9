/* fuzz_keyboard.c - any bytes from a terminal, in any pieces: each is
 * understood or given up in time, and nothing but keys, and letters of a
 * paste, comes of it.
 *
 * The first byte says how the rest is cut and when the pieces come. */
#include "fuzz.h"

#include <locale.h>

#include "app/keyboard.h"
#include "app/keys.h"

static void check(struct input in)
{
    char name[16];

    if (in.key & KEY_LETTER) {
        CLAIM(in.key - KEY_LETTER >= ' ' && in.key - KEY_LETTER < KEY_LEFT_);
        return;
    }
    CLAIM(in.key > KEY_NOTHING && in.key < KEY_META + KEY_LEFT_);
    if (in.key == KEY_CLICK)
        CLAIM(in.x >= 0 && in.x < 9999 && in.y >= 0 && in.y < 9999);
    else
        CLAIM(key_text(name, in.key)[0]);
}

static void press_all(struct keyboard *k, double now)
{
    struct input in;

    while (keyboard_next(k, now, &in))
        check(in);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct dice dice = { size ? data[0] : 0 };
    struct keyboard k = { .mouse = size && data[0] & 1 };
    double now = 0, rest;

    setlocale(LC_CTYPE, "C.UTF-8");
    keyboard_learn(&k, "\33[[A", KEY_F1_);
    keyboard_learn(&k, "\33O", KEY_HOME_);
    keyboard_learn(&k, "\2@\r", KEY_F1_ + 1);
    for (size_t at = 1; at < size;) {
        size_t room = (size_t)(KEYBOARD_BYTES - k.size), left = size - at;
        size_t piece = 1 + dice_throw(&dice, KEYBOARD_BYTES);

        CLAIM(room > 0);
        piece = piece < room ? piece : room;
        piece = piece < left ? piece : left;
        keyboard_feed(&k, (const char *)data + at, (int)piece, now);
        press_all(&k, now);
        at += piece;
        now += dice_throw(&dice, 40);
        press_all(&k, now);
    }
    for (int i = 0; i <= KEYBOARD_BYTES && k.size; i++) {
        rest = keyboard_wait(&k, now);
        CLAIM(rest >= 0);
        now += rest;
        press_all(&k, now);
    }
    CLAIM(k.size == 0 && keyboard_wait(&k, now) < 0);
    return 0;
}
