import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.schema import CreateSequence, DropSequence, Sequence
from sqlalchemy.sql.ddl import DDL

revision = "z1"
down_revision = "z0"

MANY = """
ALTER TABLE a ADD COLUMN b integer;
UPDATE a SET b = 1;
ALTER TABLE a ALTER COLUMN b SET NOT NULL;
"""


def upgrade():
    op.execute("ALTER TABLE t ADD COLUMN c text NOT NULL DEFAULT 'x'")
    op.execute(text("ALTER TABLE t DROP COLUMN d"))
    op.execute(sa.text("UPDATE t SET c = '\\:x'"))
    op.execute(sa.DDL("DROP TABLE IF EXISTS e CASCADE"))
    op.execute(DDL("DROP VIEW v"))
    op.execute(MANY)
    op.get_bind().execute(sa.text("TRUNCATE TABLE f"))
    op.execute(CreateSequence(Sequence("s")))
    op.execute(DropSequence(Sequence("old_s")))
    op.execute(sa.schema.CreateSequence(sa.Sequence("s2", schema="app")))
    op.execute("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ix ON t (c)")
    op.execute("")
    op.execute("   -- nothing\n")
    op.execute("this is not SQL")
    op.execute(sqltext=sa.text("SELECT setval('s', 1)"))
    op.execute(["DELETE FROM a", "DELETE FROM b"])
    op.execute(op.inline_literal("DELETE FROM c"))
    for statement in MANY.split(";"):
        op.execute(statement)
    op.execute(sa.text("DELETE FROM t WHERE j = '{\"a\": 1}'"))


def downgrade():
    op.execute("ALTER TABLE `t` DROP COLUMN `c`")
    op.execute(open("down.sql").read())
