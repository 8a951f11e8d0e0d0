import sys

# peewee loads every driver it finds; psycopg takes 0.1 s of each start, and only an office on a server wants it. It is
# hidden until `postgres.psycopg()` asks for it
for _driver in ("psycopg", "psycopg2"):
    sys.modules.setdefault(_driver, None)  # type: ignore[arg-type]  # None: `import` finds nothing, says its reference
