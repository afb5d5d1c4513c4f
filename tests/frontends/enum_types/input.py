import enum

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ENUM


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Size(str, enum.Enum):
    small = "s"
    large = "l"


revision = "e1"
down_revision = "e0"

status = sa.Enum("new", "old", name="status")
mood = postgresql.ENUM("sad", "ok", name="mood", create_type=False)
LEVELS = ["low", "high"]


def upgrade():
    status.create(op.get_bind(), checkfirst=True)
    mood.create(op.get_bind())
    sa.Enum(Colour, name="colour").create(op.get_bind(), checkfirst=False)
    level = ENUM(*LEVELS, name="level")
    level.create(op.get_bind(), checkfirst=True)
    op.add_column("t", sa.Column("status", status, nullable=True))
    op.add_column("t", sa.Column("mood", mood, nullable=True))
    op.add_column("t", sa.Column("size", sa.Enum(Size), nullable=True))
    op.add_column("t", sa.Column("size2", sa.Enum(*[s.value for s in Size], name="size2")))
    op.alter_column("t", "status", type_=sa.Enum("new", "old", "lost", name="status"),
                    existing_type=status)


def downgrade():
    op.drop_column("t", "status")
    status.drop(op.get_bind())
    sa.Enum(name="mood").drop(op.get_bind(), checkfirst=True)
    postgresql.ENUM(name="colour").drop(op.get_bind(), checkfirst=False)
    bind = op.get_bind()
    for kind in ("level", "size"):
        sa.Enum(name=kind).drop(bind)
