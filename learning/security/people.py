"""What is kept about people, from the column inventory: register and impact assessment."""

from collections import Counter
from collections.abc import Iterator

from learning.domain.access import Role
from learning.domain.security_file import Section, Statement, Table, judged
from learning.services.work import Program
from learning.storage.base import metadata
from learning.storage.inventory import TABLES

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
_FREE_TEXT = frozenset({"text", "body", "comment", "detail", "fields", "reply", "message"})


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
    unsaid = sorted(columns ^ declared)
    rows = tuple(
        (name, str(len(table.columns)), table.readers, table.kept, table.erased)
        for name, table in sorted(TABLES.items())
    )
    return Section(
        title="Ce qui est gardé, et combien de temps",
        lead=f"Durée de conservation réglée : {program.settings.conservation_mois} mois après la "
        f"fin ; journaux techniques : {program.settings.journal_technique_mois} mois.",
        statements=(
            judged(
                not unsaid,
                f"{len(columns)} colonnes dans {len(TABLES)} tables : toutes sont déclarées, "
                "avec leur raison."
                if not unsaid
                else f"Colonnes qui ne sont pas déclarées, ou plus là : {', '.join(unsaid)}.",
                "Colonnes de la base comparées à l’inventaire du programme.",
            ),
        ),
        tables=(
            Table(
                title="Tables",
                heads=("Table", "Colonnes", "Qui lit", "Gardé", "Effacé"),
                rows=rows,
            ),
        ),
    )


def _undone() -> list[str]:
    """The links to an account that its erasure would leave behind."""
    return sorted(
        f"{table.name}.{key.parent.name}"
        for table in metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "account" and not (key.constraint and key.constraint.ondelete)
    )


def describe_register() -> Section:
    """Return the facts of the register and of the impact assessment."""
    columns, people = _columns(), _about_people()
    forbidden = sorted(c for c in columns if any(word in c.split(".")[1] for word in _NEVER))
    undone = _undone()
    texts = sorted(
        c for c in columns if c.split(".")[1] in _FREE_TEXT and c.split(".")[0] in people
    )
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
                says=f"Texte libre possible dans : {', '.join(texts)}.",
                check="Noms de colonnes de texte cherchés dans ces tables.",
            ),
            Statement(
                says=f"Destinataires : {' ; '.join(sorted(readers))}.",
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
