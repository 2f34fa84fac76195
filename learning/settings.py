"""The site's settings: one commented TOML file, read once, an unknown key stops the program.

Each default is fit for a real site. ``COMMENTED`` is the file that ``tremplin init`` writes.
"""

import os
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from learning.domain.errors import Invalid
from learning.paths import DEFAULT_DATA

COMMENTED = """\
# Réglages de Tremplin. Une ligne qui commence par # est un commentaire.
# Une clé inconnue arrête le programme : il dit laquelle.

# Le nom du site, montré au personnel seulement.
# nom = "Site de démonstration"

# La langue des écrans.
# langue = "fr"

# Minutes sans activité avant le verrou, sur une leçon, une épreuve ou une feuille (5 à 30).
# verrou_lecon = 15

# Minutes sans activité avant le verrou, ailleurs (5 à 30).
# verrou_ailleurs = 10

# Heures au plus pour une session.
# session_heures = 4

# Les noms sous lesquels le site est appelé ; une autre adresse est refusée.
# hotes = ["127.0.0.1", "localhost"]

# Un mandataire TLS (nginx, Caddy) est-il devant ce programme ?
# mandataire_tls = false

# Servir sur le réseau sans TLS. À éviter : la phrase de chacun circule alors en clair.
# reseau_sans_tls = false

# Refuser de publier un module sans les deux avis (création d’activité, détention).
# avis_exiges = false

# Mois sans aucune trace d’un apprenant avant d’effacer son compte (6 à 60).
# conservation_mois = 24

# Mois de journal technique gardés (1 à 12) ; 0 : n’en écrire aucun.
# journal_technique_mois = 12

# Refuser les apprenants sur un poste qui n’est dans aucune salle : ni heures ni pause n’y valent.
# postes_connus = false

# Un surveillant peut-il imprimer une nouvelle carte à un apprenant qui a perdu la sienne ?
# carte_par_surveillant = false

# Lignes des listes fermées que ce site ne montre pas, par exemple « observation.rendez-vous ».
# listes_masquees = []

# Séances du groupe manquées de suite avant de dire une personne « silencieuse », de 2 à 12.
# seances_manquees = 4

# Faut-il deux administrateurs pour effacer une personne ou transférer son dossier ?
# La corbeille, elle, se vide seule après 30 jours.
# deux_personnes = false

# Demander à l’équipe un code de sa grille de papier, en plus de la phrase. Imprimez d’abord
# les grilles : sans grille, un membre de l’équipe n’entre plus.
# grilles = false
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that may be set. Durations are in the unit that the name says."""

    data: Path = DEFAULT_DATA
    database_url: str = ""
    nom: str = "Site de démonstration"
    langue: str = "fr"
    verrou_lecon: int = 15
    verrou_ailleurs: int = 10
    session_heures: int = 4
    hotes: tuple[str, ...] = ("127.0.0.1", "localhost")
    mandataire_tls: bool = False
    reseau_sans_tls: bool = False
    avis_exiges: bool = False
    postes_connus: bool = False
    carte_par_surveillant: bool = False
    listes_masquees: tuple[str, ...] = ()
    seances_manquees: int = 4
    conservation_mois: int = 24
    journal_technique_mois: int = 12
    deux_personnes: bool = False
    grilles: bool = False

    @property
    def database(self) -> str:
        """The database's URL: the one set, or SQLite in the data directory."""
        return self.database_url or f"sqlite:///{(self.data / 'tremplin.sqlite3').absolute()}"


def settings_file(data: Path) -> Path:
    """Where the settings of the site kept in ``data`` are read from."""
    return Path(os.environ.get("TREMPLIN_CONFIG", str(data / "tremplin.toml")))


def load_settings() -> Settings:
    """Read ``TREMPLIN_CONFIG`` (or ``<data>/tremplin.toml``) and the two other variables.

    Raises:
        Invalid: the file is no TOML, a key is unknown, or a value is out of bounds.

    """
    data = Path(os.environ.get("TREMPLIN_DATA", str(DEFAULT_DATA)))
    file = settings_file(data)
    settings = Settings(data=data, database_url=os.environ.get("TREMPLIN_DATABASE_URL", ""))
    if file.is_file():
        settings = replace(settings, **_read(file))
    elif "TREMPLIN_CONFIG" in os.environ:
        raise Invalid("Le fichier de réglages « %(file)s » n’existe pas.", file=file)
    return _checked(settings)


def _read(file: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Invalid(
            "Le fichier de réglages « %(file)s » ne se lit pas : %(error)s. Corrigez cette ligne.",
            file=file,
            error=error,
        ) from error
    types = {f.name: f.type for f in fields(Settings) if f.name not in {"data", "database_url"}}
    for key, value in values.items():
        if key not in types:
            raise Invalid(
                "Le réglage « %(key)s » de « %(file)s » est inconnu. Connus : %(known)s.",
                key=key,
                file=file,
                known=", ".join(sorted(types)),
            )
        wanted = list if types[key] == tuple[str, ...] else types[key]
        if type(value) is not wanted:
            raise Invalid(
                "Le réglage « %(key)s » de « %(file)s » n’a pas la bonne forme.",
                key=key,
                file=file,
            )
    return {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}


def _checked(settings: Settings) -> Settings:
    for key in ("verrou_lecon", "verrou_ailleurs"):
        if not 5 <= getattr(settings, key) <= 30:  # noqa: PLR2004 - trust.md: 5 to 30 minutes
            raise Invalid("Le réglage « %(key)s » va de 5 à 30 minutes.", key=key)
    if not 1 <= settings.session_heures <= 4:  # noqa: PLR2004 - trust.md: 4 h at most
        raise Invalid("Le réglage « session_heures » va de 1 à 4 heures.")
    if not 2 <= settings.seances_manquees <= 12:  # noqa: PLR2004 - half a month to a quarter
        raise Invalid("Le réglage « seances_manquees » va de 2 à 12 séances.")
    return settings
