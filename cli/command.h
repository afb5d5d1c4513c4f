/*
 * The commands of the program, one file each: cmd_<name>.c with one `const struct command
 * command_<name>`, and a line in commands.def.
 */
#ifndef TIDEMARK_CLI_COMMAND_H
#define TIDEMARK_CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

enum {
	EXIT_CLEAN = 0,
	EXIT_FINDINGS = 1,
	EXIT_USAGE = 2,
	EXIT_INCOMPLETE = 3,
	EXIT_SIGNAL = 128, /* + its number */
};

struct command {
	const char *name;
	const char *arguments; /* "[options] PATH …" */
	const char *summary;
	const char *help; /* what --help prints below the usage line */
	/* `args`: what stands after the command's name, NULL-terminated. Returns the exit code. */
	int (*run)(int count, char **args);
};

extern const struct command *const commands[];
extern const size_t command_count;

/* Prints "tidemark: …" on standard error and returns EXIT_USAGE. */
int usage_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Handles --help and -h. */
bool wants_help(const struct command *command, int count, char **args);

/*
 * An option with a value, "--name VALUE" or "--name=VALUE", at args[*at], which is moved to its
 * last word. 1: *ret_value is set; 0: another option; negative: its value is missing.
 */
int option_value(char **args, int *at, const char *name, const char **ret_value);

/* A tidemark_sink's write: to standard output. */
int write_stdout(void *self, const void *bytes, size_t len);

#endif
