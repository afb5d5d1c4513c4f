/*
 * Every format against its golden files, tests/golden/<case>/<variant>.<extension>.
 *
 * UPDATE_GOLDEN=1 in the environment writes the files instead of comparing; git shows the change.
 */
#include "golden_cases.h"

#include "reports/per_repo.h"

#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define PATH_BYTES 4096

/* ---- files ------------------------------------------------------------------------------------ */

static void read_file(const char *path, struct out *ret_content)
{
	char chunk[4096];
	FILE *file = fopen(path, "rb");
	size_t got;

	if (!file)
		fail_msg("cannot open %s: %s (UPDATE_GOLDEN=1 makes it)", path, strerror(errno));
	while ((got = fread(chunk, 1, sizeof(chunk), file)) > 0)
		out_bytes(ret_content, chunk, got);
	fclose(file);
}

static void write_file(const char *path, struct str content)
{
	FILE *file = fopen(path, "wb");

	if (!file || fwrite(content.ptr, 1, content.len, file) != content.len || fclose(file))
		fail_msg("cannot write %s: %s", path, strerror(errno));
}

/* Fails with the first line that differs. */
static void compare(const char *path, struct str expected, struct str got)
{
	struct str expected_line = STR(""), got_line = STR("");
	unsigned line = 0;

	if (str_eq(expected, got))
		return;
	do {
		line++;
		if (!str_split(&expected, '\n', &expected_line))
			expected_line = STR("(end of file)");
		if (!str_split(&got, '\n', &got_line))
			got_line = STR("(end of file)");
	} while (str_eq(expected_line, got_line) && (expected.len || got.len));
	fail_msg("%s:%u differs\nexpected: " STR_FMT "\ngot:      " STR_FMT, path, line,
		 STR_ARG(expected_line), STR_ARG(got_line));
}

static void check(const char *folder, const char *file, struct str got)
{
	char path[PATH_BYTES];
	struct out expected;

	snprintf(path, sizeof(path), "%s/%s", GOLDEN_FOLDER, folder);
	if (getenv("UPDATE_GOLDEN")) {
		mkdir(path, 0777);
		snprintf(path, sizeof(path), "%s/%s/%s", GOLDEN_FOLDER, folder, file);
		write_file(path, got);
		return;
	}
	snprintf(path, sizeof(path), "%s/%s/%s", GOLDEN_FOLDER, folder, file);
	out_init_buffer(&expected, SIZE_MAX / 2);
	read_file(path, &expected);
	compare(path, out_content(&expected), got);
	out_release(&expected);
}

/* ---- what no output may hold, whatever was scanned ------------------------------------------ */

/* Is the character one that a terminal obeys, or that hides or reorders text? */
static bool is_unsafe(struct str s, size_t at, size_t width)
{
	const unsigned char *p = (const unsigned char *)s.ptr + at;

	if (width == 1)
		return (p[0] < 0x20 && p[0] != '\n') || p[0] == 0x7f;
	if (width == 2)
		return p[0] == 0xc2 && p[1] < 0xa0;
	if (width == 3 && p[0] == 0xe2 && p[1] == 0x80)
		return p[2] >= 0xa8 && p[2] <= 0xae;
	return width == 3 && p[0] == 0xe2 && p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9;
}

static void assert_safe(const char *name, struct str s)
{
	size_t at = 0, width;

	while (at < s.len) {
		width = str_utf8_at(s, at);
		if (!width || is_unsafe(s, at, width))
			fail_msg("%s: byte %zu is not safe: %02x", name, at,
				 (unsigned char)s.ptr[at]);
		at += width;
	}
	if (s.len && s.ptr[s.len - 1] != '\n')
		fail_msg("%s: the last line has no end", name);
}

/* ---- cases ------------------------------------------------------------------------------------ */

static void render(const struct format *format, const struct report *report, struct out *ret_out)
{
	struct err err = {0};

	out_init_buffer(ret_out, SIZE_MAX / 2);
	if (format->render(report, ret_out, &err) < 0)
		fail_msg("%s: %s", format->name, err.text);
	assert_int_equal(out_flush(ret_out), 0);
}

static void check_variant(const char *folder, const char *variant, const char *format_name,
			  const struct report *report)
{
	const struct format *format = format_find(str_from(format_name));
	char name[128];
	struct out out;

	assert_non_null(format);
	snprintf(name, sizeof(name), "%s.%s", variant, format->extension);
	render(format, report, &out);
	if (!report->color)
		assert_safe(name, out_content(&out));
	check(folder, name, out_content(&out));
	out_release(&out);
}

static void check_case(const struct golden_case *c)
{
	struct scan_builder b;
	struct report report;

	scan_init(&b);
	c->fill(&b);
	report = golden_report(&b);
	report.stopped_by = str_from(c->stopped_by);
	for (uint32_t i = 0; i < format_count; i++)
		check_variant(c->name, "expected", formats[i]->name, &report);
	report.verbose = true;
	check_variant(c->name, "verbose", "text", &report);
	report.verbose = false;
	report.quiet = true;
	check_variant(c->name, "quiet", "text", &report);
	report.quiet = false;
	report.width = 60;
	report.color = true;
	check_variant(c->name, "narrow-color", "text", &report);
	scan_release(&b);
}

static void test_formats(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < golden_case_count; i++)
		check_case(&golden_cases[i]);
}

/* The same bytes whether a reader asks once or again. */
static void test_rendering_twice(void **state)
{
	struct scan_builder b;
	struct report report;
	struct out first, second;

	(void)state;
	scan_init(&b);
	golden_cases[0].fill(&b);
	report = golden_report(&b);
	for (uint32_t i = 0; i < format_count; i++) {
		render(formats[i], &report, &first);
		render(formats[i], &report, &second);
		assert_true(str_eq(out_content(&first), out_content(&second)));
		out_release(&first);
		out_release(&second);
	}
	scan_release(&b);
}

/* ---- one report per repository ----------------------------------------------------------------- */

static void check_folder_file(const char *folder, const char *golden, const char *name)
{
	char path[PATH_BYTES];
	struct out content;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	out_init_buffer(&content, SIZE_MAX / 2);
	read_file(path, &content);
	assert_safe(name, out_content(&content));
	check(golden, name, out_content(&content));
	out_release(&content);
	unlink(path);
}

/* Everything that is in the folder is in the golden folder, and nothing else. */
static void check_folder(const char *folder, const char *golden)
{
	char path[PATH_BYTES];
	struct dirent *entry;
	unsigned left = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "%s/%s", GOLDEN_FOLDER, golden);
	if (getenv("UPDATE_GOLDEN"))
		snprintf(path, sizeof(path), "%s", folder);
	dir = opendir(path);
	if (!dir)
		fail_msg("cannot open %s: %s", path, strerror(errno));
	while ((entry = readdir(dir)))
		if (entry->d_name[0] != '.')
			check_folder_file(folder, golden, entry->d_name);
	closedir(dir);
	dir = opendir(folder);
	assert_non_null(dir);
	while ((entry = readdir(dir)))
		left += strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
	closedir(dir);
	assert_int_equal(left, 0);
}

static void per_repo(const struct golden_case *c, const char *golden)
{
	const struct format *chosen[] = {format_find(STR("sarif")), format_find(STR("text"))};
	char folder[] = "/tmp/tidemark-golden-XXXXXX";
	struct err err = {0};
	struct scan_builder b;
	struct report report;

	assert_non_null(mkdtemp(folder));
	scan_init(&b);
	c->fill(&b);
	report = golden_report(&b);
	report.stopped_by = str_from(c->stopped_by);
	if (report_per_repo(&report, folder, chosen, 2, &err) < 0)
		fail_msg("%s", err.text);
	check_folder(folder, golden);
	rmdir(folder);
	scan_release(&b);
}

static void test_per_repo(void **state)
{
	(void)state;
	per_repo(&golden_cases[1], "per-repo-hostile");
	per_repo(&golden_cases[2], "per-repo-incomplete");
}

/* ---- when things go wrong ----------------------------------------------------------------------- */

static int refuse(void *self, const void *bytes, size_t len)
{
	(void)bytes;
	(void)len;
	++*(unsigned *)self;
	return ERR_IO;
}

static void test_full_disk(void **state)
{
	struct scan_builder b;
	struct report report;
	struct err err = {0};

	(void)state;
	scan_init(&b);
	for (int i = 0; i < 100; i++)
		golden_small_repository(&b);
	report = golden_report(&b);
	for (uint32_t i = 0; i < format_count; i++) {
		unsigned calls = 0;
		struct out out;

		out_init_stream(&out, refuse, &calls);
		formats[i]->render(&report, &out, &err);
		assert_int_equal(out_flush(&out), ERR_IO);
		assert_in_range(calls, 1, 3);
		out_release(&out);
	}
	scan_release(&b);
}

static void test_damaged_spool(void **state)
{
	static const struct str damages[] = {STR_INIT("\x09"), STR_INIT(""), STR_INIT("\x01\xff")};
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
		struct scan_builder b;
		struct report report;
		struct out out;

		scan_init(&b);
		golden_small_repository(&b);
		assert_int_equal(spool_put(&b.spool, b.next_unit++, damages[i], &err), 0);
		report = golden_report(&b);
		for (uint32_t f = 0; f < format_count; f++) {
			err = (struct err){0};
			out_init_buffer(&out, SIZE_MAX / 2);
			assert_int_equal(formats[f]->render(&report, &out, &err), ERR_CORRUPT);
			assert_non_null(strstr(err.text, "unit 1"));
			out_release(&out);
		}
		scan_release(&b);
	}
}

static void test_per_repo_fails(void **state)
{
	const struct format *chosen[] = {format_find(STR("text"))};
	char folder[] = "/tmp/tidemark-golden-XXXXXX", path[PATH_BYTES];
	struct err err = {0};
	struct scan_builder b;
	struct report report;

	(void)state;
	scan_init(&b);
	golden_small_repository(&b);
	report = golden_report(&b);
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/no/such", folder);
	assert_int_equal(report_per_repo(&report, path, chosen, 1, &err), ERR_IO);
	assert_non_null(strstr(err.text, path));
	/* a folder in the way of a file: named, and nothing half-made stays */
	snprintf(path, sizeof(path), "%s/00001-billing.txt", folder);
	assert_int_equal(mkdir(path, 0777), 0);
	assert_int_equal(report_per_repo(&report, folder, chosen, 1, &err), ERR_IO);
	assert_non_null(strstr(err.text, "00001-billing.txt"));
	rmdir(path);
	assert_int_equal(rmdir(folder), 0);
	/* a unit that is not there */
	assert_int_equal(report_render_unit(&report, 7, chosen[0], &b.unit, &err), ERR_NOT_FOUND);
	scan_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_formats),       cmocka_unit_test(test_rendering_twice),
		cmocka_unit_test(test_per_repo),      cmocka_unit_test(test_full_disk),
		cmocka_unit_test(test_damaged_spool), cmocka_unit_test(test_per_repo_fails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
