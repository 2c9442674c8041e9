/* retell.c - the command line that gives the numbers of a study again: a
 * number copied out of the explorer is worth the command that gives it again. */
#include "app/retell.h"

#include <string.h>

#include "app/world.h"
#include "help_shell.h"

void shell_word(struct text *out, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+,@%";

    if (*word && strspn(word, plain) == strlen(word)) {
        text_add(out, word);
        return;
    }
    text_add(out, "'");
    shell_quote(out, word, "", "'\\''");
    text_add(out, "'");
}

static void add_option(struct text *out, const char *name, const char *value)
{
    if (!value)
        return;
    text_addf(out, " %s ", name);
    shell_word(out, value);
}

static void add_prompts(struct text *out, const struct options *o,
                        const struct study *s, const struct prompts *asked)
{
    if (s->prompts != asked) {
        for (int i = 0; i < s->prompts->count; i++)
            add_option(out, "--prompt", s->prompts->labels[i]);
        return;
    }
    for (int i = 0; i < o->prompt_count; i++)
        add_option(out, "--prompt", o->prompts[i]);
    add_option(out, "--prompts", o->prompts_file);
}

void retell(struct text *out, const struct options *o, const struct study *s,
            const struct prompts *asked)
{
    text_add(out, "vitscope report");
    add_option(out, "-m", model_asked(o));
    add_option(out, "--labels", o->labels);
    add_prompts(out, o, s, asked);
    if (o->resolution_h)
        text_addf(out, " --resolution %dx%d", o->resolution_h,
                  o->resolution_w);
    add_option(out, "--positions", o->original_positions ? "original" : NULL);
    add_option(out, "--precision",
               o->precision == PRECISION_BF16 ? "bf16" : NULL);
    add_option(out, "--pixels", o->pixels);
    if (o->pixels)
        return;
    text_add(out, " ");
    shell_word(out, s->path);
}
