"""Each check speaks for the project that it is for, and is silent for the one beside it."""

import re

import pytest

from learning.domain.finance.rates import Law, RateTable
from learning.domain.viability.examine import CHECKS, examine, missing
from learning.domain.worksheet.figures import Figures
from learning.domain.worksheet.sheets import SHEETS, find_sheet
from tests.support.law import law
from tests.support.typography import faults
from tests.unit.domain.viability.sound import SOUND, changed, months
from tests.unit.domain.viability.triggers import TRIGGERS

WORDS_OF_JUDGEMENT = re.compile(
    r"\b(score|garanti|promet|réussir|échou|classement)", re.IGNORECASE
)


def ids(figures: Figures) -> list[str]:
    """What is said of a project."""
    return [one.id for one in examine(figures)]


def test_a_sound_project_is_not_remarked_on() -> None:
    assert ids(changed({})) == []
    assert missing(changed({})) == ()


def test_the_table_is_long_enough_and_each_line_is_tried() -> None:
    assert len(CHECKS) >= 30
    assert len({check.id for check in CHECKS}) == len(CHECKS)
    assert {check.id for check in CHECKS} == set(TRIGGERS)


@pytest.mark.parametrize("name", TRIGGERS)
def test_a_check_speaks_and_just_does_not(name: str) -> None:
    triggers, spares = (changed(one) for one in TRIGGERS[name])
    assert name in ids(triggers)
    assert name not in ids(spares)


@pytest.mark.parametrize("name", TRIGGERS)
def test_a_sentence_is_whole_and_says_where(name: str) -> None:
    figures = changed(TRIGGERS[name][0])
    (notice,) = [one for one in examine(figures) if one.id == name]
    assert not faults(notice.sentence)
    assert "%(" not in notice.sentence
    assert notice.sentence[-1] in ".?"
    assert not WORDS_OF_JUDGEMENT.search(notice.sentence)
    assert notice.source
    sheet = find_sheet(notice.sheet)
    assert sheet
    assert not notice.field or notice.field in dict(sheet.cells())


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_says_its_rule_and_its_source(check: object) -> None:
    assert getattr(check, "rule", "")
    assert not faults(getattr(check, "source", ""))


def test_an_empty_project_is_asked_everything_and_told_nothing() -> None:
    empty = Figures.of({}, law())
    assert examine(empty) == ()
    assert [one.sheet for one in missing(empty)] == list(SHEETS)


def test_without_law_the_checks_that_need_it_are_silent() -> None:
    assert [one.id for one in examine(Figures.of(SOUND, None))] == []
    assert examine(Figures.of({"statut": {"ventes": "900000"}}, None)) == ()


def test_a_site_without_figures_is_answered() -> None:
    bare = Figures.of(SOUND, Law(RateTable(), law().on))
    assert examine(bare) == ()
    assert {one.sheet.slug for one in missing(bare)} <= {sheet.slug for sheet in SHEETS}


@pytest.mark.parametrize("text", ["1.234", "beaucoup", "-5", "10^12", "999999999999", "12 %"])
def test_what_cannot_be_read_never_breaks_a_check(text: str) -> None:
    for sheet in SHEETS:
        every = {key: text for key, _ in sheet.cells()}
        examine(changed({sheet.slug: every}))
        missing(changed({sheet.slug: every}))


def test_reasons_come_in_the_order_of_the_sheets() -> None:
    everything = [changed(trigger) for trigger, _ in TRIGGERS.values()]
    order = [sheet.slug for sheet in SHEETS]
    for figures in everything:
        places = [order.index(one.sheet) for one in examine(figures)]
        assert places == sorted(places)


def test_the_sentences_of_the_brief() -> None:
    said = {one.id: one.sentence for one in examine(changed({"prix": {"heures_sans": "118,58"}}))}
    assert said["travail-peu-paye"].startswith(
        "Votre prix couvre vos dépenses mais ne vous paie que 6,27\u00a0€ de l’heure."
    )
    late = changed({"tresorerie": {"delai_clients": "60", "depart": "2900"}})
    said = {one.id: one.sentence for one in examine(late)}
    assert said["caisse-sous-zero-clients-lents"] == (
        "En octobre, votre caisse finit à −336,50\u00a0€\u00a0:"
        " vos clients paient à 60\u00a0jours."
    )


def test_what_cannot_be_read_is_not_said_to_be_absent() -> None:
    typed = {
        "etude-de-marche": {"nombre": "une vingtaine"},
        "seuil-de-rentabilite": {"charges.1.montant": "cher"},
        "budget-du-foyer": {"depenses.1.montant": "1.234"},
    }
    silent = {"trop-peu-de-personnes", "assurance-oubliee", "logement-oublie"}
    assert not silent & set(ids(changed(typed)))


def test_nothing_is_said_in_words_not_as_a_zero() -> None:
    def said(**typed: dict[str, str]) -> str:
        figures = changed({name.replace("_", "-"): one for name, one in typed.items()})
        return " ".join(one.sentence for one in examine(figures))

    assert "Vous n’avez parlé à personne." in said(etude_de_marche={"nombre": "0"})
    loss = {"autres.1.an1": "20000"}
    assert "mais l’activité perd " in said(
        compte_de_resultat=loss, tresorerie=months(retrait="500")
    )
    poor = {"ressources.1.montant": "1", "ressources.3.montant": ""}
    assert "n’en laisse rien." in said(tresorerie={"depart": "5000"}, plan_de_financement=poor)
