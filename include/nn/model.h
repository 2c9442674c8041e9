/* model.h - a Vision Transformer as data.
 *
 * There are no branches on family names behind this header: a family is a
 * file that fills these properties in, and the forward pass reads them.
 * Legend as in kernels.h. */
#ifndef NN_MODEL_H
#define NN_MODEL_H

#include <stdbool.h>

#include "base/error.h"
#include "base/text.h"
#include "nn/config.h"
#include "nn/kernels.h"
#include "nn/shape.h"
#include "nn/tensor.h"

/* One pre-norm block:
 * x += gamma1 * attn(norm(x));  x += gamma2 * mlp(norm(x)) */
struct block {
    struct norm attn_norm, mlp_norm;
    struct linear qkv;              /* [3D, D], rows q; k; v */
    struct linear out;              /* [D, D] */
    const float *gamma1, *gamma2;   /* [D] LayerScale, or NULL */
    struct linear up, down;         /* [F, D], [D, F] */
    struct linear gate;             /* [F, D]: down(act(gate x) * up x); absent: down(act(up x)) */
    const float *bias_table;        /* relative position bias, or NULL */
};

/* A stack of blocks with what stands before and behind it. */
struct tower {
    int layers, dim, heads, mlp;    /* mlp: F */
    enum activation act;
    bool causal;
    struct norm pre;                /* before the first block (CLIP), or absent */
    struct norm final;              /* behind the last one, or absent */
    struct block *blocks;           /* [layers] */
};

enum position_kind { POSITION_NONE, POSITION_TABLE, POSITION_ROTARY };

/* How a position table is brought to another grid (facts: 3.2). */
enum interpolation {
    INTERPOLATE_SIZE,               /* bicubic a=-0.75, from the sizes */
    INTERPOLATE_SCALE,              /* bicubic a=-0.75, scale (n+0.1)/M */
    INTERPOLATE_ANTIALIAS           /* bicubic a=-0.5, widened when shrinking */
};

struct position {
    enum position_kind kind;
    const float *table;             /* [prefix_rows + grid_h*grid_w, D] */
    int prefix_rows;                /* rows for cls (and dist) before the grid's */
    int grid_h, grid_w;             /* the grid it was trained on */
    enum interpolation rule;        /* the family's own in transformers or timm */
    enum interpolation original;    /* the first authors', for --positions */
    bool skip_same_grid;            /* timm: same grid; else: same count and square */
    float theta;                    /* rotary base */
    const float *shared_bias;       /* BEiT: one relative bias for all blocks */
    int bias_h, bias_w;             /* grid the relative bias tables are for */
};

/* What the classifier reads. */
enum readout {
    READ_NONE,
    READ_CLS,                       /* final norm, token 0 */
    READ_BOTH,                      /* DeiT distilled: mean of two heads */
    READ_MEAN,                      /* mean of the patch tokens */
    READ_CLS_MEAN,                  /* [cls ; mean of the patch tokens] */
    READ_POOL                       /* attention pooling with a learned query */
};

/* SigLIP's attention pooling: one learned query reads all tokens. */
struct pool_head {
    const float *probe;             /* [D] */
    struct linear query, key_value; /* [D, D], [2D, D] */
    struct linear out;
    struct norm norm;
    struct linear up, down;
    enum activation act;
    int heads;
};

/* CLIP's and SigLIP's text side. */
struct text_tower {
    struct tower tower;
    struct weights *embedding;      /* [vocabulary, D] */
    const float *positions;         /* [context, D] */
    int vocabulary, context;
    int end_token;                  /* CLIP: where it stands first is the readout; -1: the highest id */
    bool pad;                       /* always fed the whole context: SigLIP, no causal mask */
    bool first, last;               /* the readout is the first, the last row */
    int pad_token;
    struct linear projection;       /* to the shared space, no bias in CLIP */
};

struct model {
    const char *name;               /* what -m said, or "built-in" */
    const char *family;             /* model_type, or "timm", "open_clip" */
    const char *source;             /* weights file, for sentences */
    const struct engine *engine;

    /* image -> tokens */
    int patch;                      /* P */
    int image_h, image_w;           /* the size it was made for */
    struct linear embed;            /* [D, 3*P*P] */
    const float *cls_token;         /* [D] or NULL */
    const float *dist_token;        /* [D] or NULL */
    const float *register_tokens;   /* [registers, D] or NULL */
    int registers;
    struct position position;

    struct tower tower;

    /* tokens -> classes */
    enum readout readout;
    struct norm pool_norm;          /* after pooling (fc_norm), or absent */
    struct pool_head *pool;
    struct linear pooler;           /* ViTModel's tanh(W cls + b), or absent */
    bool pooler_is_cls;             /* DINOv3: pooler_output is CLS as it is */
    struct linear head, head_dist;
    int classes;                    /* 0: no classifier */
    const char **labels;            /* [classes] */

    /* image -> shared space with text */
    struct linear projection;
    struct text_tower *text;
    float logit_scale;              /* exp() taken already */
    float logit_bias;
    bool sigmoid;                   /* probabilities: sigmoid, not softmax */

    const float *cls_start;         /* [D] CLS before training, or NULL */

    const char **notes;             /* what was deduced from where, for info */
    int note_count;
};

/* Build a model from what lies on disk.  The model lives in `keep`; vectors
 * are copied, matrices packed lazily from `tensors`, which must stay.  Errors
 * name the tensor, the expected and the found shape. */
bool model_build(struct model *out, const struct config *config,
                 const struct tensor_list *tensors,
                 const struct engine *engine, struct arena *keep,
                 struct error *err);

/* Pack all matrices now; block `l` is packed by the time progress says l. */
void model_pack(const struct model *m);

/* One picture will be run, layer by layer: panels of the blocks are kept only
 * as long as they are multiplied, in a room they share. */
void model_run_once(const struct model *m, struct arena *keep);

/* The name of a matrix with a NaN or an infinity among those that have been
 * packed for block `layer` (-1: the patch embedding, L: the heads); NULL when
 * there is none. */
const char *model_fault(const struct model *m, int layer);

/* The same of a text tower that has read a prompt. */
const char *text_fault(const struct text_tower *t);

/* The shape of a run over h x w pixels. */
struct shape model_shape(const struct model *m, int h, int w);

/* Names of the families, "vit deit dinov2 ...", for messages and help. */
void model_families(struct text *out);

#endif
