import sqlalchemy as sa
from alembic import context, op

revision = "r1"
down_revision = "r0"


def upgrade():
    bind = op.get_bind()
    if bind.dialect.name != "postgresql":
        return
    op.execute("CREATE EXTENSION IF NOT EXISTS citext")
    if context.is_offline_mode():
        return
    op.add_column("t", sa.Column("a", sa.Integer()))
    return
    op.drop_table("never")


def downgrade():
    bind = op.get_bind()
    inspector = sa.inspect(bind)
    if "t" not in inspector.get_table_names():
        return
    op.drop_table("t")
    if True:
        return
    op.drop_table("never")
