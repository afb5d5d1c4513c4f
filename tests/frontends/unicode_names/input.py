import sqlalchemy as sa
from alembic import op

revision = "un1"
down_revision = "un0"


def upgrade():
    op.add_column("użytkownicy", sa.Column("имя", sa.String(10), comment="名前 🚀"))
    таблица = "t_é"
    op.drop_table(таблица)
    op.drop_table("\u00fc\U0001f600\x41\101\n\t")


def downgrade():
    op.drop_column("użytkownicy", "имя")
