import enum

import sqlalchemy as sa
from alembic import op
from myapp.models import Status
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.ext.mutable import MutableDict
from sqlalchemy.types import CHAR, TypeDecorator

revision = "v1"
down_revision = "v0"


class Token(TypeDecorator):
    impl = CHAR(40)


class Name(TypeDecorator):
    impl = sa.String


class Guid(TypeDecorator):
    impl = CHAR

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(CHAR(32))


class Level(enum.Enum):
    LOW = "low"
    HIGH = "high"

    def describe(self):
        return self.value


JsonType = sa.JSON().with_variant(postgresql.JSONB(), "postgresql").with_variant(
    mysql.LONGTEXT(collation="utf8"), "mysql", "mariadb")


def upgrade():
    op.add_column("t", sa.Column("a", JsonType))
    op.add_column("t", sa.Column("b", sa.String(50).with_variant(sa.String(20), "oracle")))
    op.add_column("t", sa.Column("c", MutableDict.as_mutable(postgresql.JSONB)))
    op.add_column("t", sa.Column("d", Token()))
    op.add_column("t", sa.Column("e", Name(30)))
    op.add_column("t", sa.Column("f", Guid()))
    op.add_column("t", sa.Column("g", sa.DateTime(True)))
    op.add_column("t", sa.Column("h", postgresql.TIMESTAMP(timezone=True, precision=3)))
    op.add_column("t", sa.Column("i", sa.Enum(Level, values_callable=lambda e: [m.value for m in e],
                                              name="level", schema="s", native_enum=False)))
    op.add_column("t", sa.Column("j", sa.Enum(Level, values_callable=lambda e: [m.name for m in e])))
    op.add_column("t", sa.Column("k", sa.Enum(Status)))
    op.add_column("t", sa.Column("l", sa.Enum(Status, name="state", metadata=sa.MetaData())))
    op.add_column("t", sa.Column("m", postgresql.ARRAY(sa.Numeric(8, 2), dimensions=2)))
    op.add_column("t", sa.Column("n", postgresql.ARRAY(item_type=sa.Text)))
    op.alter_column("t", "b", type_=sa.String(60).with_variant(mysql.VARCHAR(70), "mysql"))


def downgrade():
    op.drop_column("t", "a")
