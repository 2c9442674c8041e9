/* ui_play.c - autoplay: the walk through all steps by itself. */
#include "explorer.h"

static const int paces_ms[] = { 4000, 2000, 1000 };
enum { PACES = sizeof(paces_ms) / sizeof(paces_ms[0]) };

void ui_play(struct ui *ui)
{
    int ms;

    ui->pace = ui->pace % PACES + 1;
    ms = paces_ms[ui->pace - 1];
    ui->due = ui->term->clock(ui->term) + ms;
    ui_say(ui, "autoplay: a step every %d s; a for another pace, Esc ends it",
           ms / 1000);
}

void ui_play_end(struct ui *ui)
{
    ui->pace = 0;
}

int ui_play_wait(struct ui *ui)
{
    double left = ui->due - ui->term->clock(ui->term);

    if (ui->pace == 0)
        return -1;
    return left > 0 ? (int)left + (left > (int)left) : 0;
}

/* What is not there yet is waited for: the next step counts from its show. */
bool ui_play_due(struct ui *ui)
{
    double now = ui->term->clock(ui->term);

    if (ui->pace == 0 || now < ui->due)
        return false;
    ui->due = now + paces_ms[ui->pace - 1];
    if (!work_satisfied(ui->work))
        return false;
    ui->message[0] = 0;
    ui_step(ui, 1);
    return true;
}
