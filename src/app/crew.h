/* crew.h - the threads and the memory that pictures are done with. */
#ifndef APP_CREW_H
#define APP_CREW_H

#include "app/batch.h"

/* A picture to do. */
struct item {
    const char *path, *out;
    const char *fault;          /* why it stands for no picture, or NULL */
};

struct crew {
    const struct errand *errand;
    void *ctx;
    struct pool *pool;
    struct error *err;          /* why nobody listens any more */
    struct arena keep;          /* what is below */
    int workers, slot_count;    /* 1: pictures are done one by one */
    struct arena *scratch;      /* [workers] */
    struct slot *slots;         /* [slot_count] */
    const struct item *items;   /* being done */
    int done, count;            /* count 0: not known */
    bool progress, failed, packed, invited;
};

bool crew_open(struct crew *c, const struct options *o,
               const struct errand *errand, void *ctx, struct pool *pool,
               struct arena scratch, struct error *err);
void crew_close(struct crew *c);

/* Print results, or write them where item.out says.  False: standard output is
 * gone, no use to go on. */
bool crew_do(struct crew *c, const struct item *items, int count);

/* Tell of a picture that failed.  False: as above. */
bool crew_tell(struct crew *c, const char *path, const char *sentence);

/* The line that shows how far they are makes room for another. */
void crew_clear_line(const struct crew *c);

#endif
