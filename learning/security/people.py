"""What is kept about people, from the column inventory: register and impact assessment."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.security_file import Section, Statement, Table, judged
from learning.services import retention
from learning.services.work import Program
from learning.storage.base import metadata
from learning.storage.inventory import TABLES
from learning.storage.inventory_shape import COURSE_END

# trust.md: none of these may ever be stored.
_NEVER = {
    "offence": "infraction",
    "sentence": "peine",
    "release_date": "date de libération",
    "health": "santé",
    "nationality": "nationalité",
    "religion": "religion",
    "photo": "photo",
    "ecrou": "écrou",
}
_NIGHTS_MISSED = timedelta(days=2)
# What is typed is kept in these, or in a column of JSON.
_FREE_TEXT = frozenset({"text", "body", "comment", "reply", "message"})


def _columns() -> set[str]:
    return {
        f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in table.c
    }


def _declared() -> set[str]:
    return {f"{name}.{column}" for name, table in TABLES.items() for column in table.columns}


def _about_people() -> set[str]:
    """The tables whose rows belong to an account, however far."""
    found, grown = {"account"}, True
    while grown:
        more = {
            table.name
            for table in metadata.sorted_tables
            for key in table.foreign_keys
            if key.column.table.name in found
        } - found
        grown = bool(more)
        found |= more
    return found


def describe_retention(program: Program) -> Section:
    """Return the whole inventory, and whether it says all that the database holds."""
    columns, declared = _columns(), _declared()
    months = program.settings.conservation_mois
    unsaid = sorted(columns ^ declared)
    rows = tuple(
        (name, str(len(table.columns)), table.readers, _kept(table.kept, months), table.erased)
        for name, table in sorted(TABLES.items())
    )
    return Section(
        title="Ce qui est gardé, et combien de temps",
        lead=f"Durées réglées : {months} mois après la fin du parcours, c’est-à-dire la dernière "
        f"trace d’une personne ; {program.settings.journal_technique_mois} mois pour les journaux "
        "techniques.",
        statements=(
            judged(
                not unsaid,
                f"{len(columns)} colonnes dans {len(TABLES)} tables : toutes sont déclarées, "
                "avec leur raison."
                if not unsaid
                else f"Colonnes qui ne sont pas déclarées, ou plus là : {', '.join(unsaid)}.",
                "Colonnes de la base comparées à l’inventaire du programme.",
            ),
            _overdue(program),
        ),
        tables=(
            Table(
                title="Tables",
                heads=("Table", "Colonnes", "Qui lit", "Gardé", "Effacé"),
                rows=rows,
            ),
        ),
    )


def _kept(words: str, months: int) -> str:
    """Say a duration as this site has set it."""
    return f"{months} mois après la fin du parcours" if words == COURSE_END else words


def _overdue(program: Program) -> Statement:
    """Look for what should be gone; the timer takes it out each night."""
    due = retention.find_due(program)
    with program.reading() as work:
        last, now = retention.last_upkeep(work, retention.KIND), work.instant
    recent = last is not None and now - last < _NIGHTS_MISSED
    passed = f"dernier passage le {last:%d/%m/%Y}" if last else "encore aucun passage"
    lines = due.consultations + due.entries + due.sessions + due.failures + due.withdrawn
    return judged(
        due.nothing or recent,
        f"Rien ne dépasse sa durée ; {passed}."
        if due.nothing
        else f"À effacer au prochain passage : {len(due.people)} comptes, {len(due.binned)} de la "
        f"corbeille, {lines} lignes, {len(due.log_files)} fichiers ; {passed}.",
        "Passage fait à blanc sur ce site. Il doit passer chaque nuit : deux nuits manquées sont "
        "« à corriger ».",
    )


def _undone() -> list[str]:
    """The links to an account that its erasure would leave behind."""
    return sorted(
        f"{table.name}.{key.parent.name}"
        for table in metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "account" and not (key.constraint and key.constraint.ondelete)
    )


def _texts(people: set[str]) -> Iterator[str]:
    """The columns about people that hold words as they were typed."""
    for table in metadata.sorted_tables:
        for column in table.c if table.name in people else ():
            if isinstance(column.type, sa.JSON) or column.name in _FREE_TEXT:
                yield f"{table.name}.{column.name}"


def describe_register() -> Section:
    """Return the facts of the register and of the impact assessment."""
    columns, people = _columns(), _about_people()
    forbidden = sorted(c for c in columns if any(word in c.split(".")[1] for word in _NEVER))
    undone = _undone()
    texts = sorted(_texts(people))
    readers = Counter(TABLES[name].readers for name in people if name in TABLES)
    return Section(
        title="Registre des traitements et analyse d’impact : les faits",
        lead="Base proposée : mission d’intérêt public ; les questionnaires peuvent être refusés. "
        "Le responsable du traitement complète et signe.",
        statements=(
            judged(
                not forbidden,
                f"Aucune colonne n’est faite pour : {', '.join(_NEVER.values())}."
                if not forbidden
                else f"Colonnes à retirer : {', '.join(forbidden)}.",
                f"{len(_NEVER)} mots cherchés dans {len(columns)} noms de colonnes.",
            ),
            Statement(
                says=f"{len(people)} tables portent sur une personne : "
                f"{', '.join(sorted(people))}.",
                check="Liens de la base suivis depuis la table account.",
            ),
            judged(
                not undone,
                "Effacer un compte efface ou détache tout ce qui en dépend."
                if not undone
                else f"Liens qui ne suivent pas l’effacement : {', '.join(undone)}.",
                "Règle d’effacement lue sur chaque lien vers account.",
            ),
            Statement(
                says=f"Texte libre possible dans : {', '.join(texts)}.",
                check="Colonnes de ces tables : celles de type JSON, et celles que leur nom dit "
                "de texte.",
            ),
            Statement(
                says=f"Destinataires : {' ; '.join(sorted(readers))}.",
                check="Lecteurs déclarés par table.",
            ),
            Statement(
                says=f"{len(Role)} fonctions ouvrent des pages du site ; personne d’autre.",
                check="Fonctions du programme ; connexions vers l’extérieur : voir plus haut.",
            ),
        ),
        tables=tuple(_register_tables(people)),
    )


def _register_tables(people: set[str]) -> Iterator[Table]:
    rows = tuple(
        (f"{name}.{column}", purpose)
        for name in sorted(people & set(TABLES))
        for column, purpose in TABLES[name].columns.items()
        if column != "site_id"
    )
    yield Table(title="Données sur les personnes", heads=("Donnée", "Finalité"), rows=rows)
