"""What was said before: where words were said in a thread, and how messages read once."""

from collections.abc import Collection, Mapping
from uuid import UUID

from hub.feedback import forms, histories, moments, sets
from hub.slices import Slice, Span
from hub_graphql.context import Context, loads
from hub_graphql.feedback import MessageConnection, MessageVersion, messages
from hub_graphql.forms import filled_parts


@loads("found in threads")
def _found(context: Context, item_ids: Collection[UUID], words: str, span: Span) -> Mapping[UUID, MessageConnection]:
    terms = moments.looked_for(words)
    cut = moments.found(context.tx, item_ids, terms, span) if terms else dict.fromkeys(item_ids, Slice())
    made = messages(context, sets.by_ids(context.tx, [place.id for one in cut.values() for place in one.places]).values())
    return {id_: MessageConnection(nodes=[made[place.id] for place in one.places], slice_=one) for id_, one in cut.items()}


@loads("histories of messages")
def _histories(context: Context, ids: Collection[UUID], many: int, before: int | None) -> Mapping[UUID, list[MessageVersion]]:
    return {
        id_: [
            MessageVersion(
                number=one.number,
                words=one.words,
                parts=filled_parts(forms.filled_boxes(forms.kind_of(one.parts), one.parts)),
                until=one.until,
            )
            for one in versions
        ]
        for id_, versions in histories.histories(context.tx, ids, many, before).items()
    }
