#include "reports/proof_view.h"

static cJSON *outcome_object(struct arena *a, const struct proof_outcome *o)
{
	cJSON *object = json_object();

	json_add_line(object, a, "line", o->op ? o->op->at.line : 0);
	json_add_str_or_null(object, a, "why", o->text);
	return object;
}

static cJSON *item_object(struct arena *a, const struct proof_item *item)
{
	cJSON *object = json_object(), *subject = json_object();

	json_add_str(object, a, "verdict", verdict_words(item->verdict));
	json_add_str_or_null(subject, a, "schema", item->subject.schema);
	json_add_str_or_null(subject, a, "table", item->subject.table);
	json_add_str_or_null(subject, a, "column", item->subject.column);
	json_add_str_or_null(subject, a, "object", item->subject.object);
	json_add(object, "subject", subject);
	json_add_str(object, a, "direction", direction_name(item->direction));
	json_add_line(object, a, "line", item->op ? item->op->at.line : 0);
	json_add_str(object, a, "text", item->text);
	return object;
}

cJSON *proof_object(struct arena *a, const struct proof *proof)
{
	cJSON *object = json_object(), *items = json_array();

	json_add_str(object, a, "dialect", dialect_name(proof->dialect));
	json_add_str_or_null(object, a, "scenario", proof->scenario);
	json_add_str(object, a, "rollback", verdict_words(proof->rollback));
	json_add_str(object, a, "reupgrade", outcome_words(proof->reupgrade.outcome));
	json_add_str(object, a, "interruption", outcome_words(proof->interruption.outcome));
	for (uint32_t i = 0; i < proof->item_count; i++)
		json_push(items, item_object(a, &proof->items[i]));
	json_add(object, "items", items);
	json_add(object, "upgrade_fails",
		 proof->upgrade.outcome == OUTCOME_FAILS ? outcome_object(a, &proof->upgrade)
							 : cJSON_CreateNull());
	json_add(object, "reupgrade_at", outcome_object(a, &proof->reupgrade));
	json_add(object, "interruption_at", outcome_object(a, &proof->interruption));
	return object;
}
