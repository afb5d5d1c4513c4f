from alembic import op

revision = "f1"
down_revision = "f0"


def upgrade():
    op.rename_table("a", "b")
    op.rename_table("c", "d", schema="s")


def downgrade():
    op.rename_table("b", "a")
    op.rename_table(old_table_name="d", new_table_name="c", schema="s")
