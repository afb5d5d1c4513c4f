#include "reports/per_repo.h"

#include "reports/record_json.h"
#include "reports/text_layout.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_BYTES = 40 };

/* ---- names ----------------------------------------------------------------------------------- */

/* The last component of a path or URL that says something: not ".git", not "". */
static struct str last_component(struct str name)
{
	struct str last;

	for (;;) {
		while (name.len && name.ptr[name.len - 1] == '/')
			name.len--;
		last = str_basename(name);
		if (!str_eq(last, STR(".git")) || last.len == name.len)
			break;
		name = str_dirname(name);
	}
	return str_ends(last, STR(".git")) ? str_sub(last, 0, last.len - 4) : last;
}

static char harmless(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ? c : '-';
}

struct str per_repo_name(struct arena *a, uint32_t unit, struct str repository,
			 const struct format *format)
{
	struct str from = last_component(repository);
	char name[NAME_BYTES];
	size_t len = 0;

	for (size_t i = 0; i < from.len && len < NAME_BYTES; i++) {
		char c = harmless(from.ptr[i]);
		bool mark = c == '.' || c == '-';

		/* no mark first, no two in a row: no "..", nothing hidden, nothing like an option */
		if (!mark || (len && name[len - 1] != '.' && name[len - 1] != '-'))
			name[len++] = c;
	}
	while (len && (name[len - 1] == '.' || name[len - 1] == '-'))
		len--;
	return arena_printf(a, "%05u-%.*s.%s", unit + 1, len ? (int)len : (int)strlen("repository"),
			    len ? name : "repository", format->extension);
}

/* ---- files ----------------------------------------------------------------------------------- */

/* A file that appears under its name only when it is complete. */
struct new_file {
	int folder, fd;
	const char *folder_name, *name;
	char temporary[80];
	struct out out;
};

static int file_error(const struct new_file *f, const char *what, struct err *reterr)
{
	return err_set(reterr, ERR_IO, "cannot %s %s/%s: %s", what, f->folder_name, f->name,
		       strerror(errno));
}

static int file_open(struct new_file *f, struct err *reterr)
{
	snprintf(f->temporary, sizeof(f->temporary), ".%s.part", f->name);
	unlinkat(f->folder, f->temporary, 0);
	f->fd = openat(f->folder, f->temporary,
		       O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (f->fd < 0)
		return file_error(f, "create", reterr);
	out_init_stream(&f->out, out_write_fd, &f->fd);
	return 0;
}

/* Gives the file its name if `result` and all writing went well; removes it otherwise. */
static int file_close(struct new_file *f, int result, struct err *reterr)
{
	if (result == 0 && out_flush(&f->out) < 0)
		result = file_error(f, "write", reterr);
	out_release(&f->out);
	if (close(f->fd) < 0 && result == 0)
		result = file_error(f, "write", reterr);
	if (result == 0 && renameat(f->folder, f->temporary, f->folder, f->name) < 0)
		result = file_error(f, "rename", reterr);
	if (result < 0)
		unlinkat(f->folder, f->temporary, 0);
	return result;
}

/* ---- one unit -------------------------------------------------------------------------------- */

int report_render_unit(const struct report *report, uint32_t unit, const struct format *format,
		       struct out *out, struct err *reterr)
{
	struct report one = *report;
	struct unit_reader units;
	int result;

	one.first_unit = unit;
	one.end_unit = unit + 1;
	/* what is incomplete about the run is not incomplete about a repository that was read */
	one.stopped_by = STR("");
	one.incomplete = false;
	unit_reader_init(&units, &one);
	result = unit_next(&units, reterr);
	one.coverage = units.coverage;
	one.incomplete = units.incomplete;
	unit_reader_release(&units);
	if (result == 0)
		return err_set(reterr, ERR_NOT_FOUND, "unit %u is not in the spool", unit);
	return result < 0 ? result : format->render(&one, out, reterr);
}

/* ---- the index ------------------------------------------------------------------------------- */

/* What is being written: the folder, the formats, and both indexes, line by line. */
struct index_writer {
	const struct report *report;
	const struct format *const *chosen;
	uint32_t chosen_count;
	int folder;
	const char *folder_name;
	struct new_file json, markdown;
	struct json_list entries;
};

/* Text in a cell of a Markdown table: on one line, and with nothing that Markdown or HTML reads. */
static void write_cell(struct out *out, struct arena *a, struct str text)
{
	struct str clean = text_clean(a, text);

	for (size_t i = 0; i < clean.len; i++) {
		char c = clean.ptr[i];

		if (c == '<' || c == '>' || c == '&')
			out_printf(out, "&#%d;", c);
		else if (strchr("\\`*_{}[]()#+-.!|~@:=\"'$", c) && c)
			out_printf(out, "\\%c", c);
		else
			out_char(out, c);
	}
}

static void write_markdown_head(struct index_writer *w)
{
	struct out *out = &w->markdown.out;
	const struct coverage *c = &w->report->coverage;

	out_str(out, STR("# Migrations scanned by tidemark\n\n"));
	if (report_incomplete(w->report))
		out_str(out,
			STR("**Incomplete:** not everything that was asked for was read.\n\n"));
	out_printf(out,
		   "%" PRIu64 " migrations, %" PRIu64 " operations (%" PRIu64
		   " not understood), %" PRIu64 " errors, %" PRIu64 " warnings, %" PRIu64
		   " notes.\n\n",
		   c->migrations, c->operations, c->operations_opaque, c->findings[SEVERITY_ERROR],
		   c->findings[SEVERITY_WARNING], c->findings[SEVERITY_NOTE]);
	out_str(out, STR("| repository | commit | migrations | errors | warnings | notes | read |"
			 " report |\n|---|---|--:|--:|--:|--:|---|---|\n"));
}

static void write_markdown_row(struct index_writer *w, struct unit_reader *units)
{
	const struct record_repository *repository = &units->place.repository;
	const struct coverage *c = &units->coverage;
	struct out *out = &w->markdown.out;
	struct arena *a = &units->record;

	out_str(out, STR("| "));
	write_cell(out, a, repository->name);
	out_str(out, STR(" | "));
	write_cell(out, a, str_sub(repository->commit, 0, 12));
	out_printf(out, " | %" PRIu64 " | %" PRIu64 " | %" PRIu64 " | %" PRIu64 " | %s |",
		   c->migrations, c->findings[SEVERITY_ERROR], c->findings[SEVERITY_WARNING],
		   c->findings[SEVERITY_NOTE], units->incomplete ? "incomplete" : "yes");
	for (uint32_t i = 0; i < w->chosen_count; i++) {
		struct str name = per_repo_name(a, units->number, repository->name, w->chosen[i]);

		out_printf(out, " [%s](%s)", w->chosen[i]->name, name.ptr);
	}
	out_str(out, STR(" |\n"));
}

static void write_json_entry(struct index_writer *w, struct unit_reader *units)
{
	const struct record_repository *repository = &units->place.repository;
	struct record coverage = {.kind = RECORD_COVERAGE, .as.coverage = units->coverage};
	struct arena *a = &units->record;
	cJSON *object = json_object(), *files = json_object();

	for (uint32_t i = 0; i < w->chosen_count; i++)
		json_add_str(files, a, w->chosen[i]->name,
			     per_repo_name(a, units->number, repository->name, w->chosen[i]));
	json_add_str(object, a, "repository", repository->name);
	json_add_str_or_null(object, a, "ref", repository->ref);
	json_add_str_or_null(object, a, "commit", repository->commit);
	json_add(object, "files", files);
	json_add(object, "coverage", record_json(units, &coverage));
	json_list_item(&w->entries);
	json_write(&w->json.out, object);
}

/* ---- all of them ----------------------------------------------------------------------------- */

static int write_unit(struct index_writer *w, struct unit_reader *units, struct err *reterr)
{
	for (uint32_t i = 0; i < w->chosen_count; i++) {
		struct str name = per_repo_name(&units->record, units->number,
						units->place.repository.name, w->chosen[i]);
		struct new_file file = {
			.folder = w->folder, .folder_name = w->folder_name, .name = name.ptr};
		int result = file_open(&file, reterr);

		if (result < 0)
			return result;
		result = report_render_unit(w->report, units->number, w->chosen[i], &file.out,
					    reterr);
		result = file_close(&file, result, reterr);
		if (result < 0)
			return result;
	}
	write_json_entry(w, units);
	write_markdown_row(w, units);
	return 0;
}

static int write_units(struct index_writer *w, struct err *reterr)
{
	struct unit_reader units;
	int result = 0;

	write_json_head(w->report, &w->json.out);
	w->entries = json_list_open(&w->json.out, "reports");
	write_markdown_head(w);
	unit_reader_init(&units, w->report);
	while (result >= 0 && (result = unit_next(&units, reterr)) > 0) {
		arena_reset(&units.record);
		result = write_unit(w, &units, reterr);
	}
	unit_reader_release(&units);
	json_list_close(&w->entries);
	out_str(&w->json.out, STR("}\n"));
	return result < 0 ? result : 0;
}

static int write_index(struct index_writer *w, struct err *reterr)
{
	struct new_file file = {.folder = w->folder, .folder_name = w->folder_name};
	int result;

	w->json = w->markdown = file;
	w->json.name = "index.json";
	w->markdown.name = "index.md";
	result = file_open(&w->json, reterr);
	if (result < 0)
		return result;
	result = file_open(&w->markdown, reterr);
	if (result < 0)
		return file_close(&w->json, result, reterr);
	result = write_units(w, reterr);
	result = file_close(&w->json, result, reterr);
	return file_close(&w->markdown, result, reterr);
}

int report_per_repo(const struct report *report, const char *folder,
		    const struct format *const *chosen, uint32_t chosen_count, struct err *reterr)
{
	struct index_writer writer = {.report = report,
				      .chosen = chosen,
				      .chosen_count = chosen_count,
				      .folder_name = folder};
	int result;

	if (mkdir(folder, 0777) < 0 && errno != EEXIST)
		return err_set(reterr, ERR_IO, "cannot make the folder %s: %s", folder,
			       strerror(errno));
	writer.folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (writer.folder < 0)
		return err_set(reterr, ERR_IO, "cannot open the folder %s: %s", folder,
			       strerror(errno));
	result = write_index(&writer, reterr);
	close(writer.folder);
	return result;
}
