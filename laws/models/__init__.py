from laws.models.figures import Parameter, Term
from laws.models.statutes import Article, ArticleVersion, Statute
from laws.models.topics import Topic

__all__ = ["Article", "ArticleVersion", "Parameter", "Statute", "Term", "Topic"]
