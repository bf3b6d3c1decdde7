"""A translation that gettext would leave out counts as missing."""

from babel.messages.catalog import Catalog

from portal import catalogues


def test_a_string_whose_form_has_changed_is_not_translated():
    catalogue = Catalog(locale="en")
    catalogue.add("收录 %(n)s 条", "%(n)s articles", flags={"fuzzy", "python-format"})
    catalogue.add("案例", "Cases")
    catalogue.add("活动", "")
    assert catalogues.missing(catalogue) == ["收录 %(n)s 条", "活动"]
