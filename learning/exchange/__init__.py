"""Course files and question banks, in from elsewhere and out again."""
