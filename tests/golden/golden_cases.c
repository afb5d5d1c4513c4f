#include "golden_cases.h"

#include <inttypes.h>
#include <stdio.h>

#define COUNT(items) (sizeof(items) / sizeof((items)[0]))
#define COMMIT STR("3f2a9c1d0b7e4f5a6b7c8d9e0f1a2b3c4d5e6f70")
#define BLOB STR("89e6c98d92887913cadf06b2adb97f26cde4849b")

static const struct str one_parent[] = {STR_INIT("0f9e")};

static struct record_repository repository(struct str name)
{
	return (struct record_repository){
		.name = name, .ref = STR("HEAD"), .commit = COMMIT, .git = true};
}

static struct record_migration migration(struct str path, struct str revision)
{
	return (struct record_migration){
		.path = path,
		.blob = BLOB,
		.framework = STR("alembic"),
		.revision = revision,
		.parents = one_parent,
		.parent_count = 1,
		.semantic_hash = 0x0123456789abcdef,
		.shape = {BODY_OPS, BODY_EMPTY},
		.operations = {2, 0},
	};
}

static struct finding finding(struct str rule, enum severity severity, struct str path,
			      struct str revision, uint32_t line)
{
	return (struct finding){
		.rule = rule,
		.severity = severity,
		.confidence = CONFIDENCE_HIGH,
		.path = path,
		.blob = BLOB,
		.revision = revision,
		.has_direction = true,
		.direction = UP,
		.at = {.line = line, .column = 5, .end_line = line},
		.excerpt = STR("    op.drop_column(\"users\", \"phone\")"),
		.subject = {.table = STR("users"), .column = STR("phone")},
		.verdict = STR("loses data"),
		.message = STR("column users.phone is dropped, and what it held is lost"),
		.dialects = DIALECT_POSTGRESQL,
		.fingerprint = 0xfedcba9876543210 + line,
	};
}

/* ---- several environments, and most of what a finding can say ------------------------------- */

static const struct str shop_folders[] = {STR_INIT("migrations/versions")};
static const struct str shop_heads[] = {STR_INIT("1a2b"), STR_INIT("2b3c")};
static const struct evidence shop_dialects[] = {
	{STR_INIT("alembic.ini"), 12, STR_INIT("sqlalchemy.url = postgresql://localhost/shop")}};

static const struct evidence shop_timeout = {
	STR_INIT("migrations/env.py"), 40,
	STR_INIT("connection.execute(text(\"SET lock_timeout = '4s'\"))")};
static const struct evidence shop_table = {STR_INIT("migrations/env.py"), 44,
					   STR_INIT("version_table=config.get(\"table\"),")};

static struct record_environment shop_environment(void)
{
	return (struct record_environment){
		.env = {.name = STR("migrations"),
			.framework = STR("alembic"),
			.dialects = DIALECT_POSTGRESQL,
			.dialect_evidence = shop_dialects,
			.dialect_evidence_count = 1,
			.config = STR("alembic.ini"),
			.folders = shop_folders,
			.folder_count = 1,
			.settings = {[SETTING_TRANSACTION_PER_MIGRATION] = {SETTING_UNSET},
				     [SETTING_LOCK_TIMEOUT] = {SETTING_SET, STR("4s"),
							       shop_timeout},
				     [SETTING_VERSION_TABLE] = {.evidence = shop_table}},
			.transaction_per_migration = TRI_NO,
			.render_as_batch = TRI_UNKNOWN},
		.migrations = 2,
		.heads = 2,
		.bases = 1,
		.head_revisions = shop_heads,
		.head_revision_count = 2,
		.missing_parents = one_parent,
		.missing_parent_count = 1,
	};
}

static void shop_findings(struct scan_builder *b)
{
	static const struct evidence created[] = {
		{STR_INIT("migrations/versions/0f9e_users.py"), 9,
		 STR_INIT("    sa.Column(\"phone\", sa.String(20)),")},
		{STR_INIT(""), 20, STR_INIT("")},
	};
	const struct str path = STR("migrations/versions/1a2b_drop_phone.py");
	struct finding f = finding(STR("TM901"), SEVERITY_ERROR, path, STR("1a2b"), 18);

	f.evidence = created;
	f.evidence_count = COUNT(created);
	f.confidence = CONFIDENCE_PROVEN;
	scan_finding(b, true, f);
	f = finding(STR("TM901"), SEVERITY_ERROR, path, STR("1a2b"), 21);
	f.confidence = CONFIDENCE_LOW;
	f.dialects = DIALECT_POSTGRESQL | DIALECT_SQLITE;
	f.scenario = STR("table users exists");
	f.at.end_line = 24;
	f.fingerprint = 0xfedcba9876543210 + 18; /* the same subject again */
	scan_finding(b, true, f);
	f = finding(STR("TM902"), SEVERITY_WARNING, path, STR("1a2b"), 30);
	f.direction = DOWN;
	f.subject = (struct subject){.object = STR("mood")};
	f.verdict = STR("left behind");
	f.message = STR("type mood is created by upgrade and not dropped by downgrade");
	f.suppressed = true;
	f.suppressed_by = SUPPRESSION_TIDEMARK;
	f.suppressed_line = 29;
	f.suppressed_reason = STR("dropped by hand in 2019");
	scan_finding(b, false, f);
	f = (struct finding){.rule = STR("TM903"),
			     .severity = SEVERITY_NOTE,
			     .confidence = CONFIDENCE_HIGH,
			     .subject = {.object = STR("1a2b, 2b3c")},
			     .message = STR("the chain has 2 heads: 1a2b, 2b3c"),
			     .fingerprint = 42};
	scan_finding(b, true, f);
}

static void fill_shop(struct scan_builder *b)
{
	static const struct str labels[] = {STR_INIT("payments")};
	struct record_repository shop = repository(STR("repositories/shop"));
	struct record_environment tests = {
		.env = {.name = STR("tests/migrations"),
			.framework = STR("alembic"),
			.section = STR("second"),
			.role = ROLE_TEST,
			.role_evidence = STR("path segment 'tests'"),
			.dialects = DIALECT_MYSQL | DIALECT_MARIADB,
			.dialects_given = true,
			.render_as_batch = TRI_YES,
			.forward_only = true},
		.migrations = 1,
		.heads = 1,
		.bases = 1,
	};
	struct record_migration m = migration(STR("migrations/versions/2b3c_unparsable.py"),
					      STR(""));

	shop.origin = STR("git@example.org:shop/shop.git");
	scan_repository(b, shop);
	scan_environment(b, shop_environment());
	scan_migration(b, migration(STR("migrations/versions/1a2b_drop_phone.py"), STR("1a2b")));
	m.status = MIGRATION_UNPARSABLE;
	m.parent_count = 0;
	m.parents_unknown = true;
	scan_migration(b, m);
	shop_findings(b);
	scan_environment(b, tests);
	m = migration(STR("tests/migrations/versions/9.py"), STR("9"));
	m.labels = labels;
	m.label_count = 1;
	m.opaque = 1;
	scan_migration(b, m);
	for (uint32_t line = 1; line <= 3; line++)
		scan_finding(b, false,
			     finding(line < 3 ? STR("TM901") : STR("TM902"),
				     line < 3 ? SEVERITY_ERROR : SEVERITY_WARNING,
				     STR("tests/migrations/versions/9.py"), STR("9"), line));
	scan_skip(b, (struct record_skip){.reason = SKIP_UNPARSABLE,
					  .path = STR("migrations/versions/2b3c_unparsable.py"),
					  .line = 7,
					  .detail = STR("unexpected indent")});
	scan_end(b);
	golden_small_repository(b);
}

void golden_small_repository(struct scan_builder *b)
{
	struct record_environment env = {.env = {.name = STR("."), .framework = STR("alembic")},
					 .migrations = 1,
					 .heads = 1,
					 .bases = 1};

	scan_repository(b, repository(STR("repositories/billing")));
	scan_environment(b, env);
	scan_migration(b, migration(STR("versions/5d.py"), STR("5d")));
	for (uint32_t line = 10; line < 13; line++)
		scan_finding(b, true,
			     finding(STR("TM901"), SEVERITY_ERROR, STR("versions/5d.py"), STR("5d"),
				     line));
	scan_end(b);
}

/* ---- names that attack ------------------------------------------------------------------------ */

#define ESC "\x1b[31m\x1b]0;title\x07"
#define RLO "\xe2\x80\xae"
#define C1 "\xc2\x9b"

/* The texts mean to mislead. NOLINTBEGIN(misc-misleading-bidirectional) */
static void fill_hostile(struct scan_builder *b)
{
	static const struct str parents[] = {STR_INIT("=cmd|' /C calc'!A0"), STR_INIT("\xff\xfe")};
	static const struct evidence evidence[] = {
		{STR_INIT("../../etc/passwd"), 1, STR_INIT("root" ESC)},
		{STR_INIT("//example.org/x"), 2, STR_INIT("\tx\ty")}};
	const struct str path = STR("a b/\n# [x](y:z) | <b>%41 \\ \"q\" " RLO "yp.exe " C1
				    "31m\xf0\x9f\x92\xa9.py");
	struct record_environment env = {.env = {.name = STR("<script>alert(1)</script>" ESC),
						 .framework = STR("alembic"),
						 .role_evidence = STR("::error file=x::y"),
						 .config = STR("\xc0\xaf..ini")},
					 .migrations = 1};
	struct record_repository r =
		repository(STR("/srv/" ESC "..\n$(id) `id`" RLO "/.GIT/..%2f.git/"));
	struct record_migration m = migration(path, STR("=1+1" ESC));
	struct finding f = finding(STR("TM901"), SEVERITY_ERROR, path, STR("=1+1" ESC), 3);

	r.ref = STR("refs/heads/\"};\x7f" RLO);
	r.origin = STR("https://example.org/a b/%zz/\xff?x=<y>");
	scan_repository(b, r);
	scan_environment(b, env);
	m.parents = parents;
	m.parent_count = COUNT(parents);
	scan_migration(b, m);
	f.message = STR("table [click](https://example.org) " ESC "\r\n" RLO C1
			"\0{0} \xed\xa0\x80 is dropped");
	f.excerpt = STR("\t'\xe8\xa1\xa8'; op.drop_table('\xe8\xa1\xa8\xe8\xa1\xa8" ESC RLO
			"')  # \xff\xfe");
	f.at.column = 9; /* the seventh character */
	f.subject = (struct subject){.table = STR("\x00\x01\xfe"),
				     .object = STR("\xe2\x80\xa8\xe2\x80\x8b")};
	f.evidence = evidence;
	f.evidence_count = COUNT(evidence);
	scan_finding(b, true, f);
	f = finding(STR("TM777"), SEVERITY_WARNING, STR("../up.py"), STR("r"), 4);
	f.message = STR("a rule that this version does not have");
	scan_finding(b, true, f);
	f.suppressed = true;
	f.suppressed_by = SUPPRESSION_NOQA;
	f.suppressed_reason = STR("because " ESC "\xff");
	scan_finding(b, false, f);
	scan_skip(b, (struct record_skip){.reason = SKIP_BAD_NAME,
					  .path = STR("x/../.git" ESC),
					  .detail = STR("'..' in a tree\n::warning::")});
	scan_end(b);
	scan_repository(b, repository(STR("")));
	scan_end(b);
}
/* NOLINTEND(misc-misleading-bidirectional) */

/* ---- not everything could be read ----------------------------------------------------------- */

static void fill_incomplete(struct scan_builder *b)
{
	char path[32];

	scan_repository(b, repository(STR("repositories/shallow.git")));
	scan_environment(b, shop_environment());
	scan_migration(b, migration(STR("migrations/versions/1a2b_drop_phone.py"), STR("1a2b")));
	shop_findings(b);
	scan_skip(b,
		  (struct record_skip){.reason = SKIP_MISSING,
				       .path = STR("migrations/versions/3c4d.py"),
				       .detail = STR("object 4b82 is not here: a partial clone")});
	for (int i = 0; i < 5; i++) {
		snprintf(path, sizeof(path), "data/large%d.py", i);
		scan_skip(b, (struct record_skip){.reason = SKIP_TOO_LARGE,
						  .path = str_from(path),
						  .detail = STR("300000 bytes")});
	}
	scan_end(b);
	scan_absent(b);
	scan_repository(b, (struct record_repository){.name = STR("repositories/empty"),
						      .ref = STR("main"),
						      .git = true});
	scan_skip(b, (struct record_skip){.reason = SKIP_NO_REF,
					  .detail = STR("no commit is called main")});
	scan_end(b);
	golden_small_repository(b);
}

/* ---- nothing to report, for good and for bad reasons ----------------------------------------- */

static void fill_folder(struct scan_builder *b)
{
	struct record_environment env = shop_environment();

	env.heads = 1;
	env.missing_parent_count = 0;
	scan_repository(b, (struct record_repository){.name = STR("unpacked/lib/app")});
	scan_environment(b, env);
	scan_migration(b, migration(STR("migrations/versions/1a2b.py"), STR("1a2b")));
	scan_finding(b, true,
		     finding(STR("TM901"), SEVERITY_ERROR, STR("migrations/versions/1a2b.py"),
			     STR("1a2b"), 18));
	scan_end(b);
}

static void fill_clean(struct scan_builder *b)
{
	scan_repository(b, repository(STR("repositories/clean")));
	scan_environment(b, shop_environment());
	scan_migration(b, migration(STR("migrations/versions/1a2b.py"), STR("1a2b")));
	scan_skip(b, (struct record_skip){.reason = SKIP_NOT_A_MIGRATION,
					  .path = STR("migrations/helpers.py"),
					  .detail = STR("defines no revision")});
	scan_end(b);
}

static void fill_unclear(struct scan_builder *b)
{
	struct record_migration m = migration(STR("migrations/versions/1a2b.py"), STR("1a2b"));

	m.opaque = 2;
	scan_repository(b, repository(STR("repositories/unclear")));
	scan_environment(b, shop_environment());
	scan_migration(b, m);
	scan_skip(b, (struct record_skip){.reason = SKIP_SYMLINK,
					  .path = STR("migrations/versions"),
					  .detail = STR("a symbolic link")});
	scan_end(b);
}

static void fill_nothing(struct scan_builder *b)
{
	(void)b;
}

const struct golden_case golden_cases[] = {
	{"shop", fill_shop, NULL},
	{"hostile", fill_hostile, NULL},
	{"incomplete", fill_incomplete, "SIGINT"},
	{"folder", fill_folder, NULL},
	{"clean", fill_clean, NULL},
	{"unclear", fill_unclear, NULL},
	{"nothing", fill_nothing, NULL},
};
const uint32_t golden_case_count = COUNT(golden_cases);
