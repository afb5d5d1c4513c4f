import enum

import sqlalchemy as sa
from alembic import op

revision = "u1"
down_revision = "u0"


class Kind(str, enum.Enum):
    """Kinds."""

    FIRST = "first"
    SECOND = "second"

    @classmethod
    def names(cls):
        return [k.value for k in cls]


class Level(enum.IntEnum):
    LOW = enum.auto()
    HIGH = enum.auto()


class Names:
    table = "t"
    prefix = "ix_"

    @staticmethod
    def index(name):
        return Names.prefix + name


def upgrade():
    op.add_column(Names.table, sa.Column("kind", sa.Enum(Kind), server_default=Kind.FIRST.value))
    op.add_column("t", sa.Column("k2", sa.Enum(Kind, name="kind2", values_callable=lambda e: [m.value for m in e])))
    op.add_column("t", sa.Column("level", sa.Enum(Level)))
    op.add_column("t", sa.Column("k3", sa.Enum(Kind, native_enum=False, length=20)))
    op.create_index(Names.index("a"), Names.table, ["a"])
    for kind in Kind:
        op.execute(f"INSERT INTO kinds VALUES ('{kind.value}')")
    for name in Kind.__members__:
        op.drop_index(name)
    op.execute("UPDATE t SET kind = '%s' WHERE x = 1" % Kind.SECOND.name)
    op.alter_column("t", "kind", server_default=Kind.SECOND)


def downgrade():
    helper = Names()
    op.drop_index(helper.index("a"))
    for kind in Kind.names():
        op.drop_table(kind)
