import json

import sqlalchemy as sa
from alembic import op

revision = "w1"
down_revision = "w0"

t = sa.table("t", sa.column("id"), sa.column("old"), sa.column("new"))


def upgrade():
    conn = op.get_bind()
    for row in conn.execute(sa.text("SELECT id, old FROM t")):
        conn.execute(sa.text("UPDATE t SET new = :new WHERE id = :id"),
                     {"new": json.dumps(row.old), "id": row.id})
    rows = conn.execute(sa.select(t.c.id, t.c.old)).fetchall()
    for id_, old in rows:
        if old is None:
            continue
        conn.execute(t.update().where(t.c.id == id_).values(new=old))
    results = conn.execute("SELECT id FROM u").fetchall()
    while results:
        row = results.pop()
        conn.execute(f"DELETE FROM u WHERE id = {row[0]}")
    for row in rows:
        op.execute("INSERT INTO log VALUES (%s)" % row[0])


def downgrade():
    conn = op.get_bind()
    ids = [r[0] for r in conn.execute(sa.text("SELECT id FROM t"))]
    if ids:
        conn.execute(sa.text("DELETE FROM t WHERE id IN :ids"), {"ids": tuple(ids)})
    count = conn.execute(sa.text("SELECT count(*) FROM t")).scalar()
    if count > 0:
        op.execute("TRUNCATE t")
