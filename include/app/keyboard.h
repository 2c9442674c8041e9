/* keyboard.h - what the bytes of a keyboard mean.
 *
 * Pure: bytes and the time they came go in, keys come out. */
#ifndef APP_KEYBOARD_H
#define APP_KEYBOARD_H

#include <stdbool.h>

#include "app/terminal.h"

/* Most of the bytes that wait to be understood, of the keys an entry names. */
enum { KEYBOARD_BYTES = 64, KEYBOARD_KEYS = 64 };

struct keyboard {
    struct sequence {
        const char *bytes;
        int key;
    } keys[KEYBOARD_KEYS];  /* as the terminal's entry has them */
    int key_count;
    bool mouse;             /* was asked to report */
    bool pasting;           /* until the terminal says that it is over */
    char held[KEYBOARD_BYTES];
    int size;               /* of what is held */
    double since;           /* milliseconds: when the last byte came */
};

/* The terminal says `key` with these bytes, which must stay; NULL and what is
 * beyond KEYBOARD_KEYS is left out. */
void keyboard_learn(struct keyboard *k, const char *bytes, int key);

/* Take `n` bytes, KEYBOARD_BYTES - size at most, that came at `now`. */
void keyboard_feed(struct keyboard *k, const char *bytes, int n, double now);

/* The next key that means something; false when none is held, or only the
 * beginning of one.  A beginning whose rest does not come is given up. */
bool keyboard_next(struct keyboard *k, double now, struct input *in);

/* Milliseconds until what is held is given up; -1: nothing is. */
double keyboard_wait(const struct keyboard *k, double now);

#endif
