from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('recruitment', '0019_forget_persons'),
    ]

    operations = [
        migrations.AddField(
            model_name='draft',
            name='sent_index',
            field=models.CharField(blank=True, db_index=True, default='', max_length=64),
        ),
    ]
