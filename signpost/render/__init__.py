"""Floor 1: what each channel carries. Pure: outputs in, a text or TwiML out.

Twilio's builder makes every piece of XML, so that nothing a person sent can be read as markup.
"""
