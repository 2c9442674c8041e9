/* tokenizer.h - text to token ids: CLIP's byte-level BPE. */
#ifndef NN_TOKENIZER_H
#define NN_TOKENIZER_H

#include "base/error.h"
#include "base/arena.h"

struct tokenizer;

/* From the contents of merges.txt and the pairs of vocab.json, which must
 * stay.  `source` names them in sentences. */
struct vocabulary_entry {
    const char *token;
    int id;
};
bool tokenizer_make(struct tokenizer **out,
                    const struct vocabulary_entry *vocabulary, int count,
                    const char *merges, ptrdiff_t merges_size,
                    const char *source, struct arena *keep, struct error *err);

/* Ids of `text` with both special tokens, neither padded nor cut.  What is
 * done to the text first: src/nn/prompt_text.c. */
bool tokenizer_encode(const struct tokenizer *t, const char *text, int **ids,
                      int *count, struct arena *keep, struct error *err);

#endif
