"""Every column of every table: why it is there, who reads it, how long, how it goes.

A column that is not here fails the guards: nothing about a person is stored without a reason.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """What holds for every column of one table, and the purpose of each."""

    readers: str
    kept: str
    erased: str
    columns: dict[str, str]


_SITE = "le site qui tient la ligne"
_WITH_PERSON = "avec le compte, en cascade"
_COURSE_END = "2 ans après la fin du parcours"
_FOR_GOOD = "tant que le site existe"

TABLES: dict[str, Inventory] = {
    "site": Inventory(
        readers="tout le personnel",
        kept=_FOR_GOOD,
        erased="avec le site",
        columns={
            "id": "nommer le site dans chaque ligne",
            "name": "dire au personnel où il est",
            "created_at": "dater le site",
            "release_id": "savoir quels cours sont servis",
        },
    ),
    "account": Inventory(
        readers="la personne, le personnel de ses groupes, l’administrateur",
        kept=_COURSE_END,
        erased="ligne effacée",
        columns={
            "site_id": _SITE,
            "id": "désigner la personne sans son nom ni son écrou",
            "role": "décider de ce qu’elle peut faire",
            "identifier": "ouvrir sa session",
            "name": "que le personnel remette la bonne carte",
            "phrase_hash": "vérifier sa phrase sans la connaître",
            "activation_hash": "vérifier une carte d’activation",
            "activation_until": "qu’une carte oubliée ne serve plus",
            "status": "fermer un compte sans perdre le travail",
            "created_at": "dire depuis quand",
            "made_by_demo": "ne jamais mêler une démonstration à un vrai site",
            "card_made_at": "dire à la personne que sa carte a changé",
            "card_made_by": "dire par quelle fonction",
            "first_steps_at": "ne montrer les premiers pas qu’une fois",
            "text_size": "afficher le texte comme elle le lit",
            "spacing": "afficher le texte comme elle le lit",
            "theme": "afficher les couleurs comme elle les lit",
            "depth": "afficher la longueur qu’elle a choisie",
        },
    ),
    "learner_group": Inventory(
        readers="tout le personnel",
        kept=_FOR_GOOD,
        erased="ligne effacée",
        columns={
            "site_id": _SITE,
            "id": "désigner le groupe",
            "name": "le nommer",
            "path": "savoir quel parcours il suit",
            "created_at": "le dater",
        },
    ),
    "membership": Inventory(
        readers="la personne, le personnel du groupe",
        kept=_COURSE_END,
        erased=_WITH_PERSON,
        columns={
            "site_id": _SITE,
            "group_id": "dire quel groupe",
            "account_id": "dire qui",
            "since": "dire depuis quand",
        },
    ),
    "terminal_session": Inventory(
        readers="le programme",
        kept="12 heures après la fin",
        erased=_WITH_PERSON,
        columns={
            "site_id": _SITE,
            "token_hash": "reconnaître la session sans garder son jeton",
            "account_id": "dire de qui elle est",
            "terminal": "dire sur quel poste",
            "opened_at": "la fermer après quatre heures",
            "seen_at": "la verrouiller quand personne ne bouge",
            "page_kind": "savoir quand verrouiller ; une sorte de page, jamais son contenu",
            "state": "une session fermée reste fermée",
            "seconds": "compter le temps de présence",
            "held": "ne le compter qu’une fois",
        },
    ),
    "sign_in_failure": Inventory(
        readers="le programme",
        kept="15 minutes",
        erased="effacée d’elle-même",
        columns={
            "site_id": _SITE,
            "id": "désigner l’essai",
            "account_key": "ralentir les essais sur un compte, sans le nommer",
            "terminal": "ralentir les essais d’un poste",
            "at": "oublier l’essai",
        },
    ),
    "fact": Inventory(
        readers="la personne ; son avancement : le personnel de ses groupes",
        kept=_COURSE_END,
        erased=_WITH_PERSON,
        columns={
            "site_id": _SITE,
            "id": "que la même chose reçue deux fois ne compte qu’une",
            "learner_id": "dire de qui",
            "kind": "dire quoi",
            "at": "dire quand",
            "made_at": "dire sur quel site",
            "module": "dire où",
            "lesson": "dire où",
            "question": "dire à quelle question",
            "context": "leçon, épreuve ou révision",
            "attempt": "réunir les réponses d’une épreuve",
            "ordinal": "qu’une réponse ne prenne sa place qu’une fois",
            "verdict": "dire ce qui est juste",
            "points": "compter les points",
            "out_of": "compter les points",
            "flag": "un nouvel essai, ou une épreuve réussie",
            "detail": "la réponse telle qu’écrite, pour la revoir telle quelle",
        },
    ),
    "draft": Inventory(
        readers="la personne seule",
        kept="jusqu’à ce qu’il devienne une réponse",
        erased=_WITH_PERSON,
        columns={
            "site_id": _SITE,
            "learner_id": "dire de qui",
            "key": "dire pour quelle question",
            "fields": "que rien de ce qui est tapé ne se perde",
            "saved_at": "dire quand il a été gardé",
        },
    ),
    "error_report": Inventory(
        readers="la personne, les formateurs",
        kept=_COURSE_END,
        erased=_WITH_PERSON,
        columns={
            "site_id": _SITE,
            "id": "désigner le message",
            "learner_id": "pouvoir lui répondre",
            "at": "dire quand",
            "question": "dire sur quelle question",
            "release": "retrouver la question telle qu’elle était",
            "reason": "trier les messages",
            "text": "comprendre l’erreur",
            "reply": "répondre à la personne",
            "replied_at": "dater la réponse",
            "replied_by": "dire par quelle fonction",
            "seen_at": "ne montrer la réponse que jusqu’à « J’ai lu »",
        },
    ),
    "reusable_comment": Inventory(
        readers="les formateurs",
        kept=_FOR_GOOD,
        erased="par un formateur ; aucune personne dedans",
        columns={
            "site_id": _SITE,
            "id": "désigner le commentaire",
            "text": "ne pas l’écrire deux fois",
            "made_at": "le dater",
        },
    ),
    "manuscript": Inventory(
        readers="les formateurs, et qui donne un avis",
        kept="jusqu’à sa publication",
        erased="à la publication, ou quand on y renonce",
        columns={
            "site_id": _SITE,
            "path": "dire de quel fichier de cours",
            "body": "le texte en cours d’écriture",
            "base": "voir si la version publiée a changé depuis",
            "saved_at": "dire quand il a été gardé",
            "saved_by": "demander l’avis de quelqu’un d’autre",
        },
    ),
    "opinion": Inventory(
        readers="le personnel",
        kept=_FOR_GOOD,
        erased="jamais : un avis reste avec le module",
        columns={
            "site_id": _SITE,
            "id": "désigner l’avis",
            "module": "dire sur quel module",
            "digest": "dire sur quel contenu",
            "kind": "création d’activité, ou détention",
            "favourable": "dire le sens de l’avis",
            "comment": "dire ce qui est à changer dans le cours",
            "by": "qu’il vienne de quelqu’un d’autre que l’auteur",
            "by_role": "dire par quelle fonction",
            "at": "dater l’avis",
        },
    ),
    "publishing_run": Inventory(
        readers="les formateurs",
        kept=_FOR_GOOD,
        erased="jamais : aucun apprenant dedans",
        columns={
            "site_id": _SITE,
            "id": "désigner la publication en cours",
            "by": "dire qui l’a lancée",
            "started_at": "la dater",
            "beat_at": "voir si elle a été interrompue",
            "step": "dire où elle en est",
            "done": "dire ce qui est fait",
            "total": "dire ce qu’il y a à faire",
            "state": "en cours, publiée, refusée",
            "message": "dire ce qui l’a arrêtée",
            "options": "dire ce qui a été choisi",
        },
    ),
    "content_file": Inventory(
        readers="tous",
        kept=_FOR_GOOD,
        erased="jamais : aucune personne dedans",
        columns={"digest": "nommer un fichier par son contenu", "body": "le contenu du cours"},
    ),
    "release": Inventory(
        readers="tous",
        kept=_FOR_GOOD,
        erased="jamais : aucune personne dedans",
        columns={
            "id": "nommer une publication par son contenu",
            "made_at": "la dater",
            "files": "dire de quels fichiers elle est faite",
            "choices": "qu’un choix garde son numéro d’une publication à l’autre",
            "versions": "ne pas mêler les réponses d’avant et d’après un corrigé",
        },
    ),
    "publication": Inventory(
        readers="le personnel",
        kept=_FOR_GOOD,
        erased="jamais : aucune personne dedans",
        columns={
            "site_id": _SITE,
            "id": "désigner la publication",
            "at": "la dater",
            "release_id": "dire laquelle",
            "by": "dire qui a publié",
            "summary": "dire ce qui a changé",
        },
    ),
    "rendered": Inventory(
        readers="le programme",
        kept=_FOR_GOOD,
        erased="jamais : aucune personne dedans",
        columns={
            "part_digest": "dire de quoi vient le HTML",
            "renderer": "le refaire quand le rendu change",
            "html": "ne pas rendre le cours à chaque page",
        },
    ),
    "audit": Inventory(
        readers="l’administrateur",
        kept="3 ans",
        erased="le pseudonyme ne mène plus à personne une fois le compte effacé",
        columns={
            "site_id": _SITE,
            "sequence": "tenir l’ordre",
            "at": "dater l’acte",
            "action": "dire l’acte",
            "actor": "dire qui, par son pseudonyme",
            "subject": "dire sur quoi, par un pseudonyme",
            "previous": "enchaîner les lignes",
            "hash": "voir si une ligne a été changée",
        },
    ),
}
