"""The security-approval file, computed from the running program at the moment of writing.

Above the web, since it opens the program's own pages; each module makes one part of the file.
"""
