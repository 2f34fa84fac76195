"""The whole file, computed now: what is gravest first, then each subject."""

from dataclasses import replace

from learning.content.typography import set_plain
from learning.domain.security_file import Section, SecurityFile, Table
from learning.security import channel, entry, limits, network, people, responses, routes, state
from learning.security.scratch import scratch_site
from learning.services.work import Program


def compute(program: Program) -> SecurityFile:
    """Try the program on a scratch site, look at the real one, and write nothing in either."""
    with network.watched() as watch, scratch_site(program.settings) as scratch:
        tried = (
            routes.describe(scratch),
            channel.describe(scratch),
            entry.describe(scratch, program),
            responses.describe(scratch),
        )
        answers = len(scratch.answers)
    who, mark, entered, carried = tried
    sections = (
        limits.describe(program),
        network.describe(watch, answers),
        mark,
        entered,
        who,
        carried,
        people.describe_retention(program),
        people.describe_register(),
        state.describe_keys(program),
        state.describe_audit(program),
        state.describe_versions(program),
    )
    return SecurityFile(
        site=program.settings.nom,
        moment=f"{program.clock():%d/%m/%Y à %H:%M} (temps universel)",
        sections=tuple(map(_spaced, sections)),
    )


def _spaced(section: Section) -> Section:
    """Give French its no-break spaces; what is no French stays as it was read."""
    return replace(
        section,
        title=set_plain(section.title),
        lead=set_plain(section.lead),
        statements=tuple(
            replace(one, says=set_plain(one.says), check=set_plain(one.check))
            for one in section.statements
        ),
        tables=tuple(table if table.code else _spaced_table(table) for table in section.tables),
    )


def _spaced_table(table: Table) -> Table:
    rows = tuple(tuple(map(set_plain, row)) for row in table.rows)
    return replace(table, title=set_plain(table.title), rows=rows)
