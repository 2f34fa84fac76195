"""The worked examples: eight projects, filled in from end to end, to read and to start from."""
