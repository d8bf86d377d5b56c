"""What is remembered of sources and deliveries; the rows themselves lie in the store."""

from django.db import models

from baansuk.places.columns import KeyField
from baansuk.thai.words import Words


class Source(models.Model):
    """A register that an agency keeps, known by its code."""

    code = models.CharField(max_length=40, primary_key=True)
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    partner = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.name_th

    @property
    def name(self) -> Words:
        """Return the name in both languages."""
        return Words(self.name_th, self.name_en)


class Declaration(models.Model):
    """One version of how a source's files are read: the TOML text, never changed once used."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="declarations")
    version = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    declared_by = models.CharField(max_length=150)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "version"], name="declaration_version_once")]

    def __str__(self) -> str:
        return f"{self.source_id}-v{self.version}"


class Delivery(models.Model):
    """One file of a source as it arrived, and what became of it.

    ``source`` and ``declaration`` are null only where a file was refused before anyone knew whose it is. The row is made
    as ``received`` once the raw file is durable, so that its number can stand in the record ids; it leaves that state in
    the transaction that also writes its counts.
    """

    STATES = [
        (name, name)
        for name in (
            "received",
            "checked",
            "held",
            "accepted",
            "rejected",
            "withdrawn",
            "superseded",
            "refused",
            "erased",
        )
    ]

    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="deliveries")
    declaration = models.ForeignKey(Declaration, null=True, on_delete=models.PROTECT, related_name="+")
    receipt = models.CharField(max_length=20, unique=True)
    sha256 = models.CharField(max_length=64)
    filename = models.CharField(max_length=255)
    size = models.BigIntegerField()
    part = models.CharField(max_length=80, blank=True)
    tables = models.CharField(max_length=400, blank=True)
    # A code that no recorded agreement bears means that the delivery waits until one is assigned.
    agreement = KeyField(max_length=40, blank=True, db_index=True)
    partner = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=12, choices=STATES, default="received")
    encoding = models.CharField(max_length=20, blank=True)
    rows = models.BigIntegerField(default=0)
    rows_clean = models.BigIntegerField(default=0)
    rows_refused = models.BigIntegerField(default=0)
    rows_held = models.BigIntegerField(default=0)
    cells_normalised = models.BigIntegerField(default=0)
    observed_first = models.DateField(null=True)
    observed_last = models.DateField(null=True)
    summary = models.JSONField(default=dict)
    reason_code = models.CharField(max_length=40, blank=True)
    reason_th = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    received_by = models.CharField(max_length=150)
    received_at = models.DateTimeField()
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "sha256", "declaration"], name="same_file_once_per_reading"),
            models.UniqueConstraint(fields=["sha256"], condition=models.Q(source=None), name="unknown_file_once"),
        ]
        indexes = [
            models.Index(fields=["state", "received_at"]),
            models.Index(fields=["source", "part", "state"]),
        ]

    def __str__(self) -> str:
        return self.receipt

    @property
    def has_raw(self) -> bool:
        """Whether the file as it came is still there: it goes when it is erased, and when rows of a workbook are."""
        return self.state != "erased" and not self.summary.get("raw_dropped")

    @property
    def reason(self) -> Words:
        """Return why the delivery waits, was refused, rejected or withdrawn, in both languages."""
        return Words(self.reason_th, self.reason_en)


class ErasedFile(models.Model):
    """The hash of a file that was erased: sent again it is answered by its old receipt, and nothing of it is taken in.

    ``whole`` is false where only some rows of it were erased; then the receipt is that of what is left.
    """

    sha256 = models.CharField(max_length=64)
    receipt = models.CharField(max_length=20)
    whole = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sha256", "receipt"], name="file_erased_once")]
