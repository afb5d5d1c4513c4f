import sqlalchemy as sa
from alembic import op

revision = "g1"
down_revision = "g0"


def upgrade():
    op.create_index("ix_a", "t", ["a"])
    op.create_index(op.f("ix_b"), "t", ["a", "b"], unique=True)
    op.create_index("ix_c", "t", ["a"], postgresql_concurrently=True, if_not_exists=True)
    op.create_index("ix_d", "t", [sa.text("lower(a)")], postgresql_using="gin",
                    postgresql_where=sa.text("a IS NOT NULL"))
    op.create_index("ix_e", "t", ["a", sa.text("b DESC")], schema="s", mysql_length={"a": 10})
    op.create_index("ix_f", "t", [sa.func.lower(sa.column("a"))])
    op.create_index("ix_g", "t", ["a"], postgresql_where=sa.column("b").is_(None))
    op.create_index("ix_h", "t", ["a"], False)
    op.create_index("ix_i", "t", ("a",), None, True)
    op.create_index(None, "t", ["a"])
    op.create_index("ix_j", "t", [sa.literal_column("a").desc()])
    op.create_index("ix_k", "t", ["a"], sqlite_where=sa.text("a > 1"))


def downgrade():
    op.drop_index("ix_a")
    op.drop_index("ix_b", "t")
    op.drop_index(op.f("ix_c"), table_name="t", postgresql_concurrently=True, if_exists=True)
    op.drop_index("ix_e", table_name="t", schema="s")
