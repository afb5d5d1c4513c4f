#include "command.h"
#include "tidemark.h"

#include <string.h>

static int run(int count, char **args)
{
	struct tidemark_dump_options options = {.format = "text"};
	const char *path = NULL;
	struct tidemark_sink sink = {NULL, write_stdout};
	struct tidemark_error error = {0};

	for (int i = 0; i < count; i++) {
		int given = option_value(args, &i, "--format", &options.format);

		if (given < 0)
			return EXIT_USAGE;
		if (given)
			continue;
		if (strcmp(args[i], "--trust-owner") == 0)
			options.trust_owner = true;
		else if (strcmp(args[i], "--trace") == 0)
			options.trace = true;
		else if (args[i][0] == '-' && args[i][1])
			return usage_error("dump has no option '%s'", args[i]);
		else if (path)
			return usage_error("dump takes one path, not also '%s'", args[i]);
		else
			path = args[i];
	}
	if (!path)
		return usage_error("dump wants a file or a path");
	if (tidemark_dump(path, &options, &sink, &error)) {
		usage_error("%s", error.text);
		return error.code == TIDEMARK_USAGE ? EXIT_USAGE : EXIT_INCOMPLETE;
	}
	return EXIT_CLEAN;
}

const struct command command_dump = {
	.name = "dump",
	.arguments = "[--format text|json] [--trace] [--trust-owner] FILE|PATH",
	.summary = "show what the front end understood: operations, conditions, opaque parts",
	.help = "Prints each migration with its operations in order. FILE is one migration; PATH is\n"
		"a repository (read at HEAD) or a folder.\n\n"
		"  --format text|json   json: one object a line\n"
		"  --trace              below each operation, how its names, types and SQL were derived\n"
		"  --trust-owner        open repositories that belong to another user",
	.run = run,
};
