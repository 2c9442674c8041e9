/* builtin.h - the files that travel inside the program (builtin.S). */
#ifndef APP_BUILTIN_H
#define APP_BUILTIN_H

#include "io/file.h"

enum builtin {
    BUILTIN_WEIGHTS, BUILTIN_CONFIG, BUILTIN_PROCESSOR,
    BUILTIN_START,      /* CLS before training, as a safetensors file */
    BUILTIN_CAT, BUILTIN_DOG, BUILTIN_BIRD,
    BUILTIN_COUNT
};
enum { BUILTIN_PICTURES = BUILTIN_COUNT - BUILTIN_CAT };

struct file builtin_file(enum builtin which);

/* The picture that "built-in/cat.png" names; false: it names none. */
bool builtin_picture(struct file *out, const char *path);

#endif
