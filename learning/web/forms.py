"""What a form posted, as the services read it."""

from collections.abc import Mapping
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from learning.services import (
    answer,
    opinions,
    project,
    project_given,
    questionnaires,
    questionnaires_paper,
    reading,
    report,
    review,
    studio_text,
    study,
    test,
)
from learning.services.work import Work

_MOST_FIELDS = 500


def posted() -> dict[str, list[str]]:
    """Return the posted fields; « préciser » replaces an ambiguous number by its reading."""
    form = as_lists(request.form)
    for pair in form.pop("preciser", []):
        name, _, value = pair.partition("=")
        form[name] = [value]
    return form


def as_lists(form: MultiDict[str, str]) -> dict[str, list[str]]:
    """Return a form as plain lists, bounded."""
    return dict(list(form.lists())[:_MOST_FIELDS])


def keep_lesson_form(work: Work, values: Mapping[str, Any], form: MultiDict[str, str]) -> bool:
    """Keep what a lesson's or test's form carried after the session had ended."""
    lists = as_lists(form)
    module, lesson = str(values["module"]), str(values["lesson"])
    if test.is_test(work, module, lesson):
        sitting = test.find_sitting(work, module, lesson)
        if sitting is None or not test.is_of(sitting, lists):
            return False
        return bool(test.keep_answers(work, sitting, lists))
    return answer.keep_late(work, module, lesson, lists)


def keep_review_form(work: Work, _values: Mapping[str, Any], form: MultiDict[str, str]) -> bool:
    """Keep what the review's form carried after the session had ended."""
    return review.keep_late(work, form.get("question", ""), as_lists(form))


def keep_reading_form(work: Work, values: Mapping[str, Any], form: MultiDict[str, str]) -> bool:
    """Keep what a trainer's form carried after the session had ended."""
    return reading.keep_typed(work, values["answer"], reading.read_form(as_lists(form)))


def keep_course_text(work: Work, values: Mapping[str, Any], form: MultiDict[str, str]) -> bool:
    """Keep what a trainer had written when the session had ended, unless somebody else wrote."""
    return studio_text.keep_late(work, str(values["ref"]), form.to_dict())


def keep_questionnaire(work: Work, values: Mapping[str, Any], form: MultiDict[str, str]) -> bool:
    """Keep what a questionnaire's form carried after the session had ended."""
    return questionnaires.keep_typed(work, str(values["name"]), as_lists(form))


def keep_paper_sheet(work: Work, values: Mapping[str, Any], form: MultiDict[str, str]) -> bool:
    """Keep what staff had entered of a sheet when their session ended."""
    name, learner = str(values["name"]), values["learner"]
    return questionnaires_paper.keep_typed(work, name, learner, as_lists(form))


PROTOCOL_FIELDS = (
    *("numero", "vu", "nom", "question", "parcours"),
    *("formes", "attente", "indicateurs", "fin"),
)
_LONGEST_OF_PROTOCOL = 2_000


def keep_protocol(work: Work, values: Mapping[str, Any], form: MultiDict[str, str]) -> bool:
    """Keep what the form of a protocol carried after the session had ended."""
    typed = [
        (name, value[:_LONGEST_OF_PROTOCOL])
        for name in PROTOCOL_FIELDS
        for value in form.getlist(name)
    ]
    return study.keep_typed(work, values.get("wanted"), tuple(typed[:_MOST_FIELDS]))


OPINION_FIELDS = ("sujet", "avis", "commentaire")


def keep_opinion_form(work: Work, values: Mapping[str, Any], form: MultiDict[str, str]) -> bool:
    """Keep what the form of an opinion carried after the session had ended."""
    typed = {name: form.get(name, "") for name in OPINION_FIELDS}
    return opinions.keep_typed(work, str(values["module"]), typed)


def keep_sheet_form(work: Work, values: Mapping[str, Any], form: MultiDict[str, str]) -> bool:
    """Keep what a sheet of the project carried after the session had ended."""
    return project.keep_late(work, str(values["sheet"]), form.to_dict())


def keep_project_reading(work: Work, values: Mapping[str, Any], form: MultiDict[str, str]) -> bool:
    """Keep what a trainer had written on a project when the session had ended."""
    given = project_given.read_form(form.to_dict())
    return project_given.keep_typed(work, values["learner"], given)


def keep_report(work: Work, values: Mapping[str, Any], form: MultiDict[str, str]) -> bool:
    """Keep what a report of an error carried after the session had ended."""
    module, lesson, name = (str(values[key]) for key in ("module", "lesson", "name"))
    typed = (form.get("raison", ""), form.get("texte", ""))
    return report.keep_late(work, module, lesson, name, typed)


LATE_FORMS = {
    "project.save": keep_sheet_form,
    "projects.give": keep_project_reading,
    "lesson.save": keep_lesson_form,
    "lesson.send_report": keep_report,
    "review.save": keep_review_form,
    "reading.save": keep_reading_form,
    "opinions.give": keep_opinion_form,
    "text.save": keep_course_text,
    "studies.make": keep_protocol,
    "studies.change": keep_protocol,
    "questionnaires.save": keep_questionnaire,
    "paper.enter": keep_paper_sheet,
}
