/*
 * Proofs in sentences.
 */
#include "reports/proof_view.h"
#include "reports/text_layout.h"

struct telling {
	const struct migration *m;
	struct arena *scratch;
	struct out *out;
};

static struct str clean(struct telling *t, struct str s)
{
	return text_clean(t->scratch, s);
}

/* "users.phone", "uq_a of users"; empty when the item is about the whole. */
static struct str subject_text(struct telling *t, const struct subject *s)
{
	if (!str_empty(s->column))
		return arena_printf(t->scratch, STR_FMT "." STR_FMT, STR_ARG(s->table),
				    STR_ARG(s->column));
	if (str_empty(s->table))
		return s->object;
	return s->table;
}

static void put_line(struct telling *t, enum direction direction, const struct op *op)
{
	if (!op)
		return;
	out_printf(t->out, "\n          " STR_FMT ", line %u: " STR_FMT,
		   STR_ARG(direction_name(direction)), op->at.line,
		   STR_ARG(clean(t, str_trim(op->excerpt))));
}

static void put_item(struct telling *t, const struct proof_item *item)
{
	struct str subject = clean(t, subject_text(t, &item->subject));

	out_printf(t->out, "      - " STR_FMT "%s" STR_FMT " (" STR_FMT ")", STR_ARG(subject),
		   str_empty(subject) ? "" : ": ", STR_ARG(clean(t, item->text)),
		   STR_ARG(verdict_words(item->verdict)));
	put_line(t, item->direction, item->op);
	out_char(t->out, '\n');
}

static void put_outcome(struct telling *t, const char *what, const struct proof_outcome *o)
{
	out_printf(t->out, "      %s: " STR_FMT, what, STR_ARG(outcome_words(o->outcome)));
	if (!str_empty(o->text))
		out_printf(t->out, ": " STR_FMT, STR_ARG(clean(t, o->text)));
	put_line(t, UP, o->op);
	out_char(t->out, '\n');
}

static bool same_outcome(const struct proof_outcome *a, const struct proof_outcome *b)
{
	return a->outcome == b->outcome && a->op == b->op && str_eq(a->text, b->text);
}

static bool same_proof(const struct proof *a, const struct proof *b)
{
	if (a->rollback != b->rollback || a->item_count != b->item_count ||
	    !same_outcome(&a->reupgrade, &b->reupgrade) ||
	    !same_outcome(&a->interruption, &b->interruption) ||
	    !same_outcome(&a->upgrade, &b->upgrade))
		return false;
	for (uint32_t i = 0; i < a->item_count; i++)
		if (a->items[i].op != b->items[i].op || !str_eq(a->items[i].text, b->items[i].text))
			return false;
	return true;
}

static void put_title(struct telling *t, const struct proof_list *proofs, uint32_t first)
{
	bool any = false;

	out_str(t->out, STR("   On "));
	for (uint32_t i = first; i < proofs->count; i++) {
		const struct proof *p = &proofs->items[i];

		if (!same_proof(&proofs->items[first], p))
			continue;
		out_printf(t->out, "%s" STR_FMT, any ? ", " : "",
			   STR_ARG(dialect_name(p->dialect)));
		if (!str_empty(p->scenario))
			out_printf(t->out, " (" STR_FMT ")", STR_ARG(clean(t, p->scenario)));
		any = true;
	}
	out_char(t->out, '\n');
}

static bool told_before(const struct proof_list *proofs, uint32_t at)
{
	for (uint32_t i = 0; i < at; i++)
		if (same_proof(&proofs->items[i], &proofs->items[at]))
			return true;
	return false;
}

void proof_explain(const struct proof_list *proofs, const struct migration *m,
		   struct arena *scratch, struct out *out)
{
	struct telling t = {m, scratch, out};

	for (uint32_t i = 0; i < proofs->count; i++) {
		const struct proof *p = &proofs->items[i];

		if (told_before(proofs, i))
			continue;
		put_title(&t, proofs, i);
		if (p->upgrade.outcome == OUTCOME_FAILS)
			put_outcome(&t, "the upgrade, as far as it is known", &p->upgrade);
		out_printf(out, "      rolling back: " STR_FMT "\n",
			   STR_ARG(verdict_words(p->rollback)));
		for (uint32_t k = 0; k < p->item_count; k++)
			put_item(&t, &p->items[k]);
		put_outcome(&t, "upgrading again after that", &p->reupgrade);
		put_outcome(&t, "an interruption of the upgrade", &p->interruption);
	}
	if (proofs->too_many_scenarios)
		out_str(out, STR("   More conditions decide what runs than were tried.\n"));
}
