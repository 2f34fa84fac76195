"""The person of the month goes to another site, by its pages, while both sites work."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa
from playwright.sync_api import Page

from learning.app import create_app
from learning.domain.access import Role
from learning.services.accounts import add_account, add_group, find_account, prepare_card
from learning.services.publish import publish
from learning.services.site import make_site
from learning.services.work import with_release
from learning.settings import Settings
from learning.storage.follow_up import attestation
from learning.storage.people import site
from tests.browser.conftest import Served
from tests.browser.month import Learner, staff
from tests.browser.trips import path
from tests.support.browser import Terminals
from tests.support.inside import Listen
from tests.support.small_site import TEMPLATES, Account, SmallSite, prepared_courses
from tests.support.two_sites import NAMES, Place, introduce

HOME = "/administration/dossiers"


@contextmanager
def east_of(west: Served, listen: Listen, data: Path) -> Iterator[Served]:
    """Another site with the same courses, that the first one knows; its clock is the same."""
    made, _card = make_site(Settings(data=data))
    program = replace(made, clock=west.site.clock)
    card = prepare_card(program.keys.pepper)
    with program.writing() as work:
        publish(with_release(work), prepared_courses())
        add_group(work, name="Groupe de l’arrivée", path="essai")
        boss = add_account(work, card, role=Role.ADMINISTRATOR, name="Dominique")
        identity = find_account(work, boss.identifier)
    accounts = {"administrator": Account(identity, boss.identifier, " ".join(card.words))}
    app = create_app(program)
    app.jinja_env.bytecode_cache = TEMPLATES
    places = [
        Place(name, one, {})
        for name, one in zip(NAMES.values(), (west.site.program, program), strict=True)
    ]
    for place in places:
        with place.program.writing() as work:
            work.connection.execute(sa.update(site).values(name=place.name))
    introduce(*places)
    yield Served(SmallSite(program, app, west.site.clock, accounts), listen(app))
    program.database.dispose()


def move(learner: Learner, east: Served, terminals: Terminals, folder: Path) -> None:
    """She leaves: an attestation in hand, a new account at once, then her dossier."""
    west, phrase = learner.served, learner.phrase
    code = attested(west, staff(west, terminals, "counsellor"))
    west.site.clock.advance(days=2)
    desk = staff(east, terminals, "administrator")
    account = new_account(east, desk)
    letters = asked_for(east, desk)
    noted_as_validated(east, desk, code)
    begun_at_once(learner, east, account)
    file = exported(west, staff(west, terminals, "administrator"), letters, folder)
    closed_here(terminals.open(scripts=False), west, phrase)
    imported(east, desk, file)
    learner.page.context.clear_cookies()


def attested(west: Served, page: Page) -> str:
    """The attestation of her success, issued before she goes: what its square holds."""
    page.goto(f"{west.url}/suivi/apprenants/{west.account().id}/attestations")
    line = page.locator(".attestation__item", has_text="Compter")
    line.get_by_role("link", name="Voir avant d’émettre").first.click()
    page.get_by_role("button", name="Émettre cette attestation").click()
    query = sa.select(attestation.c.code).where(attestation.c.kind == "reussite")
    with west.site.program.reading() as work:
        return str(work.connection.execute(query).scalar_one())


def new_account(east: Served, desk: Page) -> Account:
    """An account and its card, on the first day."""
    desk.goto(f"{east.url}/administration/comptes/nouveau")
    desk.fill("[name=nom]", "Alix")
    desk.get_by_label("Groupe de l’arrivée").check()
    desk.get_by_role("button", name="Créer le compte et sa carte").click()
    identifier, phrase = desk.locator(".access-card__value").all_inner_texts()[:2]
    with east.site.program.reading() as work:
        made = Account(find_account(work, identifier), identifier, phrase)
    east.site.accounts["alix"] = made
    return made


def choose(page: Page, name: str, words: str) -> None:
    """Choose the line of a list that begins so."""
    labels = page.locator(f"select[name={name}] option").all_inner_texts()
    label = next(one for one in labels if one.startswith(words))
    page.locator(f"select[name={name}]").select_option(label=label)


def asked_for(east: Served, desk: Page) -> str:
    """The sheet to print for the old site, and the letters of its code."""
    desk.goto(f"{east.url}{HOME}/arrivees")
    choose(desk, "personne", "Alix")
    choose(desk, "site", NAMES["ouest"])
    desk.get_by_role("button", name="Préparer la feuille").click()
    return desk.locator(".dossiers__letters").inner_text()


def noted_as_validated(east: Served, desk: Page, code: str) -> None:
    """What the paper says is typed; it stands beside her modules, and is no mark of this site."""
    desk.goto(f"{east.url}{HOME}/arrivees")
    choose(desk, "qui", "Alix")
    desk.locator("textarea[name=code]").fill(code)
    desk.get_by_role("button", name="Vérifier et noter").click()
    assert "C’est noté" in desk.inner_text("main")


def begun_at_once(learner: Learner, east: Served, account: Account) -> None:
    """She works here the same day, before anything has come."""
    learner.served, learner.phrase = east, account.phrase
    learner.sign_in()
    learner.press("Passer")
    learner.open("/modules")
    assert "Validé ailleurs" in learner.page.inner_text("main")
    learner.open("/modules/essai/formes")
    learner.answer_lesson(most=2)
    learner.leave()


def exported(west: Served, desk: Page, letters: str, folder: Path) -> Path:
    """The old site notes the request and exports: one file."""
    desk.goto(f"{west.url}{HOME}")
    desk.locator("#c-code").fill(letters)
    choose(desk, "demandee", "Alix")
    desk.get_by_role("button", name="Noter cette demande").click()
    desk.get_by_role("button", name="Exporter les dossiers cochés").click()
    with desk.expect_download() as waiting:
        desk.get_by_role("link", name="Prendre le fichier").click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file


def closed_here(page: Page, west: Served, phrase: str) -> None:
    """Nobody enters the account that is gone."""
    page.goto(f"{west.url}/connexion")
    page.fill("[name=identifiant]", west.account().identifier)
    page.fill("[name=phrase]", phrase)
    page.get_by_role("button", name="Ouvrir ma session").click()
    assert path(page).startswith("/connexion")


def imported(east: Served, desk: Page, file: Path) -> None:
    """The dossier joins the account for which it was asked."""
    desk.goto(f"{east.url}{HOME}/arrivees")
    desk.set_input_files("#c-fichier", file)
    desk.get_by_role("button", name="Regarder ce qu’il contient").click()
    desk.get_by_role("button", name="Importer ce dossier").click()
    assert "Alix retrouve tout son travail" in desk.inner_text("main")
