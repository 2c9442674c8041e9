/* same.c - does a real terminal show what a headless run shows?
 *
 *     same WxH letters|colors EXPECTED SHOWN
 *
 * Both are files of lines, as text or with ANSI colours.  Status 0: the same;
 * 1: not, and what differs is told. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../terminal/alike.h"

static struct emulator *read_or_exit(const char *path, int width, int height)
{
    FILE *f = fopen(path, "r");
    struct emulator *e;

    if (!f) {
        perror(path);
        exit(1);
    }
    e = screen_read(f, width, height);
    fclose(f);
    return e;
}

static bool same_letters(struct emulator *want, struct emulator *got)
{
    char *w = screen_letters(want), *g = screen_letters(got);
    bool same = strcmp(w, g) == 0;

    if (!same)
        screen_tell_lines(w, g);
    free(w);
    free(g);
    return same;
}

int main(int argc, char **argv)
{
    struct emulator *want, *got;
    int width, height;
    bool same;

    if (argc != 5 || sscanf(argv[1], "%dx%d", &width, &height) != 2)
        return 2;
    want = read_or_exit(argv[3], width, height);
    got = read_or_exit(argv[4], width, height);
    same = same_letters(want, got) &&
           (strcmp(argv[2], "letters") == 0 ||
            screen_differences(want, got, true) == 0);
    emulator_free(want);
    emulator_free(got);
    return !same;
}
