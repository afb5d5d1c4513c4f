#include "core/base/map.h"
#include "rules/judge.h"

struct source {
	struct str text;
	const char *what;
};

/* What a hole's source says about where its value is from. */
static const struct source outside[] = {
	{STR_INIT("os.environ"), "the environment"},
	{STR_INIT("os.getenv"), "the environment"},
	{STR_INIT("get_x_argument"), "the command line"},
	{STR_INIT("sys.argv"), "the command line"},
	{STR_INIT("input("), "the terminal"},
	{STR_INIT("requests."), "the network"},
	{STR_INIT("urlopen("), "the network"},
};
/* Methods and variables of rows; the hole must begin with a variable. */
static const struct str rows[] = {
	STR_INIT("row."),    STR_INIT("row["),    STR_INIT("record."), STR_INIT("record["),
	STR_INIT("result["), STR_INIT("result."), STR_INIT("r["),
};

static bool begins_with_row(struct str hole)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (str_starts(hole, rows[i]))
			return true;
	return str_has(hole, STR(".fetchone(")) || str_has(hole, STR(".fetchall(")) ||
	       str_has(hole, STR(".scalar("));
}

/* Numbers, and what is quoted by a function for it. */
static bool is_harmless(struct str hole)
{
	return str_starts(hole, STR("int(")) || str_starts(hole, STR("len(")) ||
	       str_has(hole, STR("quote")) || str_has(hole, STR("len(")) ||
	       str_has(hole, STR(" + 1")) || str_has(hole, STR("count"));
}

/* Keys that the database or the code numbered itself carry no quote. */
static bool is_key(struct str hole)
{
	struct str name = hole;

	while (name.len &&
	       (str_ends(name, STR("]")) || str_ends(name, STR("\"")) || str_ends(name, STR("'"))))
		name.len--;
	return str_ends(name, STR("id")) || str_ends(name, STR("[0")) ||
	       str_ends(name, STR("uuid")) || str_ends(name, STR("_at"));
}

static const char *source_of(struct str hole)
{
	if (is_harmless(hole))
		return NULL;
	for (size_t i = 0; i < sizeof(outside) / sizeof(outside[0]); i++)
		if (str_has(hole, outside[i].text))
			return outside[i].what;
	return begins_with_row(hole) && !is_key(hole) ? "rows that were read" : NULL;
}

/* The first hole of the text whose value is from outside. */
static const char *find_hole(struct str text, struct str *ret_hole)
{
	size_t at = 0;

	while (at < text.len) {
		ptrdiff_t open = str_chr(str_sub(text, at, text.len), '{');
		size_t from, to;
		int depth = 0;
		const char *what;

		if (open < 0)
			return NULL;
		from = to = at + (size_t)open;
		do {
			depth += text.ptr[to] == '{' ? 1 : text.ptr[to] == '}' ? -1 : 0;
			to++;
		} while (depth && to < text.len);
		*ret_hole = str_sub(text, from + 1, depth ? to : to - 1);
		what = source_of(*ret_hole);
		if (what)
			return what;
		at = to;
	}
	return NULL;
}

static void report_hole(struct rule_run *run, const struct op *op, enum direction direction,
			struct map *seen)
{
	struct str hole;
	const char *what = op->flags & OPF_TEMPLATE ? find_hole(op->text, &hole) : NULL;
	void **known;

	if (!what)
		return;
	known = map_put(run->scratch, seen, hole);
	if (*known)
		return;
	*known = seen;
	struct rule_report report = {
		.op = op,
		.direction = &direction,
		.subject = {.schema = op->schema, .table = op->table, .object = hole},
		.message = rule_text(
			run, "%s puts a value from %s into the text of its SQL (" STR_FMT ")",
			direction == UP ? "upgrade" : "downgrade", what,
			STR_ARG(str_sub(hole, 0, hole.len < 60 ? hole.len : 60))),
		.outcome = STR("a quote in it changes what is executed"),
		.confidence = CONFIDENCE_HIGH,
	};

	rule_report(run, &report);
}

/* Once for each value, at the first statement: what else it stands in has the same cause. */
static void on_migration(struct rule_run *run)
{
	struct map seen = {0};

	for (enum direction d = UP; d < DIRECTION_COUNT; d++) {
		const struct body *body = &run->migration->body[d];

		for (uint32_t i = 0; i < body->op_count; i++)
			report_hole(run, &body->ops[i], d, &seen);
	}
}

static const char *const bad[] = {
	"import os\n"
	"\n"
	"def upgrade():\n"
	"    op.execute(f\"DELETE FROM users WHERE name = '{os.environ['READER']}'\")\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	"def upgrade():\n"
	"    bind = op.get_bind()\n"
	"    for row in bind.execute(sa.text(\"SELECT id, name FROM users\")):\n"
	"        bind.execute(sa.text(f\"UPDATE users SET label = '{row.name}' WHERE id = {row.id}\"))\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    bind = op.get_bind()\n"
	"    for row in bind.execute(sa.text(\"SELECT id, name FROM users\")):\n"
	"        bind.execute(sa.text(\"UPDATE users SET label = :label WHERE id = :id\"),\n"
	"                     {\"label\": row.name, \"id\": row.id})\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

const struct rule rule_sql_from_outside = {
	.id = "TM802",
	.name = "sql-from-outside",
	.since = "0.1",
	.family = FAMILY_SECURITY,
	.severity = SEVERITY_WARNING,
	.codes = "",
	.summary = "SQL text is built from the environment, the command line, a file or rows that "
		   "were read",
	.why = "The text that the database runs is not the text that was reviewed. Whoever "
	       "controls an environment variable, an -x argument or a stored value writes SQL "
	       "that runs with the rights of the schema's owner; and without any attacker, a "
	       "quote in a name ends the literal and the migration fails half way, on one "
	       "customer's data only.",
	.fix = "Pass values as parameters: `bind.execute(sa.text(\"UPDATE users SET plan = "
	       ":plan\"), {\"plan\": plan})`, or use sa.table() and sa.column(). A name cannot be a "
	       "parameter: compare it with a list of names that are allowed, then quote it with "
	       "`bind.dialect.identifier_preparer.quote(name)`.",
	.dialects = "",
	.on_migration = on_migration,
	.bad = bad,
	.good = good,
};
