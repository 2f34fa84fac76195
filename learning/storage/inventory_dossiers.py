"""The inventory of what moves a person's dossier between sites: every column, its reason."""

from learning.storage.inventory_shape import (
    COURSE_END,
    FOR_GOOD,
    SITE,
    WITH_PERSON,
    Inventory,
)

_STAFF = "l’administrateur, les conseillers"

DOSSIERS: dict[str, Inventory] = {
    "peer_key": Inventory(
        readers=_STAFF,
        kept=FOR_GOOD,
        erased="jamais : aucune personne dedans",
        columns={
            "site_id": SITE,
            "key": "nommer la clé d’un autre site",
            "number": "nommer l’autre site, quand sa clé change",
            "name": "que le personnel le reconnaisse",
            "signs": "vérifier ses dossiers",
            "opens": "sceller un dossier pour lui seul",
            "attests": "vérifier ses attestations",
            "generation": "prendre la clé la plus récente",
            "origin": "dire si le programme l’annonce, ou si l’équipe l’a vérifiée",
            "since": "dire depuis quand elle est connue",
            "revoked_at": "ne plus croire une clé révoquée",
        },
    ),
    "site_directory": Inventory(
        readers=_STAFF,
        kept=FOR_GOOD,
        erased="jamais : aucune personne dedans",
        columns={
            "site_id": SITE,
            "programme": "n’accepter que l’annuaire du même programme",
            "edition": "refuser un annuaire plus ancien",
            "day": "dire de quand il est",
            "taken_at": "dire quand il a été importé",
        },
    ),
    "known_person": Inventory(
        readers="le programme",
        kept=COURSE_END,
        erased=WITH_PERSON,
        columns={
            "site_id": SITE,
            "person_id": "reconnaître une personne qu’un autre site connaît",
            "account_id": "dire quel compte d’ici est le sien",
            "since": "garder le plus ancien comme le sien",
        },
    ),
    "dossier_request": Inventory(
        readers="l’administrateur, les conseillers de ses groupes",
        kept=COURSE_END,
        erased=WITH_PERSON,
        columns={
            "site_id": SITE,
            "id": "rattacher le dossier reçu à sa demande",
            "made_here": "dire si ce site demande, ou s’il est demandé",
            "account_id": "dire de qui",
            "peer": "dire quel autre site",
            "at": "dire quand",
            "answered_at": "ne plus la montrer une fois faite",
        },
    ),
    "departure": Inventory(
        readers="l’administrateur, les conseillers de ses groupes",
        kept="jusqu’à l’export du dossier",
        erased=WITH_PERSON,
        columns={
            "site_id": SITE,
            "account_id": "dire qui part",
            "peer": "dire vers quel site",
            "at": "dire quand cela a été noté",
            "by_role": "dire par quelle fonction",
        },
    ),
    "dossier_sent": Inventory(
        readers="l’administrateur, les conseillers de ses groupes",
        kept=COURSE_END,
        erased=WITH_PERSON,
        columns={
            "site_id": SITE,
            "account_id": "dire de qui",
            "counter": "qu’un dossier plus ancien ne remplace jamais un plus récent",
            "peer": "dire vers quel site",
            "at": "dire quand",
            "expires": "dire jusqu’à quand il peut servir",
            "print": "reconnaître le fichier, lu au téléphone",
        },
    ),
    "dossier_taken": Inventory(
        readers="le programme",
        kept=FOR_GOOD,
        erased="le pseudonyme ne mène plus à personne une fois le compte effacé",
        columns={
            "site_id": SITE,
            "person_key": "reconnaître le site et la personne, par un pseudonyme",
            "counter": "refuser un dossier plus ancien",
            "mark": "dire « déjà importé » du même dossier",
            "at": "dire quand",
        },
    ),
    "foreign_module": Inventory(
        readers="la personne, le personnel de ses groupes",
        kept=COURSE_END,
        erased=WITH_PERSON,
        columns={
            "site_id": SITE,
            "learner_id": "dire de qui",
            "module": "dire quel module d’un autre site",
            "title": "le nommer à la personne",
        },
    ),
    "validated": Inventory(
        readers="la personne, le personnel de ses groupes",
        kept=COURSE_END,
        erased=WITH_PERSON,
        columns={
            "site_id": SITE,
            "id": "désigner la ligne",
            "learner_id": "dire de qui",
            "number": "dire quelle attestation le dit",
            "module": "le montrer à côté du module d’ici",
            "title": "le titre, tel qu’attesté",
            "points": "les points, tels qu’attestés",
            "out_of": "les points, tels qu’attestés",
            "day": "le jour, tel qu’attesté",
            "issuer": "dire quelle clé l’atteste, sans nommer de site",
            "at": "dire quand cela a été noté ici",
            "made_at": "dire sur quel site",
        },
    ),
}
