/* hf_clip.c - the towers that CLIP and SigLIP share in transformers. */
#include "hf_clip.h"

const struct layout hf_clip_layout = {
    .block = "encoder.layers.",
    .attn_norm = "layer_norm1",
    .mlp_norm = "layer_norm2",
    .query = "self_attn.q_proj",
    .key = "self_attn.k_proj",
    .value = "self_attn.v_proj",
    .out = "self_attn.out_proj",
    .up = "mlp.fc1",
    .down = "mlp.fc2",
};

static void tables(struct builder *b, struct text_tower *t, const char *path,
                   int context)
{
    const char *words = "text_model.embeddings.token_embedding.weight";
    const char *places = "text_model.embeddings.position_embedding.weight";

    t->vocabulary = build_extent(b, words, 0);
    t->context =
        build_size(b, build_name(b, "%smax_position_embeddings", path), context,
                   1, 65536);
    t->embedding = build_matrix(b, words, t->vocabulary, t->tower.dim, false);
    t->positions =
        build_vector(b, places, (int64_t)t->context * t->tower.dim);
}

struct text_tower *hf_clip_text(struct builder *b, const char *path,
                                const struct tower_defaults *defaults,
                                int context, double fallback)
{
    struct text_tower *t = arena_new(b->keep, struct text_tower);
    float eps =
        build_eps(b, build_name(b, "%slayer_norm_eps", path), fallback);

    if (!build_has(b, "text_model.embeddings.token_embedding.weight"))
        return NULL;
    build_sizes(b, &t->tower, path, defaults);
    tables(b, t, path, context);
    build_blocks(b, &t->tower, "text_model.", &hf_clip_layout, eps);
    t->tower.final = build_norm(b, "text_model.final_layer_norm", t->tower.dim,
                                eps);
    return t;
}
