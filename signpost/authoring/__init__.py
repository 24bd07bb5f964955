"""Floor 2: for the people who write packs.

Never imports conversation, adapters or web.
"""
