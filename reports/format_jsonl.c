#include "reports/format.h"
#include "reports/record_json.h"

static void write_line(struct out *out, cJSON *tree)
{
	json_write(out, tree);
	out_char(out, '\n');
}

static int write_units(struct unit_reader *units, struct out *out, struct err *reterr)
{
	struct record record;
	int result;

	while (!out->error && (result = unit_next(units, reterr)) != 0) {
		if (result < 0)
			return result;
		while ((result = unit_record(units, &record, reterr)) > 0)
			write_line(out, record_json(units, &record));
		if (result < 0)
			return result;
	}
	return 0;
}

static int render(const struct report *report, struct out *out, struct err *reterr)
{
	struct unit_reader units;
	int result;

	unit_reader_init(&units, report);
	write_line(out, run_json(report, &units.record));
	result = write_units(&units, out, reterr);
	if (result == 0)
		write_line(out, total_json(report, &units.record));
	unit_reader_release(&units);
	return result;
}

const struct format format_jsonl = {
	.name = "jsonl",
	.extension = "jsonl",
	.summary = "one record a line, for pipes and very large scans",
	.render = render,
};
