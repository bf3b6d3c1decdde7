from tests.access import Access
from tests.laws.factories import ArticleVersionFactory, TopicFactory


def _topic(office):
    return {"code": TopicFactory(wages=True).code}


def _statute(office):
    return {"code": ArticleVersionFactory().article.statute.code}


def _article(office):
    article = ArticleVersionFactory().article
    return {"code": article.statute.code, "number": article.number}


ROWS = {
    "laws:statutes": Access(anonymous=200, staff=200),
    "laws:statute": Access(anonymous=200, staff=200, kwargs=_statute),
    "laws:article": Access(anonymous=200, staff=200, kwargs=_article),
    "laws:glossary": Access(anonymous=200, staff=200),
    "topics:detail": Access(anonymous=200, staff=200, kwargs=_topic),
}
