/* bpe.h - byte pair encoding: which tokens there are, and which neighbours
 * grow together first. */
#ifndef NN_BPE_H
#define NN_BPE_H

#include "nn/tokenizer.h"

struct bpe;

bool bpe_make(struct bpe **out, const struct vocabulary_entry *vocabulary,
              int count, const char *merges, ptrdiff_t merges_size,
              const char *source, struct arena *keep, struct error *err);

/* Id of a whole token; -1: there is none. */
int bpe_find(const struct bpe *b, const char *token);

/* Token ids of one word of `size` >= 1 bytes; how many they are. out [size],
 * ranks [size] (scratch). */
int bpe_encode(const struct bpe *b, const char *word, int size, int *out,
               int *ranks);

#endif
