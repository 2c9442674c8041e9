/* golden.c - expected tensors from disk, and comparisons that fail with the
 * case, the tensor and the place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "golden.h"
#include "io/file.h"
#include "io/json_file.h"
#include "io/safetensors.h"

enum { ARENA_SIZE = 1 << 28 };

bool golden_here(const char *what)
{
    if (file_is_folder(GOLDENS))
        return true;
    printf("SKIPPED %s: %s is not here\n", what, GOLDENS);
    return false;
}

const char *golden_path(struct golden *g, const char *name)
{
    return path_join(&g->keep, g->folder, name);
}

static struct file map(struct golden *g, const char *name)
{
    struct error err = { "" };
    struct file f;

    if (!file_map(&f, golden_path(g, name), &g->keep, &err))
        fail_msg("%s", err.text);
    return f;
}

void golden_open(struct golden *g, const char *folder, const char *expected)
{
    struct error err = { "" };
    struct file f;

    *g = (struct golden){ .folder = folder, .prefix = "" };
    assert_true(arena_open(&g->keep, ARENA_SIZE));
    assert_true(arena_open(&g->scratch, ARENA_SIZE));
    if (!expected)
        return;
    f = map(g, expected); /* stays until the program ends */
    if (!safetensors_parse(&g->tensors, &g->count, &f, &g->keep, &err))
        fail_msg("%s", err.text);
}

void golden_close(struct golden *g)
{
    arena_close(&g->keep);
    arena_close(&g->scratch);
}

struct config golden_config(struct golden *g, const char *name)
{
    struct error err = { "" };
    struct file f = map(g, name);
    struct config c;

    if (!config_read(&c, &f, &g->keep, &err))
        fail_msg("%s", err.text);
    file_unmap(&f);
    return c;
}

const struct tensor *golden_find(const struct golden *g, const char *name)
{
    char whole[128];

    snprintf(whole, sizeof whole, "%s%s", g->prefix, name);
    for (ptrdiff_t i = 0; i < g->count; i++)
        if (strcmp(g->tensors[i].name, whole) == 0)
            return &g->tensors[i];
    return NULL;
}

static const struct tensor *expect(const struct golden *g, const char *name)
{
    const struct tensor *t = golden_find(g, name);

    if (!t)
        fail_msg("%s: nothing expected as %s%s", g->folder, g->prefix, name);
    return t;
}

void golden_floats(const struct golden *g, const char *name, const float *got,
                   ptrdiff_t count, double atol, double rtol)
{
    const struct tensor *t = expect(g, name);
    ptrdiff_t worst = 0;
    double most = -1;
    float want;

    if (t->count != count)
        fail_msg("%s: %s%s has %td elements, not %td", g->folder, g->prefix,
                 name, count, (ptrdiff_t)t->count);
    for (ptrdiff_t i = 0; i < count; i++) {
        double share;

        tensor_floats(&want, t, i, 1);
        share = fabs((double)got[i] - want) / (atol + rtol * fabs(want));
        if (!(share <= most)) { /* NaN counts as worst */
            most = share;
            worst = i;
        }
    }
    if (count && !(most <= 1)) {
        tensor_floats(&want, t, worst, 1);
        fail_msg("%s: %s%s[%td] is %.9g, expected %.9g (%.3g tolerances)",
                 g->folder, g->prefix, name, worst, got[worst], want, most);
    }
}

void golden_pixels(const struct golden *g, const char *name,
                   const struct image *got)
{
    const struct tensor *t = expect(g, name);
    const uint8_t *want = t->data;

    assert_int_equal(t->dtype, DTYPE_U8);
    if (t->shape[0] != got->height || t->shape[1] != got->width)
        fail_msg("%s: %s%s is %dx%d", g->folder, g->prefix, name, got->height,
                 got->width);
    for (ptrdiff_t i = 0; i < t->count; i++)
        if (got->pixels[i] != want[i])
            fail_msg("%s: %s%s: byte %td (row %td, column %td) is %d, "
                     "expected %d",
                     g->folder, g->prefix, name, i, i / 3 / got->width,
                     i / 3 % got->width, got->pixels[i], want[i]);
}
