/* emulator.h - what a terminal shows for the bytes it was sent (libvterm). */
#ifndef TEST_EMULATOR_H
#define TEST_EMULATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum color_kind { COLOR_DEFAULT, COLOR_INDEXED, COLOR_RGB };

struct look {
    enum color_kind kind;
    uint32_t value;             /* index or 0xRRGGBB; 0 for the default */
};

struct seen {                   /* one cell */
    uint32_t glyph;             /* blank cells are spaces */
    struct look fg, bg;
    bool bold, underline, reverse;
};

struct emulator;

/* What the terminal sends back: keys, mouse, answers. */
typedef void emulator_reply(const char *bytes, size_t size, void *ctx);

struct emulator *emulator_new(int width, int height, emulator_reply *reply,
                              void *ctx);
void emulator_free(struct emulator *e);
void emulator_resize(struct emulator *e, int width, int height);
void emulator_feed(struct emulator *e, const char *bytes, size_t size);

/* A key by its name in --keys ("n" "Left" "S-Tab" "C-c" "click:10x5"), sent
 * as this terminal sends it in the mode it was put in. False: no such key. */
bool emulator_key(struct emulator *e, const char *name);

/* The screen as UTF-8 lines without trailing blanks or empty last lines; valid
 * until the next call. */
const char *emulator_text(struct emulator *e);
struct seen emulator_cell(const struct emulator *e, int x, int y);
int emulator_encode(char out[4], uint32_t glyph);   /* bytes as UTF-8 */
int emulator_width(const struct emulator *e);
int emulator_height(const struct emulator *e);

bool emulator_alternate(const struct emulator *e);   /* the second screen? */
bool emulator_had_alternate(const struct emulator *e);
bool emulator_cursor(const struct emulator *e);      /* visible? */
bool emulator_mouse(const struct emulator *e);       /* reported? */
bool emulator_plain(const struct emulator *e);       /* no colours left on? */

#endif
