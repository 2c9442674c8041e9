/* layout.c - how a stage's place is divided, and lines written into it. */
#include "layout.h"

#include <stdarg.h>
#include <stdio.h>

/* Narrower than this the numbers fold away, and only the picture stays. */
enum { RIGHT_MIN = 30, LEFT_MIN = 26 };

struct rect rect_top(struct rect *r, int h)
{
    struct rect top = *r;

    top.h = h < 0 ? 0 : h > r->h ? r->h : h;
    r->y += top.h;
    r->h -= top.h;
    return top;
}

struct rect rect_left(struct rect *r, int w)
{
    struct rect left = *r;

    left.w = w < 0 ? 0 : w > r->w ? r->w : w;
    r->x += left.w;
    r->w -= left.w;
    return left;
}

/* Columns the picture takes when it is as high as it can be: cells are twice
 * as high as wide, frame and key are taken off before. */
static int picture_width(int height, const struct shape *s)
{
    int rows = height - 3;

    if (s->grid_h < 1 || s->grid_w < 1)
        return 0;
    return 2 * rows * s->grid_w / s->grid_h;
}

struct panels panels_split(struct rect r, const struct scene *s)
{
    int most = r.w * 9 / 20;
    int w = picture_width(r.h, &s->study->trace.shape) + 4;
    struct panels p;

    w = w > most ? most : w < LEFT_MIN ? LEFT_MIN : w;
    if (r.w - w < RIGHT_MIN)
        w = r.w;
    p.left = rect_left(&r, w);
    rect_left(&r, 1);
    p.right = r;
    return p;
}

struct pen pen_at(struct canvas *c, struct rect r)
{
    return (struct pen){ .c = c, .r = r };
}

struct rect pen_take(struct pen *p, int lines)
{
    return rect_top(&p->r, lines);
}

void pen_skip(struct pen *p, int lines)
{
    rect_top(&p->r, lines);
}

void pen_text(struct pen *p, enum role role, const char *s)
{
    struct rect line = pen_take(p, 1);

    if (line.h)
        canvas_text(p->c, line.x, line.y, line.w, role, s);
}

void pen_textf(struct pen *p, enum role role, const char *fmt, ...)
{
    char line[512];
    va_list args;

    va_start(args, fmt);
    vsnprintf(line, sizeof line, fmt, args);
    va_end(args);
    pen_text(p, role, line);
}

void pen_wrap(struct pen *p, enum role role, const char *s)
{
    if (p->r.h > 0)
        pen_skip(p, canvas_wrap(p->c, p->r, role, s));
}

void pen_fact(struct pen *p, int at, const char *label, const char *fmt, ...)
{
    struct rect line = pen_take(p, 1);
    char value[256];
    va_list args;

    if (!line.h)
        return;
    va_start(args, fmt);
    vsnprintf(value, sizeof value, fmt, args);
    va_end(args);
    canvas_text(p->c, line.x, line.y, at - 1, ROLE_DIM, label);
    canvas_text(p->c, line.x + at, line.y, line.w - at, ROLE_NUMBER, value);
}

const char *wait_text(char out[80], const struct scene *s)
{
    int layers = s->study->model->tower.layers, done = s->done;

    if (s->stopped && done < layers)
        snprintf(out, 80, "stopped at layer %d of %d", done < 0 ? 1 : done + 1,
                 layers);
    else if (s->stopped)
        snprintf(out, 80, "stopped");
    else if (!scene_begun(s))
        snprintf(out, 80, "preparing the picture");
    else if (done < layers)
        snprintf(out, 80, "computing layer %d of %d", done + 1, layers);
    else if (done == layers)
        snprintf(out, 80, "reading the classes");
    else
        snprintf(out, 80, "computing layer %d again", scene_layer(s) + 1);
    return out;
}

void panel_wait(struct canvas *c, struct rect r, const char *title,
                const struct scene *s)
{
    struct rect in = rect_inset(canvas_frame(c, r, title, false), 1, 0);
    char line[80];

    canvas_textf(c, in.x, in.y + in.h / 2, in.w, ROLE_DIM,
                 s->stopped ? "%s" : "%s ...", wait_text(line, s));
}
