"""Floor 3: the world outside. Each module implements ports of `signpost.ports` with one library.

Nothing here decides what is said or when: that is the conversation's. Phone numbers stand in sealed records and in
requests to the carrier, nowhere else; logs, keys, job ids and exceptions carry opaque tokens.
"""
