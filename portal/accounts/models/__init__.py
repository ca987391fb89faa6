from portal.accounts.models.membership import Membership
from portal.accounts.models.password_history import PasswordHistory
from portal.accounts.models.sign_in_change import SignInChange
from portal.accounts.models.user import User

__all__ = ["Membership", "PasswordHistory", "SignInChange", "User"]
