"""The trips of a learner in a real browser."""
