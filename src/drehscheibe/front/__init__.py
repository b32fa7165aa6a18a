"""The citizens' side: find a service, fill in its form, send it, follow the case.

Views look something up through what the visitor may see, call one operation, and redirect or render.
Public pages are rendered once per publication; personal pages are never stored anywhere.
A guest is known by a random browser key in a cookie, or by the access code of a draft or case.
Everything essential works without JavaScript.
"""
