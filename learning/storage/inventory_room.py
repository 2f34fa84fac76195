"""The inventory of rooms and terminals: every column, its reason. No person is in it."""

from learning.storage.inventory_shape import FOR_GOOD, SITE, Inventory

ROOM: dict[str, Inventory] = {
    "room": Inventory(
        readers="les surveillants, l’administrateur",
        kept=FOR_GOOD,
        erased="jamais : aucune personne dedans",
        columns={
            "site_id": SITE,
            "id": "désigner la salle",
            "name": "la nommer",
            "seats": "dessiner les rangées comme elles sont",
            "aisle": "dessiner l’allée où elle est",
            "hours": "fermer à l’heure, et l’annoncer",
            "paused_at": "mettre toute la salle en pause",
            "message": "dire une phrase du jour, d’une liste fermée",
            "message_on": "ne la dire que ce jour-là",
            "made_at": "la dater",
        },
    ),
    "terminal": Inventory(
        readers="les surveillants, l’administrateur",
        kept=FOR_GOOD,
        erased="jamais : aucune personne dedans",
        columns={
            "site_id": SITE,
            "id": "désigner le poste",
            "room_id": "dire dans quelle salle",
            "number": "dire à quelle place",
            "address": "le reconnaître à son adresse",
            "code_hash": "reconnaître le code qui l’inscrit, sans le garder",
            "code_until": "qu’un code oublié ne serve plus",
            "mark_hash": "le reconnaître une fois inscrit",
            "hold": "le mettre en pause ou le verrouiller",
            "held_at": "dire depuis quand",
            "heard_at": "dire qu’un poste semble éteint",
        },
    ),
}
