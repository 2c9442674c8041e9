/* rows.h - what every head gives one query, wherever it is kept. */
#ifndef EXPLAIN_ROWS_H
#define EXPLAIN_ROWS_H

#include "nn/trace.h"

enum row_kind { ROW_SCORES, ROW_WEIGHTS };

/* rows [H, T] of the query in `layer`: the readout query's from what every run
 * keeps, another's (and the mean over all queries, -1) from the DEMAND tensors,
 * which must be of that layer. */
void query_rows(float *rows, const struct trace *t, enum row_kind kind,
                int layer, int query);

/* Does `query` need the DEMAND tensors of the layer? */
bool query_needs_demand(const struct trace *t, int query);

#endif
