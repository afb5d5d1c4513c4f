from typing import Generic, TypeVar

from alembic import op

T = TypeVar("T")


class Step(Generic[T]):
    def __init__(self, table):
        super().__init__()
        self.table = table

    def run(self):
        raise NotImplementedError


class ColumnStep(Step[str]):
    def __init__(self, table, column):
        super().__init__(table)
        self.column = column


class DropStep(ColumnStep):
    def __init__(self, table, column):
        super(DropStep, self).__init__(table, column)

    def run(self):
        op.drop_column(self.table, self.column)
