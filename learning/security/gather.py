"""The whole file, computed now: what is gravest first, then each subject."""

from learning.domain.security_file import SecurityFile
from learning.security import channel, limits, network, people, responses, routes, state
from learning.security.scratch import scratch_site
from learning.services.work import Program


def compute(program: Program) -> SecurityFile:
    """Try the program on a scratch site, look at the real one, and write nothing in either."""
    with network.watched() as watch, scratch_site(program.settings) as scratch:
        tried = (
            routes.describe(scratch),
            channel.describe(scratch),
            responses.describe(scratch),
        )
        answers = len(scratch.answers)
    who, mark, carried = tried
    return SecurityFile(
        site=program.settings.nom,
        moment=f"{program.clock():%d/%m/%Y à %H:%M} (temps universel)",
        sections=(
            limits.describe(program),
            network.describe(watch, answers),
            mark,
            who,
            carried,
            people.describe_retention(program),
            people.describe_register(),
            state.describe_keys(program),
            state.describe_audit(program),
            state.describe_versions(program),
        ),
    )
