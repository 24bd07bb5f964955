"""Floor 5: the stand-in phone, a small Twilio for people who have no Twilio account.

It knows the service as Twilio does, by its webhooks and the REST API alone, and imports nothing of the floors below;
only `stack` does, which starts the service behind it.
"""
