"""What a running service keeps, as the staff's commands use it. They need few settings, and start nothing."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signpost.bootstrap import Desk


@contextmanager
def running() -> Iterator["Desk"]:
    """The desk of this environment. Ends the command, saying why, when there is no service, or it cannot be reached."""
    from redis.exceptions import RedisError

    from signpost import logs
    from signpost.bootstrap import CannotStart, desk
    from signpost.settings import SettingsError, StoreSettings

    try:
        settings = StoreSettings.from_env()
        logs.begin(settings.log_level)
        yield desk(settings)
    except SettingsError as error:
        sys.exit(f"{error}\nThis command needs the settings that the service itself runs with.")
    except CannotStart as error:
        sys.exit(str(error))
    except RedisError as error:
        sys.exit(f"REDIS_URL: no server answers there ({type(error).__name__})")
