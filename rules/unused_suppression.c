#include "rules/rule.h"

static void on_unused(struct rule_run *run, const struct suppression *comment, struct str unknown)
{
	struct str all = STR("every rule");
	struct str names = comment->names.len ? comment->names : all;
	struct str message;

	if (unknown.len)
		message = rule_text(run,
				    "the comment allows '" STR_FMT "', which is no rule, family or "
				    "code that tidemark knows",
				    STR_ARG(unknown));
	else
		message = rule_text(run,
				    "the comment allows " STR_FMT ", but there is nothing here to "
				    "allow",
				    STR_ARG(names));
	struct rule_report report = {
		.at = {.line = comment->line, .end_line = comment->line, .column = 1},
		.subject = {.object = names},
		.message = message,
		/* `mrt: ignore` may be there for a check that only the peer has */
		.confidence = comment->names.len ? CONFIDENCE_HIGH : CONFIDENCE_LOW,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    # tidemark: allow dropped-column -- unused since release 4\n"
	"    op.add_column(\"users\", sa.Column(\"phone\", sa.Text()))\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_column(\"users\", \"phone\")\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    # tidemark: allow dropped-column -- unused since release 4\n"
	"    op.drop_column(\"users\", \"phone\")\n"
	"\n"
	"def downgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"phone\", sa.Text()))\n",
	/* codes of other tools are not ours to judge */
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"phone\", sa.Text()))  # noqa: E501\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_column(\"users\", \"phone\")\n",
	NULL,
};

const struct rule rule_unused_suppression = {
	.id = "TM903",
	.name = "unused-suppression",
	.since = "0.1",
	.family = FAMILY_CHAIN,
	.severity = SEVERITY_NOTE,
	.codes = "",
	.summary = "a comment allows a finding that is not there",
	.why = "It was written for code that has changed since, or it never worked: a name is "
	       "misspelled, or the comment stands on another line than the finding. It stays "
	       "behind to hide the next finding on that line, which nobody has judged.",
	.fix = "Remove the comment, or move it: on a line of the statement, or alone on the line above "
	       "it. It is reported only when every rule that it names has run.",
	.dialects = "",
	.on_unused = on_unused,
	.bad = bad,
	.good = good,
};
