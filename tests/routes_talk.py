"""The rows of routes_table.py about what is said: looking for words, and pauses in a room."""

TALK = """
GET /items/{item}/search                                      303 200 404 200 404 200 404 404 404
GET /rooms/{room}/pauses/{person}                             303 403 403 200 404 404 404 404 403
POST /rooms/{room}/pauses/{person}                            401 403 403 422 404 404 404 404 403
POST /rooms/{room}/pauses/{person} length=hour why=Rest       401 403 403 303 404 404 404 404 403
POST /rooms/{room}/pauses/{person}/end                        401 403 403 303 404 404 404 404 403
GET /reports/{report}/pause                                   303 404 404 404 404 403 404 404 404
POST /reports/{report}/pause length=hour why=Rest             401 404 404 404 404 403 404 404 404
POST /reports/{report}/pause/end                              401 404 404 404 404 403 404 404 404
"""
