import bcrypt
import sqlalchemy as sa
from alembic import op
from app import settings
from cryptography.fernet import Fernet
from sqlalchemy.orm import Session, declarative_base
from werkzeug.security import generate_password_hash

revision = "se1"
down_revision = "se0"

Base = declarative_base()


class User(Base):
    __tablename__ = "users"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    password = sa.Column(sa.String)


users = sa.table("users", sa.column("name"), sa.column("password"))
clients = sa.table("clients", sa.column("id"), sa.column("client_secret"), sa.column("secret_type"))


def upgrade():
    conn = op.get_bind()
    op.bulk_insert(users, [{"name": "admin", "password": generate_password_hash("admin")}])
    conn.execute(clients.insert().values(id=1, client_secret="Zq81-qqLm-0x", secret_type="shared"))
    op.execute("INSERT INTO users (name, password) VALUES ('root', 'correct-horse')")
    op.execute("UPDATE users SET name = 'a', api_key = 'k3y-of-the-house' WHERE id = 1")
    op.execute("INSERT INTO users (name, note) VALUES ('root', '$2b$12$abcdefghijklmnopqrstuv')")
    op.execute("CREATE USER reader WITH PASSWORD 'reader-of-all'")
    conn.execute(sa.text("UPDATE users SET password = :password"), {"password": "letmein-please"})
    session = Session(bind=conn)
    session.add(User(name="x", password=bcrypt.hashpw(b"hunter22", bcrypt.gensalt())))
    user = session.query(User).first()
    user.password = "another-secret"
    op.execute("UPDATE users SET password = 'x', name = 'password-reset-needed'")
    op.execute(users.update().values(password=sa.null()))
    fernet = Fernet(settings.SECRET_KEY)
    for row in conn.execute(sa.select(users.c.name, users.c.password)):
        conn.execute(users.update().values(password=fernet.encrypt(row.password.encode())))


def downgrade():
    op.execute("DELETE FROM users WHERE password = 'correct-horse'")
