import textwrap
from textwrap import dedent

import sqlalchemy as sa
from alembic import op

revision = "s1"
down_revision = "s0"

SCHEMA = "app"
PREFIX = 'old'


def upgrade():
    op.drop_table(f"{PREFIX}_a")
    op.drop_table(f'{PREFIX}_{"b"}')
    op.drop_table("%s_c" % PREFIX)
    op.drop_table("%s_%s" % (PREFIX, "d"))
    op.drop_table("%(p)s_e" % {"p": PREFIX})
    op.drop_table("{}_f".format(PREFIX))
    op.drop_table("{0}_{1}".format(PREFIX, "g"))
    op.drop_table("{p}_h".format(p=PREFIX))
    op.drop_table(PREFIX + "_i")
    op.drop_table("_".join([PREFIX, "j"]))
    op.drop_table("old" "_" 'k')
    op.drop_table("""old_l""")
    op.drop_table(PREFIX.upper() + "_M")
    op.drop_table("old_n ".strip())
    op.drop_table("new_o".replace("new", "old"))
    op.drop_table(f"{PREFIX!s}_p")
    op.drop_table(f"{PREFIX:>5}_q")
    op.drop_table(f"{unknown}_r")
    op.drop_table("%s_s" % unknown)
    op.drop_table("{}_t".format(unknown))
    op.drop_table(unknown + "_u")
    op.drop_table(str(unknown))
    op.drop_table("\x6f\u006c\N{LATIN SMALL LETTER D}_v")
    op.drop_table(r"raw\n")
    op.drop_table("a" * 3)
    op.drop_table("{{x}}_w".format())
    op.drop_table(f"{{x}}_x")
    op.drop_table("%d%%" % 5)
    op.drop_table("%05d" % 5)
    op.drop_table("{:03d}".format(5))
    op.drop_table("old_y"[0:3])
    op.drop_table("a,b".split(",")[1])
    op.drop_table(SCHEMA + "." + "z", schema=SCHEMA)
    op.execute(dedent("""
        DELETE FROM one
        WHERE x = 1
    """))
    op.execute(sa.text(textwrap.dedent("""\
        DELETE FROM two
    """).strip()))
    op.execute("DELETE FROM three "
               "WHERE x = %s" % 3)
    op.execute("DELETE FROM " + SCHEMA + ".four")
    op.execute(f"DELETE FROM {unknown}")
    op.execute(f"""DELETE FROM five WHERE data = '{{}}'""")
    op.execute("DELETE FROM six WHERE data = '{}'")


def downgrade():
    pass


def not_said_when():
    global unknown
