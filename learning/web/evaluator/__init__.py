"""Evaluators' pages: the dashboard and the protocols. They show no person."""
