#include "reports/format.h"

#define FORMAT(name) extern const struct format format_##name;
#include "reports/formats.def"
#undef FORMAT

const struct format *const formats[] = {
#define FORMAT(name) &format_##name,
#include "reports/formats.def"
#undef FORMAT
};
const uint32_t format_count = sizeof(formats) / sizeof(formats[0]);

const struct format *format_find(struct str name)
{
	for (uint32_t i = 0; i < format_count; i++)
		if (str_eq(str_from(formats[i]->name), name))
			return formats[i];
	return NULL;
}

bool report_incomplete(const struct report *report)
{
	return report->incomplete || report->stopped_by.len ||
	       coverage_incomplete(&report->coverage);
}

uint32_t report_rule(const struct report *report, struct str id)
{
	for (uint32_t i = 0; i < report->rule_count; i++)
		if (str_eq(str_from(report->rules[i]->id), id))
			return i;
	return report->rule_count;
}
