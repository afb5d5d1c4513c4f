"""Stands in for modules that a migration imports and this machine does not have.

A stub is what an unknown import is to a reader: it has every attribute, can be called, subclassed and
used as a type of SQLAlchemy, and its text is its name in braces, which is how tidemark writes what it
does not know. Modules of the repository itself are imported as they are; where that fails, what it
defined before it failed is kept and the rest is stubs.
"""
import datetime
import importlib.machinery
import importlib.util
import sys
import types

import sqlalchemy.util
from sqlalchemy.types import UserDefinedType

# Of what is installed, what migrations may see: the same on every machine.
ALLOWED = {"alembic", "sqlalchemy", "mako", "markupsafe", "greenlet", "psycopg2", "MySQLdb", "dateutil", "six"}


USED = {}  # "dialect": that of the database on which a migration runs, which any engine that it asks for has

FAILED = {}  # modules of the repository that could not be imported in full, and why


class StubBase:
    """What a class derives from whose only bases are stubs."""

    def __init__(self, *args, **kwargs):
        pass


class Stub(UserDefinedType, datetime.tzinfo):
    """An unknown value, by the dotted name under which it was imported; at need a type or time zone."""

    cache_ok = True

    def __init__(self, name="unknown", arguments=None):
        self.__dict__["stub_name"] = name
        self.__dict__["stub_arguments"] = arguments

    def __getattr__(self, name):
        if name.startswith("__") or name.startswith("_sa_"):
            raise AttributeError(name)
        return USED.get(name) or Stub(f"{self.stub_name}.{name}")

    def __call__(self, *args, **kwargs):
        # A decorator gives back what it decorates.
        if len(args) == 1 and not kwargs and isinstance(args[0], (types.FunctionType, type)):
            return args[0]
        if self.stub_arguments is not None and not args and not kwargs:
            return self
        return Stub(self.stub_name, (args, kwargs))

    def __mro_entries__(self, bases):
        first = all(isinstance(base, Stub) for base in bases) and bases[0] is self
        return (StubBase,) if first else ()

    def __instancecheck__(self, instance):
        return False

    def copy(self, **kwargs):
        return self

    def adapt(self, cls, **kwargs):
        return Stub(self.stub_name, self.stub_arguments)  # SQLAlchemy wants another object

    def get_col_spec(self, **kwargs):
        return "TEXT"

    def __str__(self):
        return "{" + self.stub_name + "}"

    __repr__ = __str__

    def __format__(self, spec):
        return str(self)

    def __iter__(self):
        return iter(())

    def __len__(self):
        return 0

    def __bool__(self):
        return True

    def __index__(self):
        return 255  # where a number must be shown, as the length of a string

    def __getitem__(self, key):
        return Stub(f"{self.stub_name}[{key!r}]")

    def __setitem__(self, key, value):
        pass

    def __contains__(self, key):
        return False

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False

    def __eq__(self, other):
        return self is other

    def __hash__(self):
        return id(self)

    def _operated(self, other=None):
        return Stub(f"{self.stub_name}")

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __or__ = __ror__ = _operated
    __and__ = __rand__ = __mod__ = __truediv__ = __floordiv__ = __invert__ = __neg__ = _operated

    def _compared(self, other):
        return False

    __lt__ = __le__ = __gt__ = __ge__ = _compared


class StubModule(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Stub(f"{self.__name__}.{name}")


class StubLoader:
    def create_module(self, spec):
        module = StubModule(spec.name)
        module.__path__ = []
        return module

    def exec_module(self, module):
        pass


class OwnLoader:
    """Loads a module of the repository; what it could not define becomes stubs."""

    def __init__(self, loader):
        self.loader = loader

    def __getattr__(self, name):
        return getattr(self.loader, name)

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        try:
            self.loader.exec_module(module)
        except Exception as error:  # whatever it is that the repository's code needs
            FAILED[module.__name__] = f"{type(error).__name__}: {error}"[:200]
            module.__class__ = StubModule
            if not hasattr(module, "__path__"):
                module.__path__ = []


class Finder:
    """First in sys.meta_path: the repository's own modules, then stubs for all that is not allowed."""

    def __init__(self, roots):
        self.roots = roots

    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top in sys.stdlib_module_names or top in ALLOWED and self.installed(top):
            return None
        found = importlib.machinery.PathFinder.find_spec(name, self.roots if path is None else path)
        if found is None:
            return importlib.machinery.ModuleSpec(name, StubLoader(), is_package=True)
        if found.loader is not None:
            found.loader = OwnLoader(found.loader)
        return found

    def installed(self, top):
        return importlib.machinery.PathFinder.find_spec(top) is not None


def accept(original):
    """An argument check of SQLAlchemy that lets stubs pass."""
    return lambda arg, *more: arg if isinstance(arg, Stub) else original(arg, *more)


def install(roots):
    sqlalchemy.util.assert_arg_type = accept(sqlalchemy.util.assert_arg_type)
    sys.meta_path.insert(0, Finder(roots))
