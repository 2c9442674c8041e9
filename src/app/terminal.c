/* terminal.c - a real terminal: keys, signals and the screen as one thing.
 *
 * What is shown goes to the screen (display.h), bytes that come are keys
 * (keyboard.h), and a signal that changes the screen is an answer among keys. */
#include "app/terminal.h"

#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "app/guess.h"
#include "app/keyboard.h"
#include "app/system.h"
#include "capabilities.h"
#include "display.h"
#include "restore.h"
#include "tty.h"

enum { CONTROL_Z = 26 };

struct device {
    struct surroundings around;
    struct tty tty;
    int width_most, height_most;    /* --size; 0: none */
    struct keyboard keys;
    struct input ahead;             /* was looked at: KEY_NOTHING none */
    bool mouse_on;                  /* it was asked for reports */
    struct display display;
};

/* --- showing --------------------------------------------------------------- */

/* Past the screen, which has nothing to do with it; true when it was told. */
static bool tell(const struct device *d, const char *sequence)
{
    return write(d->tty.out, sequence, strlen(sequence)) >= 0;
}

/* Curses may report the mouse too, but then it would read the reports. */
static void report_mouse(struct device *d, bool on)
{
    if (d->keys.mouse && d->mouse_on != on)
        d->mouse_on = tell(d, on ? MOUSE_ON : MOUSE_OFF) && on;
}

static void show(struct terminal *t, const struct canvas *c)
{
    struct device *d = t->state;

    display_show(&d->display, c);
    report_mouse(d, true);
}

static void redraw(struct terminal *t)
{
    display_redraw();
}

static void size(struct terminal *t, int *width, int *height)
{
    struct device *d = t->state;

    display_size(width, height);
    if (d->width_most && d->width_most < *width)
        *width = d->width_most;
    if (d->height_most && d->height_most < *height)
        *height = d->height_most;
}

/* --- keys ------------------------------------------------------------------ */

static double now(struct terminal *t)
{
    return clock_ms();
}

static struct input resize(struct device *d)
{
    struct input in = { KEY_RESIZE_, 0, 0 };

    display_size(&in.x, &in.y);
    tty_size(&d->tty, &in.x, &in.y);
    display_resize(&d->display, in.x, in.y);
    return in;
}

/* Leave the terminal to the shell; back when it says so, unless C-z was
 * pressed again before the screen is there: then it is the terminal that
 * signals.  What else came meanwhile is answered here. */
static struct input stop(struct terminal *t)
{
    struct device *d = t->state;

    do {
        report_mouse(d, false);
        display_leave();
        signals_stop();
    } while (signals_take().stopped);
    return resize(d);
}

static bool answer_signals(struct terminal *t, struct input *in)
{
    struct signals s = signals_take();

    if (s.stopped)
        *in = stop(t);
    else if (s.continued || s.resized)
        *in = resize(t->state);
    if (s.continued && !s.stopped)      /* who knows what was drawn over us */
        redraw(t);
    return s.stopped || s.continued || s.resized;
}

/* A key that means something, a signal that does, or false. */
static bool pending(struct terminal *t, struct input *in)
{
    struct device *d = t->state;
    char bytes[KEYBOARD_BYTES];

    if (d->ahead.key != KEY_NOTHING) {
        *in = d->ahead;
        d->ahead.key = KEY_NOTHING;
        return true;
    }
    if (answer_signals(t, in))
        return true;
    keyboard_feed(&d->keys, bytes,
                  tty_read(&d->tty, bytes, KEYBOARD_BYTES - d->keys.size),
                  clock_ms());
    if (!keyboard_next(&d->keys, clock_ms(), in))
        return false;
    if (in->key == CONTROL_Z)
        *in = stop(t);
    return true;
}

static int next(struct terminal *t)
{
    struct device *d = t->state;
    struct input in = { KEY_NOTHING, 0, 0 };

    if (pending(t, &in))
        d->ahead = in;
    return in.key;
}

static double sooner(double a, double b)
{
    return a < 0 || (b >= 0 && b < a) ? b : a;
}

static struct input key(struct terminal *t, int ms, int wake)
{
    static const int keys[] = { [TTY_WAKE] = KEY_WAKE,
                                [TTY_GONE] = KEY_END_OF_INPUT };
    struct device *d = t->state;
    double end = clock_ms() + ms;
    struct input in = { KEY_NOTHING, 0, 0 };

    while (!pending(t, &in)) {
        double clock = clock_ms(), left = ms < 0 ? -1 : end - clock;
        enum tty_event event;

        if (ms >= 0 && left <= 0)
            break;
        event = tty_wait(&d->tty, sooner(left, keyboard_wait(&d->keys, clock)),
                         wake);
        if (event == TTY_WAKE || event == TTY_GONE)
            return (struct input){ keys[event], 0, 0 };
    }
    return in;
}

static void copy(struct terminal *t, const char *text)
{
    struct device *d = t->state;
    struct arena scratch = { 0 };
    struct text out;

    if (!arena_open(&scratch, 1 << 20))
        return;
    out = text_new(&scratch);
    clipboard_sequence(&out, text, &d->around);
    tell(d, out.data);
    arena_close(&scratch);
}

static bool close_device(struct terminal *t, struct error *err)
{
    struct device *d = t->state;

    report_mouse(d, false);
    display_close(&d->display);
    restore_disarm();
    tty_close(&d->tty);
    return true;
}

/* --- opening --------------------------------------------------------------- */

static void arm(const struct device *d, const struct termios *modes,
                struct arena scratch)
{
    struct text t = text_new(&scratch);

    capabilities_restore(&t);
    restore_arm(d->tty.in, d->tty.out, modes, t.data, (size_t)t.size);
}

bool terminal_open_curses(struct terminal *t, const struct terminal_options *o,
                          struct arena *keep, struct error *err)
{
    struct device *d = arena_new(keep, struct device);
    struct termios modes;
    bool missing = false, utf8;

    d->around = surroundings_now();
    d->width_most = o->width;
    d->height_most = o->height;
    utf8 = tty_speaks_utf8(d->around.locale);
    if (!tty_open(&d->tty, err) ||
        !capabilities_ask(&d->around, &missing, d->tty.out, err))
        return false;
    tcgetattr(d->tty.in, &modes);
    signals_catch();
    if (!display_open(&d->display, &d->tty, o->depth, missing, &d->around, *keep,
                      err))
        return false;
    arm(d, &modes, *keep);
    display_begin(&d->display, &d->tty);
    capabilities_keys(&d->keys);
    d->keys.mouse = guess_mouse(&d->around) && capabilities_mouse();
    *t = (struct terminal){ .size = size, .show = show, .key = key,
                            .next = next,
                            .clock = now, .clear = redraw, .copy = copy,
                            .close = close_device, .state = d };
    t->depth = d->display.depth;
    t->ascii = o->ascii || !utf8;
    t->theme = guess_theme(o->theme, &d->around);
    return true;
}
