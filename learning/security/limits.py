"""What this site does not protect from, the heaviest first; each limit is looked for."""

from collections.abc import Iterator
from datetime import timedelta

from learning.documents.pdf import can_write_pdf
from learning.domain.security_file import Section, State, Statement
from learning.security.state import is_encrypted, swap_in_use
from learning.services.backup import KIND
from learning.services.retention import last_upkeep
from learning.services.work import Program

CLEAR = (
    "Le site sert sur le réseau sans TLS (reseau_sans_tls = true) : la phrase de chacun et tout "
    "ce qui est écrit circulent en clair."
)
_LATE = timedelta(days=2)


def describe(program: Program) -> Section:
    """Return the known limits of this very site."""
    found = (*_network(program), *_backups(program), *_machine(program), *_rest(program))
    return Section(
        title="Limites connues",
        lead="Ce que ce site ne protège pas, le plus grave d’abord.",
        statements=tuple(sorted(found, key=lambda one: one.state is not State.WRONG)),
    )


def _network(program: Program) -> Iterator[Statement]:
    settings = program.settings
    if settings.reseau_sans_tls:
        yield Statement(says=CLEAR, check="Réglage reseau_sans_tls.", state=State.WRONG)
    if not (settings.mandataire_tls or settings.reseau_sans_tls):
        yield Statement(
            says="Aucun mandataire TLS n’est déclaré : le programme refuse de servir ailleurs "
            "que sur cette machine.",
            check="Réglages mandataire_tls et reseau_sans_tls.",
            state=State.TOLD,
        )
    if settings.mandataire_tls:
        yield Statement(
            says="Le programme croit le mandataire de cette machine (127.0.0.1) sur l’adresse "
            "des postes. Qui entre sur le serveur peut s’adresser à lui sans TLS.",
            check="Réglage mandataire_tls.",
            state=State.TOLD,
        )


def _backups(program: Program) -> Iterator[Statement]:
    with program.reading() as work:
        last, now = last_upkeep(work, KIND), work.instant
    check = "Date de la dernière sauvegarde, lue dans la base."
    if last is None:
        yield Statement(says="Aucune sauvegarde n’a été faite.", check=check, state=State.WRONG)
    elif now - last > _LATE:
        yield Statement(
            says=f"La dernière sauvegarde date du {last:%d/%m/%Y}.", check=check, state=State.WRONG
        )
    else:
        yield Statement(
            says=f"Dernière sauvegarde le {last:%d/%m/%Y}. Ce qui est fait depuis se perdrait "
            "avec le disque.",
            check=check,
            state=State.TOLD,
        )


def _machine(program: Program) -> Iterator[Statement]:
    encrypted = is_encrypted(program.settings.data)
    if encrypted is not True:
        yield Statement(
            says="Le disque des données n’est pas chiffré : qui l’emporte le lit."
            if encrypted is False
            else "Le programme ne peut pas voir si le disque des données est chiffré.",
            check="Couches du disque cherchées dans /sys (dm-crypt).",
            state=State.TOLD,
        )
    if count := swap_in_use():
        yield Statement(
            says=f"{count} espace d’échange : un texte en mémoire peut y être écrit.",
            check="/proc/swaps lu.",
            state=State.TOLD,
        )


def _rest(program: Program) -> Iterator[Statement]:
    signer = program.keys.signer
    if signer is None or signer.certificate is None:
        yield Statement(
            says="La clé qui signe les attestations n’est pas certifiée par le programme : "
            "ailleurs, l’émetteur n’est pas reconnu.",
            check="Certificat cherché parmi les clés du site.",
            state=State.TOLD,
        )
    if not program.settings.grilles:
        yield Statement(
            says="L’équipe entre avec sa phrase seule, sans second code.",
            check="Réglage grilles.",
            state=State.TOLD,
        )
    if not program.settings.deux_personnes:
        yield Statement(
            says="Un administrateur seul peut effacer une personne ou transférer son dossier.",
            check="Réglage deux_personnes.",
            state=State.TOLD,
        )
    else:
        yield Statement(
            says="Effacer une personne ou transférer son dossier demande deux personnes. La "
            "commande du serveur aussi demande un accord à l’écran, mais sans dire qui la tape. "
            "La corbeille, elle, se vide seule après 30 jours.",
            check="Réglage deux_personnes.",
            state=State.TOLD,
        )
    if not can_write_pdf():
        yield Statement(
            says="Ce site n’écrit pas de PDF.", check="Extra pdf cherché.", state=State.TOLD
        )
    yield Statement(
        says="Qui administre le système (root) peut tout lire et récrire le journal. La tête du "
        "journal, gardée ailleurs, le fait voir ; rien ne l’empêche.",
        check="Les fichiers sont lisibles par le compte qui écrit ce dossier : il vient de le "
        "faire.",
        state=State.TOLD,
    )
    yield Statement(
        says="Le programme ne voit ni la salle, ni les câbles, ni les postes : ce qu’une personne "
        "montre sur un écran ou dit à une autre lui échappe.",
        check="Aucun contrôle possible par le programme : à établir sur place.",
        state=State.TOLD,
    )
