"""The peer of our cold start: the same door in FastAPI, Jinja2 and SQLAlchemy's asynchronous engine, as a tutorial would build it.

`PEER_DATABASE=sqlite+aiosqlite:///… uvicorn page_app:app`; it asks the database whether a school is there, and shows the form.
"""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated
from uuid import UUID

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.templating import Jinja2Templates
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
templates = Jinja2Templates(Path(__file__).parent / "templates")
sessions = async_sessionmaker(create_async_engine(os.environ["PEER_DATABASE"]))


class Base(DeclarativeBase):
    pass


class School(Base):
    __tablename__ = "school"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]


async def session() -> AsyncIterator[AsyncSession]:
    async with sessions() as opened:
        yield opened


@app.get("/sign-in", response_class=HTMLResponse)
async def sign_in(request: Request, session: Annotated[AsyncSession, Depends(session)]) -> Response:
    if await session.scalar(select(School.id).limit(1)) is None:
        return RedirectResponse("/begin", 303)
    return templates.TemplateResponse(request, "sign_in.html", {"next": request.query_params.get("next", "/")})
