/* golden.h - numbers computed by the original authors' code, and how near to
 * them ours must be.  Include it after cmocka.h. */
#ifndef TEST_GOLDEN_H
#define TEST_GOLDEN_H

#include "base/arena.h"
#include "base/image.h"
#include "nn/config.h"
#include "nn/tensor.h"

/* The suite that lies beside the project, and the small cases in it. */
#define GOLDENS   "../shared/goldens"
#define OWN_CASES "test/golden/cases"

struct golden {
    struct arena keep, scratch;
    const char *folder;     /* of the case */
    const char *prefix;     /* before the name of every tensor, or "" */
    struct tensor *tensors; /* what is expected */
    ptrdiff_t count;
};

/* Is the suite here?  If not, a line says loudly what is left out. */
bool golden_here(const char *what);

/* Open a case; `expected` is its file of tensors, NULL: none. */
void golden_open(struct golden *g, const char *folder, const char *expected);
void golden_close(struct golden *g);

/* A file of the case: its path, whether it is there, its JSON. */
const char *golden_path(struct golden *g, const char *name);
struct config golden_config(struct golden *g, const char *name);

/* NULL where the case has no such tensor. */
const struct tensor *golden_find(const struct golden *g, const char *name);

/* Every element within atol + rtol |expected|, the shape's product too; the
 * test fails with the worst element otherwise. */
void golden_floats(const struct golden *g, const char *name, const float *got,
                   ptrdiff_t count, double atol, double rtol);

/* The same bytes, the same size. */
void golden_pixels(const struct golden *g, const char *name,
                   const struct image *got);

#endif
