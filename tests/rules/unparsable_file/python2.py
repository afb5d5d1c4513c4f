revision = "2b"  # expect: unparsable-file
down_revision = "1a"


def upgrade():
    print "moving"


def downgrade():
    print "moving back"
