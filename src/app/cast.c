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

bool cast_begin(struct cast *c, struct error *err)
{
    *c = (struct cast){ .file = { 0 } };
    if (!kept_open(&c->last, err))
        return false;
    if (!arena_reserve(&c->file, 1 << 30, 16))
        return error_set(err, "there is no memory for a recording");
    c->out = text_new(&c->file);
    return true;
}

void cast_show(struct cast *c, const struct canvas *canvas, double ms,
               struct arena scratch)
{
    bool first = c->last.canvas.width == 0;
    bool all = !kept_fits(&c->last, canvas);
    struct text data = text_new(&scratch);

    if (first)
        add_header(c, canvas);
    else if (canvas->width != c->last.canvas.width ||
             canvas->height != c->last.canvas.height) {
        text_addf(&data, "%dx%d", canvas->width, canvas->height);
        add_event(c, ms, "r", data.data);
        text_clear(&data);
    }
    if (all)
        text_add(&data, "\33[?25l\33[2J");
    for (int y = 0; y < canvas->height; y++)
        if (all || !kept_row(&c->last, canvas, y))
            add_line(&data, canvas, y);
    if (data.size > 0)
        add_event(c, ms, "o", data.data);
    kept_take(&c->last, canvas);
}

void cast_finish(struct cast *c, double ms, struct arena scratch)
{
    struct text data = text_new(&scratch);

    if (c->last.canvas.width == 0)
        return;
    text_addf(&data, "\33[%d;1H\33[m\33[?25h", c->last.canvas.height);
    add_event(c, ms, "o", data.data);
}

void cast_end(struct cast *c)
{
    kept_close(&c->last);
    arena_close(&c->file);
}
