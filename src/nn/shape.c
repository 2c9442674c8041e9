/* shape.c - which token is what. */
#include "nn/shape.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int shape_prefix(const struct shape *s)
{
    return s->cls + s->dist + s->registers;
}

int shape_patches(const struct shape *s)
{
    return s->grid_h * s->grid_w;
}

enum token_kind shape_kind(const struct shape *s, int token)
{
    if (s->words)
        return TOKEN_WORD;
    if (token < s->cls)
        return TOKEN_CLS;
    if (token < s->cls + s->dist)
        return TOKEN_DIST;
    return token < shape_prefix(s) ? TOKEN_REG : TOKEN_PATCH;
}

/* First token of a kind and how many there are. */
static int kind_first(const struct shape *s, enum token_kind kind, int *count)
{
    switch (kind) {
    case TOKEN_CLS:
        *count = s->cls;
        return 0;
    case TOKEN_DIST:
        *count = s->dist;
        return s->cls;
    case TOKEN_REG:
        *count = s->registers;
        return s->cls + s->dist;
    case TOKEN_PATCH:
        *count = shape_patches(s);
        return shape_prefix(s);
    case TOKEN_WORD:
        break;
    }
    *count = s->words;
    return 0;
}

int shape_index(const struct shape *s, int token)
{
    int count;

    return token - kind_first(s, shape_kind(s, token), &count);
}

int shape_token(const struct shape *s, enum token_kind kind, int index)
{
    int count, first = kind_first(s, kind, &count);

    return index >= 0 && index < count ? first + index : -1;
}

const char *shape_token_name(char out[TOKEN_NAME_MAX], const struct shape *s,
                             int token)
{
    enum token_kind kind = shape_kind(s, token);
    int number = shape_index(s, token) + 1;

    if (kind == TOKEN_CLS || kind == TOKEN_DIST)
        snprintf(out, TOKEN_NAME_MAX, "%s", kind == TOKEN_CLS ? "CLS" : "dist");
    else if (kind == TOKEN_REG)
        snprintf(out, TOKEN_NAME_MAX, "reg%d", number);
    else
        snprintf(out, TOKEN_NAME_MAX, "%c%d", kind == TOKEN_WORD ? 'W' : 'P',
                 number);
    return out;
}

/* ASCII alone: the core knows no locale. */
static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* A number from 1 at `*s`, which moves behind it; 0 when there is none. */
static int counting_number(const char **s)
{
    char *end;
    long n;

    if (**s < '0' || **s > '9')
        return 0;
    n = strtol(*s, &end, 10);
    *s = end;
    return n > 0 && n < 1 << 24 ? (int)n : 0;
}

/* r2c3, counting from 1. */
static int parse_cell(const struct shape *s, const char *name)
{
    int row, col;

    name++;
    row = counting_number(&name);
    if (lower(*name) != 'c')
        return -1;
    name++;
    col = counting_number(&name);
    if (*name || !row || !col || row > s->grid_h || col > s->grid_w)
        return -1;
    return shape_token(s, TOKEN_PATCH, (row - 1) * s->grid_w + col - 1);
}

/* Does `name` begin with `word`, whatever the case? */
static bool begins(const char *name, const char *word)
{
    for (; *word; word++, name++)
        if (lower(*name) != *word)
            return false;
    return true;
}

/* A kind's word and then a number from 1. */
static int parse_numbered(const struct shape *s, enum token_kind kind,
                          const char *number)
{
    int n = counting_number(&number);

    return *number ? -1 : shape_token(s, kind, n - 1);
}

int shape_token_parse(const struct shape *s, const char *name)
{
    if (begins(name, "cls") && !name[3])
        return shape_token(s, TOKEN_CLS, 0);
    if (begins(name, "dist") && !name[4])
        return shape_token(s, TOKEN_DIST, 0);
    if (begins(name, "reg"))
        return parse_numbered(s, TOKEN_REG, name + 3);
    if (begins(name, "p"))
        return parse_numbered(s, TOKEN_PATCH, name + 1);
    return begins(name, "r") ? parse_cell(s, name) : -1;
}
