"""Tremplin: a self-paced learning platform for people in detention who create their activity."""
