import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ExcludeConstraint

revision = "c1"
down_revision = "c0"


def upgrade():
    op.create_table(
        "t",
        sa.Column("a", sa.Integer()),
        sa.Column("b", sa.Integer()),
        sa.PrimaryKeyConstraint("a", name=op.f("pk_t")),
        sa.UniqueConstraint("a", "b", name="uq_t", deferrable=True),
        sa.ForeignKeyConstraint(["a"], ["u.id"], name="fk_u", ondelete="SET NULL", onupdate="CASCADE"),
        sa.ForeignKeyConstraint(["a", "b"], ["s.v.x", "s.v.y"]),
        sa.CheckConstraint("a > 0", name="ck"),
        sa.CheckConstraint(sa.text("b > 0")),
        sa.CheckConstraint(sa.column("a") > 1, name="ck_expr"),
        ExcludeConstraint(("a", "="), name="ex"),
        sa.Index("ix_inline", "a", "b", unique=True),
    )
    op.create_foreign_key("fk", "t", "u", ["a"], ["id"], onupdate="CASCADE", ondelete="RESTRICT")
    op.create_foreign_key(None, "t", "u", ["a"], ["id"])
    op.create_unique_constraint(None, "t", ["a"])
    op.create_unique_constraint("uq2", "t", ["a"], schema="s", postgresql_nulls_not_distinct=True)
    op.create_check_constraint("ck2", "t", sa.column("a") != 3)
    op.create_check_constraint("ck3", "t", sa.text("a <> 4"), postgresql_not_valid=True)
    op.create_exclude_constraint("ex2", "t", (sa.column("a"), "="), where=sa.column("b") > 1)
    op.create_primary_key("pk2", "t", ["a", "b"])


def downgrade():
    op.drop_constraint("fk", "t", type_="foreignkey")
    op.drop_constraint("pk2", "t", "primary")
    op.drop_constraint(None, "t", type_="foreignkey")
    op.drop_constraint("ck2", "t", type_="check")
    op.drop_constraint("unknown_kind", "t")
    op.drop_constraint("gone", "t", type_="unique", if_exists=True)
