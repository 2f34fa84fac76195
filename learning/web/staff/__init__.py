"""Pages of the staff that are due so far: an honest home, and new cards for learners."""
