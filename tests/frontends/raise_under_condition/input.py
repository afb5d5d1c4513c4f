from alembic import op

revision = "r1"
down_revision = "r0"


def upgrade():
    if op.get_bind().execute("SELECT count(*) FROM t").scalar():
        raise RuntimeError("t must be empty")
    op.drop_table("t")
    assert op.get_bind().dialect.name == "postgresql", "PostgreSQL only"


def downgrade():
    if op.get_bind().dialect.name == "sqlite":
        raise NotImplementedError
    op.execute("CREATE TABLE t (a integer)")
