"""Documents compiled once into plain closures, which answer as graphql-core would. See docs/decisions/0008.

plans.py      what is remembered, within bounds; one operation carried out
fields.py     a field at its place in a document: resolved, completed, its error told
resolving.py  how a field finds its value
values.py     how a value becomes a part of the answer: lists, objects, interfaces and unions
leaves.py     and scalars and enums
run.py        one operation while it runs

What graphql-core does well only once it does here as well: choosing the operation, coercing variables and arguments, collecting
fields, wording and locating errors. What is left out here is what it does anew for each field of each object.
"""
