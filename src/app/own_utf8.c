/* own_utf8.c - UTF-8 without the files of a locale, for static programs.
 *
 * Where nothing is installed no locale but C can be set, and then libc knows
 * ASCII alone; so curses would.  The linker puts these in the place of libc's
 * functions (--wrap, see LINK.static).  ASCII is ASCII in them, so they also
 * serve where UTF-8 was not asked for. */
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#include "app/guess.h"
#include "base/text.h"

/* Names that the linker makes: it alone calls them. */
int __wrap_wcwidth(wchar_t c);
int __wrap_iswprint(wint_t c);
size_t __wrap_wcrtomb(char *out, wchar_t c, mbstate_t *state);
size_t __wrap_mbrtowc(wchar_t *out, const char *s, size_t n, mbstate_t *state);
int __wrap_mbtowc(wchar_t *out, const char *s, size_t n);
int __wrap_mblen(const char *s, size_t n);
char *__wrap_nl_langinfo(nl_item item);
char *__real_nl_langinfo(nl_item item);

enum { BAD = -1, CUT_SHORT = -2 };

static int size_after(unsigned char first)
{
    return first < 0x80   ? 1
           : first < 0xc2 ? 0
           : first < 0xe0 ? 2
           : first < 0xf0 ? 3
           : first < 0xf5 ? 4
                          : 0;
}

/* The first of `n` bytes' characters; its size, or BAD, or CUT_SHORT. */
static int decode(wchar_t *out, const char *s, size_t n)
{
    int size = n ? size_after((unsigned char)*s) : 1;
    int here = n < (size_t)size ? (int)n : size;
    char whole[5] = "";
    const char *p = whole;
    uint32_t c;

    if (size == 0)
        return BAD;
    memcpy(whole, s, (size_t)here);
    for (int i = 1; i < here; i++)
        if ((whole[i] & 0xc0) != 0x80)
            return BAD;
    if (here < size)
        return CUT_SHORT;
    c = utf8_next(&p);
    if (c && p - whole != size)
        return BAD;
    if (out)
        *out = (wchar_t)c;
    return c ? size : 0;
}

int __wrap_wcwidth(wchar_t c)
{
    if (c == 0)
        return 0;
    return codepoint_is_control((uint32_t)c) ? -1 : codepoint_width((uint32_t)c);
}

int __wrap_iswprint(wint_t c)
{
    return !codepoint_is_control(c) && c < 0x110000;
}

size_t __wrap_wcrtomb(char *out, wchar_t c, mbstate_t *state)
{
    if (!out)
        return 1;
    if (c < 0 || c >= 0x110000) {
        errno = EILSEQ;
        return (size_t)BAD;
    }
    return (size_t)utf8_put(out, (uint32_t)c);
}

size_t __wrap_mbrtowc(wchar_t *out, const char *s, size_t n, mbstate_t *state)
{
    return s ? (size_t)decode(out, s, n) : 0;
}

/* These do not tell what is bad from what is cut short. */
int __wrap_mbtowc(wchar_t *out, const char *s, size_t n)
{
    int size = s ? decode(out, s, n) : 0;

    return size < 0 ? BAD : size;
}

int __wrap_mblen(const char *s, size_t n)
{
    return __wrap_mbtowc(NULL, s, n);
}

/* What the name of the locale says, when it could not be set. */
char *__wrap_nl_langinfo(nl_item item)
{
    static char utf8[] = "UTF-8";
    struct surroundings s = surroundings_now();
    bool unset = strcmp(setlocale(LC_CTYPE, NULL), "C") == 0;

    return item == CODESET && unset && locale_is_utf8(s.locale)
               ? utf8
               : __real_nl_langinfo(item);
}
