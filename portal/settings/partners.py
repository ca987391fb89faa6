"""Systems that send work in by signed requests."""

from portal.settings.environment import env

# Days for which a request is remembered, so that it is answered the same when it comes again. Its
# signature is good for five minutes; senders try again for some days with a new one.
PARTNER_CALL_DAYS = env.int("PARTNER_CALL_DAYS", 30)
