/* soak.c - somebody plays with the explorer for hours.
 *
 *     soak [-s SEED] [-t SECONDS] [-p KEYS] PROGRAM ARGUMENT...
 *
 * Keys of the action table, words, clicks, sizes and stops come from the seed
 * alone, KEYS of them a second, so a failure can be had again.  Nothing that
 * leaves is pressed before the time is up; the program must be there until
 * then, answer, and keep its memory, threads and descriptors.  Files in the
 * current folder are deleted now and then: `e` writes some. */
#define _XOPEN_SOURCE 700
#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../terminal/pty.h"
#include "view/action.h"

enum { WORDS_MOST = 128, SAMPLES_MOST = 1 << 20, RECENT = 64, WIDE = 64,
       LONG = 1800 };           /* seconds from which on memory is judged */

struct sample {
    double mb;                  /* resident */
    int threads, files;
};

struct soak {
    struct pty *pty;
    uint64_t random;
    char words[WORDS_MOST][16];     /* names of keys that do not leave */
    int word_count;
    int width, height;
    long keys, resizes, stops;
    char recent[RECENT][WIDE];      /* the last keys, a ring */
    struct sample samples[SAMPLES_MOST];
    int sample_count;
    char wrong[256];            /* what went wrong; empty while nothing did */
};

/* --- chance ----------------------------------------------------------------- */

/* xorshift64*: below `n`. */
static int below(struct soak *s, int n)
{
    s->random ^= s->random >> 12;
    s->random ^= s->random << 25;
    s->random ^= s->random >> 27;
    return (int)((s->random * 0x2545f4914f6cdd1dull >> 33) % (unsigned)n);
}

static bool one_in(struct soak *s, int n)
{
    return below(s, n) == 0;
}

/* --- what is pressed -------------------------------------------------------- */

static void press(struct soak *s, const char *fmt, ...)
{
    char *keys = s->recent[s->keys++ % RECENT];
    va_list args;

    va_start(args, fmt);
    vsnprintf(keys, WIDE, fmt, args);
    va_end(args);
    pty_keys(s->pty, keys);
}

/* All key names of the table but those that leave: they are for close_top(). */
static void collect_words(struct soak *s)
{
    for (int i = 0; i < action_rows; i++) {
        const char *row = action_table[i].keys;
        int n;

        if (strcmp(action_table[i].group, "leave") == 0 &&
            action_table[i].action != ACTION_REDRAW)
            continue;
        for (; s->word_count < WORDS_MOST &&
               sscanf(row, "%15s%n", s->words[s->word_count], &n) == 1;
             row += n)
            s->word_count++;
    }
}

/* Behind `w ?` help is open, or a line that is being typed: there is always
 * something these close before they would leave.  To a program that lags, Esc
 * and the next key are one pressed with Alt: let it be C-l. */
static void close_top(struct soak *s)
{
    press(s, "w ? %s", one_in(s, 2) ? "Esc C-l" : "q");
}

static void type_words(struct soak *s)
{
    static const char *const lines[] = {
        ": type:p%d Enter",     ": type:r%dc2 Enter", ": type:l2h%d Enter",
        "/ type:cat Enter n N", "/ type:help Enter",  "o type:./p%d Tab Enter",
        "o type:nothing Enter", "v type:p%d.png Enter",
        ": type:%d,1 BSpace Enter", "o type:p%d.png Enter",
    };
    const char *line = lines[below(s, sizeof lines / sizeof lines[0])];

    press(s, line, below(s, 12));
}

static void type_noise(struct soak *s)
{
    char noise[24];
    int n = 1 + below(s, (int)sizeof noise - 1);

    for (int i = 0; i < n; i++)
        noise[i] = (char)('!' + below(s, '~' - '!' + 1));
    press(s, "%c type:%.*s %s", ":/o"[below(s, 3)], n, noise,
          one_in(s, 2) ? "Enter" : "Tab");
}

static void resize(struct soak *s)
{
    bool any = one_in(s, 4), huge = one_in(s, 100);

    s->width = huge ? 500 : any ? 1 + below(s, 250) : 80 + below(s, 100);
    s->height = huge ? 200 : any ? 1 + below(s, 70) : 24 + below(s, 40);
    press(s, "resize:%dx%d", s->width, s->height);
    s->resizes++;
}

static void fail(struct soak *s, const char *what)
{
    if (!s->wrong[0])
        snprintf(s->wrong, sizeof s->wrong, "%s", what);
}

/* What the system says of the program: sleeping, and where; processor time. */
static void tell_state(struct soak *s)
{
    static const char *const files[] = { "stat", "wchan" };
    char path[64], line[512];

    for (int i = 0; i < 2; i++) {
        FILE *f;

        snprintf(path, sizeof path, "/proc/%d/%s", (int)pty_program(s->pty),
                 files[i]);
        if ((f = fopen(path, "r")) && fgets(line, sizeof line, f))
            printf("%s: %s\n", files[i], line);
        if (f)
            fclose(f);
    }
}

/* On a loaded machine what runs behind all others may be given nothing for a
 * long time, and keys that wait are answered before those that come now. */
static bool patiently(struct soak *s, bool (*comes)(struct pty *p, long bytes),
                      long bytes)
{
    for (int i = 0; i < 20; i++) {
        if (comes(s->pty, bytes))
            return true;
        if (pty_ended(s->pty))
            return false;
        tell_state(s);
    }
    return false;
}

static bool stops(struct pty *p, long bytes)
{
    return pty_wait_stop(p);
}

/* C-z and fg. */
static void stop(struct soak *s)
{
    press(s, "C-z");
    if (!patiently(s, stops, 0))
        fail(s, "C-z does not stop it");
    else if (pty_not_restored(s->pty))
        fail(s, pty_not_restored(s->pty));
    pty_continue(s->pty);
    s->stops++;
}

/* A new size is always drawn anew: something must come. */
static void must_answer(struct soak *s)
{
    long before;

    pty_rest(s->pty, 1);
    before = pty_bytes(s->pty) + 1;
    resize(s);
    if (!patiently(s, pty_until_bytes, before))
        fail(s, "it does not answer any more");
}

/* What a bad line leaves of a sequence holds up nothing; C-l ends it, so that
 * what is typed next is not taken for the rest. */
static void type_part(struct soak *s)
{
    static const char *const parts[] = { "\33[<", "\33[<0;12;", "\33[1;5",
                                         "\33O", "\303", "\33[", "\346\227" };

    pty_type(s->pty, parts[below(s, sizeof parts / sizeof parts[0])]);
    must_answer(s);
    press(s, "C-l");
}

static void play(struct soak *s)
{
    int what = below(s, 400);

    if (what < 330)
        press(s, "%s", s->words[below(s, s->word_count)]);
    else if (what < 345)
        close_top(s);
    else if (what < 360)
        type_words(s);
    else if (what < 365)
        type_noise(s);
    else if (what < 368)
        type_part(s);
    else if (what < 380)
        press(s, "click:%dx%d", 1 + below(s, s->width),
              1 + below(s, s->height));
    else if (what < 390)
        resize(s);
    else if (what < 392)
        for (int i = 0; i < 50; i++)
            resize(s);
    else if (what < 397)
        for (int i = below(s, 100); i > 0; i--)
            press(s, "%s", s->words[below(s, s->word_count)]);
    else if (what < 398)
        stop(s);
    else
        must_answer(s);
}

/* --- what is kept ----------------------------------------------------------- */

static int entries(const char *path, bool delete)
{
    DIR *folder = opendir(path);
    struct dirent *d;
    int n = 0;

    while (folder && (d = readdir(folder))) {
        const char *dash = strchr(d->d_name, '-');

        n++;
        if (delete && dash)         /* what `e` wrote: picture-stage... */
            unlink(d->d_name);
    }
    if (folder)
        closedir(folder);
    return n;
}

static struct sample look(pid_t program)
{
    struct sample now = { 0 };
    char path[64], line[256];
    FILE *f;

    snprintf(path, sizeof path, "/proc/%d/status", (int)program);
    f = fopen(path, "r");
    while (f && fgets(line, sizeof line, f)) {
        if (sscanf(line, "VmRSS: %lf", &now.mb) == 1)
            now.mb /= 1024;
        sscanf(line, "Threads: %d", &now.threads);
    }
    if (f)
        fclose(f);
    snprintf(path, sizeof path, "/proc/%d/fd", (int)program);
    now.files = entries(path, false);
    return now;
}

static void take_sample(struct soak *s)
{
    struct sample now = look(pty_program(s->pty));

    if (now.mb > 0 && s->sample_count < SAMPLES_MOST)
        s->samples[s->sample_count++] = now;
    if (s->sample_count % 10 == 0)
        entries(".", true);
}

static int by_memory(const void *a, const void *b)
{
    double x = ((const struct sample *)a)->mb;
    double y = ((const struct sample *)b)->mb;

    return (x > y) - (x < y);
}

/* Median of a quarter, 0 to 3, and the most threads and files in it. */
static struct sample quarter(const struct soak *s, int nth)
{
    int from = s->sample_count * nth / 4;
    int count = s->sample_count * (nth + 1) / 4 - from;
    struct sample *copy = calloc((size_t)count + 1, sizeof *copy), middle;

    memcpy(copy, s->samples + from, sizeof *copy * (size_t)count);
    qsort(copy, (size_t)count, sizeof *copy, by_memory);
    middle = copy[count / 2];
    for (int i = 0; i < count; i++) {
        middle.threads = copy[i].threads > middle.threads ? copy[i].threads
                                                          : middle.threads;
        middle.files = copy[i].files > middle.files ? copy[i].files
                                                    : middle.files;
    }
    free(copy);
    return middle;
}

/* --- the whole -------------------------------------------------------------- */

static double seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void soak(struct soak *s, double time, int pace)
{
    double start = seconds(), said = 0, sampled = 0, at;

    while (!s->wrong[0] && (at = seconds() - start) < time) {
        play(s);
        pty_rest(s->pty, below(s, 2 * 1000 / pace));
        if (pty_ended(s->pty))
            fail(s, "it has ended by itself");
        if (at - sampled >= 1) {
            take_sample(s);
            sampled = at;
        }
        if (at - said >= 60) {
            printf("%6.0f s %8ld keys %8.1f MB\n", at, s->keys,
                   look(pty_program(s->pty)).mb);
            fflush(stdout);
            said = at;
        }
    }
}

/* In a line that is being typed C-c ends the line alone, so Enter first. */
static void leave(struct soak *s)
{
    const char *wrong;

    if (!s->wrong[0]) {
        resize(s);
        press(s, "Enter C-c");
    }
    if (s->wrong[0] && !pty_ended(s->pty))
        return;
    if (pty_wait_end(s->pty) != 0)
        fail(s, "its status is not 0");
    if ((wrong = pty_not_restored(s->pty)))
        fail(s, wrong);
}

/* Arenas reach the most they are ever asked for and every picture is opened
 * in the first quarter, so the second is what the last is held against: a
 * twentieth and 4 MB are what an allocator may waste. */
static void judge(struct soak *s, double time)
{
    struct sample first = quarter(s, 0), second = quarter(s, 1);
    struct sample last = quarter(s, 3);

    printf("memory %.1f MB in the first quarter, %.1f %.1f, %.1f MB in the "
           "last; threads %d, %d; descriptors %d, %d\n", first.mb,
           second.mb, quarter(s, 2).mb, last.mb, first.threads,
           last.threads, first.files, last.files);
    if (time < LONG)
        return;
    if (last.mb > 1.05 * second.mb + 4)
        fail(s, "its memory grows");
    if (last.threads > first.threads || last.files > first.files)
        fail(s, "threads or descriptors are left over");
}

static void tell(struct soak *s, int status)
{
    printf("FAILED: %s (status %d)\n%s\n--keys '", s->wrong, status,
           pty_text(s->pty));
    for (long i = s->keys > RECENT ? s->keys - RECENT : 0; i < s->keys; i++)
        printf("%s ", s->recent[i % RECENT]);
    printf("'\n");
}

static const char *const env[] = { "TERM=xterm-256color", "LANG=C.UTF-8",
                                   "COLORTERM=truecolor", NULL };

int main(int argc, char **argv)
{
    static struct soak s = { .width = 100, .height = 30 };
    unsigned long seed = (unsigned long)time(NULL);
    double time = 60;
    int pace = 30, option;

    while ((option = getopt(argc, argv, "+s:t:p:")) != -1)
        if (option == 's')
            seed = strtoul(optarg, NULL, 10);
        else if (option == 't')
            time = atof(optarg);
        else if (option == 'p' && atoi(optarg) > 0)
            pace = atoi(optarg);
        else
            return 2;
    printf("seed %lu, %.0f s:", seed, time);
    for (int i = optind; i < argc; i++)
        printf(" %s", argv[i]);
    printf("\n");
    fflush(stdout);
    s.random = seed * 2 + 1;
    collect_words(&s);
    s.pty = pty_start(s.width, s.height, env,
                      (const char *const *)argv + optind);
    soak(&s, time, pace);
    leave(&s);
    printf("seed %lu: %ld keys, %ld sizes, %ld stops\n", seed, s.keys,
           s.resizes, s.stops);
    judge(&s, time);
    if (s.wrong[0])
        tell(&s, pty_ended(s.pty) ? pty_wait_end(s.pty) : -1);
    pty_close(s.pty);
    return s.wrong[0] != 0;
}
