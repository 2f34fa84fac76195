"""What every test gets: the fixtures of tests/support, and no network but this machine."""

pytest_plugins = [
    "tests.support.network",
    "tests.support.clock",
    "tests.support.postgres",
    "tests.support.database",
    "tests.support.sites",
    "tests.support.inside",
    "tests.support.browser",
    "tests.support.tables",
]
