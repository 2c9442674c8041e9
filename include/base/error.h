/* error.h - failures are sentences.
 *
 * A function that can fail for reasons outside the program returns bool and
 * takes `struct error *`.  The text names the file or option and the fault,
 * without a final newline; callers pass it up unchanged, only app prints it.
 * Faults of the program itself meet assert(); exhaustion meets die(). */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdarg.h>
#include <stdbool.h>

#if defined(__GNUC__)
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define PRINTF_LIKE(fmt, args)
#endif

struct error {
    char text[1024];
};

/* Format the sentence; of one that is too long the names in it are cut, and
 * then the sentence.  Always returns false.  Control characters, which a
 * hostile file name may hold, come out as '?'. */
bool error_set(struct error *err, const char *fmt, ...) PRINTF_LIKE(2, 3);
bool error_setv(struct error *err, const char *fmt, va_list args);

/* Print "vitscope: <sentence>" on stderr and exit with status 1, after the
 * hooks that app registered, the last one first: they give the terminal back
 * and remove what is half written.  There is room for a few; one that is
 * there already is not added again. */
_Noreturn void die(const char *fmt, ...) PRINTF_LIKE(1, 2);
void die_hook(void (*hook)(void));

/* Run them, for what ends the program without die(): a signal handler. */
void die_hooks_run(void);

#endif
