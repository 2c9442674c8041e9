/* unicode.h - what the tokenizer has to know of code points. */
#ifndef NN_UNICODE_H
#define NN_UNICODE_H

#include <stdbool.h>
#include <stdint.h>

struct codepoint_range {
    uint32_t first, last;
};
struct lower_run {
    uint32_t first, last, step;
    int32_t add;
};
extern const struct codepoint_range unicode_letters[], unicode_numbers[];
extern const struct lower_run unicode_lower[];
extern const int unicode_letter_count, unicode_number_count,
    unicode_lower_count;

bool is_letter(uint32_t codepoint);    /* \p{L} */
bool is_number(uint32_t codepoint);    /* \p{N} */
bool is_space(uint32_t codepoint);     /* \s */
uint32_t to_lower(uint32_t codepoint); /* one to one */

#endif
