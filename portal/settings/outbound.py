"""What leaves the portal: mail, SMS, pushed messages, looking at addresses outside."""

from portal.settings.environment import env, secret

# Where readers reach this site: for links in mails and pushed messages.
PUBLIC_URL = env.str("PUBLIC_URL", "http://127.0.0.1:8000")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "noreply@localhost")
# The hour at which the daily letters to subscribers are written.
DIGEST_HOUR = env.int("DIGEST_HOUR", 8)
# From which hour to which no mail of news leaves: it waits until they end. Equal hours: never.
QUIET_HOURS = (env.int("QUIET_FROM", 21), env.int("QUIET_UNTIL", 7))
# The weekday of the weekly ones; Monday is 0.
DIGEST_WEEKDAY = env.int("DIGEST_WEEKDAY", 0)
# SMTP, or a provider: EMAIL_BACKEND=anymail.backends.….EmailBackend, its keys as JSON in ANYMAIL.
EMAIL_BACKEND = env.str("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = env.str("EMAIL_HOST", "localhost")
EMAIL_PORT = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 10
# The portal signs its mail itself with this key (PEM), published in the DNS of the sender's domain
# under the selector; without one the provider or the mail server signs.
DKIM_SELECTOR = env.str("DKIM_SELECTOR", "")
DKIM_KEY = secret("DKIM_KEY")
ANYMAIL = env.json("ANYMAIL", {})
SMS_GATEWAY_URL = env.str("SMS_GATEWAY_URL", "")
SMS_GATEWAY_TOKEN = env.str("SMS_GATEWAY_TOKEN", "")
# Hosts inside our own network, or without https, to which messages may be pushed.
OUTBOUND_PRIVATE_HOSTS: list[str] = env.list("OUTBOUND_PRIVATE_HOSTS", [])
# Whether addresses outside are looked at over the network; off where there is no way out.
LINK_CHECK_EXTERNAL = env.bool("LINK_CHECK_EXTERNAL", False)
