import sqlalchemy as sa
from alembic import op
from app.models import Base as Live
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import declarative_base
from sqlalchemy.schema import CreateIndex, CreateSchema, CreateSequence, DropSchema, DropTable

revision = "ca1"
down_revision = "ca0"

Base = declarative_base()
metadata = sa.MetaData()

parents = sa.Table("parents", metadata, sa.Column("id", sa.Integer, primary_key=True))
children = sa.Table(
    "children",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("parent_id", sa.ForeignKey(parents.c.id), index=True),
    schema="s",
)


class User(Base):
    __tablename__ = "users"
    __table_args__ = (sa.UniqueConstraint("name", name="uq_users"), {"schema": "app"})
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column("login", sa.String(20), nullable=False, index=True)


def upgrade():
    bind = op.get_bind()
    metadata.create_all(bind)
    Base.metadata.create_all(bind, checkfirst=False)
    Live.metadata.create_all(bind)
    metadata.create_all(bind, tables=[children])
    User.__table__.create(bind, checkfirst=True)
    parents.create(bind)
    sa.Index("ix_p", parents.c.id).create(bind)
    sa.Sequence("s_seq", schema="s").create(bind)
    postgresql.ENUM("a", name="e", schema="s").create(bind)
    postgresql.ENUM("a", name="f").create(bind, False)
    sa.Enum("a", name="g").create(bind)
    op.execute(CreateSchema("s", if_not_exists=True))
    op.execute(CreateSequence(sa.Sequence("t_seq")))
    op.execute(CreateIndex(sa.Index("ix_q", parents.c.id, unique=True)))
    reflected = sa.MetaData()
    reflected.reflect(bind=bind)
    op.execute(reflected.tables["things"].update().values(name="x"))
    bind.execute(sa.delete(reflected.tables["s.others"]))


def downgrade():
    bind = op.get_bind()
    sa.Sequence("s_seq", schema="s").drop(bind)
    children.drop(bind, checkfirst=True)
    metadata.drop_all(bind)
    Base.metadata.drop_all(bind)
    op.execute(DropTable(parents, if_exists=True))
    op.execute(DropSchema("s", cascade=True))
    postgresql.ENUM(name="e", schema="s").drop(bind)
    sa.Enum(name="g").drop(bind)
    unknown.drop(bind)


def not_said_when():
    global unknown
