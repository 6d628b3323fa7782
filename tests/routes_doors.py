"""The rows of routes_table.py that are alike for everybody: doors that stand open, and ways that there are not. Also what is
done with {pinned}: a message that Ms Rivera said in {room}, before it had a mentor; and with {ask}: what Maya asked the mentor."""

DOORS = """
GET /waiting                                                  303 200 200 200 200 200 200 200 200
GET /teams                                                    303 200 200 200 200 200 200 200 200
GET /notifications                                            303 200 200 200 200 200 200 200 200
GET /you                                                      303 200 200 200 200 200 200 200 200
GET /health/live                                              200 200 200 200 200 200 200 200 200
GET /health/ready                                             200 200 200 200 200 200 200 200 200
GET /static/{nothing}                                         404 404 404 404 404 404 404 404 404
GET /sign-in                                                  200 200 200 200 200 200 200 200 200
GET /join                                                     200 200 200 200 200 200 200 200 200
GET /join/{code}                                              404 404 404 404 404 404 404 404 404
GET /forgotten                                                200 200 200 200 200 200 200 200 200
GET /begin                                                    404 404 404 404 404 404 404 404 404
GET /letters/{code}                                           404 404 404 404 404 404 404 404 404
GET /graphql                                                  400 400 400 400 400 400 400 400 400
PUT /graphql                                                  405 405 405 405 405 405 405 405 405
PATCH /graphql                                                405 405 405 405 405 405 405 405 405
DELETE /graphql                                               405 405 405 405 405 405 405 405 405
HEAD /graphql                                                 405 405 405 405 405 405 405 405 405
POST /messages/{pinned}/pin                                   401 303 303 303 404 404 404 404 404
POST /messages/{pinned}/unpin                                 401 303 303 303 404 404 404 404 404
POST /need-to-knows/{question}/mentor                         401 422 422 422 404 404 404 404 403
POST /need-to-knows/{question}/mentor minutes=15              401 303 303 303 404 404 404 404 403
POST /mentor-asks/{ask}/decline                               401 403 403 403 404 404 404 404 303
POST /mentor-asks/{ask}/take-back                             401 303 303 303 404 404 404 404 403
"""
