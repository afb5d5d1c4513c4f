#include "command.h"
#include "terminal.h"
#include "tidemark.h"

static int run(int count, char **args)
{
	const char *format = "text", *rule = NULL;
	struct tidemark_sink sink = {NULL, write_stdout};
	struct tidemark_error error = {0};

	for (int i = 0; i < count; i++) {
		int given = option_value(args, &i, "--format", &format);

		if (given < 0)
			return EXIT_USAGE;
		if (given)
			continue;
		if (args[i][0] == '-')
			return usage_error("rules has no option '%s'", args[i]);
		if (rule)
			return usage_error("rules takes one rule, not also '%s'", args[i]);
		rule = args[i];
	}
	if (tidemark_rules(rule, format, terminal_width(), &sink, &error))
		return usage_error("%s", error.text);
	return EXIT_CLEAN;
}

const struct command command_rules = {
	.name = "rules",
	.arguments = "[ID|NAME] [--format text|markdown|json]",
	.summary = "list the rules, or explain one",
	.help = "Lists all rules, or prints the page of one: what it flags, why it matters, what to\n"
		"do, with examples.",
	.run = run,
};
