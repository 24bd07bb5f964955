"""The service, as the web's own tests have it."""

from tests.web.conftest import make_service

__all__ = ["make_service"]
