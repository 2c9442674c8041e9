/* compare.c - two safetensors files, tensor by tensor.
 *
 *     compare [-a ATOL] [-r RTOL] [-s SKIP]... EXPECTED GOT
 *
 * A float tensor passes when max(|got - want| - RTOL |want|) <= ATOL (2e-5 and
 * 1e-4 unless said), another when it is identical.  Leading dimensions of 1
 * are ignored; -s leaves out tensors whose names begin so.  Prints the tensors
 * that fail and a line of counts; exit status 0 all pass, 1 some fail, 2 bad
 * input. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "io/safetensors.h"

struct rule {
    double atol, rtol;
    const char *skip[16];
    int skips;
};

static bool skipped(const struct rule *r, const char *name)
{
    for (int i = 0; i < r->skips; i++)
        if (text_starts(name, r->skip[i]))
            return true;
    return false;
}

/* Index of the first dimension that is not a leading 1. */
static int lead(const struct tensor *t)
{
    int i = 0;

    while (i < t->rank - 1 && t->shape[i] == 1)
        i++;
    return i;
}

static bool same_shape(const struct tensor *a, const struct tensor *b)
{
    int i = lead(a), j = lead(b);

    if (a->rank - i != b->rank - j || a->count != b->count)
        return false;
    for (; i < a->rank; i++, j++)
        if (a->shape[i] != b->shape[j])
            return false;
    return true;
}

/* Largest |got - want| - rtol |want|; infinite where one is NaN. */
static double worst(const struct tensor *want, const struct tensor *got,
                    double rtol)
{
    double most = -1;

    for (int64_t i = 0; i < want->count; i++) {
        float w, g;
        double off;

        tensor_floats(&w, want, i, 1);
        tensor_floats(&g, got, i, 1);
        off = w == g || (isnan(w) && isnan(g)) ? -1 : fabs((double)g - w) - rtol * fabs(w);
        if (isnan(off))
            return INFINITY;
        most = off > most ? off : most;
    }
    return most;
}

static bool passes(const struct tensor *want, const struct tensor *got,
                   const struct rule *r)
{
    bool whole = !dtype_is_float(want->dtype);
    double off;

    if (!got) {
        printf("%-24s missing\n", want->name);
        return false;
    }
    if (!same_shape(want, got)) {
        printf("%-24s other shape\n", want->name);
        return false;
    }
    off = worst(want, got, whole ? 0 : r->rtol);
    if (off <= (whole ? 0 : r->atol))
        return true;
    printf("%-24s off by %.3g more than allowed\n", want->name, off - r->atol);
    return false;
}

static bool load(struct tensor_list *out, const char *path, struct arena *keep)
{
    struct error err;
    struct file f;
    struct tensor *items = NULL;

    *out = (struct tensor_list){ .source = path };
    if (!file_map(&f, path, keep, &err) ||
        !safetensors_parse(&items, &out->count, &f, keep, &err)) {
        fprintf(stderr, "compare: %s\n", err.text);
        return false;
    }
    out->items = items;
    return true;
}

static int compare(const char *expected, const char *got, const struct rule *r,
                   struct arena *keep)
{
    struct tensor_list a, b;
    int done = 0, failed = 0;

    if (!load(&a, expected, keep) || !load(&b, got, keep))
        return 2;
    for (ptrdiff_t i = 0; i < a.count; i++) {
        const struct tensor *want = &a.items[i];

        if (skipped(r, want->name))
            continue;
        done++;
        failed += !passes(want, tensor_find(&b, want->name), r);
    }
    printf("%d compared, %d failed\n", done, failed);
    return failed || !done;
}

int main(int argc, char **argv)
{
    struct rule r = { .atol = 2e-5, .rtol = 1e-4 };
    struct arena keep;
    int opt, status;

    while ((opt = getopt(argc, argv, "a:r:s:")) != -1) {
        if (opt == 'a')
            r.atol = atof(optarg);
        else if (opt == 'r')
            r.rtol = atof(optarg);
        else if (opt == 's' && r.skips < 16)
            r.skip[r.skips++] = optarg;
        else
            return 2;
    }
    if (argc - optind != 2 || !arena_open(&keep, (ptrdiff_t)1 << 32))
        return 2;
    status = compare(argv[optind], argv[optind + 1], &r, &keep);
    arena_close(&keep);
    return status;
}
