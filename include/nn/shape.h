/* shape.h - how many of everything, and which token is what.
 *
 * Token order is [cls][dist][registers][patches, row by row] or, for text,
 * words alone.  Models without a kind have 0 of it. */
#ifndef NN_SHAPE_H
#define NN_SHAPE_H

#include <stdbool.h>

enum token_kind { TOKEN_CLS, TOKEN_DIST, TOKEN_REG, TOKEN_PATCH, TOKEN_WORD };

struct shape {
    int layers, dim, heads, tokens;
    int cls, dist, registers;   /* 0 or 1, 0 or 1, 0 or more */
    int grid_h, grid_w;         /* patches; 0 for text */
    int words;                  /* text only */
};

/* Tokens before the first patch: cls, dist and registers. */
int shape_prefix(const struct shape *s);
int shape_patches(const struct shape *s);

enum token_kind shape_kind(const struct shape *s, int token);

/* Index within its kind: 0 for cls and dist, 0.. for registers, patches. */
int shape_index(const struct shape *s, int token);

/* The token of a kind and an index within it; -1 when there is none. */
int shape_token(const struct shape *s, enum token_kind kind, int index);

/* "CLS", "dist", "reg1", "P5" (counting from 1) into `out`. */
enum { TOKEN_NAME_MAX = 16 };
const char *shape_token_name(char out[TOKEN_NAME_MAX], const struct shape *s,
                             int token);

/* What `-q` and `:` take: cls, dist, reg1, p5, r2c3 (case does not matter).
 * The token, or -1 when this model has none such. */
int shape_token_parse(const struct shape *s, const char *name);

#endif
