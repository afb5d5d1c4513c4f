#include "scanner/report_files.h"

#include "core/base/vec.h"
#include "reports/format.h"
#include "reports/per_repo.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int unknown_format(const char *name, struct err *reterr)
{
	char known[256] = "";

	for (uint32_t i = 0; i < format_count; i++)
		snprintf(known + strlen(known), sizeof(known) - strlen(known), "%s%s",
			 i ? ", " : "", formats[i]->name);
	return err_set(reterr, ERR_USAGE, "no format is called '%s'; there are %s", name, known);
}

int check_outputs(const struct tidemark_scan *options, struct err *reterr)
{
	for (size_t i = 0; i < options->output_count; i++)
		if (!format_find(str_from(options->outputs[i].format)))
			return unknown_format(options->outputs[i].format, reterr);
	return 0;
}

const char *tidemark_format(size_t index, const char **ret_summary)
{
	if (index >= format_count)
		return NULL;
	*ret_summary = formats[index]->summary;
	return formats[index]->name;
}

static int render(const struct report *report, const struct format *format, out_write_fn write,
		  void *self, const char *name, struct err *reterr)
{
	struct out out;
	int result;

	out_init_stream(&out, write, self);
	result = format->render(report, &out, reterr);
	if (!result && out_flush(&out))
		result = err_set(reterr, ERR_IO, "cannot write %s: %s", name, strerror(errno));
	out_release(&out);
	return result;
}

/* Devices and pipes (/dev/stdout, a FIFO) are written to as they are. */
static bool is_special(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && !S_ISREG(st.st_mode);
}

static int write_file(const struct report *report, const struct format *format, const char *path,
		      struct err *reterr)
{
	char temporary[4096];
	bool special = is_special(path);
	int len = snprintf(temporary, sizeof(temporary), special ? "%s" : "%s.XXXXXX", path);
	int fd, result;

	if (len < 0 || (size_t)len >= sizeof(temporary))
		return err_set(reterr, ERR_IO, "%s: the path is too long", path);
	fd = special ? open(path, O_WRONLY | O_CLOEXEC) : mkstemp(temporary);
	if (fd < 0)
		return err_set(reterr, ERR_IO, "cannot write %s: %s", path, strerror(errno));
	result = render(report, format, out_write_fd, &fd, path, reterr);
	if (!special && !result && fchmod(fd, 0644))
		result = err_set(reterr, ERR_IO, "cannot write %s: %s", path, strerror(errno));
	if (close(fd) && !result)
		result = err_set(reterr, ERR_IO, "cannot write %s: %s", path, strerror(errno));
	if (special)
		return result;
	if (!result && rename(temporary, path))
		result = err_set(reterr, ERR_IO, "cannot write %s: %s", path, strerror(errno));
	if (result)
		unlink(temporary);
	return result;
}

static const struct str *argument_list(const struct tidemark_scan *o, struct arena *arena)
{
	struct str *list = arena_array(arena, o->argument_count, sizeof(*list));

	for (size_t i = 0; i < o->argument_count; i++)
		list[i] = str_from(o->arguments[i]);
	return list;
}

static const char *signal_name(int signal)
{
	switch (signal) {
	case 0:
		return "";
	case 2:
		return "SIGINT";
	case 15:
		return "SIGTERM";
	default:
		return "signal";
	}
}

static int write_all(struct scan_run *run, const struct report *report, struct err *reterr)
{
	const struct tidemark_scan *o = run->options;
	const struct format *chosen[16];
	uint32_t chosen_count = 0;
	int result = 0;

	for (size_t i = 0; i < o->output_count && !result; i++) {
		const struct tidemark_output *output = &o->outputs[i];
		const struct format *format = format_find(str_from(output->format));

		if (chosen_count < sizeof(chosen) / sizeof(chosen[0]))
			chosen[chosen_count++] = format;
		if (output->path)
			result = write_file(report, format, output->path, reterr);
		else
			result = render(report, format, o->sink.write, o->sink.self, "the report",
					reterr);
	}
	if (!result && o->per_repo)
		result = report_per_repo(report, o->per_repo, chosen, chosen_count, reterr);
	return result;
}

int write_reports(struct scan_run *run, uint32_t units, struct err *reterr)
{
	const struct tidemark_scan *o = run->options;
	struct arena arena;
	struct report report = {
		.version = STR(TIDEMARK_VERSION),
		.started = str_from(o->started),
		.argument_count = (uint32_t)o->argument_count,
		.stopped_by = str_from(signal_name(scan_stop_signal)),
		.spool = &run->spool,
		.end_unit = units,
		.coverage = run->total,
		.rules = rules,
		.rule_count = rule_count,
		.width = o->width,
		.color = o->color,
		.verbose = o->verbose,
		.quiet = o->quiet,
	};
	int result;

	arena_init(&arena);
	report.arguments = argument_list(o, &arena);
	result = write_all(run, &report, reterr);
	arena_release(&arena);
	return result;
}
