"""People, their roles, and changes of what they sign in with, in the back office."""

from portal.accounts.admin.people import MembershipAdmin, UserAdmin
from portal.accounts.admin.sign_in_changes import SignInChangeAdmin

__all__ = ["MembershipAdmin", "SignInChangeAdmin", "UserAdmin"]
