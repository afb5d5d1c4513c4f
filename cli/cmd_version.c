#include "command.h"
#include "tidemark.h"

#include <stdio.h>

static int run(int count, char **args)
{
	if (count)
		return usage_error("version takes no '%s'", args[0]);
	printf("tidemark %s\n", TIDEMARK_VERSION);
	return EXIT_CLEAN;
}

const struct command command_version = {
	.name = "version",
	.arguments = "",
	.summary = "print the version",
	.help = "Prints the version.",
	.run = run,
};
