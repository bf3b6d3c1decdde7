from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q

CONSTRAINTS = [
    (
        "claimant",
        models.CheckConstraint(
            condition=~Q(name_index="") & ~Q(phone_index="") & ~Q(phone_tail_index=""),
            name="claimant_is_found",
            violation_error_message="姓名和电话要写。",
        ),
    ),
    (
        "claimant",
        models.CheckConstraint(
            condition=Q(id_type="none") | ~Q(id_index=""),
            name="claimant_paper_is_found",
            violation_error_message="证件号码要写；手上没有证件的，选“手上没有证件”。",
        ),
    ),
    ("draft", models.CheckConstraint(condition=~Q(code_index=""), name="draft_is_found")),
]


class Migration(migrations.Migration):
    """For new rows; those that are there are looked at by the next migration, while others go on writing."""

    dependencies = [("aid", "0013_fill_empty_indexes")]
    operations = [AddConstraintNotValid(model, constraint) for model, constraint in CONSTRAINTS]
