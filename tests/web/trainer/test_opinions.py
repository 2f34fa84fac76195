"""Two opinions before publishing: by whom, on what, for how long they hold."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from learning.domain.errors import Refused
from learning.services.publishing import refuse_without_opinions, select_parts
from learning.services.work import with_release
from learning.storage.publishing import publication
from tests.support.client import PageClient, Reply
from tests.support.small_site import SmallSite
from tests.web.trainer.publishing_acts import LESSON_FILE, PUBLISH, publish, rewrite, token

URL = "/formateur/avis/essai"
COMMENT = "Le mot « marge » vient trop tôt."


def give(client: PageClient, subject: str, opinion: str = "favorable", comment: str = "") -> Reply:
    """Fill the form of the module's page."""
    form = client.get(URL).page.form("commentaire")
    return client.send(form, {"sujet": subject, "avis": opinion, "commentaire": comment})


def test_an_opinion_is_given_shown_and_dated(small: SmallSite) -> None:
    rewrite(small, {LESSON_FILE: ("La marge est", "Une marge est")})
    counsellor = small.signed_in("counsellor")
    page = counsellor.get("/formateur/avis")
    assert "1 texte changé" in page.text
    shown = counsellor.get(URL)
    assert "− Avant" in shown.text
    assert "/formateur/apercu/essai/10-formes" in shown.page.links
    assert "Votre avis est enregistré" in give(counsellor, "detention", comment=COMMENT).text
    assert COMMENT in counsellor.get(URL).text
    assert "conseiller, le 25 novembre 2026" in counsellor.get("/formateur/avis").text
    assert small.audited()[-1].action == "avis.donne"
    publisher = small.signed_in("trainer").get(f"{PUBLISH}?partie=essai").text
    assert "Création d’activité\u00a0: Compter" in publisher
    assert "Détention\u00a0: Compter" not in publisher


def test_the_last_writer_is_asked_to_ask_somebody_else(small: SmallSite) -> None:
    rewrite(small, {LESSON_FILE: ("La marge est", "Une marge est")})
    trainer = small.signed_in("trainer")
    assert "vient de quelqu’un d’autre" in trainer.get(URL).text
    refused = trainer.post(
        URL, {**token(trainer), "sujet": "activite", "avis": "favorable", "vu": "x"}
    )
    assert refused.status == 403
    assert small.signed_in("administrator").get(URL).page.form("commentaire").names


def test_what_is_missing_is_named_and_what_was_typed_is_kept(small: SmallSite) -> None:
    counsellor = small.signed_in("counsellor")
    form = counsellor.get(URL).page.form("commentaire")
    for values, sentence in (
        ({"commentaire": COMMENT}, "Choisissez sur quoi"),
        ({"sujet": "activite", "commentaire": COMMENT}, "favorable, ou à revoir"),
        ({"sujet": "activite", "avis": "a-revoir"}, "ce qui est à revoir, en une phrase"),
        ({"sujet": "activite", "avis": "a-revoir", "commentaire": "a" * 501}, "500\u00a0signes"),
    ):
        reply = counsellor.send(form, values)
        assert reply.status == 422
        assert sentence.replace("\u00a0", " ") in reply.text.replace("\u00a0", " ")
        assert values.get("commentaire", "") in reply.page.html
    assert "Aucun avis" in counsellor.get(URL).text


def test_an_opinion_on_an_older_content_is_shown_as_such(small: SmallSite) -> None:
    counsellor = small.signed_in("counsellor")
    give(counsellor, "detention")
    rewrite(small, {LESSON_FILE: ("La marge est", "Une marge est")})
    assert "sur un contenu plus ancien" in counsellor.get(URL).text
    assert "sur un contenu plus ancien" in counsellor.get("/formateur/avis").text
    assert (
        "Détention\u00a0: Compter"
        in small.signed_in("trainer").get(f"{PUBLISH}?partie=essai").text
    )


def test_a_text_changed_meanwhile_is_looked_at_again(small: SmallSite) -> None:
    counsellor = small.signed_in("counsellor")
    form = counsellor.get(URL).page.form("commentaire")
    rewrite(small, {LESSON_FILE: ("La marge est", "Une marge est")})
    reply = counsellor.send(form, {"sujet": "detention", "avis": "favorable"})
    assert reply.status == 422
    assert "a changé pendant que vous le lisiez" in reply.text


def test_a_site_may_require_both(small: SmallSite) -> None:
    rewrite(small, {LESSON_FILE: ("La marge est", "Une marge est")})
    strict = replace(small.program, settings=replace(small.program.settings, avis_exiges=True))
    small.app.extensions["program"] = strict
    trainer = small.signed_in("trainer")
    page = trainer.get(f"{PUBLISH}?partie=essai")
    assert "demande les deux avis" in page.text
    refused = publish(trainer, "essai")
    assert "Il en manque pour" in refused.text
    give(small.signed_in("counsellor"), "detention")
    give(small.signed_in("administrator"), "activite")
    assert "C’est publié" in publish(trainer, "essai").text
    with strict.reading() as work:
        query = sa.select(publication.c.summary).order_by(publication.c.at.desc())
        summary = work.connection.execute(query).scalars().first()
    assert summary is not None
    assert summary["missing"] == []
    assert sorted(kind for _, kind, _ in summary["opinions"]) == ["activite", "detention"]


def test_a_publication_without_them_says_so(small: SmallSite) -> None:
    rewrite(small, {LESSON_FILE: ("La marge est", "Une marge est")})
    with small.program.reading() as work:
        selection = select_parts(with_release(work), ["essai"])
    assert len(selection.missing) == 2
    with pytest.raises(Refused, match="Compter"):
        refuse_without_opinions(selection, required=True)
    trainer = small.signed_in("trainer")
    assert "Vous pouvez publier quand même" in trainer.get(f"{PUBLISH}?partie=essai").text
    publish(trainer, "essai")
    assert "Publié sans tous les avis" in trainer.get("/formateur/versions").text


def test_a_comment_sent_after_the_lock_is_kept(small: SmallSite) -> None:
    counsellor = small.signed_in("counsellor")
    form = counsellor.get(URL).page.form("commentaire")
    small.clock.advance(hours=1)
    late = counsellor.send(form, {"sujet": "detention", "commentaire": COMMENT}, follow=False)
    assert "garde=1" in late.location
    assert COMMENT not in counsellor.get(late.location).page.html
    counsellor.fill(late.location, {"phrase": small.accounts["counsellor"].phrase})
    kept = counsellor.get(URL).page.form("commentaire")
    assert (kept.values["sujet"], kept.values["commentaire"]) == (["detention"], [COMMENT])
    counsellor.send(kept, {"avis": "favorable"})
    assert counsellor.get(URL).page.form("commentaire").values["commentaire"] == [""]
