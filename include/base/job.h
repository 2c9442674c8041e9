/* job.h - one long piece of work in the background.
 *
 * It runs in a thread of its own beside the user interface and publishes how
 * many steps are done; whoever polls it may read only what those steps have
 * written. */
#ifndef BASE_JOB_H
#define BASE_JOB_H

#include <stdbool.h>

struct job;

/* The work itself: publish progress with job_publish(), stop early when
 * job_cancelled() says so.  The return value is kept for job_result(). */
typedef bool job_fn(struct job *job, void *ctx);

struct job *job_new(void);          /* idle; die() on exhaustion */
void job_free(struct job *job);     /* cancels and waits first */
void job_start(struct job *job, job_fn *fn, void *ctx); /* must be idle */
void job_publish(struct job *job, int done);            /* from the work */
bool job_cancelled(const struct job *job);              /* from the work */

/* True when something was published (or the job ended) since the last poll. */
bool job_poll(struct job *job);
int job_done(const struct job *job);      /* steps published so far */
bool job_running(const struct job *job);
bool job_result(const struct job *job);   /* of an ended job */
void job_cancel(struct job *job);         /* ask; returns at once */
void job_wait(struct job *job);           /* until it has ended */

/* Wait until something is published or the job ends, at most `ms`
 * milliseconds (-1: as long as it takes). */
void job_wait_change(struct job *job, int ms);

/* A descriptor that becomes readable when a job publishes or ends, so that a
 * loop can sleep on keys and work at once; job_poll() drains it. */
int job_fd(const struct job *job);

#endif
