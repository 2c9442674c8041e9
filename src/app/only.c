/* only.c - a regular expression over names.
 *
 * regcomp() of glibc recurses for every parenthesis, copies what `{n}` repeats
 * and takes memory with the square of some lengths: a few bytes can take all
 * there is, so an expression that asks for much is refused before. */
#include "app/only.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BYTES_MAX = 500, PARENTHESES_MAX = 100, COPIES_MAX = 1000 };

/* How often the innermost of nested repetitions comes to be copied, at most:
 * the product of all `{n}`, `{n,}` and `{m,n}`. */
static double copies(const char *e)
{
    double product = 1;

    for (; (e = strchr(e, '{')); e++) {
        char *end;
        double low = strtod(e + 1, &end);
        double high = *end == ',' ? strtod(end + 1, NULL) : 0;

        product *= fmax(fmax(low, high), 1);
    }
    return product;
}

static bool check_size(const char *e, struct error *err)
{
    size_t bytes = strlen(e);
    int parentheses = 0;

    if (bytes > BYTES_MAX)
        return error_set(err,
                         "--only: an expression of %zu bytes is too long: it "
                         "may have %d",
                         bytes, BYTES_MAX);
    for (const char *p = e; (p = strchr(p, '(')); p++)
        parentheses++;
    if (parentheses > PARENTHESES_MAX)
        return error_set(err, "--only: more than %d parentheses",
                         PARENTHESES_MAX);
    return copies(e) <= COPIES_MAX ||
           error_set(err, "--only %s: repeats too often", e);
}

bool only_open(struct only *only, const struct options *o, struct error *err)
{
    char why[256];
    int code;

    only->given = o->only != NULL;
    if (!only->given)
        return true;
    only->given = false;
    if (!check_size(o->only, err))
        return false;
    code = regcomp(&only->pattern, o->only, REG_EXTENDED | REG_NOSUB);
    only->given = !code;
    if (!code)
        return true;
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
