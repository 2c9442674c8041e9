/* words.c - numbers and places as a person would say them. */
#include "words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "head_table.h"
#include "layout.h"

enum { LABEL_COLUMNS = 24 };

const char *percent_text(char out[WORDS_MAX], double share)
{
    double p = 100 * share;

    if (!isfinite(p))
        snprintf(out, WORDS_MAX, "nan %%");
    else if (p > 0 && p < 0.05)
        snprintf(out, WORDS_MAX, "< 0.1 %%");
    else if (p < 99.95 && (fabs(p) < 9.95 || p > 99))
        snprintf(out, WORDS_MAX, "%.1f %%", p);
    else
        snprintf(out, WORDS_MAX, "%.0f %%", p);
    return out;
}

const char *place_text(char out[WORDS_MAX], const struct shape *s, int token)
{
    char name[TOKEN_NAME_MAX];
    int patch = shape_index(s, token);

    shape_token_name(name, s, token);
    if (shape_kind(s, token) == TOKEN_PATCH && s->grid_w > 0)
        snprintf(out, WORDS_MAX, "%s (row %d, column %d)", name,
                 patch / s->grid_w + 1, patch % s->grid_w + 1);
    else
        snprintf(out, WORDS_MAX, "%s", name);
    return out;
}

const char *reader_text(char out[WORDS_MAX], const struct scene *s, int token)
{
    char name[TOKEN_NAME_MAX];

    if (token >= 0)
        snprintf(out, WORDS_MAX, "%s",
                 shape_token_name(name, &s->study->trace.shape, token));
    else
        snprintf(out, WORDS_MAX, "%s",
                 s->study->model->readout == READ_POOL ? "the pooling query"
                                                       : "the average token");
    return out;
}

/* Bytes before the last so many columns of a name, from a word on if one
 * begins soon. */
static int bytes_before_end(const char *name, int columns)
{
    const char *at = name;
    int skip = utf8_width(name) - columns, word;

    while (skip > 0 && *at)
        skip -= codepoint_width(utf8_next(&at));
    word = (int)strcspn(at, " ");
    if (at[word] && word < columns / 2)
        at += word + 1;
    return (int)(at - name);
}

/* Up to the first comma, of that so many columns at most. */
static const char *class_within(char out[WORDS_MAX], const char *name, int most)
{
    const char *at = name, *cut = name;
    int columns = 0;

    while (*at && *at != ',' && columns < most) {
        cut = at;
        columns += codepoint_width(utf8_next(&at));
    }
    if (!*at || *at == ',')
        snprintf(out, WORDS_MAX, "%.*s", (int)(at - name), name);
    else
        snprintf(out, WORDS_MAX, "%.*s…", (int)(cut - name), name);
    return out;
}

/* Prompts begin alike, as in "a photo of": what is cut is their middle. */
static const char *prompt_within(char out[WORDS_MAX], const char *name,
                                 int most)
{
    const char *head = name;

    if (utf8_width(name) <= most) {
        snprintf(out, WORDS_MAX, "%s", name);
        return out;
    }
    for (int w = 0; w < most / 3;)
        w += codepoint_width(utf8_next(&head));
    snprintf(out, WORDS_MAX, "%.*s…%s", (int)(head - name), name,
             name + bytes_before_end(name, most - most / 3 - 2));
    return out;
}

const char *label_within(char out[WORDS_MAX], const struct scene *s, int label,
                         int columns)
{
    const char *name = study_label(s->study, label);

    return s->study->prompts ? prompt_within(out, name, columns)
                             : class_within(out, name, columns);
}

const char *label_text(char out[WORDS_MAX], const struct scene *s, int label)
{
    return label_within(out, s, label, LABEL_COLUMNS);
}

const char *head_text(char out[WORDS_MAX], const struct scene *s)
{
    static const char *const fused[] = { "mean", "strongest", "weakest" };
    int head = scene_head(s), heads = head_count(s);

    if (head >= 0)
        snprintf(out, WORDS_MAX, "head %d", head + 1);
    else if (heads == 1)
        snprintf(out, WORDS_MAX, "its one head");
    else
        snprintf(out, WORDS_MAX, "the %s of %d heads", fused[-head - 1], heads);
    return out;
}

const char *where_text(char out[WORDS_MAX], const struct scene *s)
{
    if (scene_query(s) < 0 && s->study->model->pool)
        snprintf(out, WORDS_MAX, "after the last layer");
    else
        snprintf(out, WORDS_MAX, "in layer %d", scene_layer(s) + 1);
    return out;
}

const char *count_text(char out[WORDS_MAX], int n, const char *one,
                       const char *more)
{
    snprintf(out, WORDS_MAX, "%d %s", n, n == 1 ? one : more);
    return out;
}

void sentence_wait(struct text *out, const struct scene *s)
{
    char wait[80];
    ptrdiff_t from = out->size;

    text_addf(out, "%s.", wait_text(wait, s));
    text_capital(out, from);
}

const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash && slash[1] ? slash + 1 : path;
}

void text_capital(struct text *t, ptrdiff_t from)
{
    char *c = t->data + from;

    if (from < t->size && *c >= 'a' && *c <= 'z')
        *c = (char)(*c - 'a' + 'A');
}
