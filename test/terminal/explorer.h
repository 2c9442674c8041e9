/* explorer.h - the real program, in a pseudo-terminal and headless. */
#ifndef TEST_EXPLORER_H
#define TEST_EXPLORER_H

#include "pty.h"

/* Start the explorer; `arguments` as a shell reads them. */
struct pty *explore(int width, int height, const char *const *env,
                    const char *arguments);

/* Wait until the screen is the one that `keys` give without a terminal: its
 * letters, or every cell with its colours; tells what stays different. */
bool shows_headless(struct pty *p, const char *options, const char *keys);
bool same_colors(struct pty *p, const char *options, const char *keys);

/* Leave with `q`: status 0 and the terminal as it was? */
bool leaves_well(struct pty *p);

/* Any glyph beyond ASCII; any colour or its kind, on the screen now. */
bool has_only_ascii(struct pty *p);
bool has_color(struct pty *p, enum color_kind kind, uint32_t from, uint32_t to);

extern const char *const env_24bit[], *const env_256[], *const env_16[],
    *const env_mono[], *const env_ascii[];

#endif
