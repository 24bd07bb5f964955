"""The rules that a pack is checked by: one function each, registered under its number.

Numbers up to 59 are those of the accessibility rules that the project follows; from 101 on they are our own.
`menus/README.md` lists all of them, with those that are kept elsewhere or cannot be judged by a machine.
"""
