/* order.c - indices by falling value: a heap sort, because it needs neither
 * memory nor a comparison that knows more than two indices. */
#include "base/order.h"

#include <math.h>
#include <stdbool.h>

/* Does a come after b? */
static bool after(const float *v, int a, int b)
{
    bool a_nan = isnan(v[a]), b_nan = isnan(v[b]);

    if (a_nan != b_nan)
        return a_nan;
    if (!a_nan && v[a] != v[b])
        return v[a] < v[b];
    return a > b;
}

/* Let order[at] sink until both children come before it. */
static void sink(int *order, const float *v, int at, int n)
{
    for (;;) {
        int child = 2 * at + 1, index = order[at];

        if (child >= n)
            return;
        if (child + 1 < n && after(v, order[child + 1], order[child]))
            child++;
        if (!after(v, order[child], index))
            return;
        order[at] = order[child];
        order[child] = index;
        at = child;
    }
}

void order_by_value(int *order, const float *v, int n)
{
    for (int i = 0; i < n; i++)
        order[i] = i;
    for (int i = n / 2 - 1; i >= 0; i--)
        sink(order, v, i, n);
    for (int last = n - 1; last > 0; last--) {
        int index = order[0];

        order[0] = order[last];
        order[last] = index;
        sink(order, v, 0, last);
    }
}
