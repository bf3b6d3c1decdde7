from django.db import migrations

# Fields that stand on a page of their own now: {page: (where they stood, the names they begin with)}.
MOVED = {
    "helper": ("who", ("helper_relation", "helper_name", "helper_phone", "helper_authority")),
    "days": ("owed", ("owed_from", "owed_to", "still_working", "left_on")),
    "call": ("contact", ("say_who_we_are", "call_time")),
}


def relay(pages):
    """The pages of a draft begun when wages alone could be asked for, as the form asks them now."""
    found = {"matter": {"data": {"door": ["wages"]}, "done": True}, **pages}
    for slug, (before, names) in MOVED.items():
        if before not in pages:
            continue
        data, moved = {}, {}
        for name, typed in pages[before]["data"].items():
            (moved if name.startswith(names) else data)[name] = typed
        found[before] = {**pages[before], "data": data}
        found[slug] = {"data": moved, "done": pages[before]["done"] and bool(moved)}
    kind = found.get("place", {}).get("data", {}).pop("work_kind", None)
    if kind and "owed" in found:
        found["owed"]["data"]["work_kind"] = kind
    return found


def forwards(apps, schema_editor):
    drafts = apps.get_model("aid", "Draft").objects.filter(application=None)
    for draft in drafts.iterator(chunk_size=200):
        pages = draft.answers.get("pages")
        if pages and "notice" in draft.answers and "matter" not in pages:
            draft.answers["pages"] = relay(pages)
            draft.save(update_fields=["answers"])


class Migration(migrations.Migration):
    dependencies = [("aid", "0023_every_matter")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
