#include "core/model/chain_index.h"

static void add_name(struct chain_index *index, struct arena *arena, struct str name,
		     const struct migration *m, const struct revision_home *where)
{
	struct revision_home *first = map_get(&index->revisions, name), *home;

	if (first &&
	    (first->chain == where->chain || (first->next && first->next->chain == where->chain)))
		return; /* a duplicate */
	if (first)
		first->homes++;
	if (first && first->next)
		return;
	home = arena_new(arena, struct revision_home);
	*home = *where;
	home->path = arena_str(arena, m->path);
	if (first)
		first->next = home;
	else
		*map_put(arena, &index->revisions, arena_str(arena, name)) = home;
}

uint32_t chain_index_add(struct chain_index *index, struct arena *arena, const struct chain *c,
			 struct str repository, struct str environment)
{
	struct revision_home where = {
		.repository = arena_str(arena, repository),
		.environment = arena_str(arena, environment),
		.chain = index->chains++,
		.homes = 1,
	};

	for (uint32_t i = 0; i < c->revision_count; i++) {
		const struct migration *m = c->nodes[c->by_revision[i]];

		add_name(index, arena, m->revision, m, &where);
	}
	for (uint32_t i = 0; i < c->count; i++)
		for (uint32_t j = 0; j < c->nodes[i]->label_count; j++)
			if (name_known(c->nodes[i]->labels[j]))
				add_name(index, arena, c->nodes[i]->labels[j], c->nodes[i], &where);
	return where.chain;
}

const struct revision_home *chain_index_find(const struct chain_index *index, struct str revision,
					     uint32_t own)
{
	const struct revision_home *home = map_get(&index->revisions, revision);

	return home && home->chain == own ? home->next : home;
}
