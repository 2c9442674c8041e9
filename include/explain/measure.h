/* measure.h - small numbers about a row of weights or a vector. */
#ifndef EXPLAIN_MEASURE_H
#define EXPLAIN_MEASURE_H

#include "base/order.h"
#include "nn/shape.h"

/* -sum p ln p in nats, of the row divided by its sum. */
double entropy(const float *row, int n);

/* Index of the largest, of the smallest. */
int largest(const float *row, int n);
int smallest(const float *row, int n);

/* How many of the largest together hold `share` of the sum; kept [n] marks
 * them with 1, the others with 0. */
int mass_count(const float *row, int n, double share, unsigned char *kept);

/* Mean distance in patches between query and what it reads, weighted (only
 * patches count; query a patch).  Negative when the query is no patch. */
double mean_distance(const float *row, const struct shape *s, int query);

#endif
