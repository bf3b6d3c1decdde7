from laws.models.explainer_rows import ExplainerCitation, ExplainerFigure, ExplainerRelation, ExplainerTopic
from laws.models.explainers import ExplainerIndexPage, ExplainerPage
from laws.models.figures import Parameter, Term
from laws.models.statutes import Article, ArticleVersion, Statute
from laws.models.topics import Topic

__all__ = [
    "Article",
    "ArticleVersion",
    "ExplainerCitation",
    "ExplainerFigure",
    "ExplainerIndexPage",
    "ExplainerPage",
    "ExplainerRelation",
    "ExplainerTopic",
    "Parameter",
    "Statute",
    "Term",
    "Topic",
]
