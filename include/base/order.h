/* order.h - indices by falling value. */
#ifndef BASE_ORDER_H
#define BASE_ORDER_H

/* order [n]: the indices of v [n], largest value first, equal values by
 * rising index; NaN comes last.  n log n, no memory of its own. */
void order_by_value(int *order, const float *v, int n);

#endif
