/*
 * Rules for people and programs: the table of all, and the page of one. Printed from the
 * descriptors; there is no second text.
 */
#ifndef TIDEMARK_REPORTS_RULE_PAGE_H
#define TIDEMARK_REPORTS_RULE_PAGE_H

#include "core/base/out.h"
#include "rules/rule.h"

/* One line for each rule: id, severity, family, name, summary. */
void rule_table_text(const struct rule *const *all, uint32_t count, struct out *out);
void rule_table_markdown(const struct rule *const *all, uint32_t count, struct out *out);
void rule_page_text(const struct rule *rule, unsigned width, struct out *out);
void rule_page_markdown(const struct rule *rule, struct out *out);
/* One object on one line. */
void rule_page_json(const struct rule *rule, struct out *out);

#endif
