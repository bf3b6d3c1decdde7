from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("aid", "0014_indexes_never_empty")]
    operations = [
        ValidateConstraint("claimant", "claimant_is_found"),
        ValidateConstraint("claimant", "claimant_paper_is_found"),
        ValidateConstraint("draft", "draft_is_found"),
    ]
