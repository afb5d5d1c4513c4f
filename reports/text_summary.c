#include "reports/text_view.h"

#include <inttypes.h>

enum { EXAMPLES = 3 };

struct str count_text(struct arena *a, uint64_t count, const char *singular, const char *plural)
{
	return arena_printf(a, "%" PRIu64 " %s", count, count == 1 ? singular : plural);
}

/* Joins what there is of two parts. */
static struct str list_text(struct arena *a, struct str list, struct str item)
{
	if (!list.len)
		return item;
	return arena_printf(a, STR_FMT ", " STR_FMT, STR_ARG(list), STR_ARG(item));
}

struct str severities_text(struct arena *a, const uint64_t counts[SEVERITY_ERROR + 1])
{
	static const char *const plurals[] = {"notes", "warnings", "errors"};
	struct str list = STR("");

	for (int s = SEVERITY_ERROR; s >= SEVERITY_NOTE; s--)
		if (counts[s])
			list = list_text(
				a, list,
				count_text(a, counts[s], severity_name(s).ptr, plurals[s]));
	return list;
}

/* ---- what was not read ----------------------------------------------------------------------- */

/* Skips that leave a scan complete: counted, with a few examples. */
struct skip_kind {
	uint64_t count;
	struct str examples[EXAMPLES]; /* clean */
};

struct skip_view {
	struct text_view *view;
	struct skip_kind kinds[SKIP_REASON_COUNT];
	bool title_shown;
};

static struct str skip_place(struct text_view *v, const struct unit_reader *units,
			     const struct record_skip *s)
{
	struct arena *a = &v->layout.arena;
	struct str place = view_text(v, units->place.repository.name);

	if (s->path.len)
		place = arena_printf(a, STR_FMT ": " STR_FMT, STR_ARG(place),
				     STR_ARG(view_text(v, s->path)));
	if (s->line)
		place = arena_printf(a, STR_FMT ":%u", STR_ARG(place), s->line);
	return place;
}

static struct str skip_text(struct text_view *v, const struct unit_reader *units,
			    const struct record_skip *s)
{
	struct str place = skip_place(v, units, s);

	if (!s->detail.len)
		return place;
	return arena_printf(&v->layout.arena, STR_FMT ": " STR_FMT, STR_ARG(place),
			    STR_ARG(view_text(v, s->detail)));
}

static void show_title(struct skip_view *skips)
{
	struct text_layout *t = &skips->view->layout;

	if (skips->title_shown)
		return;
	skips->title_shown = true;
	text_begin(t, 0, 2);
	text_words(t, STYLE_TITLE, STR("Skipped"));
	text_end(t);
}

static void show_skip(struct skip_view *skips, enum skip_reason reason, struct str text)
{
	struct text_layout *t = &skips->view->layout;

	show_title(skips);
	text_begin(t, 2, 4);
	text_words(t, skip_is_incomplete(reason) ? STYLE_ERROR : STYLE_DIM,
		   skip_reason_name(reason));
	text_attach(t, STYLE_PLAIN, STR(":"));
	text_words(t, STYLE_PLAIN, text);
	text_end(t);
}

static void take_skip(struct skip_view *skips, const struct unit_reader *units,
		      const struct record_skip *s)
{
	struct text_view *v = skips->view;
	struct skip_kind *kind = &skips->kinds[s->reason];

	if (skip_is_incomplete(s->reason) || v->report->verbose)
		show_skip(skips, s->reason, skip_text(v, units, s));
	else if (kind->count < EXAMPLES)
		kind->examples[kind->count] = arena_str(&v->run, skip_text(v, units, s));
	kind->count++;
}

/* Those that show_skip() was not called for. */
static void show_kinds(struct skip_view *skips)
{
	struct text_layout *t = &skips->view->layout;

	for (int reason = 0; reason < SKIP_REASON_COUNT; reason++) {
		const struct skip_kind *kind = &skips->kinds[reason];

		if (!kind->count || skip_is_incomplete(reason) || skips->view->report->verbose)
			continue;
		for (uint64_t i = 0; i < EXAMPLES && i < kind->count; i++)
			show_skip(skips, reason, kind->examples[i]);
		if (kind->count <= EXAMPLES)
			continue;
		text_begin(t, 2, 4);
		text_printf(t, STYLE_DIM, STR_FMT ": and %" PRIu64 " more (--verbose lists them)",
			    STR_ARG(skip_reason_name(reason)), kind->count - EXAMPLES);
		text_end(t);
	}
}

static int show_skips(struct text_view *v, struct err *reterr)
{
	struct skip_view skips = {.view = v};
	struct unit_reader units;
	struct record record;
	int result = 0;

	unit_reader_init(&units, v->report);
	while (result >= 0 && !v->layout.out->error && (result = unit_next(&units, reterr)) > 0) {
		while ((result = unit_record(&units, &record, reterr)) > 0) {
			if (record.kind == RECORD_SKIP)
				take_skip(&skips, &units, &record.as.skip);
			text_clear(&v->layout);
		}
	}
	unit_reader_release(&units);
	show_kinds(&skips);
	if (skips.title_shown)
		text_gap(&v->layout);
	return result < 0 ? result : 0;
}

/* ---- totals ---------------------------------------------------------------------------------- */

static void show_rules(struct text_view *v)
{
	const struct report *report = v->report;
	struct text_layout *t = &v->layout;

	for (uint32_t i = 0; i <= report->rule_count; i++) {
		const struct rule_total *total = &v->by_rule[i];

		if (!total->findings)
			continue;
		text_begin(t, 0, 2);
		text_attach(t, severity_style(total->worst),
			    arena_printf(&t->arena, "%8" PRIu64, total->findings));
		text_column(t, 10);
		if (i == report->rule_count) {
			text_words(t, STYLE_PLAIN, STR("of rules that this version does not have"));
		} else {
			text_words(t, STYLE_PLAIN, str_from(report->rules[i]->name));
			text_printf(t, STYLE_DIM, "(%s)", report->rules[i]->id);
		}
		text_end(t);
	}
}

static void show_findings_total(struct text_view *v)
{
	const struct coverage *c = &v->report->coverage;
	uint64_t places = v->repositories_with_findings;
	struct text_layout *t = &v->layout;
	struct arena *a = &t->arena;

	text_begin(t, 0, 2);
	text_words(t, STYLE_TITLE, severities_text(a, c->findings));
	text_words(t, STYLE_PLAIN, STR("in"));
	text_words(t, STYLE_PLAIN,
		   !c->folders        ? count_text(a, places, "repository", "repositories")
		   : !c->repositories ? count_text(a, places, "plain folder", "plain folders")
				      : count_text(a, places, "repository or folder",
						   "repositories and folders"));
	text_end(t);
	show_rules(v);
}

/* Files that a scan which is to find everything should have read. */
static uint64_t unread_files(const struct coverage *c)
{
	uint64_t count = 0;

	for (int i = 0; i < SKIP_REASON_COUNT; i++)
		if (i != SKIP_NOT_A_MIGRATION && i != SKIP_UNPARSABLE)
			count += c->skips[i];
	return count;
}

static bool nothing_unread(const struct report *report)
{
	const struct coverage *c = &report->coverage;

	return !report_incomplete(report) && !unread_files(c) && !c->migrations_unparsable &&
	       !c->operations_opaque;
}

/* "1 repository, 3 files or objects …": what a reader must not take for clean. */
static struct str unread_text(struct arena *a, const struct report *report)
{
	const struct coverage *c = &report->coverage;
	uint64_t repositories = c->repositories_unread + c->repositories_incomplete;
	struct str list = STR("");

	if (repositories)
		list = list_text(a, list,
				 count_text(a, repositories,
					    "repository or folder not read completely",
					    "repositories or folders not read completely"));
	if (unread_files(c))
		list = list_text(a, list,
				 count_text(a, unread_files(c), "file or object not read",
					    "files or objects not read"));
	if (c->migrations_unparsable)
		list = list_text(a, list,
				 count_text(a, c->migrations_unparsable, "migration not parsed",
					    "migrations not parsed"));
	if (c->operations_opaque)
		list = list_text(a, list,
				 count_text(a, c->operations_opaque, "operation not understood",
					    "operations not understood"));
	return list.len ? list : STR("the scan did not end by itself");
}

/* No findings: which is good news only about what was read. */
static void show_no_findings(struct text_view *v)
{
	const struct report *report = v->report;
	struct text_layout *t = &v->layout;

	text_begin(t, 0, 2);
	if (!report->coverage.migrations)
		text_words(t, STYLE_TITLE, STR("No migrations were found: nothing was checked."));
	else if (nothing_unread(report))
		text_words(t, STYLE_TITLE, STR("No findings."));
	else
		text_words(t, STYLE_TITLE, STR("No findings in what was read."));
	text_end(t);
	if (nothing_unread(report))
		return;
	text_begin(t, 0, 2);
	text_words(t, STYLE_WARNING, STR("This is not a clean result:"));
	text_words(t, STYLE_PLAIN, unread_text(&t->arena, report));
	text_attach(t, STYLE_PLAIN, STR("."));
	text_end(t);
}

static void show_exempt(struct text_view *v)
{
	const struct coverage *c = &v->report->coverage;
	struct text_layout *t = &v->layout;

	text_begin(t, 0, 2);
	if (c->findings_apart)
		text_printf(
			t, STYLE_DIM,
			"Not counted: " STR_FMT " in environments that are not production"
			" (--role all counts them).",
			STR_ARG(count_text(&t->arena, c->findings_apart, "finding", "findings")));
	text_end(t);
	text_begin(t, 0, 2);
	if (c->findings_suppressed)
		text_printf(t, STYLE_DIM, "Suppressed: " STR_FMT ".",
			    STR_ARG(count_text(&t->arena, c->findings_suppressed, "finding",
					       "findings")));
	text_end(t);
	text_begin(t, 0, 2);
	if (c->findings_known)
		text_printf(
			t, STYLE_DIM, "Known before (--baseline, --since), not shown: " STR_FMT ".",
			STR_ARG(count_text(&t->arena, c->findings_known, "finding", "findings")));
	text_end(t);
}

/* "12 repositories (1 incomplete, 1 not read)" */
static struct str with_parts(struct arena *a, struct str total, struct str parts)
{
	if (!parts.len)
		return total;
	return arena_printf(a, STR_FMT " (" STR_FMT ")", STR_ARG(total), STR_ARG(parts));
}

static struct str part(struct arena *a, struct str parts, uint64_t count, const char *what)
{
	return count ? list_text(a, parts, count_text(a, count, what, what)) : parts;
}

static struct str repositories_text(struct arena *a, const struct coverage *c)
{
	struct str parts = part(a, STR(""), c->repositories_incomplete, "incomplete");
	struct str list = STR("");

	parts = part(a, parts, c->repositories_unread, "not read");
	if (c->repositories || parts.len || !c->folders)
		list = with_parts(a, count_text(a, c->repositories, "repository", "repositories"),
				  parts);
	if (c->folders)
		list = list_text(a, list,
				 count_text(a, c->folders, "plain folder", "plain folders"));
	return list;
}

static struct str skips_text(struct arena *a, const struct coverage *c)
{
	struct str list = STR("");

	for (int i = 0; i < SKIP_REASON_COUNT; i++)
		if (c->skips[i])
			list = list_text(a, list,
					 arena_printf(a, "%" PRIu64 " " STR_FMT, c->skips[i],
						      STR_ARG(skip_reason_name(i))));
	return list.len ? list : STR("nothing");
}

/* "; 120 commits (1 missing) with 40 earlier migrations, which were not judged" */
static struct str history_text(struct arena *a, const struct coverage *c)
{
	struct str commits;

	if (!c->commits)
		return STR("");
	commits = with_parts(a, count_text(a, c->commits, "commit", "commits"),
			     part(a, STR(""), c->commits_missing, "missing"));
	return arena_printf(a, "; " STR_FMT " with " STR_FMT ", not judged", STR_ARG(commits),
			    STR_ARG(count_text(a, c->history_migrations, "earlier migration",
					       "earlier migrations")));
}

static void show_coverage(struct text_view *v)
{
	const struct coverage *c = &v->report->coverage;
	struct text_layout *t = &v->layout;
	struct arena *a = &t->arena;

	text_begin(t, 0, 2);
	text_printf(t, STYLE_PLAIN,
		    "Read: " STR_FMT "; " STR_FMT "; " STR_FMT "; " STR_FMT STR_FMT
		    ". Skipped: " STR_FMT ".",
		    STR_ARG(repositories_text(a, c)),
		    STR_ARG(with_parts(
			    a, count_text(a, c->environments, "environment", "environments"),
			    part(a, STR(""), c->environments_not_production, "not production"))),
		    STR_ARG(with_parts(a, count_text(a, c->migrations, "migration", "migrations"),
				       part(a, STR(""), c->migrations_unparsable, "unparsable"))),
		    STR_ARG(with_parts(a, count_text(a, c->operations, "operation", "operations"),
				       part(a, STR(""), c->operations_opaque, "not understood"))),
		    STR_ARG(history_text(a, c)), STR_ARG(skips_text(a, c)));
	text_end(t);
}

static void show_incomplete(struct text_view *v)
{
	const struct report *report = v->report;
	struct text_layout *t = &v->layout;

	if (!report_incomplete(report))
		return;
	text_begin(t, 0, 2);
	text_words(t, STYLE_ERROR, STR("INCOMPLETE:"));
	if (report->stopped_by.len)
		text_printf(t, STYLE_PLAIN,
			    "stopped by " STR_FMT "; repositories that were not finished are not"
			    " in this report.",
			    STR_ARG(report->stopped_by));
	if (!report->stopped_by.len || coverage_incomplete(&report->coverage))
		text_words(t, STYLE_PLAIN, STR("Not everything that was asked for could be read."));
	text_end(t);
}

int text_summary(struct text_view *v, struct err *reterr)
{
	const uint64_t *findings = v->report->coverage.findings;
	int result = show_skips(v, reterr);

	if (result < 0)
		return result;
	if (findings[SEVERITY_ERROR] || findings[SEVERITY_WARNING] || findings[SEVERITY_NOTE])
		show_findings_total(v);
	else
		show_no_findings(v);
	show_exempt(v);
	show_coverage(v);
	show_incomplete(v);
	return 0;
}
