"""The open interface (docs/api.md)."""

from portal.settings.environment import env

# Closed unless a view opens itself; the views of disclosure.api do.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAdminUser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "政务公开数据接口",
    "DESCRIPTION": "主动公开公文的只读接口，无需登录。说明见 /api/。",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "DISABLE_DOCSTRING_DESCRIPTIONS": True,
    "ENUM_NAME_OVERRIDES": {
        "DocumentKindEnum": "disclosure.choices.Kind",
        "EditionChangeEnum": "disclosure.choices.EditionChange",
        "RelationKindEnum": "disclosure.choices.RelationKind",
        "OrganKindEnum": "portal.organs.choices.OrganKind",
        "OrganLevelEnum": "portal.organs.choices.OrganLevel",
        "AnswerChangeLevelEnum": "policies.answers.choices.ChangeLevel",
    },
}
# How often one address may ask; empty for no limit.
API_RATE = env.str("API_RATE", "600/min")
