/*
 * What the program's terminal can do.
 */
#ifndef TIDEMARK_CLI_TERMINAL_H
#define TIDEMARK_CLI_TERMINAL_H

#include <stdbool.h>

/* Columns of standard output's terminal; $COLUMNS, else 80, when it is none. */
unsigned terminal_width(void);
/* "auto": standard output is a terminal, NO_COLOR is not set and TERM is not dumb. */
bool terminal_color(const char *when);

struct tidemark_progress;
/* Draws the progress line on standard error, over the one before. */
void terminal_progress(const struct tidemark_progress *progress);
/* Removes the line, before something else is printed there. */
void terminal_progress_clear(void);

#endif
