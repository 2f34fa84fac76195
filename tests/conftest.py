"""What every test gets: the fixtures of tests/support, and no network but this machine."""

from hypothesis import HealthCheck, settings

# Machines are shared and noisy: how long a draw takes says nothing of a rule.
settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")

pytest_plugins = [
    "tests.support.network",
    "tests.support.clock",
    "tests.support.postgres",
    "tests.support.database",
    "tests.support.sites",
    "tests.support.proxy",
    "tests.support.inside",
    "tests.support.browser",
    "tests.support.tables",
    "tests.support.two_sites",
]
