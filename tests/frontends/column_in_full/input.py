import uuid
from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.sql import expression, func

revision = "c1"
down_revision = "c0"


def upgrade():
    op.create_table(
        "t",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True, start=1), nullable=False),
        sa.Column("key", postgresql.UUID(as_uuid=True), primary_key=True, default=uuid.uuid4),
        sa.Column("name", sa.String(255), nullable=False, server_default="x"),
        sa.Column("price", sa.Numeric(precision=10, scale=2), server_default=sa.text("0.00")),
        sa.Column("rate", sa.Numeric(10, 2), server_default="0"),
        sa.Column("made", sa.DateTime(timezone=True), server_default=sa.func.now()),
        sa.Column("seen", sa.DateTime(), default=datetime.utcnow, onupdate=datetime.utcnow),
        sa.Column("live", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("dead", sa.Boolean(), server_default=expression.false(), nullable=False),
        sa.Column("tags", postgresql.ARRAY(sa.String(length=20)), nullable=True),
        sa.Column("data", sa.JSON().with_variant(postgresql.JSONB(), "postgresql")),
        sa.Column("mode", sa.Enum("a", "b", name="mode"), nullable=False),
        sa.Column("twice", sa.Integer(), sa.Computed("rate * 2", persisted=True)),
        sa.Column("owner", sa.Integer(), sa.ForeignKey("users.id", ondelete="CASCADE", name="fk")),
        sa.Column("other", sa.ForeignKey("app.users.id"), index=True),
        sa.Column("code", mysql.VARCHAR(collation="utf8", length=10), unique=True, comment="c"),
        sa.Column("big", sa.Integer, autoincrement=True, primary_key=True),
        sa.Column("none", sa.NullType, server_default=None, default=None),
        sa.Column("plain"),
        sa.Column("number", sa.Integer, server_default=str(0)),
        sa.Column("seq", sa.Integer, sa.Sequence("t_seq")),
        sa.Column("xmin", sa.Integer, system=True),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade():
    op.drop_table("t")
