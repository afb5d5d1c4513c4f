/*
 * One JSON object, written in passes over the spool: repositories with what they hold, then all
 * findings, then all skips.
 */
#include "reports/format.h"
#include "reports/record_json.h"

/* Lists that are open at some point of a repository's object. */
struct open_lists {
	struct json_list environments, migrations;
	bool in_environment;
};

static void close_environment(struct open_lists *lists, struct out *out)
{
	if (!lists->in_environment)
		return;
	json_list_close(&lists->migrations);
	out_char(out, '}');
	lists->in_environment = false;
}

static void write_member(struct unit_reader *units, const struct record *record,
			 struct open_lists *lists, struct out *out)
{
	if (record->kind == RECORD_ENVIRONMENT) {
		close_environment(lists, out);
		json_list_item(&lists->environments);
		json_write_open(out, record_json(units, record));
		lists->migrations = json_list_open(out, "migrations");
		lists->in_environment = true;
	} else if (record->kind == RECORD_MIGRATION && lists->in_environment) {
		json_list_item(&lists->migrations);
		json_write(out, record_json(units, record));
	}
}

static int write_repository(struct unit_reader *units, struct out *out, struct err *reterr)
{
	struct open_lists lists = {0};
	struct record record;
	int result = unit_record(units, &record, reterr);

	if (result <= 0)
		return result;
	json_write_open(out, record_json(units, &record));
	record = (struct record){.kind = RECORD_COVERAGE, .as.coverage = units->coverage};
	out_str(out, STR(",\n\"coverage\":"));
	json_write(out, record_json(units, &record));
	lists.environments = json_list_open(out, "environments");
	while ((result = unit_record(units, &record, reterr)) > 0)
		write_member(units, &record, &lists, out);
	close_environment(&lists, out);
	json_list_close(&lists.environments);
	out_char(out, '}');
	return result;
}

static int write_repositories(const struct report *report, struct out *out, struct err *reterr)
{
	struct json_list list = json_list_open(out, "repositories");
	struct unit_reader units;
	int result = 0;

	unit_reader_init(&units, report);
	while (!out->error && (result = unit_next(&units, reterr)) > 0) {
		json_list_item(&list);
		result = write_repository(&units, out, reterr);
		if (result < 0)
			break;
	}
	unit_reader_release(&units);
	json_list_close(&list);
	return result < 0 ? result : 0;
}

/* Every record of one kind, of all units. */
static int write_kind(const struct report *report, enum record_kind kind, const char *key,
		      struct out *out, struct err *reterr)
{
	struct json_list list = json_list_open(out, key);
	struct unit_reader units;
	struct record record;
	int result = 0;

	unit_reader_init(&units, report);
	while (result >= 0 && !out->error && (result = unit_next(&units, reterr)) > 0) {
		while ((result = unit_record(&units, &record, reterr)) > 0) {
			if (record.kind != kind)
				continue;
			json_list_item(&list);
			json_write(out, record_json(&units, &record));
		}
	}
	unit_reader_release(&units);
	json_list_close(&list);
	return result < 0 ? result : 0;
}

static int render(const struct report *report, struct out *out, struct err *reterr)
{
	int result;

	write_json_head(report, out);
	result = write_repositories(report, out, reterr);
	if (result == 0)
		result = write_kind(report, RECORD_FINDING, "findings", out, reterr);
	if (result == 0)
		result = write_kind(report, RECORD_SKIP, "skips", out, reterr);
	out_str(out, STR("}\n"));
	return result;
}

const struct format format_json = {
	.name = "json",
	.extension = "json",
	.summary = "one JSON object; docs/json.md describes every key",
	.render = render,
};
