"""The rules of learning, pure: no clock, no input or output, the standard library only."""
