"""The machines' side: what a portal offers, as JSON under `/api/v1/`, for other sites, apps and search engines.

Everything here is public and read-only, and shows what the pages show: the same services, found by the same search.
Texts come in the language that `Accept-Language` asks for, else in German. Errors are problem documents (RFC 9457).
Answers carry an ETag and are rendered anew after a publication, so whoever asks again is up to date at little cost.
The contract is described at `/api/v1/openapi.json` (OpenAPI 3.1); what changes it becomes `/api/v2/`.
"""
