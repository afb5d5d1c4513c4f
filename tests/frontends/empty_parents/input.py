"""empty names are no names: Alembic takes this for a base"""
revision = "ep1"
down_revision = ""
depends_on = ("",)
branch_labels = ""


def upgrade():
    pass


def downgrade():
    pass
