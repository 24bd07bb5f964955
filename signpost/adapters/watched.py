"""Optimistic transactions in two round trips: WATCH and all reads in one packet, then MULTI to EXEC in another.

redis-py sends each command after a WATCH by itself. Half the time of a turn would go on that.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import hiredis
from redis import Redis, exceptions
from redis.client import Pipeline
from redis.exceptions import WatchError

T = TypeVar("T")
Command = tuple[str | bytes | int | float, ...]
# Puts what is to be saved into a transaction.
Save = Callable[[Pipeline], None]

# Of all who write at once one gets through each time, so this many is never reached by the few who know one record.
TRIES = 20


class ContendedError(RuntimeError):
    """A record was changed by others each time that we tried to change it."""

    def __init__(self) -> None:
        super().__init__(f"a record was changed by others {TRIES} times in a row")


def watch_and_read(pipe: Pipeline, watched: tuple[str, ...], *reads: Command) -> list[Any]:
    """Watch the keys and give the replies to `reads`. Call `multi()` on the pipe for what is to be saved.

    Raises redis.exceptions.RedisError; then the pipe is of no more use.
    """
    connection = pipe.connection or pipe.connection_pool.get_connection()
    pipe.connection = connection
    commands: list[Command] = [("WATCH", *watched), *reads]
    try:
        connection.send_packed_command(_packed(commands))  # type: ignore[no-untyped-call]
        replies = [connection.read_response() for _ in commands]
    except BaseException:
        # Replies still on their way would be taken for those of the next command.
        connection.disconnect()  # type: ignore[no-untyped-call]
        pipe.watching = False
        raise
    # So an unsaved turn is unwatched before its connection is used again.
    pipe.watching = True
    return replies[1:]


def _packed(commands: Sequence[Command]) -> list[bytes]:
    # redis-py's own way to hiredis takes three times as long.
    return [b"".join(hiredis.pack_command(command) for command in commands)]  # type: ignore[arg-type]


def commit(pipe: Pipeline) -> None:
    """Run what was put into a watched pipe since `multi()`, all at once, as its `execute` does with more ado.

    Raises WatchError when a watched key has changed, or the connection was lost, so that nobody knows whether it was
    run; else redis.exceptions.RedisError, and it was not.
    """
    connection: Any = pipe.connection
    commands = [("MULTI",), *(words for words, _ in pipe.command_stack), ("EXEC",)]
    try:
        connection.send_packed_command(_packed(commands))
        replies = [_reply(connection) for _ in commands]
    except BaseException as fault:
        connection.disconnect()
        if isinstance(fault, exceptions.ConnectionError):
            raise WatchError from fault
        raise
    finally:
        # EXEC ends the watch, and so does the end of a connection.
        pipe.watching = False
        pipe.reset()
    done = replies[-1]
    if done is None:
        raise WatchError
    for reply in (*replies[:-1], *(done if isinstance(done, list) else (done,))):
        if isinstance(reply, exceptions.ResponseError):
            raise reply


def _reply(connection: Any) -> Any:
    # What is refused comes in its turn, and the replies after it have to be read all the same.
    try:
        return connection.read_response()
    except exceptions.ResponseError as refused:
        return refused


def change_record(
    redis: Redis, key: str, read: Callable[[bytes | None], T | None], decide: Callable[[T], Save | None]
) -> T | None:
    """Change one record, and in the same transaction whatever follows from it.

    `read` makes the record of what `key` holds; `decide` says, by the record as it stands, what is to be saved, or None
    to leave it alone. Both are asked again when others came first. The record as it stood before; None when there is
    none, or it was left alone. Raises ContendedError, and what `decide` raises.
    """
    for _ in range(TRIES):
        with redis.pipeline() as pipe:
            before = read(watch_and_read(pipe, (key,), ("GET", key))[0])
            save = decide(before) if before is not None else None
            if save is None:
                return None
            pipe.multi()
            save(pipe)
            try:
                pipe.execute()
            except WatchError:
                continue
            return before
    raise ContendedError
