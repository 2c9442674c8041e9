/* thread.h - how threads begin, those of the pool and those of jobs. */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

#include <pthread.h>
#include <stdbool.h>

/* A thread that takes no signals but its own faults: the others belong to the
 * thread that waits for keys.  False: the system has none left. */
bool thread_start(pthread_t *thread, void *(*main)(void *), void *ctx);

#endif
