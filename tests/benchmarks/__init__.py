"""Speed and weight, each against a yardstick measured in the same run."""
