"""What is written into which rows: by SQL, Core, the ORM and loops alike."""
import datetime

import sqlalchemy as sa
from alembic import op
from app.models import Account
from sqlalchemy.orm import Session, declarative_base

revision = "wv1"
down_revision = "wv0"

Base = declarative_base()
users = sa.table("users", sa.column("id"), sa.column("name"), sa.column("mail"), sa.column("n"))
old = sa.table("old", sa.column("id"), sa.column("mail"))


class User(Base):
    __tablename__ = "users"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    mail = sa.Column(sa.String)


def copies():
    op.execute("UPDATE users SET mail = name")
    op.execute(users.update().values(mail=users.c.name))
    op.execute(users.update().values(n=sa.cast(users.c.name, sa.Integer)))
    op.execute(users.update().values(n=users.c.name.cast(sa.Integer)))
    op.execute(users.update().values(mail=sa.text("name"), n=sa.text("lower(name)")))
    op.execute(users.update().values(mail=sa.func.coalesce(users.c.mail, users.c.name, "")))
    op.execute(users.update().values(mail=sa.null(), name=None, n=-1))
    op.execute(users.insert().from_select(["id", "mail"], sa.select(old.c.id, old.c.mail).where(old.c.id > 3)))
    op.execute(users.insert().from_select(["id", "mail"], sa.select(users.c.id, users.c.mail).limit(5)))
    op.execute("INSERT INTO users SELECT * FROM old WHERE mail IS NOT NULL")


def conditions():
    op.execute(users.update().where(users.c.mail == None).values(mail=""))
    op.execute(users.update().where(users.c.mail.is_(None)).values(mail=""))
    op.execute(users.update().where(sa.or_(users.c.mail.is_(None), users.c.n == 3)).values(mail=""))
    op.execute(users.update().where((users.c.mail == sa.null()) | (users.c.name == "x")).values(mail=""))
    op.execute(users.update().where(users.c.mail.is_(None)).where(users.c.n == 3).values(mail=""))
    op.execute(users.update().where(users.c.mail.is_(None), users.c.id == old.c.id).values(mail=old.c.mail))
    op.execute(users.update().where(sa.text("mail IS NULL")).values(mail=""))
    op.execute(users.delete().where(~users.c.mail.is_(None)))
    op.execute("DELETE FROM users WHERE mail IS NULL")


def rows():
    op.bulk_insert(users, [{"id": 1, "name": "a", "mail": None}, {"id": 2, "name": "a", "mail": "x"}])
    bind = op.get_bind()
    bind.execute(sa.text("INSERT INTO users (id, name) VALUES (:i, :n)"), [{"i": 1, "n": "a"}, {"i": 2, "n": "a"}])
    bind.execute(
        users.update().where(users.c.id == sa.bindparam("key")).values(name=sa.bindparam("new")),
        [{"key": 1, "new": "a"}, {"key": 2, "new": "b"}],
    )
    for row in bind.execute(sa.text("SELECT id, mail FROM old")):
        bind.execute(users.update().where(users.c.id == row.id).values(mail=row.mail, name=row.mail or "?"))
        op.execute(f"UPDATE users SET mail = '{row.mail}', n = {row.n} + 1 WHERE id = {row.id}")
    names = {r.id: r.mail for r in bind.execute(sa.select(old))}
    for key, mail in names.items():
        bind.execute(users.update().where(users.c.id == key).values(mail=mail))


def mapped():
    session = Session(bind=op.get_bind())
    session.query(User).filter(User.mail == None).update({"mail": User.name})
    session.query(User).filter_by(mail=None, name="x").delete()
    session.query(Account).filter(Account.mail.is_(None)).update({Account.mail: ""})
    for user in session.query(User).filter(User.mail.is_(None)):
        user.mail = user.name
    for user in session.query(User).filter(User.mail.is_(None)).limit(10):
        user.mail = None
    user = session.query(User).filter(User.mail.is_(None)).first()
    user.name = f"{user.mail}-{datetime.datetime.now()}"
    session.delete(user)
    session.execute(sa.update(User).where(User.mail == None).values(mail="x"))


def upgrade():
    copies()
    conditions()


def downgrade():
    rows()
    mapped()
