from alembic import op

import remote


def grant(table, name=None):
    if not table:
        raise ValueError("no table")
    client = remote.connect()
    client.begin_grant(table)
    if name:
        client.grant_to(name)
    client.finish_grant()
    registry.add(client)


def half(table):
    remote.call(table)
    op.drop_table(table)


def quiet(table):
    if not table:
        raise ValueError("no table")
    return table.upper()


def later(table):
    raise RuntimeError("not before the next release")
