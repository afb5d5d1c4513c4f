#include "command.h"
#include "scan_options.h"
#include "terminal.h"
#include "tidemark.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void on_signal(int signal)
{
	tidemark_stop(signal);
}

static void catch_signals(void)
{
	struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART | SA_RESETHAND};

	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

static void on_progress(void *self, const struct tidemark_progress *progress)
{
	const struct scan_options *options = self;

	if (!options->progress)
		return;
	if (progress)
		terminal_progress(progress);
	else
		terminal_progress_clear();
}

static void on_message(void *self, const char *text)
{
	const struct scan_options *options = self;

	if (options->progress)
		terminal_progress_clear();
	fputs("tidemark: ", stderr);
	for (; *text; text++) /* names in it come from repositories */
		fputc((unsigned char)*text < 0x20 || *text == 0x7f ? '?' : *text, stderr);
	fputc('\n', stderr);
}

/* RFC 3339, from SOURCE_DATE_EPOCH where it is set, so that equal scans give equal bytes. */
static void start_time(char text[32])
{
	const char *fixed = getenv("SOURCE_DATE_EPOCH");
	time_t now = fixed && *fixed ? (time_t)strtoll(fixed, NULL, 10) : time(NULL);
	struct tm utc;

	if (!gmtime_r(&now, &utc) || !strftime(text, 32, "%Y-%m-%dT%H:%M:%SZ", &utc))
		memcpy(text, "1970-01-01T00:00:00Z", sizeof("1970-01-01T00:00:00Z"));
}

static int exit_code(const struct scan_options *options, const struct tidemark_result *result)
{
	bool found = result->errors;

	if (result->stopped_by)
		return EXIT_SIGNAL + result->stopped_by;
	if (strcmp(options->fail_on, "warning") == 0)
		found = result->errors || result->warnings;
	else if (strcmp(options->fail_on, "never") == 0)
		found = false;
	if (found)
		return EXIT_FINDINGS;
	return result->incomplete ? EXIT_INCOMPLETE : EXIT_CLEAN;
}

static int run(int count, char **args)
{
	struct scan_options options;
	struct tidemark_result result = {0};
	struct tidemark_error error = {0};
	char started[32];
	int failed = scan_options_read(&options, count, args);

	if (!failed) {
		start_time(started);
		options.scan.started = started;
		options.scan.sink = (struct tidemark_sink){NULL, write_stdout};
		options.scan.progress = on_progress;
		options.scan.message = on_message;
		options.scan.self = &options;
		catch_signals();
		failed = tidemark_scan(&options.scan, &result, &error);
		if (failed)
			usage_error("%s", error.text);
		failed = !failed                        ? exit_code(&options, &result)
			 : error.code == TIDEMARK_USAGE ? EXIT_USAGE
							: EXIT_INCOMPLETE;
	}
	scan_options_release(&options);
	return failed;
}

const struct command command_scan = {
	.name = "scan",
	.arguments = "[options] PATH|@LIST|- …",
	.summary = "read repositories and report what a rollback would leave behind",
	.help = SCAN_OPTIONS_HELP,
	.run = run,
};
