#include "command.h"
#include "terminal.h"
#include "tidemark.h"

#include <stdio.h>
#include <string.h>

enum { DIALECTS_MOST = 16 };

/* The options while they are read. */
struct arguments {
	struct tidemark_chain_options options;
	const char *dialects[DIALECTS_MOST];
	const char *path;
};

static void on_message(void *self, const char *text)
{
	(void)self;
	fputs("tidemark: ", stderr);
	for (; *text; text++) /* names in it come from repositories */
		fputc((unsigned char)*text < 0x20 || *text == 0x7f ? '?' : *text, stderr);
	fputc('\n', stderr);
}

/* 1: it was an option with a value; 0: it was none; negative: wrong. */
static int read_value(struct arguments *a, char **args, int *at)
{
	const char *dialect = NULL;
	int given = option_value(args, at, "--format", &a->options.format);

	if (!given)
		given = option_value(args, at, "--environment", &a->options.environment);
	if (!given)
		given = option_value(args, at, "--at", &a->options.at);
	if (given)
		return given;
	given = option_value(args, at, "--dialect", &dialect);
	if (given > 0 && a->options.dialect_count == DIALECTS_MOST) {
		usage_error("--dialect is given too often");
		return -1;
	}
	if (given > 0)
		a->dialects[a->options.dialect_count++] = dialect;
	return given;
}

/* 0, or the exit code of a mistake. */
static int read_arguments(struct arguments *a, int count, char **args)
{
	for (int i = 0; i < count; i++) {
		int given = read_value(a, args, &i);

		if (given < 0)
			return EXIT_USAGE;
		if (given)
			continue;
		if (strcmp(args[i], "--explain") == 0)
			a->options.explain = true;
		else if (strcmp(args[i], "--schema") == 0)
			a->options.schemas = true;
		else if (strcmp(args[i], "--operations") == 0)
			a->options.operations = true;
		else if (strcmp(args[i], "--trust-owner") == 0)
			a->options.trust_owner = true;
		else if (args[i][0] == '-' && args[i][1])
			return usage_error("chain has no option '%s'", args[i]);
		else if (a->path)
			return usage_error("chain takes one path, not also '%s'", args[i]);
		else
			a->path = args[i];
	}
	return a->path ? 0 : usage_error("chain wants a path");
}

static int run(int count, char **args)
{
	struct arguments a = {0};
	struct tidemark_sink sink = {NULL, write_stdout};
	struct tidemark_result result = {0};
	struct tidemark_error error = {0};
	int wrong = read_arguments(&a, count, args);

	if (wrong)
		return wrong;
	a.options.dialects = a.dialects;
	a.options.width = terminal_width();
	a.options.message = on_message;
	if (tidemark_chain(a.path, &a.options, &sink, &result, &error)) {
		usage_error("%s", error.text);
		return error.code == TIDEMARK_USAGE ? EXIT_USAGE : EXIT_INCOMPLETE;
	}
	return result.incomplete ? EXIT_INCOMPLETE : EXIT_CLEAN;
}

const struct command command_chain = {
	.name = "chain",
	.arguments = "[options] PATH",
	.summary =
		"draw the revision graph of each environment: heads, forks, merges, what is absent",
	.help = "Draws the chain of every environment under PATH, a repository (read at HEAD), a folder\n"
		"of repositories or a plain folder, newest revision first. A parent that a chain lacks\n"
		"is looked for in all the others.\n\n"
		"  --format text|json|dot|mermaid\n"
		"                       json: one object a line; dot: for Graphviz\n"
		"  --environment NAME   only the environment of this name\n"
		"  --dialect NAME[@V]   instead of the dialects inferred; repeatable\n"
		"  --at REVISION        only this revision and its ancestors (an id, the beginning of\n"
		"                       one, or a label)\n"
		"  --explain            with --at: tell from what the state before it follows, what a\n"
		"                       rollback does and why, and the schema before and after it\n"
		"  --schema             with --format json: the schema before and after each migration,\n"
		"                       and after rolling it back\n"
		"  --operations         with --format json: each operation with the names and the\n"
		"                       answers that the schema gives where the migration stands\n"
		"  --trust-owner        open repositories that belong to another user",
	.run = run,
};
