"""The rules that a pack is checked by: one function each, registered under its number.

`menus/README.md` lists all of them with where each comes from, and those that are kept elsewhere or cannot be judged by
a machine. Numbers up to 59 are of rules that we have taken over from others; from 101 on they are our own.
"""
