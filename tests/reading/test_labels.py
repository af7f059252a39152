"""The label tables are the ontology's."""

from reportedly.knowledge import Knowledge
from reportedly.reading.labels import LABELS


def test_labels_and_ontology_name_the_same_things():
    ontology = Knowledge.load().ontology
    assert set(LABELS.types) - {"none", "form-only"} == set(ontology.types)
    assert set(LABELS.fields["form"]) - {"none"} == set(ontology.forms)
    assert set(LABELS.fields["stage"]) - {"none"} == set(ontology.stages)
    assert set(LABELS.fields["instrument"]) - {"none"} == set(ontology.instruments)
    assert set(LABELS.fields["turn"]) - {"none"} == set(ontology.turns)


def test_the_quad_classes_of_evaluation_are_the_ontologys():
    from reportedly.evaluation.relations import QUAD

    ontology = Knowledge.load().ontology
    assert {c: ontology.quad(c) for c in QUAD} == QUAD
