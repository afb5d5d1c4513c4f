from alembic import op

revision = "p1"
down_revision = "p0"


def upgrade():
    print "adding"
    op.drop_table("t")


def downgrade():
    print "nothing"
