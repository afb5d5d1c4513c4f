from alembic import context as ctx
from sqlalchemy import MetaData

NAMES = {"ix": "ix_%(column_0_label)s", "fk": "fk_" "%(table_name)s", **{"pk": None}}
metadata = MetaData(naming_convention=NAMES)
metadata.naming_convention = dict(uq="uq_%s" % "x", ck="{}_ck".format(y))
common = dict(target_metadata=metadata, include_schemas=True)
options = {**common, "version_table": f"{name}_version"}
options["render_as_batch"] = True
options.update(more)


class Migrations:
    B = False

    def online(self, *args, B=True, **kwargs):
        global C
        for C in range(3):
            ctx.configure(*args, render_as_batch=B, transactional_ddl=(not C), **options, **kwargs)


try:
    Migrations().online()
except Exception as error:
    del options
