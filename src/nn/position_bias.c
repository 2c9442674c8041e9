/* position_bias.c - BEiT's relative position bias.
 *
 * A table of (2Wh-1)(2Ww-1) rows, one for each offset between two patches, and
 * three rows for cls -> patch, patch -> cls, cls -> cls; H columns.  On another
 * grid the offsets' part is resized bilinearly (align_corners False). */
#include "position.h"

#include <math.h>
#include <string.h>

bool position_has_bias(const struct model *m, int layer)
{
    return m->position.shared_bias || m->tower.blocks[layer].bias_table;
}

/* The two inputs an output lies between and the share of the second. */
static void between(int out, int in, int at, int *low, int *high, double *share)
{
    double center = (at + 0.5) * in / out - 0.5;

    if (center < 0)
        center = 0;
    *low = (int)center;
    *high = *low + 1 < in ? *low + 1 : *low;
    *share = center - *low;
}

static void resize_offsets(float *out, int oh, int ow, const float *in, int ih,
                           int iw, int H)
{
    for (int y = 0; y < oh; y++)
        for (int x = 0; x < ow; x++) {
            int y0, y1, x0, x1;
            double sy, sx;

            between(oh, ih, y, &y0, &y1, &sy);
            between(ow, iw, x, &x0, &x1, &sx);
            for (int h = 0; h < H; h++) {
                double top = in[(y0 * iw + x0) * H + h] * (1 - sx) +
                             in[(y0 * iw + x1) * H + h] * sx;
                double low = in[(y1 * iw + x0) * H + h] * (1 - sx) +
                             in[(y1 * iw + x1) * H + h] * sx;

                *out++ = (float)(top * (1 - sy) + low * sy);
            }
        }
}

/* Table row of a pair of tokens; token 0 is CLS. */
static int table_row(int query, int key, int gh, int gw)
{
    int offsets = (2 * gh - 1) * (2 * gw - 1);
    int dy, dx;

    if (!query || !key)
        return offsets + (query ? 1 : key ? 0 : 2);
    dy = (query - 1) / gw - (key - 1) / gw + gh - 1;
    dx = (query - 1) % gw - (key - 1) % gw + gw - 1;
    return dy * (2 * gw - 1) + dx;
}

static void add_table(float *out, const float *table, const struct model *m,
                      int gh, int gw, struct arena scratch)
{
    const struct position *p = &m->position;
    int H = m->tower.heads, T = 1 + gh * gw;
    int oh = 2 * gh - 1, ow = 2 * gw - 1;
    int ih = 2 * p->bias_h - 1, iw = 2 * p->bias_w - 1;
    float *fit = arena_floats(&scratch, (ptrdiff_t)(oh * ow + 3) * H);

    resize_offsets(fit, oh, ow, table, ih, iw, H);
    memcpy(fit + (ptrdiff_t)oh * ow * H, table + (ptrdiff_t)ih * iw * H,
           3 * (size_t)H * sizeof *fit);
    for (int h = 0; h < H; h++)
        for (int q = 0; q < T; q++)
            for (int k = 0; k < T; k++)
                *out++ += fit[table_row(q, k, gh, gw) * H + h];
}

void position_bias(float *out, const struct model *m, int layer, int gh, int gw,
                   struct arena scratch)
{
    const float *own = m->tower.blocks[layer].bias_table;
    ptrdiff_t T = 1 + (ptrdiff_t)gh * gw;

    memset(out, 0, (size_t)(m->tower.heads * T * T) * sizeof *out);
    if (own)
        add_table(out, own, m, gh, gw, scratch);
    if (m->position.shared_bias)
        add_table(out, m->position.shared_bias, m, gh, gw, scratch);
}
