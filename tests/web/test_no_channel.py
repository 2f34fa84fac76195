"""No byte that a learner writes reaches another learner, by any field and any address."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest

from learning.domain.facts import LessonDone, SessionHeld
from learning.domain.lists import HELP_REASONS
from learning.domain.worksheet.sheets import SHEETS
from learning.services.activity import add_facts
from tests.support.client import PageClient
from tests.support.clock import START
from tests.support.pages import Page
from tests.support.small_site import LESSON, TEST, SmallSite

CANARY = "zqcanari7"
SAID = "Bien vu, dit le formateur."
REPORTS = "/formateur/a-lire/erreurs"
MOST_PAGES = 200
KEPT = frozenset({"csrf_token", "jeton", "question", "montrees"})


def pages(client: PageClient) -> Iterator[tuple[str, Page]]:
    """Every page that somebody reaches by following links from home."""
    waiting, seen = ["/accueil"], set[str]()
    while waiting and len(seen) < MOST_PAGES:
        url = waiting.pop()
        if url in seen:
            continue
        seen.add(url)
        page = client.get(url).page
        yield url, page
        waiting += [link.split("#")[0] for link in page.links if link.startswith("/")]


def write_everywhere(client: PageClient) -> int:
    """Put the canary in every field of every form, and in every address; count the forms."""
    sent = 0
    for url, page in list(pages(client)):
        client.get(f"{url.split('?')[0]}?q={CANARY}&essayer={CANARY}&signale={CANARY}")
        for form in page.forms:
            if form.method != "post" or form.action in {"/deconnexion", ""}:
                continue
            typed = {name: CANARY for name in form.names if name not in KEPT}
            client.post(form.action, {**form.values, **typed})
            client.post(form.action, {**form.values, "raison": "autre", "texte": CANARY})
            sent += 1
    return sent


def ask_for_everything(client: PageClient) -> None:
    """Ask for help and for sheets: rightly, then with the canary in each field and address."""
    form = client.get(f"{LESSON}/aide").page.form("raison")
    sheet = client.get("/glossaire").page.form(action="/impressions")
    for reason in HELP_REASONS:
        typed = {"raison": reason, "jeton": CANARY, "feuille": CANARY, "texte": CANARY}
        client.post(form.action, {**form.values, **typed})
    client.post(form.action, {**form.values, "raison": CANARY})
    client.post(f"/modules/essai/{CANARY}/aide", {**form.values, "raison": "projet"})
    for wanted in (CANARY, f"/glossaire?q={CANARY}", f"/modules/essai/{CANARY}", "/glossaire"):
        for url in ("/impressions/annuler", "/impressions"):
            client.post(url, {**sheet.values, "feuille": wanted, "jeton": CANARY})
    for act in ("annuler", "lu"):
        client.post(f"/demandes/{CANARY}/{act}", {**form.values, "suite": f"/{CANARY}"})


def finish_a_lesson(small: SmallSite) -> None:
    """Give Alix a finished lesson: questionnaires open, and an attestation of hours."""
    done = LessonDone(id=uuid4(), at=START, module="essai", lesson="formes")
    held = SessionHeld(id=uuid4(), at=START, seconds=3600)
    with small.program.writing() as work:
        add_facts(work, small.accounts["alix"].id, [done, held])


def test_a_canary_of_one_learner_is_seen_by_no_other(small: SmallSite) -> None:
    finish_a_lesson(small)
    writer = small.signed_in("alix")
    ask_for_everything(writer)
    assert write_everywhere(writer) >= 10
    reached = {url.split("/")[1].split("?")[0] for url, _ in pages(writer)}
    assert {"questionnaires", "attestations", "modules", "glossaire", "mes-donnees"} <= reached
    writer.get(f"/{CANARY}")
    seen = [url for url, page in pages(writer) if CANARY in page.html]
    assert seen, "the writer sees their own text: the crawl would find it elsewhere"
    for other in ("bilal", "chloe"):
        reader = small.signed_in(other, terminal="127.0.0.2")
        found = [url for url, page in pages(reader) if CANARY in page.html]
        assert not found, f"{other} reads what alix wrote at {found}"


def answer_everything(trainer: PageClient) -> int:
    """Read every text and answer every report that waits; count what was sent."""
    sent = 0
    for address, words in (("/formateur/a-lire", "commentaire"), (REPORTS, "reponse")):
        for link in list(trainer.get(address).page.links):
            if not link.startswith(("/formateur/a-lire/textes/", f"{REPORTS}/")):
                continue
            form = trainer.get(link).page.form(words)
            marks = {name: "oui" for name in form.names if name.startswith("ligne-")}
            sent += trainer.post(form.action, {**form.values, **marks, words: SAID}).status == 303
    return sent


def test_what_a_trainer_answers_carries_nothing_of_another(small: SmallSite) -> None:
    write_everywhere(small.signed_in("alix"))
    for who in ("bilal", "chloe"):
        client = small.signed_in(who, terminal="127.0.0.2")
        client.send(client.get(LESSON).page.form("libre"), {"libre": "Un thé"})
        report = client.get(f"{LESSON}/signaler/unique").page.form("raison")
        client.send(report, {"raison": "autre", "texte": "Un s manque"})
    trainer = small.signed_in("trainer", terminal="127.0.0.9")
    assert CANARY in "".join(page.html for _, page in pages_of_staff(trainer))
    assert answer_everything(trainer) >= 3
    read = [page.html for _, page in pages(small.signed_in("alix"))]
    assert any(SAID in html for html in read)
    for other in ("bilal", "chloe"):
        reader = small.signed_in(other, terminal="127.0.0.2")
        seen = {url: page.html for url, page in pages(reader)}
        assert not [url for url, html in seen.items() if CANARY in html]
        assert any(SAID in html for html in seen.values()) is (other == "bilal")


@pytest.mark.parametrize("role", ["trainer", "counsellor", "administrator"])
def test_requests_carry_no_byte_to_staff_nor_to_others(small: SmallSite, role: str) -> None:
    writer = small.signed_in("alix")
    ask_for_everything(writer)
    staff = small.signed_in(role, terminal="127.0.0.9")
    for url in ("/suivi/demandes", "/suivi/a-imprimer", "/suivi/a-imprimer/feuilles?noms=oui"):
        page = staff.get(url).page
        assert "Alix" in page.text
        assert CANARY not in page.html
    helps = [one for one in staff.get("/suivi/demandes").page.forms if "/repondu" in one.action]
    assert len(helps) == len(HELP_REASONS) - 1  # a lesson on paper is a sheet to print
    for form in helps:
        staff.post(form.action, {**form.values, "suite": f"/suivi?{SAID}"})
    printed = staff.get("/suivi/a-imprimer/feuilles").page.form(
        action="/suivi/a-imprimer/imprimees"
    )
    staff.post(printed.action, {**printed.values, "texte": SAID})
    told = {url: page.html for url, page in pages(small.signed_in("alix"))}
    assert "Répondu par un" in told["/accueil"]
    assert not [url for url, html in told.items() if SAID in html or role.capitalize() in html]
    for other in ("bilal", "chloe"):
        reader = small.signed_in(other, terminal="127.0.0.2")
        for _, page in pages(reader):
            assert CANARY not in page.html
            assert "Répondu par un" not in page.text
            assert "Imprimé le" not in page.text


def test_an_id_chosen_by_a_learner_says_nothing_to_another(small: SmallSite) -> None:
    said = UUID(bytes=b"message-pour-toi")
    seen = set()
    for who in ("alix", "bilal"):
        client = small.signed_in(who, terminal="127.0.0.2")
        form = client.get(f"{LESSON}/aide").page.form("raison")
        for typed in (str(said), said.hex, said.urn):
            reply = client.post(form.action, {**form.values, "raison": "projet", "jeton": typed})
            after = "Parler de mon projet" in client.get(LESSON).text
            seen.add((reply.status, reply.location, after))
    assert seen == {(303, f"{LESSON}#aide", True)}
    staff = small.signed_in("counsellor", terminal="127.0.0.9").get("/suivi/demandes").page.html
    assert str(said) not in staff


def fill_every_sheet(client: PageClient, typed: str) -> int:
    """Put the same words in every field of every sheet, twice, and ask for a reading."""
    cells = 0
    for sheet in SHEETS:
        form = client.get(f"/projet/{sheet.slug}").page.form(action=f"/projet/{sheet.slug}")
        fields = {key: typed for key, _asked in sheet.cells()}
        client.post(form.action, {**form.values, **fields, typed: typed, "suite": f"/{typed}"})
        fields[next(iter(fields))] = f"{typed} encore"
        client.post(form.action, {**form.values, **fields})
        cells += len(fields)
    form = client.get("/projet").page.form(action="/projet/permission")
    for url in ("/projet/lecture", "/projet/permission", "/projet/lecture/lu"):
        client.post(url, {**form.values, "permettre": "oui", "suite": f"/{typed}", "texte": typed})
    return cells


def test_a_project_and_what_is_said_of_it_reach_no_other_learner(small: SmallSite) -> None:
    writer = small.signed_in("alix")
    assert fill_every_sheet(writer, CANARY) > 200
    trainer = small.signed_in("trainer", terminal="127.0.0.9")
    desk = f"/formateur/a-lire/projets/{small.accounts['alix'].id}"
    form = trainer.get(desk).page.form("commentaire-prix")
    comments = {name: SAID for name in form.names if name.startswith("commentaire-")}
    assert len(comments) == len(SHEETS)
    assert trainer.post(desk, {**form.values, **comments}).status == 303
    read = {url: page.html for url, page in pages(small.signed_in("alix"))}
    assert all(SAID in read[f"/projet/{sheet.slug}"] for sheet in SHEETS)
    assert not [url for url, html in read.items() if "Trainer" in html]
    for other in ("bilal", "chloe"):
        reader = small.signed_in(other, terminal="127.0.0.2")
        seen = {url: page.html for url, page in pages(reader)}
        assert "/projet/prix" in seen
        assert not [url for url, html in seen.items() if CANARY in html or SAID in html]
        assert reader.get("/projet/prix/versions/1").status == 404
        assert reader.get(desk).status == 403


def pages_of_staff(client: PageClient) -> Iterator[tuple[str, Page]]:
    """Every page of « À lire »."""
    for url in ("/formateur/a-lire", REPORTS):
        for link in client.get(url).page.links:
            if link.startswith("/formateur/a-lire/"):
                yield link, client.get(link).page


def test_the_result_of_another_is_not_found(small: SmallSite) -> None:
    writer = small.signed_in("alix")
    writer.send(writer.get(TEST).page.form(action=f"{TEST}/commencer"))
    form = writer.get(TEST).page.form(action=TEST)
    sent = writer.post(TEST, {**form.values, "envoyer": "quand-meme"})
    address = sent.location
    assert "/resultats/" in address
    reader = small.signed_in("bilal", terminal="127.0.0.2")
    assert reader.get(address).status == 404


def test_after_sign_out_the_next_person_finds_nothing(small: SmallSite) -> None:
    client = small.signed_in("alix")
    client.send(client.get(LESSON).page.form("libre"), {"libre": f"Mon texte {CANARY}"})
    client.get("/fin")
    client.sign_out()
    after = client.sign_in(small.accounts["bilal"].identifier, small.accounts["bilal"].phrase)
    assert CANARY not in after.page.html
    assert not [url for url, page in pages(client) if CANARY in page.html]


@pytest.mark.parametrize("role", ["evaluator", "supervisor"])
def test_who_sees_no_person_reads_no_name_and_no_text(small: SmallSite, role: str) -> None:
    finish_a_lesson(small)
    writer = small.signed_in("alix")
    ask_for_everything(writer)
    write_everywhere(writer)
    read = list(pages(small.signed_in(role, terminal="127.0.0.9")))
    assert len(read) > 5
    for url, page in read:
        for told in (CANARY, "Alix", "Bilal", "Chloe", small.accounts["alix"].identifier):
            assert told not in page.html, f"{role} reads {told} at {url}"
    for url in (
        f"/suivi/apprenants/{small.accounts['alix'].id}",
        "/suivi",
        "/suivi/attestations",
        "/suivi/questionnaires",
        f"/cartes/{small.accounts['alix'].id}",
    ):
        assert small.signed_in(role, terminal="127.0.0.9").get(url).status == 403


def test_what_one_counsellor_reads_stops_at_their_groups(small: SmallSite) -> None:
    finish_a_lesson(small)
    writer = small.signed_in("chloe")
    ask_for_everything(writer)
    write_everywhere(writer)
    for role in ("trainer", "counsellor"):
        read = pages(small.signed_in(role, terminal="127.0.0.9"))
        assert not [url for url, page in read if CANARY in page.html or "Chloe" in page.html]
