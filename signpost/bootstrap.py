"""Floor 4: the one place where parts are put together, from a `Settings`."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from redis import Redis

from signpost.adapters import embedded
from signpost.adapters.calendar import bank_holidays
from signpost.adapters.connection import connect
from signpost.adapters.gateway import TwilioGateway
from signpost.adapters.jobqueue import JobQueue
from signpost.adapters.mail import SmtpMailer
from signpost.adapters.pace import SenderPace
from signpost.adapters.seal import Seal, SecretTokens
from signpost.adapters.store import RedisStore
from signpost.authoring.faults import PackFaults
from signpost.authoring.load import load
from signpost.callbacks import unmailed, without_mail
from signpost.conversation import Conversation
from signpost.core.followup import Calendar
from signpost.core.menu import Pack, teams
from signpost.core.understanding import Understand, Understood, deaf
from signpost.delivery import Delivery
from signpost.errands import Errands
from signpost.followups import FollowUps
from signpost.live import OwnLine
from signpost.mailing import Mailing
from signpost.ringing import Ringing
from signpost.settings import Settings, SettingsError, StoreSettings
from signpost.turns import erase

# What stops a start, each with a message for whoever starts it.
CannotStart = (SettingsError, PackFaults, embedded.NoServerError)


@dataclass(frozen=True, slots=True)
class Service:
    """The parts of one running process."""

    settings: Settings
    pack: Pack
    redis: Redis
    store: RedisStore
    gateway: TwilioGateway
    jobs: JobQueue
    conversation: Conversation
    follow_ups: FollowUps
    delivery: Delivery
    ringing: Ringing
    mailing: Mailing
    errands: Errands
    understand: Understand

    @property
    def warning(self) -> str:
        """What whoever starts the process should know of its settings, in one line; "" for nothing."""
        return "" if self.settings.smtp_url else unmailed(self.pack)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the staff's commands work on: what a service keeps, read and changed from outside it."""

    pack: Pack
    store: RedisStore
    tokens: SecretTokens

    def forget(self, number: str) -> None:
        """Erase everything held about a number (E.164), as FORGET does. Raises TooBusyError."""
        erase(self.store, self.tokens.person(number))


def desk(settings: StoreSettings) -> Desk:
    """The desk of a service that is there already.

    Raises NoServerError when its data folder has no server that runs: nothing is ever started. Raises PackFaults.
    """
    redis = connect(settings.redis_url or embedded.running(settings.data))
    pack = load(settings.pack)
    store, tokens = _kept(settings, pack, redis)
    return Desk(pack, store, tokens)


def _kept(settings: StoreSettings, pack: Pack, redis: Redis) -> tuple[RedisStore, SecretTokens]:
    secret = settings.secret_key.get_secret_value()
    tokens = SecretTokens(secret)
    store = RedisStore(redis, Seal(secret), pack.keep, tokens=tokens, teams=teams(pack))
    return store, tokens


def build(settings: Settings) -> Service:
    """Put the service together.

    Starts our own Redis server when no other is named. Raises PackFaults for a pack that is not sound, before anything
    is started.
    """
    pack = load(settings.pack)
    if settings.smtp_url is None:
        pack = without_mail(pack)
    redis = connect(settings.redis_url or embedded.ensure(settings.data))
    store, tokens = _kept(settings, pack, redis)
    pace = SenderPace(redis, settings.sms_rate, settings.segments_a_day)
    gateway = TwilioGateway(
        settings.account_sid,
        settings.auth_token.get_secret_value(),
        sender=settings.sms_from or "",
        api_url=settings.api_url,
        callback_url=f"{settings.public_url}/status",
        voice_sender=settings.caller_number or "",
        voice_url=f"{settings.public_url}/voice",
    )
    calendar = Calendar(pack.text_hours, bank_holidays())
    follow_ups = FollowUps(pack, store, tokens, calendar, pace, _now)
    understand = understanding(pack)
    conversation = Conversation(
        pack,
        store=store,
        tokens=tokens,
        follow_ups=follow_ups,
        clock=_now,
        line=OwnLine(f"{urlsplit(settings.public_url).path}/voice", settings.caller_number, settings.crowd),
        understand=understand,
    )
    delivery = Delivery(pack, store, gateway, pace, calendar, _now)
    ringing = Ringing(pack, store=store, rings=store.rings, telephone=gateway, tokens=tokens, clock=_now)
    mailer = SmtpMailer(settings.smtp_url.get_secret_value()) if settings.smtp_url else None
    mailing = Mailing(pack, store.callbacks, mailer, _now, store.amendments.read)
    errands = Errands(store, follow_ups, delivery, ringing, mailing, _now)
    return Service(
        settings,
        pack,
        redis,
        store,
        gateway,
        store.jobs,
        conversation,
        follow_ups,
        delivery,
        ringing,
        mailing,
        errands,
        understand,
    )


def understanding(pack: Pack) -> Understand:
    """What understands people's own words, fitted to the pack when it is first asked: many a process never is."""
    if not pack.topics:
        return deaf

    def understand(words: str) -> Understood:
        # It loads libraries that take longer than all others together.
        from signpost.understanding import fit  # noqa: PLC0415

        return fit(pack)(words)

    return understand


def _now() -> datetime:
    return datetime.now(UTC)
