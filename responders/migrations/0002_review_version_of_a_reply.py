import django.db.models.deletion
from django.db import migrations, models


def take_the_words_of_today(apps, schema_editor):
    """Replies from before this column were last moved over the words that stand now, as far as anybody knows."""
    reviews = apps.get_model('monitor', 'Review').objects.filter(pk=models.OuterRef('review'))
    apps.get_model('responders', 'ReplyDraft').objects.update(review_version=models.Subquery(reviews.values('current')[:1]))


class Migration(migrations.Migration):

    dependencies = [
        ('monitor', '0001_initial'),
        ('responders', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='replydraft',
            name='review_version',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='monitor.reviewversion'),
        ),
        migrations.RunPython(take_the_words_of_today, migrations.RunPython.noop),
    ]
