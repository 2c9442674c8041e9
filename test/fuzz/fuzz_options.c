/* fuzz_options.c - any words as a command line, one a line: values within
 * their bounds, or a sentence. */
#define _GNU_SOURCE
#include "fuzz.h"

#include <getopt.h>

#include "app/options.h"
#include "app/pictures.h"
#include "view/stage.h"
#include "view/walk.h"

enum { WORDS_MAX = 64 };

/* --at on a model of two layers, three heads and nine patches. */
static void stand(const char *at)
{
    struct shape s = { .layers = 2, .heads = 3, .tokens = 10, .dim = 6,
                       .grid_h = 3, .grid_w = 3 };
    struct cursor c = walk_start(&s);
    struct error err = { 0 };

    if (!walk_at(&c, at, &s, &err)) {
        CLAIM(err.text[0]);
        return;
    }
    CLAIM(c.stage >= 0 && c.stage < stage_count);
    CLAIM(walk_step(&c, &s) >= 0 && walk_step(&c, &s) < walk_steps(&s));
}

static void check(const struct options *o)
{
    struct error err = { 0 };

    CLAIM(o->place.stage >= -1 && o->place.stage < stage_count);
    CLAIM(o->place.layer >= -1 && o->top >= 0 && o->threads >= 0);
    CLAIM(o->width >= 0 && o->resolution_h >= 0 && o->resolution_w >= 0);
    CLAIM(o->argument_count >= 0 && o->argument_count <= WORDS_MAX);
    CLAIM(pictures_check(o, &err) || err.text[0]);
    if (o->at)
        stand(o->at);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *keep = fuzz_arena(16 << 20);
    char *words = arena_alloc(keep, (ptrdiff_t)size + 1, 1, 1);
    char program[] = "vitscope", *argv[WORDS_MAX + 2] = { program };
    struct options o;
    struct error err = { 0 };
    int argc = 1;

    if (size)
        memcpy(words, data, size);
    for (; *words && argc <= WORDS_MAX; argc++) {
        argv[argc] = words;
        words += strcspn(words, "\n");
        if (*words)
            *words++ = '\0';
    }
    optind = 0;     /* getopt starts anew */
    if (options_parse(&o, argc, argv, keep, &err))
        check(&o);
    else
        CLAIM(err.text[0] && o.command);
    return 0;
}
