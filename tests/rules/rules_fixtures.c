/*
 * Runs the fixtures and the examples of one rule:
 *
 *	rules_fixtures tests/rules/dropped_column
 *
 * A case is a file <case>.py, or a folder <case>/ whose .py files (and those of folders in it)
 * are one chain. It goes the whole way: front end, codec, chain, all rules. Each finding must be
 * announced, and each announcement found, on the line of the finding:
 *
 *	op.drop_column("users", "phone")  # expect: dropped-column
 *
 * A finding of another rule than the folder's counts only where the case names that rule, so that a
 * rule can come or go without its neighbours' fixtures. Several rules are separated by commas;
 * after a rule stand words that must hold for its finding:
 * error, warning, note; high, low; suppressed. `# expect-file: RULE` announces a finding without a
 * line. Settings stand in comments at the start of the first file:
 *
 *	# dialects: postgresql mysql      what the environment targets (default: not known)
 *	# settings: lock_timeout=5s statement_timeout=unset
 *	# forward-only: yes
 *	# profile: rollback               which rules run (default: the rule's own family)
 *	# suppressions: no                comments in the file are not obeyed
 */
#include "core/model/codec.h"
#include "frontends/frontend.h"
#include "rules/engine.h"
#include "tests/rules/fixture_settings.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_FILES = 64, MAX_EXPECTED = 256, MAX_BYTES = 1 << 20 };

static const struct str head = STR_INIT("revision = \"2b\"\n"
					"down_revision = \"1a\"\n"
					"from alembic import op\n"
					"import sqlalchemy as sa\n");

struct file {
	struct str path, content;
};

struct expectation {
	struct str path, rule, words;
	uint32_t line;
	bool met;
};

struct check {
	struct frontend_worker *worker;
	struct arena arena;
	const char *name; /* of the case */
	const struct rule *rule;
	struct file files[MAX_FILES];
	uint32_t file_count;
	struct environment env;
	struct rule_selection selection;
	bool repo_suppressions;
	struct finding_list findings;
	int failures;
};

static void fail(struct check *c, struct str path, uint32_t line, const char *what,
		 struct str detail)
{
	fprintf(stderr, "%s: " STR_FMT ":%u: %s " STR_FMT "\n", c->name, STR_ARG(path), line, what,
		STR_ARG(detail));
	c->failures++;
}

/* ---- settings --------------------------------------------------------------------------------- */

static void configure(struct check *c, struct str dialects)
{
	struct str text = c->files[0].content, profile = fixture_setting(text, STR("profile")), bad;
	struct err err = {0};

	if (!fixture_environment(text, dialects, &c->env, &bad))
		fail(c, c->files[0].path, 1, "no such dialect:", bad);
	c->repo_suppressions = !str_eq(fixture_setting(text, STR("suppressions")), STR("no"));
	if (!profile.len)
		profile = c->rule->family == FAMILY_CHAIN ? STR("rollback")
							  : family_name(c->rule->family);
	if (rule_selection_profile(&c->selection, profile, &err))
		fail(c, c->files[0].path, 1, err.text, profile);
}

/* ---- from source to findings ------------------------------------------------------------------ */

static const struct migration *evaluate(struct check *c, const struct file *file)
{
	const struct frontend *frontend = frontend_for(file->path, file->content);
	struct migration *m = arena_new(&c->arena, struct migration);
	const struct frontend_input input = {.path = file->path, .content = file->content};
	struct err err = {0};
	struct arena scratch;
	struct out bytes;
	int result;

	if (!frontend) {
		fail(c, file->path, 1, "no front end recognises it", STR(""));
		return NULL;
	}
	arena_init(&scratch);
	out_init_buffer(&bytes, MAX_BYTES);
	result = frontend_encode(frontend, c->worker, &input, &scratch, &bytes, &err);
	if (!result)
		result = migration_decode(arena_str(&c->arena, out_content(&bytes)), &c->arena, m,
					  &err);
	out_release(&bytes);
	arena_release(&scratch);
	if (result) {
		fail(c, file->path, 1, "not evaluated:", str_from(err.text));
		return NULL;
	}
	m->path = file->path;
	m->blob = STR("0123456789012345678901234567890123456789");
	return m;
}

static bool run_rules(struct check *c)
{
	const struct migration *nodes[MAX_FILES];
	struct chain chain = {0};
	struct replay_budget budget;
	struct chain_proofs proofs;
	struct arena scratch;

	for (uint32_t i = 0; i < c->file_count; i++) {
		nodes[i] = evaluate(c, &c->files[i]);
		if (!nodes[i])
			return false;
	}
	chain_build(&chain, &c->arena, nodes, c->file_count);
	arena_init(&scratch);
	replay_budget_init(&budget);
	chain_prove(&proofs, &c->arena, &scratch, &c->env, &chain, &budget);
	arena_release(&scratch);
	rules_run(
		&(struct rule_input){&c->env, &chain, &proofs, &c->selection, c->repo_suppressions},
		&c->arena, &c->findings);
	return true;
}

/* What holds for every finding of every rule. */
static void check_finding(struct check *c, const struct finding *f, const struct finding *before)
{
	if (!f->message.len || f->message.ptr[f->message.len - 1] == '.')
		fail(c, f->path, f->at.line, "bad message:", f->message);
	if (!rule_find(f->rule))
		fail(c, f->path, f->at.line, "unknown rule", f->rule);
	if (f->at.line && f->at.end_line < f->at.line)
		fail(c, f->path, f->at.line, "ends before it begins:", f->message);
	if (before && (str_cmp(before->path, f->path) > 0 ||
		       (str_eq(before->path, f->path) && before->at.line > f->at.line)))
		fail(c, f->path, f->at.line, "out of order:", f->message);
	for (uint32_t i = 0; i < c->findings.count; i++)
		if (&c->findings.items[i] != f &&
		    c->findings.items[i].fingerprint == f->fingerprint)
			fail(c, f->path, f->at.line, "fingerprint is not unique:", f->message);
}

static void check_findings(struct check *c)
{
	for (uint32_t i = 0; i < c->findings.count; i++) {
		const struct finding *f = &c->findings.items[i];

		check_finding(c, f, i ? f - 1 : NULL);
		if (getenv("RULES_VERBOSE"))
			printf("%s: " STR_FMT ":%u: " STR_FMT " %.*s %.*s: " STR_FMT "\n", c->name,
			       STR_ARG(f->path), f->at.line, STR_ARG(f->rule),
			       STR_ARG(severity_name(f->severity)),
			       STR_ARG(confidence_name(f->confidence)), STR_ARG(f->message));
	}
}

/* ---- expectations ----------------------------------------------------------------------------- */

struct expected {
	struct expectation items[MAX_EXPECTED];
	uint32_t count;
};

static void expect_list(struct check *c, struct expected *all, struct str path, uint32_t line,
			struct str list)
{
	struct str item;

	while (str_split(&list, ',', &item)) {
		struct expectation *e = &all->items[all->count];

		item = str_trim(item);
		if (all->count == MAX_EXPECTED || !str_split(&item, ' ', &e->rule))
			continue;
		if (!rule_find(e->rule))
			fail(c, path, line, "expects a rule that there is not:", e->rule);
		e->path = path;
		e->line = line;
		e->words = item;
		e->met = false;
		all->count++;
	}
}

static void read_expectations(struct check *c, struct expected *all)
{
	static const struct str on_line = STR_INIT("# expect:");
	static const struct str on_file = STR_INIT("# expect-file:");

	for (uint32_t i = 0; i < c->file_count; i++) {
		struct str rest = c->files[i].content, line;

		for (uint32_t number = 1; str_split(&rest, '\n', &line); number++) {
			ptrdiff_t at = str_find(line, on_line);

			if (at >= 0)
				expect_list(c, all, c->files[i].path, number,
					    str_sub(line, (size_t)at + on_line.len, line.len));
			at = str_find(line, on_file);
			if (at >= 0)
				expect_list(c, all, c->files[i].path, 0,
					    str_sub(line, (size_t)at + on_file.len, line.len));
		}
	}
}

static bool word_holds(const struct finding *f, struct str word)
{
	if (str_eq(word, STR("suppressed")))
		return f->suppressed;
	return str_eq(word, severity_name(f->severity)) ||
	       str_eq(word, confidence_name(f->confidence));
}

static bool meets(const struct expectation *e, const struct finding *f)
{
	const struct rule *rule = rule_find(f->rule);
	struct str words = e->words, word;
	bool suppressed = false;

	if (!rule || !str_eq(str_from(rule->name), e->rule) || !str_eq(e->path, f->path) ||
	    e->line != f->at.line)
		return false;
	while (str_split(&words, ' ', &word)) {
		if (word.len && !word_holds(f, word))
			return false;
		suppressed |= str_eq(word, STR("suppressed"));
	}
	return f->suppressed == suppressed;
}

/* Are findings of this rule to be announced? */
static bool is_watched(const struct check *c, const struct expected *all, const struct rule *rule)
{
	if (rule == c->rule || !rule)
		return true;
	for (uint32_t i = 0; i < all->count; i++)
		if (str_eq(all->items[i].rule, str_from(rule->name)))
			return true;
	return false;
}

static void compare(struct check *c)
{
	struct expected *all = calloc(1, sizeof(*all));

	if (!all)
		abort();
	read_expectations(c, all);
	for (uint32_t i = 0; i < c->findings.count; i++) {
		const struct finding *f = &c->findings.items[i];
		const struct rule *rule = rule_find(f->rule);
		uint32_t at = 0;

		while (at < all->count && (all->items[at].met || !meets(&all->items[at], f)))
			at++;
		if (at < all->count) {
			all->items[at].met = true;
			continue;
		}
		if (!is_watched(c, all, rule))
			continue;
		fail(c, f->path, f->at.line,
		     f->suppressed ? "unexpected, suppressed:" : "unexpected:",
		     arena_printf(&c->arena, "%s %s %.*s %.*s: " STR_FMT, rule->id, rule->name,
				  STR_ARG(severity_name(f->severity)),
				  STR_ARG(confidence_name(f->confidence)), STR_ARG(f->message)));
	}
	for (uint32_t i = 0; i < all->count; i++)
		if (!all->items[i].met)
			fail(c, all->items[i].path, all->items[i].line, "expected, not found:",
			     arena_printf(&c->arena, STR_FMT " " STR_FMT,
					  STR_ARG(all->items[i].rule),
					  STR_ARG(all->items[i].words)));
	free(all);
}

/* ---- cases ------------------------------------------------------------------------------------ */

static struct str read_whole(struct arena *arena, const char *path)
{
	FILE *f = fopen(path, "rb");
	char *bytes = arena_alloc(arena, MAX_BYTES);
	size_t len;

	if (!f) {
		perror(path);
		exit(2);
	}
	len = fread(bytes, 1, MAX_BYTES, f);
	fclose(f);
	return (struct str){bytes, len};
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && strcmp(entry->d_name, "__pycache__") != 0;
}

static void begin(struct check *c, const char *name)
{
	arena_reset(&c->arena);
	c->name = name;
	c->file_count = 0;
	c->findings.items = NULL;
	c->findings.count = c->findings.capacity = 0;
}

static void add_file(struct check *c, struct str path, struct str content)
{
	if (c->file_count == MAX_FILES) {
		fprintf(stderr, "%s: too many files\n", c->name);
		exit(2);
	}
	c->files[c->file_count++] = (struct file){path, content};
}

/* The .py files of a folder and of those directly in it, under their paths in the case. */
static void add_folder(struct check *c, const char *folder, struct str prefix)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, is_visible, by_name);

	for (int i = 0; i < count; i++) {
		struct str name = arena_join(&c->arena, prefix, str_from(entries[i]->d_name));
		struct str path = arena_printf(&c->arena, "%s/%s", folder, entries[i]->d_name);

		if (str_ends(name, STR(".py")))
			add_file(c, name, read_whole(&c->arena, path.ptr));
		else if (!prefix.len)
			add_folder(c, path.ptr, arena_join(&c->arena, name, STR("/")));
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
}

static int by_path(const void *a, const void *b)
{
	const struct file *x = a, *y = b;

	return str_cmp(x->path, y->path);
}

static void run_case(struct check *c, const char *folder, const char *entry)
{
	struct str name = str_from(entry);
	char *path;

	begin(c, entry);
	path = (char *)arena_printf(&c->arena, "%s/%s", folder, entry).ptr;
	if (str_ends(name, STR(".py")))
		add_file(c, arena_str(&c->arena, name), read_whole(&c->arena, path));
	else
		add_folder(c, path, STR(""));
	qsort(c->files, c->file_count, sizeof(c->files[0]), by_path);
	if (!c->file_count) {
		fail(c, name, 0, "no .py file", STR(""));
		return;
	}
	configure(c, STR(""));
	if (!run_rules(c))
		return;
	check_findings(c);
	compare(c);
}

static uint32_t run_fixtures(struct check *c, const char *folder)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, is_visible, by_name);
	uint32_t cases = 0;

	for (int i = 0; i < count; i++) {
		run_case(c, folder, entries[i]->d_name);
		cases++;
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
	return cases;
}

/* ---- the examples of the rule's own text ------------------------------------------------------ */

/* Takes "--- name.py" parts apart; a text without them is one file. */
static void add_example(struct check *c, struct str text)
{
	static const struct str mark = STR_INIT("--- ");

	if (!str_starts(text, mark)) {
		if (!str_has(text, STR("down_revision")))
			text = str_starts(text, STR("#")) ? arena_join(&c->arena, text, head)
							  : arena_join(&c->arena, head, text);
		add_file(c, STR("2b_example.py"), text);
		return;
	}
	while (text.len) {
		struct str name = STR("");
		ptrdiff_t next;

		str_split(&text, '\n', &name);
		next = str_find(text, STR("\n--- "));
		add_file(c, str_sub(name, mark.len, name.len),
			 str_sub(text, 0, next < 0 ? text.len : (size_t)next + 1));
		text = next < 0 ? STR("") : str_sub(text, (size_t)next + 1, text.len);
	}
}

static void run_example(struct check *c, const struct rule *rule, const char *source, bool bad)
{
	bool found = false;

	begin(c, bad ? "bad example" : "good example");
	add_example(c, str_from(source));
	configure(c, str_from(rule->dialects));
	if (!run_rules(c))
		return;
	check_findings(c);
	for (uint32_t i = 0; i < c->findings.count; i++) {
		const struct finding *f = &c->findings.items[i];
		const struct rule *other = rule_find(f->rule);

		if (other == rule && bad)
			found = true;
		else if (!f->suppressed && other->family == rule->family)
			fail(c, f->path, f->at.line, other->id, f->message);
	}
	if (bad && !found)
		fail(c, c->files[0].path, 0, "the rule is silent on:\n", str_from(source));
}

static uint32_t run_examples(struct check *c, const struct rule *rule)
{
	uint32_t count = 0;

	for (; rule->bad[count]; count++)
		run_example(c, rule, rule->bad[count], true);
	for (uint32_t i = 0; rule->good[i]; i++, count++)
		run_example(c, rule, rule->good[i], false);
	return count;
}

static const struct rule *rule_of_folder(struct arena *arena, const char *folder)
{
	struct str name = arena_str(arena, str_basename(str_from(folder)));

	for (size_t i = 0; i < name.len; i++)
		if (name.ptr[i] == '_')
			((char *)name.ptr)[i] = '-';
	return rule_find(name);
}

int main(int argc, char **argv)
{
	struct check c = {.worker = frontend_worker_new()};
	const struct rule *rule;
	uint32_t cases, examples;

	arena_init(&c.arena);
	rule = argc == 2 ? rule_of_folder(&c.arena, argv[1]) : NULL;
	if (!rule) {
		fprintf(stderr, "usage: rules_fixtures tests/rules/<rule>\n");
		return 2;
	}
	c.rule = rule;
	cases = run_fixtures(&c, argv[1]);
	examples = run_examples(&c, rule);
	printf("%s: %u cases, %u examples, %d failures\n", rule->name, cases, examples, c.failures);
	arena_release(&c.arena);
	frontend_worker_free(c.worker);
	return c.failures || !cases ? 1 : 0;
}
