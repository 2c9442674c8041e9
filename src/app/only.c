/* only.c - a regular expression over names. */
#include "app/only.h"

#include <errno.h>

bool only_open(struct only *only, const struct options *o, struct error *err)
{
    char why[256];
    int code;

    only->given = o->only != NULL;
    if (!only->given)
        return true;
    code = regcomp(&only->pattern, o->only, REG_EXTENDED | REG_NOSUB);
    if (!code)
        return true;
    only->given = false;
    if (code == REG_ESPACE)
        die("out of memory");
    regerror(code, &only->pattern, why, sizeof why);
    return error_set(err, "--only %s: %s", o->only, why);
}

void only_close(struct only *only)
{
    if (only->given)
        regfree(&only->pattern);
    only->given = false;
}

bool only_wants(const struct only *only, const char *name)
{
    int code;

    if (!only->given)
        return true;
    errno = 0;
    code = regexec(&only->pattern, name, 0, NULL, 0);
    /* Where memory ends glibc may find no match and say nothing. */
    if (code && (code != REG_NOMATCH || errno == ENOMEM))
        die("out of memory");
    return !code;
}
