/* number.c - numbers in few columns. */
#include <math.h>
#include <stdio.h>

#include "view/plot.h"

/* Decimals that leave about three digits of the largest of a row. */
static int decimals_for(double size)
{
    return size < 0.0095 ? 5
           : size < 0.095 ? 4
           : size < 9.5   ? 3
           : size < 95    ? 2
           : size < 950   ? 1
                          : 0;
}

const char *digits_text(char out[24], double v, double max)
{
    double size = fabs(max) > 0 ? fabs(max) : fabs(v);
    int decimals = decimals_for(size);

    if (v == 0 && size < 0.0002)
        snprintf(out, 24, "0");
    else if (!isfinite(v) || fabs(v) >= 1e5 || size < 0.0002)
        snprintf(out, 24, "%.*e", v > 0 && v < 1e99 ? 1 : 0, v);
    else
        while (snprintf(out, 24, "%.*f", decimals, v) > DIGITS_W &&
               decimals > 0)
            decimals--;
    return out;
}
