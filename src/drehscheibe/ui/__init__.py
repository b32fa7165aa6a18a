"""The look of every page: KERN's design system as Jinja2 macros, the page's frame, style, script, icons and arms.

`templates/ui/layout.html` (and `staff.html`) is what a page extends; `elements.html` and `controls.html` hold the macros,
and only they know KERN's classes. `assets/` is built into `var/assets/` by `tools/assets.py`.
All words go through gettext with the German sentence as message id. The package knows no tenant, form or account
beyond what a template is handed, and contains no Python of its own.
"""
