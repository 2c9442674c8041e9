/* test_completion.c - what Tab gives in bash, zsh and fish: each shell itself
 * in a pseudo-terminal, with the script that the program prints for it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pty.h"

struct shell {
    const char *name;
    const char *settings;   /* file that it reads at its start */
    const char *say;        /* what stands in it */
    const char *start;
};

static const struct shell bash = {
    "bash", "rc",
    "bind 'set bell-style none'; PS1='ready> '; . ./script\n",
    "exec bash --noprofile --rcfile rc -i",
};

static const struct shell zsh = {
    "zsh", ".zshrc",
    "autoload -U compinit; compinit -u -D; unsetopt beep promptcr promptsp\n"
    "PS1='ready> '; . ./script\n",
    "ZDOTDIR=$PWD exec zsh -d -i",
};

static const struct shell fish = {
    "fish", "rc",
    "function fish_prompt; printf 'ready> '; end; set fish_greeting\n"
    "set fish_autosuggestion_enabled 0; source script\n",
    "HOME=$PWD exec fish --no-config --init-command 'source rc' -i",
};

/* Typed before Tab, and the line after it. */
static const struct {
    const char *typed, *line;
} completions[] = {
    { "re", "vitscope report" },
    { "trace --on", "vitscope trace --only" },
    { "show -s pa", "vitscope show -s patches" },
    { "show --stage=sc", "vitscope show --stage=scores" },
    { "overlay --method ro", "vitscope overlay --method rollout" },
    { "overlay --theme sa", "vitscope overlay --theme safe" },
    { "--color 24", "vitscope --color 24bit" },
    { "report --precision b", "vitscope report --precision bf16" },
    { "--help=zs", "vitscope --help=zsh" },
    { "overlay -o pic", "vitscope overlay -o picture.png" },
    { "-m pic", "vitscope -m picture.png" },
    { "help me", "vitscope help methods" },
    { "help rep", "vitscope help report" },
    { "info pic", "vitscope info picture.png" },
};

/* Nothing to be known, and no file is meant either. */
static const char *const unknown[] = { "tokenize pic", "report --top pic" };

static void shell_is_here(const struct shell *s)
{
    char command[64];

    snprintf(command, sizeof command, "command -v %s >/dev/null", s->name);
    if (system(command) == 0)
        return;
    print_message("SKIPPED completion in %s: it is not here\n", s->name);
    skip();
}

static struct pty *start(const struct shell *s)
{
    static const char *const env[] = { "TERM=xterm-256color", "LANG=C.UTF-8",
                                       NULL };
    const char *program = getenv("VITSCOPE");
    char command[2048];
    const char *const argv[] = { "/bin/sh", "-c", command, NULL };

    snprintf(command, sizeof command,
             "mkdir -p \"$TMPDIR/%s\" && cd \"$TMPDIR/%s\" &&"
             " >picture.png && '%s' --help=%s >script &&"
             " cat >%s <<'END'\n%sEND\n%s",
             s->name, s->name, program ? program : "./vitscope", s->name,
             s->settings, s->say, s->start);
    return pty_start(120, 30, env, argv);
}

/* Type "vitscope" and these words, then Tab. */
static void type(struct pty *p, const char *words)
{
    char keys[256] = "type:vitscope Space type:";
    size_t n = strlen(keys);

    for (; *words && n < sizeof keys - 16; words++) {
        if (*words == ' ')
            n += (size_t)sprintf(keys + n, " Space type:");
        else
            keys[n++] = *words;
    }
    strcpy(keys + n, " Tab");
    pty_keys(p, keys);
}

static void completes(const struct shell *s)
{
    struct pty *p;

    shell_is_here(s);
    p = start(s);
    assert_true(pty_until_text(p, "ready>"));
    for (size_t i = 0; i < sizeof completions / sizeof completions[0]; i++) {
        type(p, completions[i].typed);
        if (!pty_until_text(p, completions[i].line))
            fail_msg("%s: no '%s' on\n%s", s->name, completions[i].line,
                     pty_text(p));
        pty_keys(p, "C-u");
        if (!pty_until_without(p, "> vitscope"))
            fail_msg("%s: %s is left on\n%s", s->name, completions[i].line,
                     pty_text(p));
    }
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        char line[64];

        snprintf(line, sizeof line, "vitscope %s.end", unknown[i]);
        type(p, unknown[i]);
        pty_keys(p, "type:.end");
        assert_true(pty_until_text(p, line));
        pty_keys(p, "C-u");
    }
    pty_close(p);
}

static void test_bash_completes(void **state)
{
    completes(&bash);
}

static void test_zsh_completes(void **state)
{
    completes(&zsh);
}

static void test_fish_completes(void **state)
{
    completes(&fish);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bash_completes),
        cmocka_unit_test(test_zsh_completes),
        cmocka_unit_test(test_fish_completes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
