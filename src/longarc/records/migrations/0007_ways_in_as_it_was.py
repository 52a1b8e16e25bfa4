from django.db import migrations
from django.db.models import F


def as_it_was(apps, _schema_editor):
    """Contacts who took concerns before go on; links to accounts that were open end."""
    apps.get_model("records", "SafeguardingKey").objects.update(stands_from=F("made_at"))
    links = apps.get_model("records", "Invitation").objects
    links.filter(user__isnull=False, used_at=None).update(expires_at=F("made_at"))


class Migration(migrations.Migration):

    dependencies = [
        ("records", "0006_ways_in"),
    ]

    operations = [
        migrations.RunPython(as_it_was, migrations.RunPython.noop),
    ]
