"""The look of every page: KERN's design system as Jinja2 macros, the page's frame, style, script, icons and arms.

`templates/ui/layout.html` (and `staff.html`) is what a page extends; `elements.html` and `controls.html` hold the
macros, and only they know KERN's classes. `assets/` is built into `var/assets/` by `tools/assets.py`.
`plain` is the page for when nothing else is there: unknown hosts, a database that is away. All words go through gettext
with the German sentence as message id. The package knows no tenant, form or account beyond what it is handed.
"""
