/* folder.h - one input as a folder: files and links, in memory's own folder.
 *
 *     == NAME            a file; its bytes follow, up to the next such line
 *     => NAME TARGET     a symbolic link
 *
 * Names may have folders in them, which are made.  Nothing is ever made
 * outside, whatever is asked for: not by ".." and not through a link.
 *
 * A file whose name ends in .safetensors may be said in lines
 *     NAME DTYPE SHAPE [VALUE]       embed.weight F32 48,3,8,8
 * and is then made of them, sound: so that what changes is what the model is
 * made of, not where the header ends. */
#ifndef TEST_FOLDER_H
#define TEST_FOLDER_H

#include "fuzz.h"

/* The folder, emptied, with what the input asks for. */
const char *folder_make(const uint8_t *data, size_t size, struct arena *keep);

/* An empty folder that lasts as long as the process. */
const char *folder_own(void);

#endif
