"""Record pages: what a published record says, as a page at `/r/{id}` in five languages.

Made to be opened from a link or a QR code on an old phone, printed by a clerk on one sheet, and
read by search engines (schema.org) and screen readers. No script, no cookie, nothing from others.
"""
