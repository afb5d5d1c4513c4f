from alembic import op

revision = "a1"
down_revision = "a0"


def upgrade():
    op.create_unique_constraint(name="uq", source="t", local_cols=["a"])
    op.create_foreign_key(name="fk", source="t", referent="v", local_cols=["a"], remote_cols=["id"])
    op.create_index(name="ix", tablename="t", columns=["a"])
    op.drop_index(name="ix", tablename="t")
    op.drop_constraint(name="uq", tablename="t", type="unique")
    op.alter_column("t", "a", name="b")


def downgrade():
    op.drop_table(name="t")
