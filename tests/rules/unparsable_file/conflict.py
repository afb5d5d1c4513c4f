revision = "2b"
<<<<<<< HEAD # expect: unparsable-file
down_revision = "1a"
=======
down_revision = "1c"
>>>>>>> feature


def upgrade():
    pass
