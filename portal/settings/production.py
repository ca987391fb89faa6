"""Settings of a public service. Refuses to start with a default secret or with DEBUG."""

from django.core.exceptions import ImproperlyConfigured

from portal.settings.base import *
from portal.settings.environment import env

DEBUG = False
if env.bool("DEBUG", False):
    raise ImproperlyConfigured("生产环境不允许 DEBUG=true，请从环境变量中删除。")

SECRET_KEY = env.str("SECRET_KEY", "")
if len(SECRET_KEY) < 50:  # Django's own threshold, security.W009
    raise ImproperlyConfigured("请把 SECRET_KEY 设为至少 50 个字符的随机串。")

# Keys of before: what they signed, such as the link that ends a subscription, goes on working.
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])

ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", [])
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("请把 ALLOWED_HOSTS 设为站点域名。")

CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [f"https://{h}" for h in ALLOWED_HOSTS])
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# Deploy checks treat a missing element of the footer as an error (portal.site.checks).
SITE_PROFILE_REQUIRED = True
