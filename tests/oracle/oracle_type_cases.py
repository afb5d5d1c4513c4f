"""Types as migrations write them: SQLAlchemy's, and SQL's."""

CASES = """
sa.Integer
sa.Integer()
sa.INTEGER()
sa.INT()
sa.SmallInteger()
sa.SMALLINT()
sa.BigInteger()
sa.BIGINT()
sa.Numeric()
sa.Numeric(10)
sa.Numeric(10, 2)
sa.Numeric(precision=10, scale=2)
sa.Numeric(scale=2, precision=10, asdecimal=False)
sa.NUMERIC(8, 4)
sa.DECIMAL(20, 6)
sa.DECIMAL()
sa.Float()
sa.Float(24)
sa.Float(25)
sa.Float(53)
sa.Float(precision=10)
sa.FLOAT()
sa.FLOAT(precision=53)
sa.REAL()
sa.String
sa.String()
sa.String(50)
sa.String(length=255)
sa.String(length=255, collation="C")
sa.String(None)
sa.VARCHAR()
sa.VARCHAR(64)
sa.NVARCHAR(64)
sa.CHAR()
sa.CHAR(36)
sa.NCHAR(5)
sa.Unicode()
sa.Unicode(160)
sa.Text()
sa.Text
sa.Text(200)
sa.Text(5000)
sa.Text(5000000)
sa.TEXT()
sa.UnicodeText()
sa.CLOB()
sa.LargeBinary()
sa.LargeBinary(16)
sa.LargeBinary(length=65536)
sa.LargeBinary(16777216)
sa.BLOB()
sa.BINARY(16)
sa.VARBINARY(255)
sa.PickleType()
sa.Boolean()
sa.Boolean(create_constraint=True, name="ck_bool")
sa.Boolean(create_constraint=False)
sa.BOOLEAN()
sa.Date()
sa.DATE()
sa.Time()
sa.Time(timezone=True)
sa.TIME()
sa.DateTime
sa.DateTime()
sa.DateTime(True)
sa.DateTime(timezone=True)
sa.DateTime(timezone=False)
sa.DATETIME()
sa.TIMESTAMP()
sa.TIMESTAMP(timezone=True)
sa.Interval()
sa.Interval(native=False)
sa.Interval(second_precision=3)
sa.Enum("a", "b", name="kind")
sa.Enum("a", "long label", "it's", name="kind")
sa.Enum("a", "b", name="Kind")
sa.Enum("a", "b", name="user")
sa.Enum("a", "b", name="kind", schema="other")
sa.Enum("a", "b", name="kind", native_enum=False)
sa.Enum("a", "b", name="kind", native_enum=False, length=64)
sa.Enum("a", "b", name="kind", native_enum=False, create_constraint=True)
sa.Enum("größer", "b", name="kind", native_enum=False)
sa.JSON()
sa.JSON(none_as_null=True)
sa.ARRAY(sa.Integer())
sa.ARRAY(sa.Integer)
sa.ARRAY(sa.String(5), dimensions=2)
sa.ARRAY(sa.DateTime(timezone=True))
sa.String(50).with_variant(mysql.VARCHAR(100), "mysql")
sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")
sa.Text().with_variant(mysql.LONGTEXT(), "mysql")
sa.BigInteger().with_variant(sa.Integer(), "sqlite")
sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
postgresql.UUID()
postgresql.UUID(as_uuid=True)
postgresql.JSON()
postgresql.JSONB()
postgresql.JSONB(astext_type=sa.Text())
postgresql.ARRAY(sa.String())
postgresql.ARRAY(sa.String(99))
postgresql.ARRAY(sa.Integer, dimensions=1)
postgresql.ARRAY(sa.Numeric(10, 2))
postgresql.ARRAY(postgresql.UUID(as_uuid=True))
postgresql.ARRAY(postgresql.JSONB(astext_type=sa.Text()))
postgresql.ARRAY(postgresql.ENUM("x", "y", name="kind"))
postgresql.ARRAY(sa.Enum("x", "y", name="Kind"))
postgresql.ENUM("a", "b", name="kind")
postgresql.ENUM("a", "b", name="kind", create_type=False)
postgresql.BYTEA()
postgresql.BIT()
postgresql.BIT(5)
postgresql.BIT(5, True)
postgresql.BIT(varying=True)
postgresql.BIT(length=7, varying=True)
postgresql.CIDR()
postgresql.INET()
postgresql.MACADDR()
postgresql.MACADDR8()
postgresql.MONEY()
postgresql.OID()
postgresql.REGCLASS()
postgresql.HSTORE()
postgresql.TSVECTOR()
postgresql.INT4RANGE()
postgresql.INT8RANGE()
postgresql.NUMRANGE()
postgresql.DATERANGE()
postgresql.TSRANGE()
postgresql.TSTZRANGE()
postgresql.INTERVAL()
postgresql.INTERVAL(precision=3)
postgresql.INTERVAL(fields="YEAR TO MONTH")
postgresql.INTERVAL(fields="DAY TO SECOND")
postgresql.INTERVAL(fields="DAY TO SECOND", precision=3)
postgresql.TIMESTAMP()
postgresql.TIMESTAMP(precision=6)
postgresql.TIMESTAMP(timezone=True, precision=3)
postgresql.TIMESTAMP(True, 0)
postgresql.TIME(timezone=True, precision=6)
postgresql.TIME(precision=0)
postgresql.DOUBLE_PRECISION()
postgresql.DOUBLE_PRECISION(precision=53)
postgresql.REAL()
postgresql.FLOAT(10)
postgresql.VARCHAR(10)
postgresql.CHAR(3)
postgresql.NUMERIC(5, 1)
mysql.TINYINT()
mysql.TINYINT(1)
mysql.TINYINT(4)
mysql.TINYINT(display_width=1)
mysql.TINYINT(unsigned=True)
mysql.TINYINT(1, unsigned=True)
mysql.SMALLINT(6)
mysql.SMALLINT(unsigned=True)
mysql.MEDIUMINT()
mysql.MEDIUMINT(unsigned=True)
mysql.INTEGER(11)
mysql.INTEGER(display_width=11)
mysql.INTEGER(display_width=10, unsigned=True)
mysql.INTEGER(unsigned=True)
mysql.INTEGER(8, zerofill=True, unsigned=True)
mysql.BIGINT(20)
mysql.BIGINT(unsigned=True)
mysql.BIT()
mysql.BIT(8)
mysql.DECIMAL(10, 2)
mysql.DECIMAL(precision=10, scale=2, unsigned=True)
mysql.NUMERIC(10)
mysql.FLOAT()
mysql.FLOAT(7, 4)
mysql.FLOAT(30)
mysql.FLOAT(unsigned=True)
mysql.DOUBLE()
mysql.DOUBLE(10, 3)
mysql.REAL()
mysql.VARCHAR(255)
mysql.VARCHAR(255, charset="utf8", collation="utf8_bin")
mysql.VARCHAR(collation="utf8_bin", length=50)
mysql.NVARCHAR(50)
mysql.CHAR(5)
mysql.NCHAR(5)
mysql.TEXT()
mysql.TEXT(1000)
mysql.TINYTEXT()
mysql.MEDIUMTEXT()
mysql.MEDIUMTEXT(collation="utf8_bin")
mysql.LONGTEXT()
mysql.TINYBLOB()
mysql.BLOB()
mysql.BLOB(100)
mysql.MEDIUMBLOB()
mysql.LONGBLOB()
mysql.VARBINARY(16)
mysql.ENUM("a", "b")
mysql.ENUM("a", "it's", collation="utf8_bin")
mysql.SET("a", "b")
mysql.YEAR()
mysql.YEAR(4)
mysql.JSON()
mysql.DATETIME()
mysql.DATETIME(fsp=6)
mysql.DATETIME(fsp=0)
mysql.TIMESTAMP(fsp=3)
mysql.TIME(fsp=6)
sqlite.DATETIME()
sqlite.DATE()
sqlite.TIME()
sqlite.JSON()
sqlite.VARCHAR(10)
mssql.BIT()
mssql.TINYINT()
mssql.MONEY()
mssql.SMALLMONEY()
mssql.NVARCHAR(None)
mssql.NVARCHAR(100)
mssql.VARCHAR("max")
mssql.NTEXT()
mssql.TEXT()
mssql.IMAGE()
mssql.VARBINARY()
mssql.VARBINARY("max")
mssql.DATETIME2()
mssql.DATETIME2(6)
mssql.DATETIME2(precision=7)
mssql.SMALLDATETIME()
mssql.DATETIMEOFFSET()
mssql.DATETIMEOFFSET(3)
mssql.TIME(3)
mssql.UNIQUEIDENTIFIER()
mssql.XML()
mssql.ROWVERSION()
mssql.TIMESTAMP()
mssql.SQL_VARIANT()
mssql.REAL()
mssql.FLOAT(10)
oracle.NUMBER()
oracle.NUMBER(10)
oracle.NUMBER(10, 0)
oracle.NUMBER(10, 2)
oracle.VARCHAR2(50)
oracle.NVARCHAR2(50)
oracle.CLOB()
oracle.NCLOB()
oracle.LONG()
oracle.RAW(16)
oracle.BFILE()
oracle.DATE()
oracle.TIMESTAMP()
oracle.TIMESTAMP(timezone=True)
oracle.INTERVAL()
oracle.FLOAT()
oracle.BINARY_FLOAT()
oracle.BINARY_DOUBLE()
oracle.ROWID()
""".split("\n")[1:-1]

SQL_CASES = """
int
int2
int4
int8
integer
smallint
bigint
serial
bigserial
smallserial
numeric
numeric(10)
numeric(10,2)
decimal(5,1)
real
float
float(10)
float(53)
float4
float8
double precision
money
varchar
varchar(50)
character varying
character varying(50)
char
char(5)
character(5)
text
citext
bytea
bit
bit(3)
bit varying
bit varying(3)
varbit(3)
bool
boolean
date
time
time(3)
time with time zone
timetz
timestamp
timestamp(3)
timestamp without time zone
timestamp with time zone
timestamp(0) with time zone
timestamptz
timestamptz(3)
interval
json
jsonb
uuid
inet
cidr
macaddr
tsvector
hstore
ltree
xml
oid
int4range
tstzrange
int4multirange
point
text[]
varchar(10)[]
integer[][]
timestamptz[]
""".split("\n")[1:-1]
