"""The lead's pages: what is offered how far, by whom, since when; figures alone, never a case."""
