from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0008_model_runs")]

    operations = [
        migrations.AlterField(
            model_name="evaluation",
            name="kind",
            field=models.CharField(
                choices=[("similar", "Similar titles"), ("personal", "Personal recommendations")],
                max_length=20,
            ),
        ),
    ]
