#include "command.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define COMMAND(name) extern const struct command command_##name;
#include "commands.def"
#undef COMMAND

const struct command *const commands[] = {
#define COMMAND(name) &command_##name,
#include "commands.def"
#undef COMMAND
};
const size_t command_count = sizeof(commands) / sizeof(commands[0]);

int usage_error(const char *format, ...)
{
	va_list args;

	fputs("tidemark: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	return EXIT_USAGE;
}

static bool is_help(const char *arg)
{
	return strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0;
}

bool wants_help(const struct command *command, int count, char **args)
{
	for (int i = 0; i < count && strcmp(args[i], "--") != 0; i++) {
		if (!is_help(args[i]))
			continue;
		printf("tidemark %s %s\n\n%s\n", command->name, command->arguments, command->help);
		return true;
	}
	return false;
}

int option_value(char **args, int *at, const char *name, const char **ret_value)
{
	size_t len = strlen(name);

	if (strncmp(args[*at], name, len) != 0)
		return 0;
	if (args[*at][len] == '=') {
		*ret_value = args[*at] + len + 1;
		return 1;
	}
	if (args[*at][len] != '\0')
		return 0;
	if (!args[*at + 1]) {
		usage_error("%s wants a value", name);
		return -1;
	}
	*ret_value = args[++*at];
	return 1;
}

int write_stdout(void *self, const void *bytes, size_t len)
{
	const char *from = bytes;

	(void)self;
	while (len) {
		ssize_t written = write(STDOUT_FILENO, from, len);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return -1;
		from += written;
		len -= (size_t)written;
	}
	return 0;
}

static void print_help(void)
{
	puts("tidemark: what a rollback of your database migrations would leave behind\n");
	for (size_t i = 0; i < command_count; i++)
		printf("  tidemark %-8s %s\n", commands[i]->name, commands[i]->summary);
	puts("\n'tidemark COMMAND --help' explains a command.\n\n"
	     "Exit codes: 0 no finding that counts, 1 findings, 2 wrong usage, 3 incomplete,\n"
	     "130 or 143 stopped by a signal after writing what was complete.");
}

int main(int count, char **args)
{
	const char *name = count > 1 ? args[1] : "";

	signal(SIGPIPE, SIG_IGN); /* a closed pipe is an error of write(), with a message */
	if (count < 2) {
		print_help();
		return EXIT_USAGE;
	}
	if (is_help(args[1]) || strcmp(args[1], "help") == 0) {
		print_help();
		return EXIT_CLEAN;
	}
	if (strcmp(name, "--version") == 0)
		name = "version";
	for (size_t i = 0; i < command_count; i++) {
		if (strcmp(commands[i]->name, name) != 0)
			continue;
		if (wants_help(commands[i], count - 2, args + 2))
			return EXIT_CLEAN;
		return commands[i]->run(count - 2, args + 2);
	}
	return usage_error("there is no command '%s'; see 'tidemark --help'", args[1]);
}
