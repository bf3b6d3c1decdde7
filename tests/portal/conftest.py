import pytest

from portal.services import ensure_locales_and_root


@pytest.fixture
def home(db):
    """The Chinese home page of a site that lives at testserver."""
    return ensure_locales_and_root(
        hostname="testserver", promises=[("全程 **免费**", "《法律援助法》第二十条")]
    )
