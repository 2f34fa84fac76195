"""The inventory of what trust rests on: every column, its reason."""

from learning.storage.inventory_shape import FOR_GOOD, SITE, WITH_PERSON, Inventory

TRUST: dict[str, Inventory] = {
    "audit_name": Inventory(
        readers="l’administrateur",
        kept="tant que le compte existe",
        erased=WITH_PERSON,
        columns={
            "site_id": SITE,
            "name": "écrire le journal sous un pseudonyme",
            "account_id": "retrouver la personne tant que son compte existe",
        },
    ),
    "audit_checkpoint": Inventory(
        readers="l’administrateur",
        kept=FOR_GOOD,
        erased="jamais : aucune personne dedans",
        columns={
            "site_id": SITE,
            "sequence": "dire jusqu’où le journal a été purgé",
            "hash": "reprendre la chaîne où elle a été coupée",
            "at": "dater la purge",
            "signature": "voir que c’est bien le site qui a purgé",
        },
    ),
    "tombstone": Inventory(
        readers="le programme",
        kept=FOR_GOOD,
        erased="jamais : elle ne désigne personne à qui n’a pas déjà la fiche",
        columns={
            "site_id": SITE,
            "mark": "effacer de nouveau si une sauvegarde ramène la personne",
            "at": "dire jusqu’à quelle date les effacements sont connus",
        },
    ),
    "upkeep": Inventory(
        readers="l’administrateur",
        kept=FOR_GOOD,
        erased="jamais : aucune personne dedans",
        columns={
            "site_id": SITE,
            "kind": "sauvegarde, ou passage des durées de conservation",
            "at": "voir si l’horloge a sauté, et dater la dernière sauvegarde",
        },
    ),
}
