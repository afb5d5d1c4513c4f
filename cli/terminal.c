#include "terminal.h"

#include "tidemark.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
	BAR_WIDTH = 20,
};

unsigned terminal_width(void)
{
	struct winsize size;
	const char *columns = getenv("COLUMNS");
	unsigned long width = 0;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		width = size.ws_col;
	else if (columns)
		width = strtoul(columns, NULL, 10);
	if (width < 40 || width > 1000)
		width = width > 1000 ? 1000 : 80;
	return (unsigned)width;
}

bool terminal_color(const char *when)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	if (strcmp(when, "auto") != 0)
		return strcmp(when, "always") == 0;
	return isatty(STDOUT_FILENO) && !(no_color && *no_color) &&
	       !(term && strcmp(term, "dumb") == 0);
}

static void time_left(const struct tidemark_progress *p, char *text, size_t size)
{
	double rate, left;

	text[0] = '\0';
	if (!p->repositories_done || p->seconds < 1 || p->repositories_done == p->repositories)
		return;
	rate = (double)p->repositories_done / p->seconds;
	left = (double)(p->repositories - p->repositories_done) / rate;
	if (left < 120)
		snprintf(text, size, ", %.0f s left", left);
	else
		snprintf(text, size, ", %.0f min left", left / 60);
}

void terminal_progress(const struct tidemark_progress *p)
{
	char bar[BAR_WIDTH + 1], left[32];
	uint64_t filled = p->repositories ? BAR_WIDTH * p->repositories_done / p->repositories : 0;

	memset(bar, '.', BAR_WIDTH);
	memset(bar, '#', filled);
	bar[BAR_WIDTH] = '\0';
	time_left(p, left, sizeof(left));
	fprintf(stderr,
		"\r\033[K[%s] %" PRIu64 "/%" PRIu64 " repositories, %" PRIu64
		" migrations, %" PRIu64 " findings, %.0f migrations/s%s",
		bar, p->repositories_done, p->repositories, p->migrations, p->findings,
		p->seconds > 0 ? (double)p->migrations / p->seconds : 0.0, left);
	fflush(stderr);
}

void terminal_progress_clear(void)
{
	fputs("\r\033[K", stderr);
	fflush(stderr);
}
