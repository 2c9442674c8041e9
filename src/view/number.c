/* number.c - numbers in few columns. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/plot.h"

/* Columns that are left for decimals, one kept for a sign where there is room
 * so that a column of numbers has its points below each other. */
static int decimals_for(double v, int width)
{
    double size = fabs(v);
    int whole = 1, sign = width > 5 || v < 0;

    for (; size >= 10 && whole < 20; size /= 10)
        whole++;
    return width - sign - whole - 1;
}

static bool fits(char out[24], const char *fmt, int digits, double v, int width)
{
    return snprintf(out, 24, fmt, digits, v) <= width;
}

/* Would `d` decimals show fewer than two of a small number's digits? */
static bool says_little(double v, int d)
{
    return v != 0 && d < 20 && fabs(v) < 9.5 * pow(10, -d);
}

const char *number_text(char out[24], double v, int width)
{
    int d;

    if (!isfinite(v)) {
        snprintf(out, 24, "%s", isnan(v) ? "nan" : v < 0 ? "-inf" : "inf");
        return out;
    }
    d = decimals_for(v, width);
    d = d > 6 ? 6 : d < 0 ? 0 : d;
    if (says_little(v, d) && fabs(v) < 0.1)
        for (int e = 2; e >= 0; e--)
            if (fits(out, "%.*e", e, v, width))
                return out;
    for (; d >= 0; d--)
        if (fits(out, "%.*f", d, v, width))
            return out;
    fits(out, "%.*e", 0, v, width);
    return out;
}
