"""The outlets that carry the words of an article's speakers, and whose later words they carry too."""

import re
from dataclasses import replace

from foedus.attribution.passing import RULE as QUOTED
from foedus.attribution.passing import cited, silent
from foedus.attribution.relay import RelayFound, find_relays, finder, outlet_source, takes_up_a_communication
from foedus.attribution.scene import Draft, Scene
from foedus.attribution.sources import source_of_phrase, subject_of
from foedus.language.actors import Discourse
from foedus.model import Article, Speaker, TextSpan

_QUESTION = re.compile(
    r"^[-–—•\s]*(?P<label>[^\W\d_a-z][^:«»“”\"\n.?!]{1,45}?)[\s\u00a0\u202f]*(?::|\.[\s\u00a0\u202f]*[-–—])[^\n]*\?[\s\u00a0\u202f»”\"]*$",
    re.M,
)


class Relays:
    """The relays of one article, paragraph after paragraph."""

    def __init__(self, article: Article, discourse: Discourse) -> None:
        self.article, self.discourse = article, discourse
        self._carried: dict[str, tuple[str, ...]] = {}
        self._communication: tuple[str, ...] = ()
        self._last: str | None = None
        self._by_passage: dict[int, list[RelayFound]] = {}
        self._passed_on: list[tuple[TextSpan, str]] = []
        self._interviewer = self._who_asks()

    def without_carriers(self, scene: Scene, drafts: list[Draft]) -> list[Draft]:
        """« X est prêt, a dit Y, rapporte Tass »: an outlet that only passes on another's statement is its relay."""
        kept = []
        self._passed_on = []
        outlets = {id(d): outlet_source(d.source, self.article.text, scene.passage.language) for d in drafts}
        drafts = self._with_cited(scene, drafts, outlets)
        for draft in drafts:
            outlet = outlets.get(id(draft))
            if outlet is None:
                kept.append(draft)
                continue
            self._last = outlet
            others = [d for d in drafts if d is not draft and d.cue is not None and outlets.get(id(d)) is None]
            held = [s for d in others for s in draft.spans if d.cue is not None and s.contains(d.cue.span)]
            beside = self._sentence_of(scene, draft) if draft.rule in ("incise", "quoted_speech") else None
            if held:
                self._passed_on.extend((span, outlet) for span in draft.spans)
            elif beside is not None and any(d.cue is not None and beside.contains(d.cue.span) for d in others):
                self._passed_on.append((beside, outlet))
            else:
                kept.append(draft)
        return kept

    def _with_cited(self, scene: Scene, drafts: list[Draft], outlets: dict[int, str | None]) -> list[Draft]:
        """« L'agence Yonhap, citant un général, fait état de »: the general says it, and Yonhap carries his words."""
        out = list(drafts)
        for draft in [*drafts, *silent(scene, drafts)]:
            if draft.rule == QUOTED and draft.cue is not None:
                subject = subject_of(draft.cue.head)
                who = source_of_phrase(subject) if subject is not None else None
                outlet = outlet_source(who, self.article.text, scene.passage.language)
                if outlet is not None:
                    self._passed_on.append((draft.cue.span, outlet))
                continue
            whom = cited(draft, scene)
            sentence = self._sentence_of(scene, draft) if whom is not None else None
            told = [
                d
                for d in out
                if d is not draft and d.cue is not None and sentence is not None and sentence.contains(d.cue.span)
            ]
            main = next((d for d in told if outlets.get(id(d)) is not None), None)
            if main is None or main.cue is None or whom is None:
                continue
            self._passed_on.append((main.cue.span, outlets[id(main)] or ""))
            out[out.index(main)] = replace(main, source=whom)
            out = [d for d in out if d is not draft]
        return out

    def announced(self, scene: Scene, drafts: list[Draft]) -> None:
        """« Dans un entretien au Soir, le ministre revient sur la crise »: it carries what he says from here on."""
        for relay in self._found_in(scene):
            word = scene.passage.word_at(relay.span.start) if relay.carries else None
            sentence = scene.sentence_of(word) if word is not None else []
            if not sentence or any(d.cue is not None and d.cue.head.sentence == sentence[0].sentence for d in drafts):
                continue
            subject = next((w for w in sentence if w.dep == "subj" and scene.speaks(w)), None)
            identity = self.discourse.identify(subject) if subject is not None else None
            if identity is not None:
                self._communication = (relay.outlet,)
                self._carried[identity.name] = (relay.outlet,)

    def of(self, scene: Scene, draft: Draft, speaker: Speaker | None) -> tuple[str, ...]:
        """Return the relays of a draft, nearest first."""
        name = speaker.name if speaker else ""
        if outlet_source(draft.source, self.article.text, scene.passage.language) is not None:
            return ()
        if draft.rule.startswith("speaking_turn") and self._interviewer is not None:
            return (self._interviewer,)
        sentence = self._sentence_of(scene, draft)
        if sentence is None:
            return self._carried.get(name, ())
        found = [r for r in self._found_in(scene) if sentence.contains(r.span)]
        here = [r for r in found if not any(s.contains(r.span) for s in draft.spans)]
        passed = [o for span, o in self._passed_on if draft.cue is not None and span.contains(draft.cue.span)]
        names = tuple(dict.fromkeys([*passed, *(r.outlet for r in here)]))
        if names and any(r.carries for r in here):
            self._communication = names
            self._carried |= {name: names} if name else {}
        if not names and self._communication and takes_up_a_communication(sentence.slice(self.article.text)):
            names = self._communication
            self._carried |= {name: names} if name else {}
        return names or self._carried.get(name, ())

    def _found_in(self, scene: Scene) -> list[RelayFound]:
        start = scene.passage.span.start
        if start not in self._by_passage:
            found = find_relays(
                self.article.text,
                scene.passage.span,
                scene.passage.language,
                last=self._last,
                is_actor=lambda span: bool(self.discourse.mentions_in(span)),
            )
            self._by_passage[start] = found
            self._last = found[-1].outlet if found else self._last
        return self._by_passage[start]

    def _sentence_of(self, scene: Scene, draft: Draft) -> TextSpan | None:
        anchor = draft.cue.head if draft.cue else draft.source.head if draft.source else None
        if anchor is None or not scene.passage.span.start <= anchor.start < scene.passage.span.end:
            return None  # a colon announced it in the paragraph before
        sentence = scene.sentence_of(anchor)
        return TextSpan(sentence[0].start, sentence[-1].end)

    def _who_asks(self) -> str | None:
        """Return the outlet before the colon of every question: in an interview it carries all the answers."""
        tools = finder(self.article.language)
        labels = {m["label"].strip() for m in _QUESTION.finditer(self.article.text)}
        if len(labels) != 1:
            return None
        label = labels.pop()
        known = tools.names.get(label.lower())
        return known or (label if set(re.findall(r"\w+", label.lower())) & tools.parts else None)
