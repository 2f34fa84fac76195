"""A group's screen, print, CSV and XLSX: the same people, the same figures, the same rights."""

import csv
import io
import random
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4
from xml.etree.ElementTree import Element

import pytest
import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.facts import (
    AnswerGiven,
    Context,
    Fact,
    LessonDone,
    SessionHeld,
    SupportGiven,
    Verdict,
)
from learning.services.activity import add_facts
from learning.services.work import Work
from learning.storage.people import account, group, membership
from tests.support.client import PageClient
from tests.support.pages import Page
from tests.support.small_site import SmallSite
from tests.support.spreadsheets import read_xlsx, rows_of

NAMES = (
    "=SOMME(A1:A9)",
    "+33 6",
    "-1+1",
    "@rappel",
    "<b>Gras</b>",
    'Dupont "Dédé" ; fils',
    "Marie-Antoinette de La Rochefoucauld-Montmorency Vandenbroucke",
    "Élodie N’Guyen",
)
Row = tuple[str, ...]


def near_of(work: Work) -> UUID:
    query = sa.select(group.c.id).where(group.c.name == "Groupe du matin")
    return UUID(str(work.connection.execute(query).scalar_one()))


def fill(small: SmallSite, seed: int) -> str:
    """Add people with odd names who did things at random, and return the group's address."""
    chance = random.Random(seed)
    with small.program.writing() as work:
        near = near_of(work)
        for number, name in enumerate(NAMES):
            person = uuid4()
            values = {
                "site_id": work.site,
                "id": person,
                "role": Role.LEARNER.value,
                "identifier": f"drole-{number}",
                "name": name,
                "status": "active",
                "created_at": work.instant,
                "made_by_demo": False,
            }
            work.connection.execute(sa.insert(account), values)
            since = work.instant - timedelta(days=chance.randint(0, 30))
            joined = {"site_id": work.site, "group_id": near, "account_id": person}
            work.connection.execute(sa.insert(membership), {**joined, "since": since})
            add_facts(work, person, drawn(work, chance))
    return f"/suivi/groupes/{near}"


def drawn(work: Work, chance: random.Random) -> list[Fact]:
    found: list[Fact] = []
    for number in range(chance.randint(0, 6)):
        at = work.instant - timedelta(days=chance.randint(0, 50), minutes=number)
        match chance.randint(0, 3):
            case 0:
                found.append(SessionHeld(id=uuid4(), at=at, seconds=chance.randint(60, 9000)))
            case 1:
                minutes = chance.randint(1, 400)
                given = SupportGiven(id=uuid4(), at=at, minutes=minutes, person="formateur")
                found.append(given)
            case 2:
                found.append(LessonDone(id=uuid4(), at=at, module="essai", lesson="formes"))
            case _:
                found.append(
                    AnswerGiven(
                        id=uuid4(), at=at, module="essai", question="essai/formes/nombre",
                        context=Context.LESSON, ordinal=number, verdict=Verdict.WRONG,
                        points=0.0, out_of=1,
                    )
                )  # fmt: skip
    return found


def rows_on(page: Page) -> list[Row]:
    """The rows of a page's table, in the columns of the files."""
    bodies = page.all("tbody")
    return [_row(list(line)) for line in bodies[0]] if bodies else []


def _row(cells: list[Element]) -> Row:
    name, where, state, seen, hours, act = cells
    presence, support = (one.text or "" for one in hours.iter("span") if "class" not in one.attrib)
    note = where.find("span")
    day = seen.find("time")
    return (
        "".join(name.itertext()),
        (where.text or ""),
        (note.text or "") if note is not None else "",
        "".join(state.itertext()),
        date.fromisoformat(day.get("datetime", "")).strftime("%d/%m/%Y")
        if day is not None
        else "",
        presence,
        support,
        (act.findtext("a") or act.text or ""),
    )


def in_csv(body: bytes) -> list[Row]:
    lines = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"))
    for line in lines:
        for cell in line:
            assert not cell.startswith(("=", "+", "-", "@"))
    return [(line[0].removeprefix("'"), *line[1:]) for line in lines[1:]]


def in_xlsx(body: bytes) -> list[Row]:
    rows = rows_of(read_xlsx(body))
    return [_written(row) for row in rows[1:]]


def _written(row: list[str | float | None]) -> Row:
    found = []
    for cell, column in zip(row, range(8), strict=True):
        if cell is None:
            found.append("")
        elif isinstance(cell, str):
            found.append(cell)
        elif column == 4:
            day = date(1899, 12, 30) + timedelta(days=int(cell))
            found.append(day.strftime("%d/%m/%Y"))
        else:
            found.append(f"{Decimal(repr(cell)).normalize() + 0:f}".replace(".", ","))
    return tuple(found)


def token_of(client: PageClient) -> dict[str, str | list[str]]:
    return {"csrf_token": client.get("/fin").page.form(action="/deconnexion").values["csrf_token"]}


def taken(client: PageClient, url: str, screen: Page, kind: str) -> bytes:
    form = screen.form(action=f"{url}/tableur")
    reply = client.post(form.action, {**form.values, "format": kind})
    assert reply.status == 200
    assert reply.response.headers["Content-Disposition"].endswith(f".{kind}")
    return bytes(reply.response.data)


@pytest.mark.parametrize("seed", range(4))
def test_screen_print_csv_and_xlsx_hold_the_same(small: SmallSite, seed: int) -> None:
    url = fill(small, seed)
    counsellor = small.signed_in("counsellor")
    everybody = counsellor.get(url)
    tabs = [link for link in everybody.page.links if link.startswith(f"{url}?etat=")]
    assert len(tabs) == 5
    counted = 0
    for address in (url, *tabs):
        screen = counsellor.get(address).page
        rows = rows_on(screen)
        label = everybody.page.links[address]
        assert label.rsplit(" ", 1)[1] == str(len(rows)), label
        counted += len(rows)
        printed = counsellor.get(address.replace(url, f"{url}/feuille")).page
        assert rows_on(printed) == rows
        if rows:
            assert in_csv(taken(counsellor, url, screen, "csv")) == rows
            assert in_xlsx(taken(counsellor, url, screen, "xlsx")) == rows
    assert counted == 2 * (len(NAMES) + 2)


@pytest.mark.parametrize("who", ["alix", "supervisor", "evaluator", "trainer"])
def test_a_file_is_not_for_who_may_not_see_the_screen(small: SmallSite, who: str) -> None:
    url = fill(small, 0)
    client = small.signed_in(who)
    seen = client.get(url).status
    token = token_of(client)
    for kind in ("csv", "xlsx"):
        reply = client.post(f"{url}/tableur", {**token, "format": kind})
        assert reply.status == seen != 200
        assert "text/csv" not in reply.response.headers["Content-Type"]
    assert "Élodie" not in client.get(f"{url}/feuille").text


def test_a_file_of_another_s_group_is_not_found(small: SmallSite) -> None:
    with small.program.reading() as work:
        query = sa.select(group.c.id).where(group.c.name == "Groupe du soir")
        far = work.connection.execute(query).scalar_one()
    counsellor = small.signed_in("counsellor")
    token = token_of(counsellor)
    for kind in ("csv", "xlsx"):
        reply = counsellor.post(f"/suivi/groupes/{far}/tableur", {**token, "format": kind})
        assert reply.status == 404
        assert "Chloe" not in reply.text
    assert not [one for one in small.audited() if one.action == "groupe.exporte"]


def test_what_is_taken_away_is_written(small: SmallSite) -> None:
    url = fill(small, 1)
    counsellor = small.signed_in("counsellor")
    taken(counsellor, url, counsellor.get(url).page, "xlsx")
    assert [one.action for one in small.audited()][-1] == "groupe.exporte"
