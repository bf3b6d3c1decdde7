"""The law on the stations' notice, from the texts that `laws` keeps: the apps do not know each other, the site does."""

from laws.models import ArticleVersion
from stations.papers.law import Quoted


def quoted(statute, numbers, day):
    """The wordings in force on `day` of these articles of a statute."""
    versions = ArticleVersion.objects.in_force(day).select_related("article__statute")
    return [
        Quoted(
            statute=version.article.statute.title,
            label=version.article.label,
            number=version.article.number,
            paragraphs=version.paragraphs,
            since=version.effective_from,
        )
        for version in versions.filter(article__statute__code=statute, article__number__in=numbers)
    ]
