"""What a yes and a no are made of, in the form that `keywords.plain` gives."""

# Wherever one of these is an option's own word, all of them are.
YES = frozenset("yes y yeah yea yeh ya yer yess yep yup yh aye sure ok okay correct right definitely".split())
NO = frozenset("no n na nah naw nope nop".split())
# After a yes or a no these tell when, and how far: "yes but only mornings", "no hes been at home since march".
AFTER_A_YES_OR_NO = frozenset(
    "been since for from until today currently moment right there here with me us mum dad but only and so sometimes "
    "part full time days day week weeks month months year years last this next morning mornings afternoon afternoons "
    "monday tuesday wednesday thursday friday january february march april may june july august september october "
    "november december easter christmas summer goes go going attends attending started back think".split()
)
DENIALS = frozenset(
    "no not none never nah without yet lost cant cannot dont didnt havent havnt hasnt hadnt isnt wasnt aint".split()
)
AFTER_A_NO = DENIALS - {"lost", "cant", "cannot"} | {"stopped", "longer", "anymore", "any", "more"}
