/* explorer.h - the explorer from inside: what its parts share. */
#ifndef APP_EXPLORER_H
#define APP_EXPLORER_H

#include "app/keymap.h"
#include "app/line.h"
#include "app/ui.h"
#include "app/work.h"

/* What `/` found; `at` is a token, a class, a position of a page. */
struct hit {
    enum { HIT_TOKEN, HIT_CLASS, HIT_PAGE } kind;
    enum page page;
    int at;
};
enum { HITS_MAX = 512, BACK_MAX = 16, MESSAGE_MAX = 512 };

struct ui {
    struct terminal *term;
    const struct ui_world *world;
    struct work *work;
    struct arena keep;          /* names of pictures that were opened */
    struct arena frame;         /* canvas and scratch of one screen */
    struct canvas canvas;       /* drawn last; its cells are gone, its size is not */
    struct scene scene;

    const char **paths;         /* pictures; `open` adds some */
    int count, room;
    int good;                   /* the last one that could be looked at, -1 */
    int way, tried;             /* which way to the next one, how many failed */
    const char *beside;         /* picture beside it, or NULL */

    struct line line;
    void (*entered)(struct ui *ui, const char *text);
    struct hit hits[HITS_MAX];
    int hit_count, hit_at;

    struct cursor back[BACK_MAX];   /* where jumps came from */
    int back_count;

    double drawn;               /* when the last screen was */
    int pace;                   /* of autoplay, from 1; 0: off */
    double due;                 /* when the next step is */

    char message[MESSAGE_MAX];
    char said[2048];            /* the sentence --narrate wrote last */
    int said_step, said_picture;
    struct error *error;        /* why it ended, when it failed */
    bool failed, running, dirty;
};

/* ui.c */
void ui_say(struct ui *ui, const char *fmt, ...) PRINTF_LIKE(2, 3);
void ui_serve(struct ui *ui);
const struct shape *ui_now(const struct ui *ui);    /* of what is shown */

/* ui_act.c: what an action does.  `nth`: which key of its row was pressed. */
typedef void act_fn(struct ui *ui, int nth);
struct act {
    enum action action;
    act_fn *act;                /* NULL behind the last row */
};
extern const struct act walk_acts[], look_acts[];
void ui_act(struct ui *ui, struct binding b);

/* ui_walk.c */
void ui_remember(struct ui *ui);        /* a jump: Esc comes back */
void ui_step(struct ui *ui, int by);    /* autoplay goes on to the next picture */

/* ui_page.c: what keys do while a page is open; false: nothing of the page's. */
bool ui_page_act(struct ui *ui, struct binding b);
void ui_page(struct ui *ui, enum page page);    /* open; the same again: close */

/* ui_picture.c */
void ui_pictures_begin(struct ui *ui);
void ui_picture(struct ui *ui, int index, int way);
void ui_picture_failed(struct ui *ui, const char *why);
void ui_open(struct ui *ui, const char *path);
void ui_open_beside(struct ui *ui, const char *path);
void ui_beside(struct ui *ui);
void ui_complete(struct ui *ui);        /* Tab on a path */

/* ui_find.c */
void ui_find(struct ui *ui, const char *word);
void ui_hit(struct ui *ui, int by);

/* ui_export.c */
void ui_export(struct ui *ui);
void ui_copy(struct ui *ui);

/* ui_play.c */
void ui_play(struct ui *ui);            /* next pace */
void ui_play_end(struct ui *ui);
int ui_play_wait(struct ui *ui);        /* ms until the next step, -1: none */
bool ui_play_due(struct ui *ui);        /* take the step when it is time */

#endif
