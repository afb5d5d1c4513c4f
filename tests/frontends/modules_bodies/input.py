"""upgrade and downgrade from other files; state of a module is as new for each"""
from app.bodies import down as downgrade
from app.bodies import upgrade

revision = "a1"
down_revision = None
