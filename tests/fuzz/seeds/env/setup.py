from setuptools import setup

requires = ["six", f"psycopg2>={V}"] + ["PyMySQL"]
extras = {"dev": ["aiosqlite"], "mssql": ("pymssql",)}
extras["oracle"] = {"cx_Oracle"}
setup(name="psycopg2", keywords=["psycopg2"], install_requires=requires, extras_require=extras,
      tests_require='''
      asyncpg  # for tests
      SQLAlchemy[mysql]
      ''')
