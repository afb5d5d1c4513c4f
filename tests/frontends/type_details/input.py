import geoalchemy2
import sqlalchemy as sa
import sqlalchemy_utils
from alembic import op
from myapp.types import Encrypted
from pgvector.sqlalchemy import Vector
from sqlalchemy.dialects import mssql, mysql, oracle, postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB

revision = "ty1"
down_revision = "ty0"


def upgrade():
    op.add_column("t", sa.Column("a", sa.VARCHAR(length=10)))
    op.add_column("t", sa.Column("b", sa.Numeric(scale=2, precision=8)))
    op.add_column("t", sa.Column("c", sa.Float(precision=53)))
    op.add_column("t", sa.Column("d", postgresql.ARRAY(sa.String(5), dimensions=2)))
    op.add_column("t", sa.Column("e", postgresql.ARRAY(postgresql.ENUM("x", "y", name="k"))))
    op.add_column("t", sa.Column("f", JSONB(astext_type=sa.Text())))
    op.add_column("t", sa.Column("g", mysql.TINYINT(1)))
    op.add_column("t", sa.Column("h", mysql.INTEGER(display_width=11, unsigned=True)))
    op.add_column("t", sa.Column("i", mysql.ENUM("a", "b")))
    op.add_column("t", sa.Column("j", mssql.NVARCHAR(None)))
    op.add_column("t", sa.Column("k", oracle.NUMBER(10, 0)))
    op.add_column("t", sa.Column("l", sqlite.DATETIME()))
    op.add_column("t", sa.Column("m", postgresql.TIMESTAMP(timezone=True, precision=6)))
    op.add_column("t", sa.Column("n", geoalchemy2.types.Geometry("POINT", srid=4326)))
    op.add_column("t", sa.Column("o", Vector(1536)))
    op.add_column("t", sa.Column("p", Encrypted(length=5)))
    op.add_column("t", sa.Column("q", sqlalchemy_utils.types.uuid.UUIDType(binary=False)))
    op.add_column("t", sa.Column("r", sa.String))
    op.add_column("t", sa.Column("s", sa.types.String(3)))
    op.add_column("t", sa.Column("u", sa.String(length=SIZE)))
    op.add_column("t", sa.Column("v", sa.String(2 ** 8)))
    op.add_column("t", sa.Column("w", postgresql.INTERVAL(fields="DAY TO SECOND")))
    op.add_column("t", sa.Column("x", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")))
    op.add_column("t", sa.Column("y", sa.LargeBinary(length=2 ** 24 - 1)))
    op.add_column("t", sa.Column("z", type_=sa.Text, nullable=False, server_default=sa.text("'x'")))


def downgrade():
    pass


def not_said_when():
    global SIZE
