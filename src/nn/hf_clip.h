/* hf_clip.h - the towers that CLIP and SigLIP share in transformers. */
#ifndef NN_HF_CLIP_H
#define NN_HF_CLIP_H

#include "build.h"

/* Blocks under "<prefix>encoder.layers.<n>.". */
extern const struct layout hf_clip_layout;

/* Token and position tables, blocks and final norm of "text_model.", told of
 * under `path` ("text_config."); absent (NULL) when the file has no text
 * tower. */
struct text_tower *hf_clip_text(struct builder *b, const char *path,
                                const struct tower_defaults *defaults,
                                int context, double eps);

#endif
