/* explainers.c - the table of explainers, and what all of them need. */
#include <string.h>

#include "explain/explainer.h"

const struct explainer *const explainers[] = {
    &attention_explainer,
    &rollout_explainer,
};
const int explainer_count = sizeof explainers / sizeof explainers[0];

const struct explainer *explainer_find(const char *name)
{
    for (int i = 0; i < explainer_count; i++)
        if (strcmp(explainers[i]->name, name) == 0)
            return explainers[i];
    return NULL;
}

void explain(float *map, const struct explainer *x, const struct question *q,
             struct arena *keep, struct arena scratch)
{
    void *state = NULL;

    for (int n = 0; !x->step(map, q, n, &state, keep, scratch); n++)
        ;
}

/* One value of the fused row. */
static float fused(const float *rows, int heads, int n, int at, int head)
{
    double sum = rows[at];
    float best = rows[at];

    for (ptrdiff_t h = 1; h < heads; h++) {
        float v = rows[h * n + at];

        sum += v;
        if (head == HEAD_MAX ? v > best : v < best)
            best = v;
    }
    return head == HEAD_MEAN ? (float)(sum / heads) : best;
}

void fuse_heads(float *out, const float *rows, int heads, int n, int head)
{
    for (int i = 0; i < n; i++)
        out[i] = head >= 0 ? rows[(ptrdiff_t)head * n + i]
                           : fused(rows, heads, n, i, head);
}
