"""The whole catalogue in chDB (ClickHouse as a library), on one thread."""

import json
import os

from chdb import session
from peer import asked, tell

question = asked()
folder = os.path.dirname(os.path.abspath(__file__))


def sql_of(name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return file.read()


def quoted(value):
    text = str(value).replace("\\", "\\\\").replace("'", "\\'")
    return f"'{text}'" if isinstance(value, str) else text


def run(database, name):
    for statement in sql_of(name).split(";\n"):
        if statement.strip():
            files = quoted(question["glob"])
            database.query(statement.replace("{files:String}", files))


def catalogue():
    database = session.Session()
    database.query("set max_threads = 1")
    # What is null or missing becomes the empty text: both count as absent.
    database.query("set input_format_null_as_default = 1, input_format_skip_unknown_fields = 1")
    names = ["site", "name", "day", "from", "until"]
    periods = ", ".join(
        f"({', '.join(quoted(period[name]) for name in names)})" for period in question["periods"]
    )
    database.query(
        "create table periods (site UInt8, name String, day String, from_second Int64, "
        f"until_second Int64) engine = Memory as select * from values({periods})"
    )
    agents = ", ".join(f"({quoted(agent)})" for agent in question["robots"])
    database.query(
        "create table robots (agent String) engine = Memory "
        f"as select * from values({agents})"
    )
    run(database, "chdb-events.sql")
    run(database, "chdb-cells.sql")
    return database


def numbers(database):
    return json.loads(str(database.query(sql_of("chdb-numbers.sql"))))


tell(catalogue, numbers)
