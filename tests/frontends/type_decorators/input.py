# A TypeDecorator is what it is kept as: its impl, made with its arguments, or what it loads.
import sqlalchemy as sa
from alembic import op
from sqlalchemy import types
from sqlalchemy.dialects import mysql, postgresql

revision = "td1"
down_revision = "td0"


class Packed(types.TypeDecorator):
    impl = sa.LargeBinary

    def process_bind_param(self, value, dialect):
        return value


class Precise(types.TypeDecorator):
    impl = sa.DateTime

    def load_dialect_impl(self, dialect):
        if dialect.name == "mysql":
            return dialect.type_descriptor(types.DECIMAL(precision=20, scale=6))
        return dialect.type_descriptor(self.impl)


class Long(types.TypeDecorator):
    def load_dialect_impl(self, dialect):
        if dialect.name in ("mysql", "mariadb"):
            return dialect.type_descriptor(mysql.LONGTEXT)
        return dialect.type_descriptor(sa.Text)


class Listed(Long):
    """Inherits what it loads."""


class Key(types.TypeDecorator):
    impl = sa.CHAR(32)

    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.UUID())
        return super().load_dialect_impl(dialect)


class Wrapped(types.TypeDecorator):
    impl = Packed


class Odd(types.TypeDecorator):
    impl = sa.String

    def __init__(self, kind):
        super().__init__(length=40)


class Self(types.TypeDecorator):
    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(Self())


def upgrade():
    op.create_table(
        "t",
        sa.Column("a", Packed(), nullable=False),
        sa.Column("b", Packed(1000), nullable=False),
        sa.Column("c", Precise(), nullable=False),
        sa.Column("d", Listed, nullable=False),
        sa.Column("e", Key(), nullable=False),
        sa.Column("f", Wrapped(50), nullable=False),
        sa.Column("g", Odd("x"), nullable=False),
        sa.Column("h", Self(), nullable=False),
    )


def downgrade():
    op.drop_table("t")
