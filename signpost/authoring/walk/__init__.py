"""Every way through a pack, walked with the real engine and renderers, and what each costs a caller or a texter.

`paths` finds the ways; `call` and `thread` take them, turn by turn; `callers` are the seven people of the accessibility
rules who do; `table`, `transcripts` and `map` write down what became of it; `diff` compares two versions of a pack.
"""
