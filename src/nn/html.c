/* html.c - character references, as Python's html.unescape() reads them.
 *
 * Names are those of HTML 4 (HTML 5 has 2000 more, mostly of mathematics) with
 * the meaning of HTML 5: its angle brackets, lang and rang, are other ones.
 * The old ones count without their semicolon too, even when letters follow. */
#include <string.h>

#include "prompt_text.h"

enum { LATIN1_FIRST = 0xa0, NAME_MAX_CHARS = 32, OLD_NAME_MAX = 6 };

/* clang-format off */
static const char *const latin1[96] = {     /* U+00A0 to U+00FF */
    "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml",
    "copy", "ordf", "laquo", "not", "shy", "reg", "macr", "deg", "plusmn",
    "sup2", "sup3", "acute", "micro", "para", "middot", "cedil", "sup1", "ordm",
    "raquo", "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute",
    "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute",
    "Ecirc", "Euml", "Igrave", "Iacute", "Icirc", "Iuml", "ETH", "Ntilde",
    "Ograve", "Oacute", "Ocirc", "Otilde", "Ouml", "times", "Oslash", "Ugrave",
    "Uacute", "Ucirc", "Uuml", "Yacute", "THORN", "szlig", "agrave", "aacute",
    "acirc", "atilde", "auml", "aring", "aelig", "ccedil", "egrave", "eacute",
    "ecirc", "euml", "igrave", "iacute", "icirc", "iuml", "eth", "ntilde",
    "ograve", "oacute", "ocirc", "otilde", "ouml", "divide", "oslash", "ugrave",
    "uacute", "ucirc", "uuml", "yacute", "thorn", "yuml",
};

struct name {
    const char *name;
    uint32_t codepoint;
};

static const struct name old_names[] = {
    {"amp",'&'}, {"lt",'<'}, {"gt",'>'}, {"quot",'"'}, {"AMP",'&'}, {"LT",'<'},
    {"GT",'>'}, {"QUOT",'"'}, {"COPY",0xa9}, {"REG",0xae},
};

static const struct name names[] = {
    {"apos",'\''},
    {"OElig",0x152}, {"oelig",0x153}, {"Scaron",0x160}, {"scaron",0x161},
    {"Yuml",0x178}, {"fnof",0x192}, {"circ",0x2c6}, {"tilde",0x2dc},
    {"Alpha",0x391}, {"Beta",0x392}, {"Gamma",0x393}, {"Delta",0x394},
    {"Epsilon",0x395}, {"Zeta",0x396}, {"Eta",0x397}, {"Theta",0x398},
    {"Iota",0x399}, {"Kappa",0x39a}, {"Lambda",0x39b}, {"Mu",0x39c},
    {"Nu",0x39d}, {"Xi",0x39e}, {"Omicron",0x39f}, {"Pi",0x3a0}, {"Rho",0x3a1},
    {"Sigma",0x3a3}, {"Tau",0x3a4}, {"Upsilon",0x3a5}, {"Phi",0x3a6},
    {"Chi",0x3a7}, {"Psi",0x3a8}, {"Omega",0x3a9}, {"alpha",0x3b1},
    {"beta",0x3b2}, {"gamma",0x3b3}, {"delta",0x3b4}, {"epsilon",0x3b5},
    {"zeta",0x3b6}, {"eta",0x3b7}, {"theta",0x3b8}, {"iota",0x3b9},
    {"kappa",0x3ba}, {"lambda",0x3bb}, {"mu",0x3bc}, {"nu",0x3bd}, {"xi",0x3be},
    {"omicron",0x3bf}, {"pi",0x3c0}, {"rho",0x3c1}, {"sigmaf",0x3c2},
    {"sigma",0x3c3}, {"tau",0x3c4}, {"upsilon",0x3c5}, {"phi",0x3c6},
    {"chi",0x3c7}, {"psi",0x3c8}, {"omega",0x3c9}, {"thetasym",0x3d1},
    {"upsih",0x3d2}, {"piv",0x3d6}, {"ensp",0x2002}, {"emsp",0x2003},
    {"thinsp",0x2009}, {"zwnj",0x200c}, {"zwj",0x200d}, {"lrm",0x200e},
    {"rlm",0x200f}, {"ndash",0x2013}, {"mdash",0x2014}, {"lsquo",0x2018},
    {"rsquo",0x2019}, {"sbquo",0x201a}, {"ldquo",0x201c}, {"rdquo",0x201d},
    {"bdquo",0x201e}, {"dagger",0x2020}, {"Dagger",0x2021}, {"bull",0x2022},
    {"hellip",0x2026}, {"permil",0x2030}, {"prime",0x2032}, {"Prime",0x2033},
    {"lsaquo",0x2039}, {"rsaquo",0x203a}, {"oline",0x203e}, {"frasl",0x2044},
    {"euro",0x20ac}, {"image",0x2111}, {"weierp",0x2118}, {"real",0x211c},
    {"trade",0x2122}, {"alefsym",0x2135}, {"larr",0x2190}, {"uarr",0x2191},
    {"rarr",0x2192}, {"darr",0x2193}, {"harr",0x2194}, {"crarr",0x21b5},
    {"lArr",0x21d0}, {"uArr",0x21d1}, {"rArr",0x21d2}, {"dArr",0x21d3},
    {"hArr",0x21d4}, {"forall",0x2200}, {"part",0x2202}, {"exist",0x2203},
    {"empty",0x2205}, {"nabla",0x2207}, {"isin",0x2208}, {"notin",0x2209},
    {"ni",0x220b}, {"prod",0x220f}, {"sum",0x2211}, {"minus",0x2212},
    {"lowast",0x2217}, {"radic",0x221a}, {"prop",0x221d}, {"infin",0x221e},
    {"ang",0x2220}, {"and",0x2227}, {"or",0x2228}, {"cap",0x2229},
    {"cup",0x222a}, {"int",0x222b}, {"there4",0x2234}, {"sim",0x223c},
    {"cong",0x2245}, {"asymp",0x2248}, {"ne",0x2260}, {"equiv",0x2261},
    {"le",0x2264}, {"ge",0x2265}, {"sub",0x2282}, {"sup",0x2283},
    {"nsub",0x2284}, {"sube",0x2286}, {"supe",0x2287}, {"oplus",0x2295},
    {"otimes",0x2297}, {"perp",0x22a5}, {"sdot",0x22c5}, {"lceil",0x2308},
    {"rceil",0x2309}, {"lfloor",0x230a}, {"rfloor",0x230b}, {"lang",0x27e8},
    {"rang",0x27e9}, {"loz",0x25ca}, {"spades",0x2660}, {"clubs",0x2663},
    {"hearts",0x2665}, {"diams",0x2666},
};

/* What &#128; to &#159; mean: the characters of Windows' code page 1252. */
static const uint16_t windows[32] = {
    0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030,
    0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c,
    0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d,
    0x17e, 0x178,
};
/* clang-format on */

static bool is_name(const char *name, const char *s, ptrdiff_t n)
{
    return (ptrdiff_t)strlen(name) == n && memcmp(name, s, (size_t)n) == 0;
}

static uint32_t find_in(const struct name *list, size_t count, const char *s,
                        ptrdiff_t n)
{
    for (size_t i = 0; i < count; i++)
        if (is_name(list[i].name, s, n))
            return list[i].codepoint;
    return 0;
}

/* Names that need no semicolon; 0: none of them. */
static uint32_t find_old(const char *s, ptrdiff_t n)
{
    for (uint32_t i = 0; i < 96; i++)
        if (is_name(latin1[i], s, n))
            return LATIN1_FIRST + i;
    return find_in(old_names, sizeof old_names / sizeof old_names[0], s, n);
}

static uint32_t find(const char *s, ptrdiff_t n)
{
    uint32_t c = find_old(s, n);

    return c ? c : find_in(names, sizeof names / sizeof names[0], s, n);
}

/* Control characters and what Unicode says never to use. */
static bool is_invalid(uint32_t c)
{
    return (c < 0x20 && c != 0x9 && c != 0xa && c != 0xc && c != 0xd) ||
           (c >= 0x7f && c < 0xa0) || (c >= 0xfdd0 && c < 0xfdf0) ||
           (c & 0xfffe) == 0xfffe;
}

static void add_number(struct text *out, uint32_t c)
{
    if (c == 0 || (c >= 0xd800 && c < 0xe000) || c > 0x10ffff)
        text_add_utf8(out, 0xfffd);
    else if (c >= 0x80 && c < 0xa0)
        text_add_utf8(out, windows[c - 0x80]);
    else if (!is_invalid(c))
        text_add_utf8(out, c);
}

static int digit(char c, uint32_t base)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (base == 16 && (c | 32) >= 'a' && (c | 32) <= 'f')
        return (c | 32) - 'a' + 10;
    return -1;
}

/* "#233;" or "#xe9;" at `s`.  How many bytes it is; 0: it is none. */
static ptrdiff_t number(struct text *out, const char *s)
{
    uint32_t base = (s[1] | 32) == 'x' ? 16 : 10, value = 0;
    const char *first = s + (base == 16 ? 2 : 1), *p = first;

    for (; digit(*p, base) >= 0; p++)
        if (value <= 0x10ffff)
            value = value * base + (uint32_t)digit(*p, base);
    if (p == first)
        return 0;
    add_number(out, value);
    return p + (*p == ';') - s;
}

/* Bytes of the name at `s`: what may stand in one, at most 32 characters. */
static ptrdiff_t name_length(const char *s)
{
    const char *p = s;

    for (int i = 0; i < NAME_MAX_CHARS && *p && !strchr("\t\n\f <&#;", *p); i++)
        utf8_next(&p);
    return p - s;
}

/* "eacute;", "eacute" or "eacuteful" at `s`.  Bytes used up; 0: no name. */
static ptrdiff_t named(struct text *out, const char *s)
{
    ptrdiff_t n = name_length(s);
    uint32_t c = s[n] == ';' ? find(s, n) : 0;

    if (c) {
        text_add_utf8(out, c);
        return n + 1;
    }
    for (n = n < OLD_NAME_MAX ? n : OLD_NAME_MAX; n >= 2; n--) {
        c = find_old(s, n);
        if (c) {
            text_add_utf8(out, c);
            return n;
        }
    }
    return 0;
}

void html_unescape(struct text *out, const char *s)
{
    while (*s) {
        ptrdiff_t used = 0;

        if (*s == '&')
            used = s[1] == '#' ? number(out, s + 1) : named(out, s + 1);
        if (used)
            s += used + 1;
        else
            text_add_bytes(out, s++, 1);
    }
}
