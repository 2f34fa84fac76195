"""The learner’s own project: what its sheets ask, and how what was typed is read."""
