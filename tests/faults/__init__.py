"""Real servers, killed, locked or cut while real clients keep a ledger of what was promised."""
