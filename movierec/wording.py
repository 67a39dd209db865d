"""What Django's forms say of a mistake, in the words of this site."""

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core import validators
from django.forms import fields, models

CHOICE = "“%(value)s” is not one of the choices."
LENGTH = "%(limit_value)d characters (now %(show_value)d)."


def speak_plainly() -> None:
    """Change the sentences for fields that are made from now on, and of all validators.

    They are attributes of Django's classes; a translation of English into English would say the
    same, but needs files that are compiled.
    """
    fields.Field.default_error_messages["required"] = "Please fill this in."
    fields.IntegerField.default_error_messages["invalid"] = "Please enter a whole number."
    for number in (fields.FloatField, fields.DecimalField):
        number.default_error_messages["invalid"] = "Please enter a number."
    for field in (fields.ChoiceField, fields.MultipleChoiceField, models.ModelMultipleChoiceField):
        field.default_error_messages["invalid_choice"] = CHOICE
    models.ModelChoiceField.default_error_messages["invalid_choice"] = "It is not one to choose."
    UnicodeUsernameValidator.message = "Please use only letters, digits and @ . + - _"
    validators.EmailValidator.message = "Please enter an address such as name@example.org."
    validators.MinLengthValidator.message = f"Please write at least {LENGTH}"
    validators.MaxLengthValidator.message = f"Please write at most {LENGTH}"
    validators.MinValueValidator.message = "It must be at least %(limit_value)s."
    validators.MaxValueValidator.message = "It must be at most %(limit_value)s."
