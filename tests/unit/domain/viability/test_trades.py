"""Watched trades are found by their words, and other trades are left alone."""

import pytest

from learning.domain.viability.flags import ASK, flags
from learning.domain.worksheet.figures import Figures
from learning.domain.worksheet.trades import TRADES, Trade, Watch
from learning.domain.worksheet.watched import outside_micro, watched
from tests.support.law import law
from tests.support.typography import faults

C, Q, R, O = Watch.CONVICTION, Watch.QUALIFIED, Watch.REGULATED, Watch.OUTSIDE  # noqa: E741


@pytest.mark.parametrize(
    ("trade", "watches"),
    [
        ("Chauffeur VTC", [C]), ("Taxi", [C]), ("Agent de sécurité", [C]), ("Tenir un bar", [C]),
        ("Livraison de colis en scooter", [C, Q]), ("Auto-école", [C]),
        ("Garde d’enfants", [C]), ("Peinture en bâtiment", [Q]), ("Plombier", [Q]),
        ("COIFFEUSE", [Q]), ("Barbier", [Q]), ("Mécanique auto", [Q]), ("Boulangerie", [Q]),
        ("Food truck", [R, R]), ("Traiteur", [R]), ("Vente sur les marchés", [R]),
        ("Friperie", [R]), ("Paysagiste", [O]), ("Élagage d’arbres", [O]),
        ("Agent immobilier", [O]),
    ],
)  # fmt: skip
def test_a_watched_trade_is_found(trade: str, watches: list[Watch]) -> None:
    assert [one.watch for one in watched(trade, "")] == watches


@pytest.mark.parametrize(
    "trade",
    [
        "Réparation de vélos", "Livraison à vélo", "Nettoyage de bureaux", "Graphiste",
        "Couture et retouches", "Sécurité informatique", "Mécanique vélo", "Photographe", "",
        "Location de trottinettes", "Vente de barbecues", "Artiste peintre de tableaux",
    ],
)  # fmt: skip
def test_another_trade_is_left_alone(trade: str) -> None:
    assert watched(trade, "") == ()


def test_an_activity_is_enough() -> None:
    assert [one.watch for one in watched("", "agricole")] == [O]
    assert [one.watch for one in watched("", "restauration")] == [R]


@pytest.mark.parametrize("trade", TRADES, ids=lambda trade: trade.name)
def test_a_trade_has_its_source_its_day_and_whom_to_ask(trade: Trade) -> None:
    name = trade.words[0].removeprefix("=")
    figures = Figures.of({"idee": {"metier": name}}, law())
    notices = tuple(flags(figures, (trade,)))
    assert len(notices) == 1
    assert notices[0].sentence.endswith(ASK)
    assert "23/11/2026" in notices[0].source
    assert not faults(notices[0].sentence)
    assert not faults(notices[0].source)


def test_which_trades_close_micro() -> None:
    assert outside_micro("Jardinier", "")
    assert outside_micro("", "agricole")
    assert not outside_micro("Plombier", "")
