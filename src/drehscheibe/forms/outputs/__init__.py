"""What machines read of a form and of its answers: JSON with its schema, XML for forms that come from FIM, plain text.

`shape` is the one tree that JSON, JSON Schema and XML walk: a property for each field, an object for each FIM group, a
list for each repeating group. Names are FIM's where the form has them, else the form's own.
"""
