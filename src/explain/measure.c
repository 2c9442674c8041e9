/* measure.c - small numbers about a row of weights. */
#include "explain/measure.h"

#include <math.h>

static double sum_of(const float *row, int n)
{
    double sum = 0;

    for (int i = 0; i < n; i++)
        sum += row[i];
    return sum;
}

double entropy(const float *row, int n)
{
    double sum = sum_of(row, n), h = 0;

    for (int i = 0; i < n; i++)
        if (row[i] > 0)
            h -= row[i] / sum * log(row[i] / sum);
    return h;
}

int largest(const float *row, int n)
{
    int best = 0;

    for (int i = 1; i < n; i++)
        if (row[i] > row[best])
            best = i;
    return best;
}

int smallest(const float *row, int n)
{
    int best = 0;

    for (int i = 1; i < n; i++)
        if (row[i] < row[best])
            best = i;
    return best;
}

/* The largest entry not yet kept, -1: none. */
static int next_largest(const float *row, int n, const unsigned char *kept)
{
    int best = -1;

    for (int i = 0; i < n; i++)
        if (!kept[i] && (best < 0 || row[i] > row[best]))
            best = i;
    return best;
}

int mass_count(const float *row, int n, double share, unsigned char *kept)
{
    double goal = share * sum_of(row, n), sum = 0;
    int count = 0;

    for (int i = 0; i < n; i++)
        kept[i] = 0;
    while (count < n && sum < goal) {
        int i = next_largest(row, n, kept);

        kept[i] = 1;
        sum += row[i];
        count++;
    }
    return count;
}

double mean_distance(const float *row, const struct shape *s, int query)
{
    int first = shape_prefix(s), at = query - first;
    double sum = 0, weight = 0;

    if (at < 0 || query >= s->tokens || s->grid_w < 1)
        return -1;
    for (int p = 0; p < shape_patches(s); p++) {
        double dy = p / s->grid_w - at / s->grid_w;
        double dx = p % s->grid_w - at % s->grid_w;

        sum += row[first + p] * sqrt(dy * dy + dx * dx);
        weight += row[first + p];
    }
    return weight > 0 ? sum / weight : -1;
}
