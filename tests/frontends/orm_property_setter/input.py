import sqlalchemy as sa
from alembic import op
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Session, declarative_base

revision = "os1"
down_revision = "os0"

Base = declarative_base()


class Account(Base):
    __tablename__ = "accounts"
    id = sa.Column(sa.Integer, primary_key=True)
    _settings = sa.Column(sa.Text)
    _mail = sa.Column(sa.String)

    @hybrid_property
    def settings(self):
        return self._settings

    @settings.setter
    def settings(self, settings):
        if settings:
            self._settings = settings.json()

    @property
    def mail(self):
        return self._mail

    @mail.setter
    def mail(self, value):
        self._mail = value.lower()
        self.mail = value

    @property
    def size(self):
        return len(self._settings)


def reset(accounts, settings):
    for account in accounts:
        account.settings = settings


def upgrade():
    from shop.settings import Settings

    session = Session(bind=op.get_bind())
    reset(session.query(Account).all(), Settings())
    for account in session.query(Account):
        account.mail = "Info@example.org"
        account.size = 3


def downgrade():
    pass
