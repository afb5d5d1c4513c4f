"""guards in SQL become the body's, inside those of Python"""

from alembic import op

revision = "b1"
down_revision = "b0"


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            """
            DO $$ BEGIN
                IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood') THEN
                    CREATE TYPE mood AS ENUM ('sad');
                    IF (SELECT count(*) FROM t) > 0 THEN DELETE FROM t; END IF;
                END IF;
            END $$
            """
        )
        op.execute("DROP TABLE a")
    op.execute("DO $$ BEGIN NULL; IF a THEN DROP TABLE b; ELSE DROP TABLE c; END IF; END $$")


def downgrade():
    op.execute(
        """
        DO $$ DECLARE r record; BEGIN
            FOR r IN SELECT tablename FROM pg_tables LOOP
                EXECUTE format('DROP TABLE %I', r.tablename);
            END LOOP;
        EXCEPTION WHEN undefined_table THEN
            ROLLBACK;
        END $$
        """
    )
