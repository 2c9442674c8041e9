/* keys.h - names of keys, as --keys, help and footer write them. */
#ifndef APP_KEYS_H
#define APP_KEYS_H

#include <stdbool.h>

/* Keys that are no code point.  Enter, Tab, Esc and C-x are: 13, 9, 27, 1..26
 * (so C-i is Tab and C-m is Enter, as terminals have it). */
enum key {
    KEY_NOTHING = 0,
    KEY_LEFT_ = 0x110000, KEY_RIGHT_, KEY_UP_, KEY_DOWN_, KEY_HOME_, KEY_END_,
    KEY_PGUP, KEY_PGDN, KEY_INS, KEY_DEL, KEY_STAB_, KEY_BSPACE,
    KEY_F1_, KEY_F12_ = KEY_F1_ + 11,
    KEY_WHEEL_UP, KEY_WHEEL_DOWN,
    KEY_CLICK, KEY_RESIZE_, KEY_WAKE, KEY_END_OF_INPUT,
    KEY_PASTE, KEY_PASTED,      /* what is between them was not typed */
    KEY_META = 0x200000,    /* added to what was pressed with it */
    KEY_LETTER = 0x400000   /* and to a character that was pasted */
};

/* "Left", "Space", "C-c", "M-x", "n" -> key; 0 when unknown. */
int key_parse(const char *name);
const char *key_text(char out[16], int key);

#endif
