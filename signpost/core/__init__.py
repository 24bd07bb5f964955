"""Floor 0: what a conversation is. Standard library only.

Nothing here reads a file, a clock, a network or a random number: all of that comes in as an argument.
"""
