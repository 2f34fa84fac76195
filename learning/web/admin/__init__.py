"""The pages of administrators: accounts, cards, the bin, settings, journal, health."""
