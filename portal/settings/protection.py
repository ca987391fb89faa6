"""Protection: cookies and headers, the audit chain, the keys that seal personal data."""

from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from portal.settings.accounts import OIDC_SERVER_URL
from portal.settings.environment import env, secret

SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
# A form that has become stale: what was typed into it is kept.
CSRF_FAILURE_VIEW = "portal.drafts.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "img-src": [SELF, "data:"],
    },
}
if OIDC_SERVER_URL:
    # The sign-in button posts to us and is redirected to the provider; form-action covers both.
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append(
        "{0.scheme}://{0.netloc}".format(urlsplit(OIDC_SERVER_URL))
    )

# The hash of the audit chain: sha256 or sm3.
AUDIT_HASH_ALGORITHM = env.str("AUDIT_HASH_ALGORITHM", "sha256")
AUDIT_KEEP_DAYS = env.int("AUDIT_KEEP_DAYS", 180)


# Keys of the chain, which the database must not hold: `id:base64`, the current one first.
AUDIT_KEYS = secret("AUDIT_KEYS")
# Known to everyone; the local settings use them, the deploy check refuses them.
AUDIT_DEVELOPMENT_KEYS = "development:b25seS1mb3ItZGV2ZWxvcG1lbnQtYXVkaXQtY2hhaW4="
# Where the head of the chain is kept outside the database, daily: a file that is only appended
# to, a system log (`/dev/log` or `host:514`), the mail addresses of auditors.
AUDIT_ANCHOR_FILE = env.str("AUDIT_ANCHOR_FILE", "")
AUDIT_ANCHOR_SYSLOG = env.str("AUDIT_ANCHOR_SYSLOG", "")
AUDIT_ANCHOR_MAIL: list[str] = env.list("AUDIT_ANCHOR_MAIL", [])

# Keys that seal personal data: `id:base64`, the current one first, and one named `index`.
VAULT_KEYS = secret("VAULT_KEYS")
# Known to everyone; the local settings use them, the deploy check refuses them.
VAULT_DEVELOPMENT_KEYS = (
    "development:b25seS1mb3ItZGV2ZWxvcG1lbnQtbm90LXNlY3JldCE=,"
    "index:b25seS1mb3ItZGV2ZWxvcG1lbnQtdGhlLWluZGV4ISE="
)
# How new values are sealed: aes256gcm or sm4gcm.
VAULT_ALGORITHM = env.str("VAULT_ALGORITHM", "aes256gcm")
