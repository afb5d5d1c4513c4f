import functools

from alembic import context

STEPS = []


def step(function):
    STEPS.append(function)
    return function


def online_only(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        if context.is_offline_mode():
            return None
        return function(*args, **kwargs)

    return wrapper
