"""A pack as a flow of the Flow Interoperability Project (FLOIP), for an organisation with a platform of its own.

Written in the form that the public flow-runner reads: https://floip.gitbook.io/flow-specification/
"""
