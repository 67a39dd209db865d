from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0002_ratings")]

    operations = [
        # Until now only builds of similar titles were recorded.
        migrations.AddField(
            model_name="indexbuild",
            name="kind",
            field=models.CharField(
                choices=[
                    ("similar", "Similar titles"),
                    ("search", "Names"),
                    ("texts", "Plots and keywords"),
                ],
                default="similar",
                max_length=7,
                verbose_name="index",
            ),
        ),
        migrations.AddField(
            model_name="indexbuild",
            name="size_bytes",
            field=models.PositiveBigIntegerField(default=0, verbose_name="bytes on disk"),
        ),
        migrations.AddField(
            model_name="indexbuild",
            name="peak_rss_mb",
            field=models.PositiveIntegerField(
                blank=True, null=True, verbose_name="peak memory in MB"
            ),
        ),
        migrations.AddField(
            model_name="indexbuild",
            name="fingerprint",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="indexbuild",
            name="schema",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
    ]
