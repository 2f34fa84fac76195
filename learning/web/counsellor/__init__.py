"""Screens of counsellors: « À voir », groups, and a learner's page."""
