"""The inventory of administration: the bin, what two people decide, grids of codes."""

from learning.storage.inventory_shape import SITE, WITH_PERSON, Inventory

ADMINISTRATION: dict[str, Inventory] = {
    "bin_item": Inventory(
        readers="l’administrateur",
        kept="30 jours, puis la prochaine purge",
        erased="ligne effacée, à la restauration ou à l’effacement",
        columns={
            "site_id": SITE,
            "id": "désigner ce qui est dans la corbeille",
            "kind": "dire si c’est un compte, un groupe, une fusion, une salle ou un poste",
            "subject": "retrouver ce qui est dans la corbeille",
            "at": "dire depuis quand",
            "until": "dire jusqu’à quand il peut revenir",
            "detail": "le remettre comme il était",
        },
    ),
    "agreement": Inventory(
        readers="l’administrateur",
        kept="tant que le site existe",
        erased="avec le site ; des identités opaques seulement",
        columns={
            "site_id": SITE,
            "id": "désigner la demande",
            "kind": "dire l’acte demandé",
            "subject": "dire sur qui",
            "asked_by": "qu’une autre personne décide",
            "asked_at": "dire quand",
            "until": "qu’une demande oubliée ne serve plus",
            "state": "dire ce qui est décidé",
            "decided_by": "montrer que deux personnes ont décidé",
            "decided_at": "dire quand",
        },
    ),
    "code_grid": Inventory(
        readers="l’administrateur",
        kept="tant que le compte existe",
        erased=WITH_PERSON,
        columns={
            "site_id": SITE,
            "id": "désigner la grille",
            "account_id": "savoir à qui elle est",
            "made_at": "dire depuis quand",
            "revoked_at": "qu’une ancienne grille ne serve plus",
        },
    ),
    "grid_code": Inventory(
        readers="personne ; le programme seulement",
        kept="tant que le compte existe",
        erased="avec la grille, en cascade",
        columns={
            "site_id": SITE,
            "grid_id": "dire dans quelle grille",
            "place": "demander le bon code",
            "code_hash": "vérifier le code sans le connaître",
            "used_at": "qu’un code ne serve qu’une fois",
        },
    ),
}
