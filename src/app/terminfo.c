/* terminfo.c - the entries of vitscope.ti, compiled by hand.
 *
 * The format is that of term(5), with 32-bit numbers (24 bit colours need
 * them): header, names, booleans, numbers, offsets of strings, strings; then
 * the same once more for the capabilities that have a name and no number. */
#include "app/terminfo.h"

#include <string.h>

enum { MAGIC_32_BIT = 01036, ABSENT = -1 };

/* Places in the standard tables, in the order of term(5). */
enum { AM = 1, XENL = 4, MIR = 13, MSGR = 14, FLAGS };
enum { COLS = 0, IT = 1, LINES = 2, COLORS = 13, PAIRS = 14, NUMBERS };
enum { SETAF = 359, SETAB = 360, STRINGS };

struct string_capability {
    int place;
    const char *value;
};

/* clang-format off */
static const struct string_capability common[] = {
    {   1, "\a" },              /* bel */
    {   2, "\r" },              /* cr */
    {   5, "\33[H\33[2J" },     /* clear */
    {   6, "\33[K" },           /* el */
    {   7, "\33[J" },           /* ed */
    {   8, "\33[%i%p1%dG" },    /* hpa */
    {  10, "\33[%i%p1%d;%p2%dH" }, /* cup */
    {  11, "\n" },              /* cud1 */
    {  12, "\33[H" },           /* home */
    {  13, "\33[?25l" },        /* civis */
    {  14, "\b" },              /* cub1 */
    {  16, "\33[?25h" },        /* cnorm */
    {  17, "\33[C" },           /* cuf1 */
    {  19, "\33[A" },           /* cuu1 */
    {  27, "\33[1m" },          /* bold */
    {  28, "\33[?1049h" },      /* smcup */
    {  30, "\33[2m" },          /* dim */
    {  34, "\33[7m" },          /* rev */
    {  36, "\33[4m" },          /* smul */
    {  37, "\33[%p1%dX" },      /* ech */
    {  39, "\33[m" },           /* sgr0 */
    {  40, "\33[?1049l" },      /* rmcup */
    {  44, "\33[24m" },         /* rmul */
    {  55, "\177" },            /* kbs */
    {  59, "\33[3~" },          /* kdch1 */
    {  61, "\33OB" },           /* kcud1 */
    {  66, "\33OP" },           /* kf1 */
    {  67, "\33[21~" },         /* kf10 */
    {  68, "\33OQ" },           /* kf2 */
    {  69, "\33OR" },           /* kf3 */
    {  70, "\33OS" },           /* kf4 */
    {  71, "\33[15~" },         /* kf5 */
    {  72, "\33[17~" },         /* kf6 */
    {  73, "\33[18~" },         /* kf7 */
    {  74, "\33[19~" },         /* kf8 */
    {  75, "\33[20~" },         /* kf9 */
    {  76, "\33OH" },           /* khome */
    {  77, "\33[2~" },          /* kich1 */
    {  79, "\33OD" },           /* kcub1 */
    {  81, "\33[6~" },          /* knp */
    {  82, "\33[5~" },          /* kpp */
    {  83, "\33OC" },           /* kcuf1 */
    {  87, "\33OA" },           /* kcuu1 */
    {  88, "\33[?1l\33>" },     /* rmkx */
    {  89, "\33[?1h\33=" },     /* smkx */
    { 107, "\33[%p1%dB" },      /* cud */
    { 111, "\33[%p1%dD" },      /* cub */
    { 112, "\33[%p1%dC" },      /* cuf */
    { 114, "\33[%p1%dA" },      /* cuu */
    { 127, "\33[%i%p1%dd" },    /* vpa */
    { 134, "\t" },              /* ht */
    { 148, "\33[Z" },           /* kcbt */
    { 164, "\33OF" },           /* kend */
    { 216, "\33[23~" },         /* kf11 */
    { 217, "\33[24~" },         /* kf12 */
    { 269, "\33[1K" },          /* el1 */
    { 297, "\33[39;49m" },      /* op */
    { 355, "\33[<" },           /* kmous */
};

static const struct {
    const char *name, *title;
    int colors;
    const char *setaf, *setab;
} kinds[] = {
    [DEPTH_16] = {
        "vitscope-16", "vitscope on a terminal with 16 colours", 16,
        "\33[%?%p1%{8}%<%t3%p1%d%e9%p1%{8}%-%d%;m",
        "\33[%?%p1%{8}%<%t4%p1%d%e10%p1%{8}%-%d%;m",
    },
    [DEPTH_256] = {
        "vitscope-256", "vitscope on a terminal with 256 colours", 256,
        "\33[38;5;%p1%dm",
        "\33[48;5;%p1%dm",
    },
    [DEPTH_24BIT] = {
        "vitscope-24bit", "vitscope on a terminal with 24 bit colour",
        0x1000000,
        "\33[%?%p1%{8}%<%t3%p1%d%e38;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;"
        "%p1%{255}%&%d%;m",
        "\33[%?%p1%{8}%<%t4%p1%d%e48;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;"
        "%p1%{255}%&%d%;m",
    },
};
/* clang-format on */

/* How the mouse is switched on and off: clicks, reported as SGR does. */
static const char mouse[] = "\33[?1006;1000%?%p1%{1}%=%th%el%;";

enum { COMMON = sizeof(common) / sizeof(common[0]) };

static void add_number(struct text *t, int bytes, int v)
{
    for (int i = 0; i < bytes; i++) {
        char byte = (char)(unsigned)(v >> 8 * i);

        text_add_bytes(t, &byte, 1);
    }
}

static void add_even(struct text *t)
{
    if (t->size % 2)
        text_add_bytes(t, "", 1);
}

static void add_string(struct text *t, const char *s)
{
    text_add_bytes(t, s, (ptrdiff_t)strlen(s) + 1);
}

static void add_flags(struct text *t)
{
    char flags[FLAGS] = { [AM] = 1, [XENL] = 1, [MIR] = 1, [MSGR] = 1 };

    text_add_bytes(t, flags, FLAGS);
    add_even(t);
}

static void add_numbers(struct text *t, int colors)
{
    for (int i = 0; i < NUMBERS; i++)
        add_number(t, 4,
                   i == COLS     ? 80
                   : i == IT     ? 8
                   : i == LINES  ? 24
                   : i == COLORS ? colors
                   : i == PAIRS  ? 0x10000
                                 : ABSENT);
}

/* Offsets of all standard strings into `strings`, which is filled. */
static void add_offsets(struct text *t, struct text *strings, enum depth depth)
{
    int next = 0;

    for (int i = 0; i < STRINGS; i++) {
        const char *value = i == SETAF   ? kinds[depth].setaf
                            : i == SETAB ? kinds[depth].setab
                                         : NULL;

        if (next < COMMON && common[next].place == i)
            value = common[next++].value;
        add_number(t, 2, value ? (int)strings->size : ABSENT);
        if (value)
            add_string(strings, value);
    }
}

/* The capabilities with names: AX, RGB (24 bit only), XM.  Name offsets count
 * from the end of the values. */
static void add_extended(struct text *t, bool rgb)
{
    int values = sizeof(mouse);

    add_even(t);
    add_number(t, 2, 1 + rgb);          /* booleans */
    add_number(t, 2, 0);                /* numbers */
    add_number(t, 2, 1);                /* strings */
    add_number(t, 2, 1 + 2 + rgb);      /* strings and names together */
    add_number(t, 2, values + 3 + 3 + (rgb ? 4 : 0));
    text_add_bytes(t, "\1\1", 1 + rgb);
    add_even(t);
    add_number(t, 2, 0);                /* XM's value */
    add_number(t, 2, 0);                /* names: AX, RGB, XM */
    if (rgb)
        add_number(t, 2, 3);
    add_number(t, 2, rgb ? 7 : 3);
    add_string(t, mouse);
    add_string(t, "AX");
    if (rgb)
        add_string(t, "RGB");
    add_string(t, "XM");
}

const char *terminfo_name(enum depth depth)
{
    return kinds[depth].name;
}

void terminfo_entry(struct text *out, enum depth depth)
{
    struct text offsets = text_new(out->arena);
    struct text strings = text_new(out->arena);
    ptrdiff_t names = (ptrdiff_t)(strlen(kinds[depth].name) + 1 +
                                  strlen(kinds[depth].title) + 1);

    add_offsets(&offsets, &strings, depth);
    add_number(out, 2, MAGIC_32_BIT);
    add_number(out, 2, (int)names);
    add_number(out, 2, FLAGS);
    add_number(out, 2, NUMBERS);
    add_number(out, 2, STRINGS);
    add_number(out, 2, (int)strings.size);
    text_add(out, kinds[depth].name);
    text_add(out, "|");
    add_string(out, kinds[depth].title);
    add_flags(out);
    add_numbers(out, kinds[depth].colors);
    text_add_bytes(out, offsets.data, offsets.size);
    text_add_bytes(out, strings.data, strings.size);
    add_extended(out, depth == DEPTH_24BIT);
}

void text_add_base64(struct text *t, const void *data, ptrdiff_t size)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *p = data;

    for (ptrdiff_t i = 0; i < size; i += 3) {
        unsigned v = (unsigned)p[i] << 16;
        char four[4];

        v |= i + 1 < size ? (unsigned)p[i + 1] << 8 : 0;
        v |= i + 2 < size ? p[i + 2] : 0;
        for (int k = 0; k < 4; k++)
            four[k] = i + k > size ? '=' : digits[v >> (18 - 6 * k) & 63];
        text_add_bytes(t, four, 4);
    }
}

void terminfo_variable(struct text *out, enum depth depth)
{
    struct text entry = text_new(out->arena);

    terminfo_entry(&entry, depth);
    text_add(out, "b64:");
    text_add_base64(out, entry.data, entry.size);
}
