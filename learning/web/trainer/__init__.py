"""The trainers' pages: the studio, publishing, reading, figures and statistics."""
