/* position.c - what tells a token where it is.
 *
 * Tables are resized as torch's F.interpolate does with align_corners=False:
 * bicubic with a = -0.75 and clamped edges, or, antialiased, with a = -0.5 and
 * a filter that widens when it shrinks. */
#include "position.h"

#include <math.h>
#include <string.h>

/* Keys' cubic with parameter a. */
static double cubic(double x, double a)
{
    x = fabs(x);
    if (x < 1)
        return ((a + 2) * x - (a + 3)) * x * x + 1;
    if (x < 2)
        return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
    return 0;
}

static int clamp(int v, int n)
{
    return v < 0 ? 0 : v >= n ? n - 1 : v;
}

/* Weights of one output position over the n inputs: w [n], zeroed here. */
static void plain_weights(double *w, int n, double scale, int at)
{
    double center = (at + 0.5) * scale - 0.5;
    int first = (int)floor(center);

    memset(w, 0, (size_t)n * sizeof *w);
    for (int k = first - 1; k <= first + 2; k++)
        w[clamp(k, n)] += cubic(center - k, -0.75);
}

static void antialias_weights(double *w, int n, double scale, int at)
{
    double stretch = scale > 1 ? scale : 1;
    double center = (at + 0.5) * scale, sum = 0;
    int first = (int)(center - 2 * stretch + 0.5);
    int last = (int)(center + 2 * stretch + 0.5);

    memset(w, 0, (size_t)n * sizeof *w);
    for (int k = first < 0 ? 0 : first; k < (last > n ? n : last); k++)
        sum += w[k] = cubic((k - center + 0.5) / stretch, -0.5);
    for (int k = 0; k < n; k++)
        w[k] /= sum;
}

/* One axis: weights [out][in]. */
static double *axis_weights(int in, int out, enum interpolation rule,
                            struct arena *a)
{
    double *w = arena_array(a, double, (ptrdiff_t)in * out);
    double scale = rule == INTERPOLATE_SCALE ? in / (out + 0.1)
                                             : (double)in / out;

    for (int i = 0; i < out; i++)
        if (rule == INTERPOLATE_ANTIALIAS)
            antialias_weights(w + (ptrdiff_t)i * in, in, scale, i);
        else
            plain_weights(w + (ptrdiff_t)i * in, in, scale, i);
    return w;
}

/* sum[D] of the grid's rows, weighted on both axes. */
static void mix(double *sum, const struct position *p, const double *wy,
                const double *wx, int dim)
{
    const float *grid = p->table + (ptrdiff_t)p->prefix_rows * dim;

    memset(sum, 0, (size_t)dim * sizeof *sum);
    for (int y = 0; y < p->grid_h; y++)
        for (int x = 0; x < p->grid_w; x++) {
            double w = wy[y] * wx[x];
            const float *row = grid + ((ptrdiff_t)y * p->grid_w + x) * dim;

            for (int i = 0; w != 0 && i < dim; i++)
                sum[i] += w * row[i];
        }
}

static void resize_table(float *out, const struct position *p, int gh, int gw,
                         enum interpolation rule, int dim, struct arena scratch)
{
    double *wy = axis_weights(p->grid_h, gh, rule, &scratch);
    double *wx = axis_weights(p->grid_w, gw, rule, &scratch);
    double *sum = arena_array(&scratch, double, dim);

    for (int y = 0; y < gh; y++)
        for (int x = 0; x < gw; x++) {
            mix(sum, p, wy + (ptrdiff_t)y * p->grid_h,
                wx + (ptrdiff_t)x * p->grid_w, dim);
            for (int i = 0; i < dim; i++)
                *out++ = (float)sum[i];
        }
}

/* transformers skips when the count is the same and the picture square, timm
 * when the grid is; a table that is not square is used at its own size. */
static bool fits(const struct position *p, int gh, int gw, int h, int w)
{
    if (p->skip_same_grid || p->grid_h != p->grid_w)
        return gh == p->grid_h && gw == p->grid_w;
    return gh * gw == p->grid_h * p->grid_w && h == w;
}

void position_table(float *out, const struct model *m, int gh, int gw, int h,
                    int w, bool original, struct arena scratch)
{
    const struct position *p = &m->position;
    ptrdiff_t prefix = (ptrdiff_t)p->prefix_rows * m->tower.dim;

    memcpy(out, p->table, (size_t)prefix * sizeof *out);
    if (fits(p, gh, gw, h, w))
        memcpy(out + prefix, p->table + prefix,
               (size_t)gh * (size_t)gw * (size_t)m->tower.dim * sizeof *out);
    else
        resize_table(out + prefix, p, gh, gw,
                     original ? p->original : p->rule, m->tower.dim, scratch);
}

/* y = 2(i + 1/2)/gh - 1, x likewise; f_j = theta^(-4j/d); the angles of a
 * head vector are [2 pi y f, 2 pi x f] and the same again. */
void position_rotation(float *cosine, float *sine, const struct model *m,
                       int gh, int gw)
{
    const double turn = 2 * 3.14159265358979323846;
    int d = m->tower.dim / m->tower.heads, quarter = d / 4;

    for (int t = 0; t < gh * gw; t++) {
        double at[2] = { 2 * (t / gw + 0.5) / gh - 1,
                         2 * (t % gw + 0.5) / gw - 1 };

        for (int i = 0; i < d; i++) {
            int j = i % (2 * quarter);
            double f = pow(m->position.theta, -4.0 * (j % quarter) / d);
            double angle = turn * at[j / quarter] * f;

            cosine[(ptrdiff_t)t * d + i] = (float)cos(angle);
            sine[(ptrdiff_t)t * d + i] = (float)sin(angle);
        }
    }
}
