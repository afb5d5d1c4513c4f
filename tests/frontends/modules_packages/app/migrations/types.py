import sqlalchemy as sa

Money = sa.Numeric(12, 2)
NOTE_LENGTH = 200
