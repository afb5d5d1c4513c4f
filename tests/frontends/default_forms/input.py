import sqlalchemy as sa
from alembic import op
from sqlalchemy import func, text
from sqlalchemy.schema import DefaultClause
from sqlalchemy.sql import expression

revision = "d1"
down_revision = "d0"

DEFAULT = "from a constant"


def upgrade():
    op.create_table(
        "t",
        sa.Column("a", sa.String(), server_default="it's"),
        sa.Column("b", sa.String(), server_default=DEFAULT),
        sa.Column("c", sa.String(), server_default=sa.literal("x")),
        sa.Column("d", sa.Integer(), server_default=sa.literal_column("1 + 1")),
        sa.Column("e", sa.Boolean(), server_default=expression.true()),
        sa.Column("f", sa.Boolean(), server_default=sa.sql.expression.false()),
        sa.Column("g", sa.Boolean(), server_default=sa.false()),
        sa.Column("h", sa.DateTime(), server_default=func.current_timestamp()),
        sa.Column("i", sa.DateTime(), server_default=sa.func.now() + text("interval '1 day'")),
        sa.Column("j", sa.Integer(), server_default=text("nextval('shop.t_j_seq'::regclass)")),
        sa.Column("k", sa.String(), server_default=text("'low'::shop.mood")),
        sa.Column("l", sa.String(), server_default=text("uuid_generate_v4()")),
        sa.Column("m", sa.String(), server_default=sa.cast("low", sa.Enum("low", name="mood"))),
        sa.Column("n", sa.String(), server_default=func.coalesce(func.gen_name(1, "a"), sa.null())),
        sa.Column("o", sa.String(), server_default=DefaultClause("y")),
        sa.Column("p", sa.String(), server_default=sa.Sequence("p_seq").next_value()),
        sa.Column("q", sa.String(), server_default=None),
        sa.Column("r", sa.String(), server_default=made_elsewhere),
        sa.Column("s", sa.String(), server_default=make_default()),
    )
    op.alter_column("t", "a", server_default=sa.Identity(always=False, start=5))
    op.alter_column("t", "b", server_default=sa.Computed("a || b", persisted=False),
                    existing_server_default=sa.text("gen_name()"))


def downgrade():
    op.drop_table("t")


def not_said_when():
    global made_elsewhere, make_default
