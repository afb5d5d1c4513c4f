from alembic import op

revision = "m1"
down_revision = "m0"


def upgrade(engine_name):
    eval("upgrade_%s" % engine_name)()


def downgrade(engine_name):
    eval("downgrade_%s" % engine_name)()


def upgrade_first():
    op.drop_table("t")


def downgrade_first():
    pass
