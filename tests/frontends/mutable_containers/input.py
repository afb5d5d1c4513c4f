import sqlalchemy as sa
from alembic import op

revision = "mc1"
down_revision = "mc0"

tables = []
tables.append("a")
tables.extend(["b", "c"])
tables += ["d"]
options = {}
options["x"] = "px"
options.update({"y": "py"})
options.setdefault("z", "pz")


def upgrade():
    for table in tables:
        op.drop_table(table)
    for key in options:
        op.drop_table(options[key])
    local = ["l"]
    if unknown:
        local.append("m")
    for name in local:
        op.drop_table(name)
    grown = []
    for name in ("g", "h"):
        grown.append(name)
    for name in grown:
        op.drop_table(name)
    tables.remove("a")
    for table in tables:
        op.drop_index(table)
    op.drop_table(options.get("x"))
    op.drop_table(options.get("missing", "fallback"))
    op.drop_table(options.pop("y"))


def downgrade():
    names = set()
    names.add("s")
    for name in names:
        op.drop_table(name)
    copy = list(("k",))
    copy.insert(0, "j")
    for name in copy:
        op.drop_table(name)
