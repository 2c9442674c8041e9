/* json.c - values out of JSON Lines.
 *
 *     json PATH... <FILE
 *
 * Prints the values at the paths (as struct config names them: "top.0.label")
 * of each line's object, separated by tabs: a list or an object as the number
 * of its members in brackets, what is absent or null as "-".  Exit status 1
 * when a line is no JSON object. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/json_file.h"

static void print_value(const struct config *c, const char *path)
{
    const struct config_entry *e = config_find(c, path);

    if (!e)
        printf("-");
    else if (e->kind == CONFIG_STRING)
        printf("%s", e->string);
    else if (e->kind == CONFIG_LIST)
        printf("[%.0f]", e->number);
    else
        printf("%.9g", e->number);
}

static bool print_line(const char *line, ptrdiff_t size, char **paths,
                       int count, struct arena keep)
{
    struct file f = file_of_memory("standard input", line, size);
    struct config c;
    struct error err;

    if (!config_read(&c, &f, &keep, &err)) {
        fprintf(stderr, "json: %s\n", err.text);
        return false;
    }
    for (int i = 0; i < count; i++) {
        printf("%s", i ? "\t" : "");
        print_value(&c, paths[i]);
    }
    printf("\n");
    return true;
}

int main(int argc, char **argv)
{
    struct arena keep;
    char *line = NULL;
    size_t room = 0;
    ssize_t n;
    bool good = arena_open(&keep, (ptrdiff_t)1 << 32);

    while (good && (n = getline(&line, &room, stdin)) > 0)
        good = print_line(line, n, argv + 1, argc - 1, keep);
    free(line);
    arena_close(&keep);
    return good ? 0 : 1;
}
