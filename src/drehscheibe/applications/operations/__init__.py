"""The verbs of applications, one capability a file."""
