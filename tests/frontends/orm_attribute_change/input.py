import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session, declarative_base

revision = "oa1"
down_revision = "oa0"

Base = declarative_base()


class User(Base):
    __tablename__ = "users"
    __table_args__ = (sa.UniqueConstraint("name"), {"schema": "app"})
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)


def upgrade():
    session = Session(bind=op.get_bind())
    for user in session.query(User).all():
        user.name = user.name.lower()
    session.commit()


def downgrade():
    session = Session(bind=op.get_bind())
    user = session.query(User).get(1)
    user.visits += 1
    fresh = User()
    fresh.name = "x"
    session.add(fresh)
    session.commit()
