from alembic import op

revision = "cm1"
<<<<<<< HEAD
down_revision = "a"
=======
down_revision = "b"
>>>>>>> feature


def upgrade():
    op.drop_table("t")


def downgrade():
    pass
