from alembic import op

revision = "co1"
down_revision = "co0"


class Migration:
    table = "t"

    def __init__(self, bind, suffix="x"):
        self.bind = bind
        self.suffix = suffix

    def run(self):
        self._drop(self.table)
        self.bind.execute("DELETE FROM u")

    def _drop(self, name):
        op.drop_table(name)

    @property
    def name(self):
        return "n"


class Child(Migration):
    table = "child"


def upgrade():
    Migration(op.get_bind()).run()
    migration = Migration(op.get_bind(), suffix="y")
    migration.run()
    Child(op.get_bind()).run()


def downgrade():
    Migration.table
