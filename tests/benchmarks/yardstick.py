"""The least that such a page could cost: bare Flask behind waitress, one session, one row.

``python -m tests.benchmarks.yardstick DATABASE PORT`` serves ``/page`` and ``/insert``.
"""

import sys
import threading

import pysqlite3
import waitress
from flask import Flask, request

LOCAL = threading.local()
WRITERS = threading.Lock()
COOKIE = "jeton-du-repere"


def connection(database: str) -> pysqlite3.Connection:
    """One connection a thread, as safe as the product's."""
    if not hasattr(LOCAL, "connection"):
        opened = pysqlite3.connect(database, isolation_level=None)
        opened.execute("PRAGMA journal_mode=WAL").fetchall()
        opened.execute("PRAGMA synchronous=FULL")
        LOCAL.connection = opened
    return LOCAL.connection


def make_app(database: str) -> Flask:
    """Two views: a page that checks a session and reads one row, a durable one-row insert."""
    app = Flask(__name__)
    opened = connection(database)
    opened.execute("CREATE TABLE session (token TEXT PRIMARY KEY, who INTEGER)")
    opened.execute("CREATE TABLE line (id INTEGER PRIMARY KEY, text TEXT)")
    opened.execute("INSERT INTO session VALUES (?, 1)", (COOKIE,))
    opened.execute("INSERT INTO line VALUES (1, ?)", ("Bonjour",))

    @app.get("/sante")
    def health() -> dict[str, str]:
        return {"etat": "ok"}

    @app.get("/page")
    def page() -> str:
        reader = connection(database)
        token = request.cookies.get("jeton", "")
        found = reader.execute("SELECT who FROM session WHERE token = ?", (token,)).fetchone()
        row = reader.execute("SELECT text FROM line WHERE id = ?", found).fetchone()
        return f"<!DOCTYPE html><title>Page</title><h1>{row[0]}</h1>"

    @app.post("/insert")
    def insert() -> tuple[str, int]:
        writer = connection(database)
        text = request.form["texte"]
        with WRITERS:
            writer.execute("BEGIN IMMEDIATE")
            writer.execute("INSERT INTO line (text) VALUES (?)", (text,))
            writer.execute("COMMIT")
        return "", 204

    return app


if __name__ == "__main__":
    waitress.serve(make_app(sys.argv[1]), host="127.0.0.1", port=int(sys.argv[2]), threads=8)
