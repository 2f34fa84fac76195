"""The least that such a page could cost: bare Flask behind waitress, one session, one row.

The session is Flask's signed cookie, looked up in a table; the page is a Jinja template.

``python -m tests.benchmarks.yardstick DATABASE PORT`` serves ``/page`` and ``/insert``.
"""

import sys
import threading

import pysqlite3
import waitress
from flask import Flask, render_template_string, request, session

LOCAL = threading.local()
WRITERS = threading.Lock()
TOKEN = "jeton-du-repere"
PAGE = "<!DOCTYPE html><html lang=fr><title>Page</title><h1>{{ text }}</h1><p>{{ who }}</p>"


def connection(database: str) -> pysqlite3.Connection:
    """One connection a thread, as safe as the product's."""
    if not hasattr(LOCAL, "connection"):
        opened = pysqlite3.connect(database, isolation_level=None)
        opened.execute("PRAGMA journal_mode=WAL").fetchall()
        opened.execute("PRAGMA synchronous=FULL")
        LOCAL.connection = opened
    return LOCAL.connection


def known(reader: pysqlite3.Connection) -> tuple[int]:
    """Who the session's token stands for."""
    token = session["jeton"]
    found: tuple[int] = reader.execute(
        "SELECT who FROM session WHERE token = ?", (token,)
    ).fetchone()
    return found


def make_app(database: str) -> Flask:
    """Two views: a page that checks a session and reads one row, a durable one-row insert."""
    app = Flask(__name__)
    app.secret_key = "repere"
    opened = connection(database)
    opened.execute("CREATE TABLE session (token TEXT PRIMARY KEY, who INTEGER)")
    opened.execute("CREATE TABLE line (id INTEGER PRIMARY KEY, text TEXT)")
    opened.execute("INSERT INTO session VALUES (?, 1)", (TOKEN,))
    opened.execute("INSERT INTO line VALUES (1, ?)", ("Bonjour",))

    @app.get("/sante")
    def health() -> dict[str, str]:
        return {"etat": "ok"}

    @app.get("/page")
    def page() -> str:
        reader = connection(database)
        reader.execute("BEGIN")
        found = known(reader)
        row = reader.execute("SELECT text FROM line WHERE id = ?", found).fetchone()
        reader.execute("COMMIT")
        return render_template_string(PAGE, text=row[0], who=found[0])

    @app.get("/entrer")
    def enter() -> str:
        session["jeton"] = TOKEN
        return ""

    @app.post("/insert")
    def insert() -> tuple[str, int]:
        writer = connection(database)
        text = request.form["texte"]
        with WRITERS:
            writer.execute("BEGIN IMMEDIATE")
            known(writer)
            writer.execute("INSERT INTO line (text) VALUES (?)", (text,))
            writer.execute("COMMIT")
        return "", 204

    return app


if __name__ == "__main__":
    waitress.serve(make_app(sys.argv[1]), host="127.0.0.1", port=int(sys.argv[2]), threads=8)
