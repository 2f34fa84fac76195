"""A bank of another program brought into a module: looked at first, then kept as it was shown.

Reading is pure and gives the same banks each time, so the page carries the text and nothing is
written before the trainer says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from learning.content.front_edit import free_name, read_front, write_front
from learning.content.front_values import objective_of
from learning.content.source import decode, lesson_slug, module_files, module_slugs
from learning.domain.errors import Invalid, NotFound
from learning.exchange.banks import format_of, import_bank
from learning.exchange.gift_file import decode as decode_gift
from learning.exchange.moodle_tree import text_of
from learning.exchange.report import BankImport, QuestionReport, State, WrittenBank
from learning.services import audit
from learning.services.manuscripts import keep_all, published_files, texts_now
from learning.services.texts import module_titles, ref_of
from learning.services.work import Work

MOST_BYTES = 2_000_000
LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportChoice:
    """Where questions may go: modules and the objectives of the one chosen, as value and words."""

    modules: tuple[tuple[str, str], ...]
    module: str = ""
    title: str = ""
    objectives: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBank:
    """A text read: what it gives, and the text itself, for the page to carry."""

    text: str
    done: BankImport

    @property
    def left_out(self) -> tuple[QuestionReport, ...]:
        """The questions that did not come over."""
        return self._of(State.LEFT_OUT)

    @property
    def lossy(self) -> tuple[QuestionReport, ...]:
        """The questions that lost something."""
        return self._of(State.LOSS)

    @property
    def exact(self) -> tuple[QuestionReport, ...]:
        """The questions that came over exactly."""
        return self._of(State.EXACT)

    def _of(self, state: State) -> tuple[QuestionReport, ...]:
        return tuple(one for one in self.done.questions if one.state is state)


def choose(work: Work, module: str = "") -> ImportChoice:
    """Return the modules being written, and the objectives of the one chosen.

    Raises:
        NotFound: there is no such module.

    """
    files = texts_now(work)
    titles = module_titles(files)
    if module and module not in titles:
        raise NotFound("Ce module n’existe pas. Revenez à la liste des cours.")
    front = read_front(_text(files[f"{module}/module.md"]), "module") if module else None
    listed = front.lists.get("objectifs", []) if front else []
    return ImportChoice(
        modules=tuple(sorted(titles.items(), key=lambda one: one[1].casefold())),
        module=module,
        title=titles.get(module, ""),
        objectives=tuple(objective_of(line) for _, line in listed),
    )


def read_bank(body: bytes, file_name: str, *, field: str = "fichier") -> ReadBank:
    """Read a GIFT or Moodle XML text; slow, so outside any transaction.

    Raises:
        Invalid: it is empty, too big, or no text.

    """
    if not body.strip():
        raise Invalid("Choisissez un fichier, ou collez vos questions.", field=field)
    if len(body) > MOST_BYTES:
        raise Invalid(
            "Ce texte dépasse 2\u00a0Mo. Coupez-le, ou demandez à l’administrateur de l’importer.",
            field=field,
        )
    try:
        done = import_bank(body, file_name)
        return ReadBank(text=_carried(body), done=done)
    except Invalid as error:
        raise Invalid(error.message, field=field, **error.parameters) from error


def _carried(body: bytes) -> str:
    """Return a bank as a page can carry it: the same words, in whatever encoding they came."""
    if format_of(body) == "gift":
        return decode_gift(body)[0]
    return text_of(body)


def create_banks(
    work: Work,
    module: str,
    banks: Sequence[WrittenBank],
    *,
    titles: Mapping[str, str],
    objective: str,
) -> tuple[str, ...]:
    """Put banks in a module being written; return what each is called in addresses.

    Raises:
        Invalid: a title is missing or too long, or the objective is not of the module.
        NotFound: there is no such module.

    """
    choice = choose(work, module)
    if not objective and len(choice.objectives) == 1:
        objective = choice.objectives[0][0]
    if objective not in {slug for slug, _ in choice.objectives} and (
        objective or len(choice.objectives) > 1
    ):
        raise Invalid("Choisissez l’objectif que ces questions vérifient.", field="objectif")
    taken = _taken(work, module)
    kept: dict[str, bytes | None] = {}
    made = []
    for bank in banks:
        title = " ".join(titles.get(bank.name, bank.title).split())
        if not title or len(title) > LONGEST_TITLE:
            raise Invalid(
                "Écrivez le titre de la banque, en %(most)s signes au plus.",
                field=f"titre-{bank.name}",
                most=LONGEST_TITLE,
            )
        name = free_name(title, taken)
        taken.add(name)
        head = {"titre": title, "objectif": objective}
        text = bank.body if bank.body.startswith("---") else f"\n{bank.body}"
        kept[f"{module}/banques/{name}.md"] = write_front(text, "bank", head).encode()
        made.append(ref_of(f"{module}/banques/{name}.md"))
    keep_all(work, kept)
    audit.record(work, "banques.importees", subject=", ".join(made)[:200])
    return tuple(made)


def _taken(work: Work, module: str) -> set[str]:
    """Return the names that banks or lessons of the module have, or had when it was published."""
    files = {**published_files(work), **texts_now(work)}
    names = set()
    for path in module_files(files, module) if module in module_slugs(files) else ():
        name = path.rpartition("/")[2]
        found = lesson_slug(name)
        names.add(found[1] if found else name.removesuffix(".md"))
    return names


def _text(body: bytes) -> str:
    try:
        return decode(body)
    except UnicodeDecodeError:
        return body.decode("latin-1")
