"""Lines that stand on a page and are not the article."""

import pytest

from foedus.intake.furniture import Form, Scope, forms, normalised, scope_of, without_furniture


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.example)
def test_each_form_matches_its_example(form: Form) -> None:
    assert form.matches(form.example)
    assert scope_of(form.example) is form.scope


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.stays)
def test_the_near_miss_of_each_form_stays(form: Form) -> None:
    assert scope_of(form.stays) is None


# More than one example a form; the sentences of an article that hold the same words.
LINES = [
    ("Laisser un commentaire", Scope.LINE),
    ("## Laisser un commentaire", Scope.LINE),
    ("Votre adresse e-mail ne sera pas publiée.", Scope.LINE),
    ("Votre adresse email ne sera pas publiée. Les champs obligatoires sont marqués avec *", Scope.LINE),
    ("À lire aussi", Scope.LINE),
    ("A LIRE AUSSI > Le traité de 2024, article par article", Scope.LINE),
    ("À voir également : Le sommet en images", Scope.LINE),
    ("Partager l’article sur WhatsApp", Scope.LINE),
    ("[Publicité]", Scope.LINE),
    ("S’abonner", Scope.LINE),
    ("© 2024 Le Journal – Tous droits réservés", Scope.LINE),
    ("Share this article", Scope.LINE),
    ("Related Articles:", Scope.LINE),
    ("Sign up for our free daily newsletter.", Scope.LINE),
    ("READ MORE: Why Ankara hesitates", Scope.LINE),
    ("Follow Jane Doe on Twitter @janedoe.", Scope.LINE),
    ("Advertisement", Scope.LINE),
    ("Comments are closed.", Scope.END),
    ("Photo : ministère de la Défense", Scope.CAPTION),
    ("Des chars défilent sur la place Kim Il-sung. © KCNA", Scope.CAPTION),
    ("Le président et son hôte. (AFP/Jeanne Modèle)", Scope.CAPTION),
    ("« Votre adresse ne sera pas publiée », a promis le consulat.", None),
    ("Il a refusé de laisser un commentaire sur le site du ministère.", None),
    ("À lire les communiqués, Paris et Alger se sont tout dit.", None),
    ("Partager le renseignement reste, selon lui, une affaire de confiance.", None),
    ("La publicité faite à l'accord a irrité Pékin.", None),
    ("S'abonner au gaz russe était une erreur, a reconnu le chancelier.", None),
    ("Share this intelligence with Kyiv, he urged Washington.", None),
    ("Related articles of the penal code were invoked by Minsk.", None),
    ("The advertisement, paid by Tehran, ran for a week.", None),
    ("Sign up or leave, Trump told NATO.", None),
    ("Read more closely, the treaty promises little.", None),
    ("All rights reserved by the treaty of 1961 were given back.", None),
    ("Selon l'agence Tass (Russie), l'accord est mort.", None),
    ("Il a dit non.", None),
]


@pytest.mark.parametrize(("line", "scope"), LINES, ids=[row[0] for row in LINES])
def test_lines(line: str, scope: Scope | None) -> None:
    assert scope_of(line) is scope


def test_the_rest_stays_character_for_character() -> None:
    text = "Titre\r\n\r\nMoscou a dit oui.\r\nPartager sur Facebook\r\nKiev a dit non. \n\nRetour en haut"
    left, dropped = without_furniture(text)
    assert left == "Titre\r\n\r\nMoscou a dit oui.\r\nKiev a dit non. \n\n"
    assert dropped == ("Partager sur Facebook", "Retour en haut")


def test_text_without_furniture_is_the_same_object() -> None:
    text = "Moscou a dit oui.\n\n Kiev a dit non.\t\n"
    assert without_furniture(text)[0] is text


def test_an_end_form_ends_the_second_half_only() -> None:
    body = "Moscou a dit oui, et Kiev a dit non.\n"
    left, dropped = without_furniture(body * 3 + "Vos réactions\nJean : Bravo !\n")
    assert left == body * 3
    assert dropped == ("Vos réactions", "Jean : Bravo !")
    left, dropped = without_furniture("Vos réactions\n" + body * 3)
    assert left == body * 3
    assert dropped == ("Vos réactions",)


def test_marks_and_curly_apostrophes_are_levelled() -> None:
    assert normalised("  ##\u00a0S’abonner ") == "S'abonner"
