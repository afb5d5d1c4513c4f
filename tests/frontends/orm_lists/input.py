# Objects and rows in lists that are filled from rows: nothing is written where there are no rows.
import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy import orm
from sqlalchemy.orm import declarative_base

revision = "ol1"
down_revision = "ol0"

Base = declarative_base()


class Study(Base):
    __tablename__ = "studies"
    id = sa.Column(sa.Integer, primary_key=True)
    direction = sa.Column(sa.String(8))


class Direction(Base):
    __tablename__ = "directions"
    study_id = sa.Column(sa.Integer, primary_key=True)
    direction = sa.Column(sa.String(8))


def upgrade():
    session = orm.Session(bind=op.get_bind())
    rows = session.query(Study).all()
    session.bulk_save_objects([Direction(study_id=r.id, direction=r.direction) for r in rows])
    filled = []
    for r in rows:
        filled.append(Direction(study_id=r.id))
    session.add_all(filled)
    mapping = [{"id": r.id, "direction": json.loads(r.direction)} for r in rows]
    session.bulk_update_mappings(Study, mapping)
    built = []
    for r in rows:
        built.append({"id": r.id, "direction": r.direction})
    session.bulk_update_mappings(Study, built)
    session.bulk_insert_mappings(Direction, built)


def downgrade():
    session = orm.Session(bind=op.get_bind())
    changed = [r for r in session.query(Study).all()]
    for study in changed:
        study.direction = None
    session.add_all([Direction(study_id=1), Direction(study_id=2)])
    session.bulk_update_mappings(Study, [{"id": 1, "direction": "up"}])
