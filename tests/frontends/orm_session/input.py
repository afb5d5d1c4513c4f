import sqlalchemy as sa
from alembic import op
from sqlalchemy import orm
from sqlalchemy.orm import Session, declarative_base, sessionmaker

revision = "o1"
down_revision = "o0"

Base = declarative_base()


class User(Base):
    __tablename__ = "users"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)


class Order(Base):
    __tablename__ = "orders"
    __table_args__ = {"schema": "shop"}
    id = sa.Column(sa.Integer, primary_key=True)


def upgrade():
    session = Session(bind=op.get_bind())
    session.query(User).update({User.name: "x"})
    session.query(User).filter(User.id == 1).update({"name": "y"}, synchronize_session=False)
    session.query(User).filter_by(id=2).delete()
    session.query(Order).delete()
    session.add(User(name="z"))
    session.add_all([User(name="a"), Order()])
    session.bulk_save_objects([User(name="b")])
    session.bulk_insert_mappings(User, [{"name": "c"}])
    session.merge(User(id=1))
    user = session.query(User).first()
    session.delete(user)
    session.execute(sa.update(User).values(name="d"))
    session.execute(sa.delete(User).where(User.id == 3))
    session.execute(sa.insert(User.__table__).values(id=9))
    session.scalars(sa.select(User)).all()
    session.flush()
    session.commit()
    other = orm.Session(op.get_bind())
    other.execute("DELETE FROM plain")
    maker = sessionmaker(bind=op.get_bind())
    made = maker()
    made.query(User).delete()
    with Session(op.get_bind()) as inner:
        inner.add(User())
        inner.commit()


def downgrade():
    session = orm.Session(bind=op.get_bind())
    for user in session.query(User).all():
        user.name = None
        session.add(user)
    for user in session.query(User):
        session.delete(user)
    session.commit()
    session.close()
