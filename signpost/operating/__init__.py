"""Floor 5: what whoever runs the service does with it: see whether all is well, and set up its numbers at Twilio."""
