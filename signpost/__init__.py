"""Signpost: phone-keypad and text menus that lead a parent to the right contact."""
