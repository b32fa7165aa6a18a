"""Views of the citizens' side, one page or flow a file."""
