/* cast.c - a header, then one event a line: [seconds, kind, data]. */
#include "cast.h"

#include <string.h>

#include "view/render.h"

static void add_header(struct cast *c, const struct canvas *canvas)
{
    text_addf(&c->out,
              "{\"version\": 2, \"width\": %d, \"height\": %d, \"title\": "
              "\"vitscope\", \"env\": {\"TERM\": \"xterm-256color\"}}\n",
              canvas->width, canvas->height);
}

static void add_event(struct cast *c, double ms, const char *kind,
                      const char *data)
{
    text_addf(&c->out, "[%.3f, \"%s\", ", ms / 1000, kind);
    text_add_json(&c->out, data);
    text_add(&c->out, "]\n");
}

static bool same_line(const struct canvas *a, const struct canvas *b, int y)
{
    size_t size = sizeof(struct cell) * (size_t)a->width;

    return memcmp(a->cells + (ptrdiff_t)y * a->width,
                  b->cells + (ptrdiff_t)y * b->width, size) == 0;
}

/* One line of a canvas: go there, clear it, write it without its line feed. */
static void add_line(struct text *data, const struct canvas *canvas, int y)
{
    struct canvas line = *canvas;
    struct text bytes = text_new(data->arena);

    line.cells += (ptrdiff_t)y * canvas->width;
    line.height = 1;
    render_ansi(&bytes, &line);
    while (bytes.size > 0 && bytes.data[bytes.size - 1] == '\n')
        bytes.data[--bytes.size] = 0;
    text_addf(data, "\33[%d;1H\33[2K%s", y + 1, bytes.data);
}

static void remember(struct cast *c, const struct canvas *canvas)
{
    arena_reset(&c->cells);
    c->last = *canvas;
    c->last.cells =
        arena_copy(&c->cells, canvas->cells,
                   (ptrdiff_t)sizeof(struct cell) * canvas->width *
                       canvas->height);
}

bool cast_begin(struct cast *c, struct error *err)
{
    *c = (struct cast){ .last = { 0 } };
    if (!arena_open(&c->cells, 64 << 20) ||
        !arena_open(&c->file, (ptrdiff_t)1 << 32))
        return error_set(err, "out of memory");
    c->out = text_new(&c->file);
    return true;
}

void cast_show(struct cast *c, const struct canvas *canvas, double ms,
               struct arena scratch)
{
    bool first = c->last.width == 0;
    bool all = first || canvas->width != c->last.width ||
               canvas->height != c->last.height;
    struct text data = text_new(&scratch);

    if (first)
        add_header(c, canvas);
    else if (all) {
        text_addf(&data, "%dx%d", canvas->width, canvas->height);
        add_event(c, ms, "r", data.data);
        text_clear(&data);
    }
    if (all)
        text_add(&data, "\33[?25l\33[2J");
    for (int y = 0; y < canvas->height; y++)
        if (all || !same_line(canvas, &c->last, y))
            add_line(&data, canvas, y);
    if (data.size > 0)
        add_event(c, ms, "o", data.data);
    remember(c, canvas);
}

void cast_end(struct cast *c)
{
    arena_close(&c->cells);
    arena_close(&c->file);
}
