"""``tremplin backup``, ``restore``, ``upgrade``, ``migrate``: what keeps or moves a whole site."""

import argparse
import sys
from pathlib import Path
from typing import Any

from learning.cli.files import read_text
from learning.cli.parsers import add_command
from learning.cli.progress import Progress
from learning.domain.errors import Invalid, Refused
from learning.services.backup import back_up, keep_last, open_backup
from learning.services.moving import move_site
from learning.services.restore import Restored, is_in_use, rehearse, restore
from learning.services.tombstones import FILE as MARKS_FILE
from learning.services.tombstones import Marks, read_marks
from learning.services.upgrading import upgrade_site
from learning.services.work import open_program
from learning.settings import load_settings

_OWN = "site"
_MEGABYTE = 1_000_000
_TYPED = "REMPLACER"


def add_commands(commands: Any) -> None:
    """Add the four commands."""
    parser = add_command(commands, "backup", "sauvegarde le site en un fichier", run_backup)
    parser.add_argument("file", metavar="FICHIER", help="le fichier, ou un dossier où le dater")
    parser.add_argument(
        "--pour",
        default="",
        metavar="CLÉ",
        help="sceller pour cette clé publique (fichier ou texte) ; « site » : la clé de "
        "récupération imprimée à l’installation",
    )
    parser.add_argument(
        "--garder", type=int, default=0, metavar="N", help="dans un dossier, n’en garder que N"
    )
    parser = add_command(commands, "restore", "remet en place une sauvegarde", run_restore)
    parser.add_argument("file", metavar="FICHIER", help="la sauvegarde")
    parser.add_argument("--cle", default="", metavar="FICHIER", help="la clé de récupération")
    parser.add_argument(
        "--effacements", default="", metavar="FICHIER", help="un fichier d’effacements plus récent"
    )
    parser.add_argument("--remplacer", action="store_true", help="sans demander")
    parser.add_argument(
        "--essai", action="store_true", help="répète la restauration ailleurs, sans rien changer"
    )
    add_command(commands, "upgrade", "met la base à niveau, après une sauvegarde", run_upgrade)
    parser = add_command(commands, "migrate", "copie le site dans une autre base", run_migrate)
    parser.add_argument(
        "--to", required=True, metavar="URL", help="par exemple postgresql+psycopg://…"
    )


def run_backup(chosen: argparse.Namespace) -> int:
    """Write one file, and say how it must be guarded."""
    if chosen.garder < 0:
        raise Invalid("Le nombre de sauvegardes à garder est au moins 1.")
    program = open_program(load_settings())
    place = Path(chosen.file)
    try:
        key = _public_key(chosen.pour, program.keys.recovery)
        made = back_up(program, place, key=key, step=Progress("Sauvegarde").step)
    finally:
        program.database.dispose()
    print(f"Sauvegardé dans « {made.file} » : {made.rows} lignes, {_size(made.size)}.")
    print("Le fichier a été relu et sa base ouverte.")
    if made.sealed:
        print("Il est scellé : seule la clé de récupération l’ouvre.")
    else:
        print("Il contient les clés et les données : gardez-le comme le site lui-même.")
    if place.is_dir() and chosen.garder:
        for old in keep_last(place, chosen.garder):
            print(f"Retiré : « {old} ».")
    return 0


def run_restore(chosen: argparse.Namespace) -> int:
    """Put a backup back, or rehearse it; a site in place is replaced only when told so."""
    settings = load_settings()
    opener = read_text(Path(chosen.cle)) if chosen.cle else ""
    backup = open_backup(Path(chosen.file), opener)
    if chosen.essai:
        done = rehearse(backup, settings)
        print("La sauvegarde s’ouvre, ses lignes sont toutes là, et rien n’a changé ici.")
        _show(done)
        return 0
    others = _marks(Path(chosen.file).with_name(MARKS_FILE), chosen.effacements)
    if is_in_use(settings) and not chosen.remplacer:
        _ask(kept=backup.engine == "sqlite")
    done = restore(backup, settings, others=others)
    print(f"Le site est restauré dans « {settings.data} ».")
    _show(done)
    if done.former is not None:
        print(f"L’ancien site est dans « {done.former} ».")
        print("Supprimez-le quand tout va bien : il contient des données de personnes.")
    return 0


def run_upgrade(_chosen: argparse.Namespace) -> int:
    """Back up, then upgrade."""
    done = upgrade_site(load_settings(), step=Progress("Sauvegarde").step)
    if done.backup is None:
        print(f"La base est déjà à jour ({done.after}).")
        return 0
    print(f"Sauvegardé avant dans « {done.backup} ».")
    print(f"La base est passée de {done.before} à {done.after}.")
    return 0


def run_migrate(chosen: argparse.Namespace) -> int:
    """Copy every row to another database."""
    moved = move_site(load_settings(), chosen.to, step=Progress("Tables").step)
    print(f"Copié : {moved.rows} lignes de {len(moved.counts)} tables, les mêmes des deux côtés.")
    print("Réglez TREMPLIN_DATABASE_URL sur cette adresse, puis relancez le site.")
    return 0


def _marks(beside: Path, named: str) -> Marks:
    """Return the tombstones kept beside the backup, and in the file that was named."""
    found = read_marks(read_text(beside)) if beside.is_file() else {}
    return found | (read_marks(read_text(Path(named))) if named else {})


def _public_key(said: str, own: str) -> str:
    if said == _OWN:
        if not own:
            raise Refused("Ce site n’a pas de clé de récupération. Lancez « tremplin init ».")
        return own
    if said and Path(said).is_file():
        return read_text(Path(said))
    return said


def _ask(*, kept: bool) -> None:
    """Ask whoever is at the terminal; a script is only refused what could not be undone."""
    if sys.stdin.isatty():
        print("Un site est déjà là. La sauvegarde prendra sa place.")
        if input(f"Tapez {_TYPED} pour continuer : ").strip() == _TYPED:
            return
        raise Refused("Rien n’a changé.")
    if not kept:
        raise Refused(
            "Un site est déjà dans cette base. Pour le remplacer, ajoutez « --remplacer ». "
            "Rien n’a changé."
        )


def _show(done: Restored) -> None:
    print(f"Sauvegarde du {done.made_at:%d/%m/%Y à %H:%M} : {done.rows} lignes.")
    print(f"Signée par la clé {done.signer}.")
    if done.marks_until is None:
        print("Aucun effacement n’est connu.")
        return
    print(
        f"Effacements appliqués jusqu’au {done.marks_until:%d/%m/%Y} : "
        f"{done.erased} effacé{'s' if done.erased > 1 else ''} de nouveau."
    )


def _size(count: int) -> str:
    return f"{count / _MEGABYTE:.1f} Mo".replace(".", ",")
