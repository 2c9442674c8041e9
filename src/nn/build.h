/* build.h - the words families are written in.
 *
 * A builder remembers the first error and answers every later call with
 * nothing, so that a family reads as a list of what the model has. */
#ifndef NN_BUILD_H
#define NN_BUILD_H

#include "nn/model.h"

/* The largest patch and picture a config may ask for. */
enum { PATCH_MAX = 256, SIDE_MAX = 16384 };

struct builder {
    struct model *model;
    const struct config *config;
    const struct tensor_list *tensors;
    struct arena *keep;
    struct error *err;
    bool ok;
    bool *read;                     /* [tensors->count] tensors that were asked for */
    const char *first_block[2];     /* where the towers' first blocks lie, or NULL */
};

/* How a family names the parts of a block.  A name that is NULL, or a tensor
 * that is not in the file where it may be absent, is left out. */
struct layout {
    const char *block;              /* what stands before the number: "encoder.layer." */
    const char *attn_norm, *mlp_norm;
    const char *query, *key, *value; /* three matrices, or ... */
    const char *qkv;                /* ... one: <qkv>weight, <qkv>bias */
    const char *query_bias, *value_bias;    /* beside a fused matrix without bias */
    const char *out;
    const char *gamma1, *gamma2;
    const char *up, *down, *gate;
    const char *gate_up;            /* one matrix: rows of the gate, then of up */
    const char *bias_table;
};

/* printf into the arena. */
const char *build_name(struct builder *b, const char *fmt, ...)
    PRINTF_LIKE(2, 3);

/* Set the error, remember it. */
void build_fail(struct builder *b, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Remember for `info` what was deduced from where. */
void build_note(struct builder *b, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Is there a tensor of that name? */
bool build_has(const struct builder *b, const char *name);

/* The tensor, its `count` elements checked; NULL (and an error) when absent. */
const struct tensor *build_tensor(struct builder *b, const char *name,
                                  int64_t count);

/* `count` floats; the second answers NULL without an error when absent. */
const float *build_vector(struct builder *b, const char *name, int64_t count);
const float *build_optional(struct builder *b, const char *name, int64_t count);

/* <name>.weight [dim] and <name>.bias. */
struct norm build_norm(struct builder *b, const char *name, int dim, float eps);

/* <name>.weight [out, in] and, when there, <name>.bias [out]. */
struct linear build_linear(struct builder *b, const char *name, int out,
                           int in);

/* Rows [first, first + count) of a matrix tensor as a matrix. */
struct weights *build_rows(struct builder *b, const struct tensor *t,
                           int64_t first, int64_t count, int in);

/* The tensor of a matrix [out, in], whatever its rank: [96, 3, 16, 16] is
 * [96, 768]. */
const struct tensor *build_matrix_tensor(struct builder *b, const char *name,
                                         int64_t out, int64_t in);

/* One matrix [out, in] of `count` tensors below one another, when it fits into
 * memory; the parts may be NULL after an error. */
struct weights *build_stack(struct builder *b,
                            const struct tensor *const *parts, int count,
                            int64_t out, int64_t in, bool transposed);

/* One matrix [out, in], stored the other way round when `transposed`. */
struct weights *build_matrix(struct builder *b, const char *name, int out,
                             int in, bool transposed);

/* The value of the config's key `path` (may start with a prefix); `fallback`
 * when absent or null; another kind of value is an error. */
bool build_flag(struct builder *b, const char *path, bool fallback);
double build_real(struct builder *b, const char *path, double fallback);
const char *build_word(struct builder *b, const char *path,
                       const char *fallback);

/* A switch (whose default is `fallback`) that is off while the tensor it stands
 * for is there: the config's model would run without it. */
void build_deny(struct builder *b, const char *path, bool fallback,
                const char *name);

/* A key that makes another kind of model, unless it is false. */
void build_unknown(struct builder *b, const char *path);

/* What families look into must be objects. */
void build_sections(struct builder *b);

/* The same of sizes, within [low, high]. */
int build_size(struct builder *b, const char *path, int fallback, int low,
               int high);
float build_eps(struct builder *b, const char *path, double fallback);
enum activation build_activation(struct builder *b, const char *path,
                                 const char *fallback);

/* Dimension `dim` of a tensor's shape, 0 when there is no such tensor. */
int build_extent(const struct builder *b, const char *name, int dim);

/* How many of "<prefix><n>.<rest>", n = 0, 1, ..., are there? */
int build_count(struct builder *b, const char *prefix, const char *rest);

/* The first prefix of the NULL-terminated list under which `name` is found;
 * "" when none. */
const char *build_prefix(struct builder *b, const char *const *prefixes,
                         const char *name);

/* One scalar, whatever its rank; `fallback` when absent. */
float build_scalar(struct builder *b, const char *name, float fallback);

/* exp(logit_scale); `fallback` is before exp(). */
float build_logit_scale(struct builder *b, float fallback);

/* The tensors by the names that families know (unwrap.c). */
struct tensor_list build_unwrap(struct builder *b, const struct tensor_list *l);

/* What no family may leave undone: every float tensor of a first block is
 * read, pictures and prompts meet in one space, what is padded with and what
 * is read out is there. */
void build_check(struct builder *b);

/* All blocks of a tower whose sizes are set. */
void build_blocks(struct builder *b, struct tower *t, const char *prefix,
                  const struct layout *layout, float eps);

/* patch and image size from keys that may be numbers or [h, w]. */
void build_patching(struct builder *b, const char *prefix, int patch,
                    int image);

/* The position table under `name` with `prefix_rows` rows before the grid's. */
void build_position_table(struct builder *b, const char *name, int prefix_rows);

/* Rotary positions on the patches of a tower whose sizes are set. */
void build_rotary(struct builder *b, double theta);

/* <name>.weight [C, in], C read from the tensor, and labels from id2label. */
struct linear build_classifier(struct builder *b, const char *name, int in);

/* hidden_size, num_hidden_layers, num_attention_heads, intermediate_size and
 * hidden_act under `path`; heads 0: fallbacks of a base model. */
struct tower_defaults {
    int dim, layers, heads, mlp;
    const char *act;
};
void build_sizes(struct builder *b, struct tower *t, const char *path,
                 const struct tower_defaults *d);

/* One family of checkpoints: one file, one row. */
struct family {
    const char *name;               /* model_type, or the layout's name */
    const char *note;               /* what it covers, for `info` and docs */
    bool (*matches)(const struct config *c, const struct tensor_list *t);
    void (*build)(struct builder *b);
};
extern const struct family *const families[];
extern const int family_count;

/* timm's names under whatever prefix; open_clip may hold such a trunk. */
void timm_build(struct builder *b, const char *architecture);

/* Does config.json say this model_type? */
bool config_is(const struct config *c, const char *model_type);

#endif
