revision = "2b"
down_revision = "1a"


def upgrade():
    print "moving"  # expect: unparsable-file


def downgrade():
    print "moving back"
