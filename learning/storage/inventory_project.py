"""The inventory of the learner's own project: every column, its reason."""

from learning.storage.inventory_shape import COURSE_END, SITE, WITH_PERSON, Inventory

_READERS = "la personne ; le personnel de ses groupes si elle l’a permis ou demandé"

PROJECT: dict[str, Inventory] = {
    "worksheet_version": Inventory(
        readers=_READERS,
        kept=COURSE_END,
        erased=WITH_PERSON,
        columns={
            "site_id": SITE,
            "id": "désigner la version",
            "learner_id": "savoir à qui est le projet",
            "sheet": "dire quelle feuille",
            "ordinal": "garder l’ordre des versions",
            "at": "dire quand",
            "sequence": "garder l’ordre, quoi que dise l’horloge",
            "made_at": "dire sur quel site, après un transfert",
            "typed": "rendre à la personne ce qu’elle a écrit",
            "restored": "dire quelle version est revenue",
        },
    ),
    "project_reading": Inventory(
        readers="la personne, le personnel de ses groupes",
        kept=COURSE_END,
        erased=WITH_PERSON,
        columns={
            "site_id": SITE,
            "id": "désigner la lecture",
            "learner_id": "savoir qui la demande",
            "at": "dire quand elle est demandée",
            "given_at": "dire quand elle est faite",
            "given_by": "dire par quelle fonction",
            "seen_at": "savoir que la personne l’a lue",
        },
    ),
    "sheet_comment": Inventory(
        readers="la personne, le personnel de ses groupes",
        kept=COURSE_END,
        erased="avec la lecture, en cascade",
        columns={
            "site_id": SITE,
            "reading_id": "dire dans quelle lecture",
            "sheet": "dire sur quelle feuille",
            "ordinal": "dire sur quelle version",
            "text": "aider à améliorer la feuille ; jamais sur la personne",
        },
    ),
    "project_allowance": Inventory(
        readers="la personne, le personnel de ses groupes",
        kept=COURSE_END,
        erased=WITH_PERSON,
        columns={
            "site_id": SITE,
            "learner_id": "savoir qui permet",
            "since": "dire depuis quand",
        },
    ),
}
