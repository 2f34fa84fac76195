"""Habits as tests: each says, in a sentence that names the file, what breaks one."""
