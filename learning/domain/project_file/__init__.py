"""The project file: what a bank or a counsellor reads, the same in a PDF and on a page."""
