"""Hostile fields in forms that are truly signed, to both webhooks: whatever comes is answered, soon, and as TwiML."""
