"""What is signed of a dossier, and why one is not taken: each fault has its own sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from learning.domain.errors import Refused

MOST_BYTES = 2_000_000  # of the sealed file
EXPIRES_DAYS = 90


class Fault(StrEnum):
    """Why a dossier is not taken; the words are those of the audit."""

    NOT_OURS = "pas-un-dossier"
    TOO_BIG = "trop-gros"
    ALTERED = "abime"
    WRONG_SITE = "mauvaise-adresse"
    UNKNOWN_SITE = "site-inconnu"
    REVOKED = "cle-revoquee"
    FORGED = "signature-fausse"
    SPLICED = "assemblage"
    EXPIRED = "expire"
    OLDER = "plus-ancien"
    UNREADABLE = "illisible"
    CONTRADICTORY = "contradictoire"
    DISORDERED = "desordonne"
    ERASED = "effacee"


SENTENCES: Mapping[Fault, str] = {
    Fault.NOT_OURS: "Ce fichier n’est pas un dossier de Tremplin. Choisissez-en un autre.",
    Fault.TOO_BIG: "Ce fichier est trop gros pour un dossier : 2 Mo au plus.",
    Fault.ALTERED: "Ce dossier est abîmé ou coupé : rien n’est importé. "
    "Demandez à l’ancien site de l’exporter à nouveau.",
    Fault.WRONG_SITE: "Ce dossier est adressé à un autre site : rien n’est importé. "
    "Envoyez-le au site pour lequel il est fait.",
    Fault.UNKNOWN_SITE: "Ce dossier vient d’un site que celui-ci ne connaît pas. "
    "Importez l’annuaire du programme, ou la carte de ce site.",
    Fault.REVOKED: "Ce dossier est signé par une clé révoquée : rien n’est importé. "
    "Demandez à l’ancien site de l’exporter à nouveau avec sa nouvelle clé.",
    Fault.FORGED: "La signature de ce dossier est fausse : rien n’est importé. "
    "Prévenez l’administrateur des deux sites.",
    Fault.SPLICED: "Ce dossier réunit des parties de deux dossiers : rien n’est importé. "
    "Prévenez l’administrateur des deux sites.",
    Fault.EXPIRED: "Ce dossier a expiré : rien n’est importé. "
    "Demandez à l’ancien site de l’exporter à nouveau.",
    Fault.OLDER: "Ce dossier est plus ancien que celui déjà importé : rien n’est importé. "
    "Demandez le plus récent.",
    Fault.UNREADABLE: "Le contenu de ce dossier n’a pas la forme attendue : rien n’est importé. "
    "Mettez à jour ce site, ou demandez un nouvel export.",
    Fault.CONTRADICTORY: "Ce dossier contredit ce que ce site a déjà : rien n’est importé. "
    "Prévenez l’administrateur des deux sites.",
    Fault.DISORDERED: "L’ordre de ce qui est fait, dans ce dossier, est impossible : rien n’est "
    "importé. Vérifiez l’horloge de l’ancien site, puis demandez un nouvel export.",
    Fault.ERASED: "Les données de cette personne ont été effacées de ce site : rien n’est "
    "importé. Si elle le veut, créez-lui un compte, puis importez le dossier dans ce compte.",
}


class DossierRefused(Refused):
    """A dossier that is not taken, with the reason that the audit keeps."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(SENTENCES[fault])
        self.fault = fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What is signed of a dossier, with the hash of its content: who, from, to, when, which."""

    person: UUID
    source: str
    recipient: str
    counter: int
    made: datetime
    expires: datetime
    digest: str
    key: str
    request: str = ""
