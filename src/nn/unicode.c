/* unicode.c - classes of code points, by binary search in sorted tables. */
#include "unicode.h"

/* The last range that begins at or before `c`; -1: none does. */
static int find(const struct codepoint_range *ranges, int count, uint32_t c)
{
    int low = 0, high = count;

    while (low < high) {
        int middle = (low + high) / 2;

        if (ranges[middle].first <= c)
            low = middle + 1;
        else
            high = middle;
    }
    return low - 1;
}

bool is_letter(uint32_t c)
{
    int i = find(unicode_letters, unicode_letter_count, c);

    return i >= 0 && c <= unicode_letters[i].last;
}

bool is_number(uint32_t c)
{
    int i = find(unicode_numbers, unicode_number_count, c);

    return i >= 0 && c <= unicode_numbers[i].last;
}

bool is_space(uint32_t c)
{
    return (c >= 0x9 && c <= 0xd) || c == 0x20 || c == 0x85 || c == 0xa0 ||
           c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
           c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

uint32_t to_lower(uint32_t c)
{
    for (int i = 0; i < unicode_lower_count; i++) {
        const struct lower_run *run = &unicode_lower[i];

        if (c < run->first)
            break;
        if (c <= run->last && (c - run->first) % run->step == 0)
            return (uint32_t)((int32_t)c + run->add);
    }
    return c;
}
