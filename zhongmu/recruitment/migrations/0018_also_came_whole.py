import django.db.models.deletion
import zhongmu.seals.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0001_initial'),
        ('recruitment', '0017_archive_heard'),
    ]

    operations = [
        migrations.AddField(
            model_name='alsocame',
            name='intake',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='alsocame',
            name='photo',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile'),
        ),
        migrations.AddField(
            model_name='alsocame',
            name='scan',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile'),
        ),
        migrations.AddField(
            model_name='alsocame',
            name='signature',
            field=zhongmu.seals.fields.SealedBytesField(null=True),
        ),
        migrations.AddField(
            model_name='alsocame',
            name='signed_scan',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile'),
        ),
        migrations.AddField(
            model_name='alsocame',
            name='submission_index',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
    ]
