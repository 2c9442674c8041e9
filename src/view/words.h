/* words.h - numbers and places as a person would say them. */
#ifndef VIEW_WORDS_H
#define VIEW_WORDS_H

#include "base/text.h"
#include "view/scene.h"

enum { WORDS_MAX = 64 };

/* "40 %", "4.1 %", "99.7 %", "< 0.1 %", "nan %". */
const char *percent_text(char out[WORDS_MAX], double share);

/* "P2 (row 1, column 2)", "CLS", "reg1". */
const char *place_text(char out[WORDS_MAX], const struct shape *s, int token);

/* A token's name, or for -1 who reads instead: "the pooling query", "the
 * average token". */
const char *reader_text(char out[WORDS_MAX], const struct scene *s, int token);

/* What a class is called: a class of the model's up to its first comma, a long
 * prompt without its middle; in 24 columns at most, or in so many. */
const char *label_text(char out[WORDS_MAX], const struct scene *s, int label);
const char *label_within(char out[WORDS_MAX], const struct scene *s, int label,
                         int columns);

/* The head as a part of a sentence: "head 2", "the mean of 3 heads", "the
 * strongest of 3 heads", "the weakest of 3 heads". */
const char *head_text(char out[WORDS_MAX], const struct scene *s);

/* Where the query reads: "in layer 3"; a pooling query "after the last
 * layer". */
const char *where_text(char out[WORDS_MAX], const struct scene *s);

/* "1 patch", "9 patches"; "1 layer", "2 layers". */
const char *count_text(char out[WORDS_MAX], int n, const char *one,
                       const char *more);

/* "Computing layer 3 of 12.": the sentence of what is not there yet. */
void sentence_wait(struct text *out, const struct scene *s);

/* The last part of a path. */
const char *base_name(const char *path);

/* The first letter of what was added from `from` on becomes a capital. */
void text_capital(struct text *t, ptrdiff_t from);

#endif
