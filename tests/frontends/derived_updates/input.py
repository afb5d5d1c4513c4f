import json

import sqlalchemy as sa
from alembic import op
from app.models import Account
from sqlalchemy.orm import Session

revision = "du1"
down_revision = "du0"

users = sa.table("users", sa.column("id"), sa.column("name"), sa.column("email"), sa.column("key"))
old = sa.table("old_users", sa.column("id"), sa.column("mail"), schema="legacy")


def upgrade():
    conn = op.get_bind()
    conn.execute(users.update().values(email=users.c.name + "@example.org"))
    conn.execute(users.update().values({users.c.email: sa.func.lower(users.c.email), "key": None}))
    conn.execute(
        users.update()
        .where(users.c.id == old.c.id)
        .values(email=sa.select(old.c.mail).where(old.c.id == users.c.id).scalar_subquery())
    )
    for row in conn.execute(sa.select(users.c.id, users.c.name)):
        conn.execute(users.update().where(users.c.id == row.id).values(email=row.name.lower()))
    for id_, mail in conn.execute(sa.select(old.c.id, old.c.mail)).fetchall():
        conn.execute(users.update().where(users.c.id == id_).values(email=mail.strip()))
    for row in conn.execute(sa.text("SELECT id, mail FROM old_users")).mappings():
        conn.execute(
            sa.text("UPDATE users SET email = :email, name = :n WHERE id = :id"),
            {"email": row["mail"], "id": row["id"], "n": "x"},
        )
        op.execute(users.insert().values(id=row["id"], name=json.dumps({"mail": row["mail"]})))
    rows = conn.execute(users.select()).fetchall()
    conn.execute(old.insert(), [{"id": r.id, "mail": r.email} for r in rows])
    conn.execute(
        users.update().where(users.c.id == sa.bindparam("b_id")).values(email=sa.bindparam("mail")),
        [{"b_id": r.id, "mail": r.name} for r in rows],
    )
    conn.execute(old.insert().from_select(["id", "mail"], sa.select(users.c.id, users.c.email)))
    conn.execute(users.update(values={"name": "one"}))
    conn.execute(users.update().ordered_values((users.c.name, "two"), ("email", users.c.name)))
    conn.execute(users.insert(), id=1, name="three")


def downgrade():
    session = Session(bind=op.get_bind())
    for account in session.query(Account).filter(Account.email.is_(None)).all():
        account.email = account.user.name
        session.add(account)
    fresh = Account(name="root")
    fresh.email = "root@example.org"
    session.add(fresh)
    session.query(Account).filter_by(id=1).update({Account.name: Account.email, "key": "x"})
    session.bulk_update_mappings(Account, [{"id": 1, "name": "y"}])
    session.delete(session.get(Account, 7))
    session.commit()
