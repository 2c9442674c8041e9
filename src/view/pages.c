/* pages.c - the table of what may lie over a stage, and finding a word in it. */
#include <stddef.h>

#include "page.h"
#include "view/screen.h"

static const struct page_row *const pages[] = {
    &wall_page, &seen_page, &help_page, &concepts_page,
};
enum { PAGES = sizeof pages / sizeof pages[0] };

const struct page_row *page_of(enum page page)
{
    for (int i = 0; i < PAGES; i++)
        if (pages[i]->page == page)
            return pages[i];
    return NULL;
}

int page_last(const struct scene *s)
{
    const struct page_row *page = page_of(s->page);

    return page && page->last ? page->last(s) : 0;
}

/* ASCII letters alone: names of keys and English words. */
static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool starts_alike(const char *s, const char *word)
{
    while (*word && lower(*s) == lower(*word)) {
        s++;
        word++;
    }
    return !*word;
}

static bool holds(const char *s, const char *word)
{
    for (; *s; s++)
        if (starts_alike(s, word))
            return true;
    return false;
}

int page_find(enum page page, const char *word, int from)
{
    const struct page_row *row = page_of(page);
    const char *text;

    if (!row || !row->text || !*word)
        return -1;
    for (int at = from; (text = row->text(at)); at++)
        if (holds(text, word) ||
            (row->heading && holds(row->heading(at), word)) ||
            (row->name && holds(row->name(at), word)))
            return at;
    return -1;
}
