"""Accounts: passwords, sign-in, second factor, unified identity, lockout, sessions."""

from datetime import timedelta

from portal.settings.environment import env

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "portal.accounts.validators.LengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "portal.accounts.validators.CharacterClassesValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "full_name", "email"]},
    },
    {"NAME": "portal.accounts.validators.ReuseValidator"},
]
STAFF_PASSWORD_MAX_DAYS = env.int("STAFF_PASSWORD_MAX_DAYS", 90)

# How many proxies stand before this process; their addresses are not the visitor's.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
ACCOUNT_ADAPTER = "portal.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_USERNAME_MIN_LENGTH = 4
ACCOUNT_USERNAME_BLACKLIST = ["admin", "administrator", "root", "system", "管理员", "系统管理员"]
# Optional to give; what is given is verified by a link before anything is sent to it.
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# None would offer "remember me", True would keep people signed in for weeks: idle time rules.
ACCOUNT_SESSION_REMEMBER = False
# `login_failed` is wide enough for axes to speak first (docs/decisions/0004-lockout.md). Whatever
# sends a mail to an address that somebody typed in has a limit for the day as well: else the site
# would be a tool for flooding people who never asked. Keys are addresses.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "20/m/ip,20/30m/key",
    "reset_password": "20/h/ip,60/d/ip,3/h/key,5/d/key",
    "confirm_email": "1/3m/key,5/d/key",
    "manage_email": "10/h/user,20/d/user",
    "signup": "10/m/ip,60/h/ip,200/d/ip",
}
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
# Nobody is written to who has no account here, and no page tells who has one: an address that is
# taken registers like any other, and stays unverified.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_FORMS = {
    "signup": "portal.accounts.forms.PolicySignupForm",
    "change_password": "portal.accounts.forms.PolicyChangeForm",
    "set_password": "portal.accounts.forms.PolicySetForm",
    "reset_password": "portal.accounts.forms.VerifiedResetForm",
    "reset_password_from_key": "portal.accounts.forms.PolicyResetForm",
}
# A login left open on a desk is not enough to take the account: the password is asked once more.
ACCOUNT_REAUTHENTICATION_REQUIRED = True

MFA_ADAPTER = "portal.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # telephones' clocks are up to half a minute off
# Staff are given an account, not an address to verify.
MFA_ALLOW_UNVERIFIED_EMAIL = True
USERSESSIONS_ADAPTER = "portal.accounts.adapters.UserSessionsAdapter"

SOCIALACCOUNT_ADAPTER = "portal.accounts.adapters.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "optional"
OIDC_SERVER_URL = env.str("OIDC_SERVER_URL", "")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": env.str("OIDC_NAME", "统一身份认证"),
                "client_id": env.str("OIDC_CLIENT_ID", ""),
                "secret": env.str("OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": OIDC_SERVER_URL},
            }
        ]
        if OIDC_SERVER_URL
        else [],
    }
}

AXES_FAILURE_LIMIT = env.int("LOCKOUT_FAILURES", 5)
AXES_COOLOFF_TIME = timedelta(minutes=env.int("LOCKOUT_MINUTES", 30))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "portal.accounts.views.locked_out"
AXES_USERNAME_CALLABLE = "portal.accounts.adapters.attempted_username"
AXES_CLIENT_IP_CALLABLE = "portal.accounts.adapters.client_address"
# What people type is kept neither in the table of attempts nor in the log.
AXES_SENSITIVE_PARAMETERS = ["login", "username", "password", "ip_address", "csrfmiddlewaretoken"]
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # the audit trail has it
AXES_ENABLE_ADMIN = False

SESSION_COOKIE_AGE = env.int("SESSION_IDLE_SECONDS", 30 * 60)
SESSION_SAVE_EVERY_REQUEST = True
