"""Supervisors' pages: the room, and new cards. They show no mark and no text of anybody."""
