"""Finding services in people's own words.

`analysis` brings words into one spelling, stems them and takes compounds apart; `synonyms` leads from everyday words to
official ones; `building` writes the index of this machine from the database, `reading` opens it, `asking` turns what
was typed into a query, `finding` puts it together for pages and interface. Everything tantivy lives in here.
"""
