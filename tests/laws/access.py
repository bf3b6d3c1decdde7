from laws.models import Parameter
from tests.access import Access
from tests.laws.factories import ArticleVersionFactory, ParameterFactory, TermFactory, TopicFactory


def _topic(office):
    return {"code": TopicFactory(wages=True).code}


def _statute(office):
    return {"code": ArticleVersionFactory().article.statute.code}


def _article(office):
    article = ArticleVersionFactory().article
    return {"code": article.statute.code, "number": article.number}


MAKERS = {
    "topics_admin": TopicFactory,
    "statutes_admin": lambda: ArticleVersionFactory().article.statute,
    "articles_admin": lambda: ArticleVersionFactory().article,
    "parameters_admin": lambda: Parameter.objects.first() or ParameterFactory(),
    "terms_admin": TermFactory,
}


def _of_the_law_menu():
    """Editors write, operators may also delete, the other staff are sent back to their own start page."""
    write = {"editor": 200, "operator": 200}
    for menu, make in MAKERS.items():
        pk = {"kwargs": lambda office, make=make: {"pk": make().pk}}
        for view in ("index", "index_results", "add"):
            yield f"{menu}:{view}", Access(anonymous=302, staff=302, roles=write)
        for view in ("edit", "history", "history_results", "usage"):
            yield f"{menu}:{view}", Access(anonymous=302, staff=302, roles=write, **pk)
        yield f"{menu}:delete", Access(anonymous=302, staff=302, roles={"operator": 200}, **pk)


ROWS = {
    "laws:statutes": Access(anonymous=200, staff=200),
    "laws:statute": Access(anonymous=200, staff=200, kwargs=_statute),
    "laws:article": Access(anonymous=200, staff=200, kwargs=_article),
    "laws:glossary": Access(anonymous=200, staff=200),
    "topics:detail": Access(anonymous=200, staff=200, kwargs=_topic),
    **dict(_of_the_law_menu()),
    # Law is public: whoever may sign in may look up an article.
    "article_chooser:choose": Access(anonymous=302, staff=200),
    "article_chooser:choose_results": Access(anonymous=302, staff=200),
    "article_chooser:chosen": Access(
        anonymous=302, staff=200, kwargs=lambda office: {"pk": ArticleVersionFactory().article.pk}
    ),
    "article_chooser:chosen_multiple": Access(anonymous=302, staff=200),
    "article_chooser:create": Access(anonymous=302, staff=302, roles={"editor": 200, "operator": 200}),
    # Those who may write no page have nothing to review; page rights come from groups, not from the role.
    "explainer_review": Access(anonymous=302, staff=302),
    "explainer_review_results": Access(anonymous=302, staff=302),
}
