"""Course files: read, judged, rendered and built, without a database."""
