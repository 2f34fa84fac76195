"""Compose the web application: one factory, imported by the commands alone."""

import logging
from datetime import timedelta

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from whitenoise import WhiteNoise

from learning.paths import GUIDES, STATIC, TEMPLATES
from learning.services.guides import read_guides
from learning.services.publish import refresh_rendered
from learning.services.work import Program
from learning.storage.upgrade import check_version
from learning.web import (
    assets,
    errors,
    filters,
    log,
    navigation,
    render,
    security,
    session,
)
from learning.web.blueprints import BLUEPRINTS
from learning.web.forms import LATE_FORMS
from learning.web.i18n import Language
from learning.web.pages import check_permissions


def create_app(program: Program, *, language: Language | None = None) -> Flask:
    """Build the application on an opened program.

    Raises:
        Unavailable: the database is empty, older or newer than this program.
        RuntimeError: a view declares no permission.

    """
    check_version(program.database)
    refresh_rendered(program)
    app = Flask("learning", template_folder=str(TEMPLATES), static_folder=None)
    app.config.update(
        SECRET_KEY=program.keys.cookies,
        SESSION_COOKIE_NAME="tremplin",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=program.settings.mandataire_tls,
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        MAX_CONTENT_LENGTH=2_000_000,
        MAX_FORM_MEMORY_SIZE=2_000_000,
        MAX_FORM_PARTS=600,
        TRUSTED_HOSTS=list(program.settings.hotes),
        WTF_CSRF_TIME_LIMIT=None,  # a learner who reads for an hour must not lose an answer
        WTF_CSRF_SSL_STRICT=False,
    )
    app.extensions["program"] = program
    app.extensions["late_forms"] = LATE_FORMS
    app.extensions["language"] = language or Language(program.settings.langue)
    app.extensions["guides"] = read_guides(GUIDES)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.extensions["language"].install(app)
    _serve_static(app)
    filters.install(app)
    log.install(app)  # before whatever may refuse a request
    CSRFProtect(app)
    render.install(app)
    session.install(app)
    navigation.install(app)
    errors.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.after_request(security.pack)
    app.after_request(security.protect)
    check_permissions(app)
    logging.getLogger("waitress.queue").setLevel("ERROR")
    return app


def _serve_static(app: Flask) -> None:
    """Serve static/ with whitenoise, and the joined style sheet from memory."""
    files = assets.Assets()
    app.jinja_env.globals["asset"] = files.url
    white = WhiteNoise(
        app.wsgi_app, root=str(STATIC), prefix="static", max_age=31_536_000, charset="utf-8"
    )
    app.wsgi_app = security.StaticFirst(white, files)  # type: ignore[method-assign]
