"""Views of the staff's side, one page or flow a file."""
