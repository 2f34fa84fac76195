"""The no-channel check: one learner writes a mark everywhere, the others must never read it."""

from dataclasses import dataclass
from secrets import token_hex

from learning.domain.security_file import Section, Statement, judged
from learning.security.scratch import LEARNERS, Invented, Scratch
from learning.security.visitor import Visitor

_HOME = "/accueil"
_MOST_PAGES = 150
_MOST_ROUNDS = 2
_KEPT = frozenset({"csrf_token", "jeton", "question", "montrees", "tentative"})
_LEFT_ALONE = ("/deconnexion", "/verrou", "/connexion")


@dataclass(slots=True, kw_only=True)
class Written:
    """What the writer did."""

    pages: int = 0
    forms: int = 0
    fields: int = 0
    accepted: int = 0


def crawl(visitor: Visitor) -> dict[str, str]:
    """Every page that somebody reaches by its links from home: address and HTML."""
    waiting, seen = [_HOME], dict[str, str]()
    while waiting and len(seen) < _MOST_PAGES:
        url = waiting.pop()
        if url in seen or url.startswith(_LEFT_ALONE):
            continue
        page = visitor.get(url)
        seen[url] = page.html
        waiting += [link.split("#")[0] for link in page.links if link.startswith("/")]
    return {url: html for url, html in seen.items() if html}


def write_everywhere(visitor: Visitor, mark: str) -> Written:
    """Put the mark in every field of every form, and at the end of every address."""
    done, sent = Written(), set[str]()
    for _ in range(_MOST_ROUNDS):  # the first round opens tests, whose pages come in the second
        for url in crawl(visitor):
            page = visitor.get(url)
            done.pages += 1
            visitor.ask("GET", f"{url.split('?')[0]}?q={mark}&essayer={mark}&signale={mark}")
            for form in page.forms:
                key = f"{url} {form.action} {sorted(form.values)}"
                away = form.action in {"", *_LEFT_ALONE}
                if form.method != "post" or away or key in sent:
                    continue
                sent.add(key)
                typed = {n: mark for n in form.values if n not in _KEPT and n in form.typed}
                every = {n: mark for n in form.values if n not in _KEPT}
                for values in (typed, every, {"raison": "autre", "texte": mark}):
                    reply = visitor.post(form, {**values})
                    done.accepted += reply.status_code < 400  # noqa: PLR2004 - not refused
                done.forms += 1
                done.fields += len(every)
    visitor.ask("GET", f"/{mark}")
    return done


def describe(scratch: Scratch) -> Section:
    """Do it now, and say what came of it."""
    mark = f"zq{token_hex(4)}"
    writer = scratch.visitor(scratch.learners[0])
    done = write_everywhere(writer, mark)
    own = [url for url, html in crawl(writer).items() if mark in html]
    statements = [
        judged(
            bool(own) and done.accepted > 0,
            f"L’écrivain a rempli {done.fields} champs de {done.forms} formulaires ; "
            f"{done.accepted} envois acceptés ; il relit sa marque sur {len(own)} pages.",
            "Une marque tirée au hasard, écrite dans chaque champ et à la fin de chaque adresse. "
            "Si l’écrivain ne la relit pas, l’essai ne prouve rien.",
        )
    ]
    for name, reader in zip(LEARNERS[1:], scratch.learners[1:], strict=True):
        statements.append(_read(scratch, name, reader, mark))
    statements.append(_same_terminal(scratch, writer, mark))
    scratch.answers.extend(writer.answers)
    return Section(
        title="Aucun message d’un apprenant à l’autre",
        lead="Essai fait au moment d’écrire ce dossier, sur un site d’essai aussitôt jeté. "
        "Adresses et formulaires viennent des pages elles-mêmes.",
        statements=tuple(statements),
    )


def _read(scratch: Scratch, name: str, reader: Invented, mark: str) -> Statement:
    visitor = scratch.visitor(reader)
    pages = crawl(visitor)
    found = [url for url, html in pages.items() if mark in html]
    scratch.answers.extend(visitor.answers)
    return judged(
        not found and len(pages) > 1,
        f"Le {name} ne lit la marque sur aucune de ses {len(pages)} pages."
        if not found
        else f"Le {name} lit la marque : {', '.join(found)}.",
        "Toutes ses pages ouvertes, de lien en lien depuis l’accueil.",
    )


def _same_terminal(scratch: Scratch, writer: Visitor, mark: str) -> Statement:
    """Sign out, then let the next person of the same terminal look."""
    leave = [form for form in writer.get("/fin").forms if form.action == "/deconnexion"]
    for form in leave:
        writer.post(form, {})
    cookies = bool(writer.client.get_cookie("tremplin"))
    writer.sign_in(scratch.learners[1].identifier, scratch.learners[1].phrase)
    found = [url for url, html in crawl(writer).items() if mark in html]
    return judged(
        not found,
        "Après la déconnexion, la personne suivante du même poste ne trouve rien."
        if not found
        else f"La personne suivante du même poste lit la marque : {', '.join(found)}.",
        "Même navigateur, même témoin de connexion"
        + (" gardé." if cookies else " rendu.")
        + " Toutes les pages ouvertes de nouveau.",
    )
