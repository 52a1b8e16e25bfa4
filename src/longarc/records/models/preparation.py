"""Preparation: exercises that were done, and what both sides say of each capacity."""

from django.db import models

from longarc.records.models.entries import Entry


class ExerciseDone(Entry):
    """The client did an exercise (care.exercise_list): each answer about it may be left out.

    `before` and `after` are care.arc.State codes, `effect` a care.exercises.Effect.
    """

    exercise = models.CharField(max_length=30)
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10, blank=True)
    effect = models.CharField(max_length=10, blank=True)


class ExerciseBack(Entry):
    """The client brings an exercise that made it worse back to their list."""

    exercise = models.CharField(max_length=30)


class ExerciseTogether(Entry):
    """Someone of the care team did an exercise together with the client."""

    exercise = models.CharField(max_length=30)


class CapacityView(Entry):
    """What the client, or someone of the care team, says of one capacity (care.capacities)."""

    capacity = models.CharField(max_length=20)
    answer = models.CharField(max_length=10)
