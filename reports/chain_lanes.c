#include "reports/chain_lanes.h"

#include <stdio.h>

#define HIDDEN UINT8_MAX
#define FREE UINT32_MAX

void chain_lanes_init(struct chain_lanes *l, struct arena *arena, uint32_t nodes, struct out *out)
{
	*l = (struct chain_lanes){.out = out, .column = arena_array(arena, nodes, 1)};
	for (uint32_t i = 0; i < CHAIN_LANES; i++)
		l->awaited[i] = FREE;
}

static uint32_t free_column(const struct chain_lanes *l)
{
	uint32_t column = 0;

	while (column < CHAIN_LANES && l->awaited[column] != FREE)
		column++;
	return column;
}

/* One row of characters, two for each lane. */
struct row {
	char cells[2 * CHAIN_LANES + 1];
};

static struct row lanes_row(const struct chain_lanes *l)
{
	struct row row;

	memset(row.cells, ' ', sizeof(row.cells));
	for (uint32_t i = 0; i < CHAIN_LANES; i++)
		if (l->awaited[i] != FREE)
			row.cells[2 * i] = '|';
	return row;
}

/* Without the spaces at its end. */
static uint32_t put_row(struct chain_lanes *l, const struct row *row)
{
	uint32_t len = sizeof(row->cells);

	while (len && row->cells[len - 1] == ' ')
		len--;
	out_bytes(l->out, row->cells, len);
	return len;
}

uint32_t chain_lanes_row(struct chain_lanes *l, uint32_t node, char mark)
{
	uint8_t column = l->column[node];
	char more[24] = "";
	uint32_t len;
	struct row row;

	if (column == HIDDEN)
		l->hidden--;
	l->current = column && column != HIDDEN ? column - 1U : free_column(l);
	if (l->current < CHAIN_LANES)
		l->awaited[l->current] = node;
	row = lanes_row(l);
	row.cells[2 * l->current] = mark;
	if (l->hidden)
		snprintf(more, sizeof(more), " +%u", l->hidden);
	len = put_row(l, &row);
	out_str(l->out, str_from(more));
	return len + (uint32_t)strlen(more);
}

void chain_lanes_side_row(struct chain_lanes *l, char mark)
{
	struct row row = lanes_row(l);

	row.cells[2 * l->current] = mark;
	put_row(l, &row);
}

/* A row that connects the node's column with another one. */
static void put_link(struct chain_lanes *l, uint32_t to, bool ends, bool opens)
{
	uint32_t from = l->current, low = from < to ? from : to, high = from < to ? to : from;
	struct row row = lanes_row(l);
	bool near = high - low == 1;

	if (ends)
		row.cells[2 * from] = near ? ' ' : from > to ? '\'' : '`';
	if (opens)
		row.cells[2 * to] = near ? ' ' : to > from ? '.' : ',';
	for (uint32_t i = 2 * low + 1; i < 2 * high; i++)
		if (row.cells[i] == ' ')
			row.cells[i] = '-';
	if (near && ends != opens)
		row.cells[2 * low + 1] = from > to ? '/' : '\\';
	put_row(l, &row);
	out_char(l->out, '\n');
}

static void hide(struct chain_lanes *l, uint32_t node)
{
	if (l->column[node])
		return;
	l->column[node] = HIDDEN;
	l->hidden++;
}

/* Opens a lane to the parent, or links to the one that runs to it already; once for each lane. */
static void lead_to(struct chain_lanes *l, uint32_t parent, uint32_t *linked)
{
	uint8_t column = l->column[parent];
	uint32_t to;

	if (column == HIDDEN)
		return;
	to = column ? column - 1U : free_column(l);
	if (to == CHAIN_LANES) {
		hide(l, parent);
		return;
	}
	if (*linked & 1U << to)
		return;
	*linked |= 1U << to;
	l->awaited[to] = parent;
	l->column[parent] = (uint8_t)(to + 1);
	put_link(l, to, false, !column);
}

void chain_lanes_lead(struct chain_lanes *l, const uint32_t *parents, uint32_t count)
{
	uint32_t first = count ? parents[0] : FREE, linked = 0;

	for (uint32_t i = 0; i < count && l->current == CHAIN_LANES; i++)
		hide(l, parents[i]);
	if (l->current == CHAIN_LANES)
		return;
	if (count && !l->column[first])
		l->column[first] = (uint8_t)(l->current + 1);
	for (uint32_t i = 1; i < count; i++)
		if (l->column[parents[i]] != l->current + 1)
			lead_to(l, parents[i], &linked);
	if (count && l->column[first] == l->current + 1) {
		l->awaited[l->current] = first;
		return;
	}
	if (count && l->column[first] != HIDDEN)
		put_link(l, l->column[first] - 1U, true, false);
	l->awaited[l->current] = FREE;
}
