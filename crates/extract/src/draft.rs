//! Turns what the rules find in a clause into claims: chooses the rule, the words of evidence and the slots.

use crate::Reader;
use crate::pattern::Match;
use crate::read::{Clause, Names, Said};
use crate::rule::Rule;
use crate::slots::{Context, Maps, Number, Parties, When, numbers, places_in, plural, stance_of, times};
use crate::story::{Speakers, name, whole};
use crate::text::{Form, Sentence, Tag};
use jiff::civil::Date;
use truce_model::{Act, Claim, ClaimId, Count, Document, Interval, Kind, Moment, Name, RuleId, Span, Stance};

/// A claim before its sources are told apart.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub span: Span,
    pub act: Act,
    pub sources: Vec<Option<String>>,
    pub via: Option<String>,
    pub stance: Stance,
    pub agent: Option<String>,
    pub target: Option<String>,
    pub places: Vec<String>,
    pub occurred: Interval,
    pub count: Option<Count>,
    pub found_by: Vec<RuleId>,
}

impl Draft {
    /// Resolves `each other` to those other than the source.
    fn other<'d>(&'d self, words: Option<&'d str>, source: Option<&str>) -> Option<&'d str> {
        match words {
            Some("each other" | "one another" | "each") => {
                self.sources.iter().flatten().map(String::as_str).find(|other| Some(*other) != source)
            }
            _ => words,
        }
    }

    /// One claim for each source.
    pub fn claims(&self, document: &Document, text: &str) -> Vec<Claim> {
        let Some(quote) = self.span.of(text).filter(|quote| !quote.is_empty()) else { return Vec::new() };
        let sources = self.sources.iter();
        sources
            .map(|source| {
                Claim {
                    id: ClaimId::new(""),
                    document: document.id.clone(),
                    span: self.span,
                    quote: quote.to_owned(),
                    act: self.act,
                    source: source.as_deref().and_then(name),
                    via: self.via.as_deref().and_then(name),
                    stance: self.stance,
                    agent: self.other(self.agent.as_deref(), source.as_deref()).and_then(name),
                    target: self.target.as_deref().and_then(name),
                    places: self.places.iter().filter_map(|place| name(place)).collect(),
                    occurred: self.occurred,
                    count: self.count.clone(),
                    found_by: self.found_by.clone(),
                }
                .identified()
            })
            .collect()
    }
}

/// One stretch of one sentence, with what is needed to read it.
pub(crate) struct Scene<'a> {
    pub reader: &'a Reader,
    pub text: &'a str,
    pub sentence: &'a Sentence,
    pub stretch: &'a Said,
    pub names: &'a Names<'a>,
    pub maps: Maps<'a>,
    pub outlet: Option<String>,
    pub published: Option<Date>,
}

/// What a rule found in a clause.
#[derive(Clone, Copy, Debug)]
struct Hit<'r> {
    rule: &'r Rule,
    m: Match,
}

impl Scene<'_> {
    /// The drafts of a stretch, clause by clause.
    pub fn drafts(
        &self,
        clauses: &[Clause],
        speakers: &Speakers,
        reported: bool,
        context: &Context,
        last_places: &[String],
        dated: Option<Interval>,
    ) -> Vec<Draft> {
        let mut drafts: Vec<Draft> = Vec::new();
        let mut places: Vec<String> = Vec::new();
        let mut time: Option<Interval> = None;
        let mut context = context.clone();
        let mut retold: Vec<usize> = Vec::new();
        let mental =
            self.stretch.by.as_ref().is_some_and(|by| ["hope", "fear", "doubt"].contains(&by.verb.as_str()));
        for clause in clauses.iter().filter(|_| !(mental && reported)) {
            let here = self.places(clause);
            let when = times(&self.sentence.tokens, clause.from, clause.to, self.published);
            let linked = clause.dependent || (self.shares_subject(clause) && !clause.resumed);
            if !here.is_empty() || !linked {
                places.clone_from(&here);
            }
            if !when.is_empty() || !linked {
                time = None;
            }
            for hit in self.hits(clause) {
                if self.unreal(clause, hit) {
                    continue;
                }
                let mut draft = self.draft(clause, hit, &when, &context);
                if draft.act.kind() == Kind::Toll && draft.count.is_none() {
                    continue;
                }
                self.locate(&mut draft, clause, &places, last_places);
                if draft.occurred.is_unknown() {
                    let told = matches!(draft.act.kind(), Kind::Event | Kind::Toll);
                    draft.occurred = time.unwrap_or_else(|| self.timeless(clause, draft.act));
                    // What is told right behind a dated event, in the past tense, is told of its time.
                    if told && draft.occurred.is_unknown() {
                        retold.push(drafts.len());
                    }
                } else if time.is_none() && !when.is_empty() {
                    time = Some(draft.occurred);
                }
                let narrated = !reported;
                self.voice(&mut draft, clause, hit.rule, speakers, reported, &context, !when.is_empty());
                if narrated && self.mere_analysis(&draft, hit) {
                    continue;
                }
                let part = self.part(clause, &draft);
                drafts.push(draft);
                drafts.extend(part);
            }
            self.note_subject(clause, &mut context);
        }
        for at in retold {
            if drafts[at].occurred.is_unknown() {
                drafts[at].occurred = dated.unwrap_or_default();
            }
        }
        if drafts.is_empty() && reported {
            drafts.extend(self.view(clauses, speakers));
        }
        drafts
    }

    fn note_subject(&self, clause: &Clause, context: &mut Context) {
        let tokens = &self.sentence.tokens;
        if let Some(phrase) = clause.subject.first().filter(|p| tokens[p.head].nominal()) {
            let name = self.names.name_of(self.text, tokens, *phrase);
            if !self.names.is_person(tokens, *phrase) {
                if self.names.can_act(&name) {
                    context.last_party = Some(name);
                }
            }
        }
    }

    fn shares_subject(&self, clause: &Clause) -> bool {
        clause.subject.first().is_none_or(|phrase| phrase.from < clause.from)
    }

    /// What the rules find in a clause, those left out that a more specific one beats.
    fn hits(&self, clause: &Clause) -> Vec<Hit<'_>> {
        let (tokens, lexicon) = (&self.sentence.tokens, &self.reader.lexicon);
        let mut hits: Vec<Hit> = Vec::new();
        for rule in &self.reader.rules {
            let found = (clause.from..clause.to)
                .find_map(|i| rule.any.iter().find_map(|p| p.match_at(tokens, i, clause.to, lexicon)))
                .or_else(|| self.with_subject(clause, rule));
            let Some(m) = found else { continue };
            let silenced = rule.unless.iter().any(|p| {
                (clause.from..clause.to).any(|i| p.match_at(tokens, i, clause.to, lexicon).is_some())
            });
            if silenced {
                continue;
            }
            hits.push(Hit { rule, m });
        }
        let beaten: Vec<&RuleId> = hits.iter().flat_map(|hit| &hit.rule.beats).collect();
        let mut kept = hits.clone();
        kept.retain(|hit| !beaten.contains(&&hit.rule.id));
        let mut acts: Vec<Act> = Vec::new();
        kept.retain(|hit| {
            let fresh = !acts.contains(&hit.rule.finds);
            acts.push(hit.rule.finds);
            fresh
        });
        // A judgement is only the reading of a clause that says nothing else.
        if kept.len() > 1 {
            kept.retain(|hit| hit.rule.finds != Act::Assess);
        }
        kept
    }

    /// Lets a rule look at a clause behind the subject that it shares with an earlier one.
    fn with_subject(&self, clause: &Clause, rule: &Rule) -> Option<Match> {
        let tokens = &self.sentence.tokens;
        let subject =
            clause.subject.first().filter(|p| p.to <= clause.from && rule.finds.kind() == Kind::Status)?;
        let before = subject.to - subject.from;
        let seen: Vec<_> =
            tokens[subject.from..subject.to].iter().chain(&tokens[clause.from..clause.to]).cloned().collect();
        let m = (0..before).find_map(|i| {
            rule.any.iter().find_map(|p| p.match_at(&seen, i, seen.len(), &self.reader.lexicon))
        })?;
        let back = |i: usize| if i < before { clause.from } else { i - before + clause.from };
        Some(Match { from: back(m.from), to: back(m.to), anchor: back(m.anchor) })
    }

    /// A part of a toll that the clause counts beside the whole: `ten, including two children`.
    fn part(&self, clause: &Clause, whole: &Draft) -> Option<Draft> {
        let tokens = &self.sentence.tokens;
        let at = (clause.from..clause.to).find(|i| tokens[*i].is("including"))?;
        let number = numbers(tokens, at + 1, clause.to, &self.reader.lexicon).into_iter().next()?;
        let noun = number.noun.filter(|_| number.from <= at + 3).map(|i| tokens[i].lower.clone())?;
        let who = Name::parse(&noun).ok().filter(|_| self.reader.lexicon.has("people-nouns", &noun))?;
        let of = whole.count.as_ref().filter(|_| whole.act.kind() == Kind::Toll)?.of.clone();
        let count = Count { of, min: number.min, max: number.max, approx: number.approx, who: Some(who) };
        Some(Draft { count: Some(count), ..whole.clone() })
    }

    fn draft(&self, clause: &Clause, hit: Hit<'_>, when: &[When], context: &Context) -> Draft {
        let tokens = &self.sentence.tokens;
        let parties = Parties {
            text: self.text,
            tokens,
            clause,
            names: self.names,
            lexicon: &self.reader.lexicon,
            context,
            acting: true,
        };
        let agent = parties.find(&hit.rule.agent, hit.m, 0);
        let target = parties.find(&hit.rule.target, hit.m, 1).filter(|target| agent.as_ref() != Some(target));
        let agent = self.apart(agent, hit.rule, context);
        let stance = hit
            .rule
            .stance
            .unwrap_or_else(|| stance_of(tokens, clause, hit.m, &self.reader.doubtful, &self.reader.lexicon));
        let nearest = when.iter().min_by_key(|w| w.from.abs_diff(hit.m.anchor));
        let mut draft = Draft {
            span: whole(self.sentence, clause),
            act: hit.rule.finds,
            sources: Vec::new(),
            via: None,
            stance,
            agent,
            target,
            places: Vec::new(),
            occurred: nearest.map_or(Interval::UNKNOWN, |w| w.interval),
            count: None,
            found_by: vec![hit.rule.id.clone()],
        };
        draft.count = self.count(clause, hit);
        draft
    }

    /// Whether an act is only meant, wanted or feared: in an infinitive, or behind a modal.
    fn unreal(&self, clause: &Clause, hit: Hit<'_>) -> bool {
        let tokens = &self.sentence.tokens;
        let told = matches!(hit.rule.finds.kind(), Kind::Event | Kind::Toll | Kind::Status)
            || matches!(
                hit.rule.finds,
                Act::Talks | Act::Agreed | Act::InForce | Act::Declared | Act::ConvoyMoving
            )
            || matches!(hit.rule.finds, Act::ConvoyDelivered | Act::Evacuation | Act::StepTaken);
        if !told {
            return false;
        }
        let other = tokens[hit.m.anchor].tag == Tag::Verb;
        let modal = clause.verb.is_some_and(|verb| verb.modal && !(other && verb.main != hit.m.anchor));
        let meant = |i: usize| {
            let governor = tokens[clause.from..i].iter().rev().find(|t| t.is_word() && t.tag != Tag::Adv);
            let real = [
                "begin", "continue", "start", "agree", "appear", "seem", "help", "have", "work", "prepare",
                "meet",
            ];
            tokens[i].tag == Tag::To && !governor.is_some_and(|t| real.contains(&t.lemma.as_str()))
        };
        let aim = |i: usize| ["aim", "bid", "hope", "goal"].contains(&tokens[i].lemma.as_str());
        let talks = matches!(hit.rule.finds.kind(), Kind::Agreement);
        (modal && !talks)
            || (clause.from..hit.m.anchor).any(|i| meant(i) || (aim(i) && tokens[i].tag != Tag::Verb))
    }

    /// Whether a narrated view is only analysis: about no truce and no talks, or a wish for war.
    fn mere_analysis(&self, draft: &Draft, hit: Hit<'_>) -> bool {
        let tokens = &self.sentence.tokens;
        let lexicon = &self.reader.lexicon;
        let wish = hit.rule.finds == Act::Demand && tokens[hit.m.anchor].lemma == "want";
        let narrator = draft.sources.len() == 1 && draft.sources[0] == self.outlet;
        let about = ["deals", "talk-nouns"]
            .iter()
            .any(|list| tokens.iter().any(|t| lexicon.has(list, &t.lower) || lexicon.has(list, &t.lemma)));
        wish || (draft.act.kind() == Kind::Position && narrator && !about)
    }

    /// Who holds a view is its agent only where that is another than the source.
    fn apart(&self, agent: Option<String>, rule: &Rule, context: &Context) -> Option<String> {
        let view = matches!(rule.finds, Act::Support | Act::Reject | Act::Warn);
        agent.filter(|agent| !view || (context.reported && context.source.as_ref() != Some(agent)))
    }

    fn count(&self, clause: &Clause, hit: Hit<'_>) -> Option<Count> {
        let tokens = &self.sentence.tokens;
        let lexicon = &self.reader.lexicon;
        let found = numbers(tokens, clause.from, clause.to, lexicon);
        let of_time = |n: &Number| n.noun.is_some_and(|i| crate::slots::is_time_word(&tokens[i]));
        let number = match &hit.rule.counts {
            Some(_) => {
                // Those who suffer stand before a passive verb or a noun, and behind an active verb.
                let active = clause.verb.is_some_and(|verb| verb.main == hit.m.anchor && !verb.passive)
                    && !lexicon.has("befalls", &tokens[hit.m.anchor].lemma);
                let near = |n: &&Number| (active == (n.from < hit.m.anchor), n.from.abs_diff(hit.m.anchor));
                found.iter().filter(|n| !of_time(n)).min_by_key(near)
            }
            None => found.iter().find(|n| !of_time(n)),
        };
        let Some(number) = number else { return self.plural(clause, hit) };
        let noun = number.noun.map(|i| tokens[i].lower.clone());
        let group =
            noun.clone().filter(|n| !["people", "persons", "others", "deaths", "more"].contains(&n.as_str()));
        let of = hit.rule.counts.clone().or(noun).unwrap_or_else(|| "people".to_owned());
        let people = hit.m.anchor >= clause.from && hit.rule.finds.kind() == Kind::Toll;
        let who = group
            .filter(|noun| people && lexicon.has("people-nouns", noun))
            .and_then(|noun| Name::parse(&noun).ok());
        Some(Count { of, min: number.min, max: number.max, approx: number.approx, who })
    }

    /// A plural without a number, which counts in tolls only: `soldiers died`.
    fn plural(&self, clause: &Clause, hit: Hit<'_>) -> Option<Count> {
        let of = hit.rule.counts.clone().filter(|_| hit.rule.finds.kind() == Kind::Toll)?;
        if !matches!(hit.rule.finds, Act::Killed | Act::Injured | Act::Displaced | Act::Missing) {
            return None;
        }
        let tokens = &self.sentence.tokens;
        let verb = clause.verb.filter(|verb| verb.main == hit.m.anchor)?;
        let suffers = verb.passive || self.reader.lexicon.has("befalls", &tokens[verb.main].lemma);
        let phrase = if suffers { clause.subject.first() } else { clause.object.first() }?;
        let head = &tokens[phrase.head];
        let people = self.reader.lexicon.has("people-nouns", &head.lower) && plural(&head.lower);
        let who = Name::parse(&head.lower).ok().filter(|_| head.lower != "people");
        people.then_some(Count { of, min: Some(3), max: None, approx: true, who })
    }

    fn places(&self, clause: &Clause) -> Vec<String> {
        places_in(self.text, &self.sentence.tokens, clause.from, clause.to, self.maps)
            .into_iter()
            .map(|f| f.name)
            .collect()
    }

    fn locate(&self, draft: &mut Draft, clause: &Clause, here: &[String], last: &[String]) {
        draft.places = here.to_vec();
        let tokens = &self.sentence.tokens[clause.from..clause.to];
        let kind = draft.act.kind();
        if draft.places.is_empty() && matches!(kind, Kind::Event | Kind::Toll | Kind::Access) {
            let back = tokens.windows(2).any(|w| {
                (w[0].is("the") || w[0].is("that"))
                    && [
                        "area",
                        "city",
                        "town",
                        "village",
                        "valley",
                        "enclave",
                        "region",
                        "province",
                        "district",
                        "raids",
                        "bombardment",
                        "road",
                    ]
                    .contains(&w[1].lower.as_str())
            });
            if back || tokens.iter().any(|t| t.is("there") && t.tag == Tag::Adv) {
                draft.places = last.to_vec();
            }
        }
        if draft.places.is_empty() && matches!(kind, Kind::Event | Kind::Toll) && self.war_wide(clause) {
            draft.places.extend(self.names.country.clone());
            return;
        }
        if draft.places.is_empty() && matches!(kind, Kind::Event | Kind::Toll | Kind::Access) {
            draft.places = last.to_vec();
        }
        if draft.places.is_empty()
            && matches!(kind, Kind::Status | Kind::Agreement)
            && draft.act != Act::Talks
        {
            draft.places.extend(self.names.country.clone());
        }
    }

    /// Whether a clause tells of the whole war or truce.
    fn war_wide(&self, clause: &Clause) -> bool {
        let subject = clause.subject.first().map_or(clause.from, |p| p.from.min(clause.from));
        let tokens = &self.sentence.tokens;
        (subject..clause.to).any(|i| {
            tokens[i].is("nationwide")
                || (["war", "conflict", "truce", "ceasefire", "country"].contains(&tokens[i].lower.as_str())
                    && i > 0
                    && tokens[i - 1].is("the"))
        })
    }

    /// The time of a claim whose clause names none: going on at publication, or not known.
    fn timeless(&self, clause: &Clause, act: Act) -> Interval {
        let kind = act.kind();
        let lasting = matches!(kind, Kind::Event | Kind::Toll | Kind::Status | Kind::Access)
            || matches!(act, Act::Talks | Act::StepTaken);
        let Some(verb) = clause.verb.filter(|_| lasting) else { return Interval::UNKNOWN };
        let main = &self.sentence.tokens[verb.main];
        let going_on = verb.progressive
            || (verb.perfect && kind != Kind::Event)
            || (!verb.past && verb.finite && !verb.modal && !verb.perfect && !verb.passive)
            || (main.lemma == "continue" && main.form != Some(Form::Base));
        match self.published.filter(|_| going_on) {
            Some(day) => Interval { start: None, end: Some(Moment::Day(day)) },
            None => Interval::UNKNOWN,
        }
    }

    fn voice(
        &self,
        draft: &mut Draft,
        clause: &Clause,
        rule: &Rule,
        speakers: &Speakers,
        reported: bool,
        context: &Context,
        explicit: bool,
    ) {
        draft.via.clone_from(&speakers.via);
        if reported && !speakers.names.is_empty() {
            draft.sources = speakers.names.iter().cloned().map(Some).collect();
            self.date_of_saying(draft, explicit);
            return;
        }
        let own_view = clause.verb.is_some_and(|verb| verb.modal);
        if rule.says && !own_view {
            let parties = Parties {
                text: self.text,
                tokens: &self.sentence.tokens,
                clause,
                names: self.names,
                lexicon: &self.reader.lexicon,
                context,
                acting: true,
            };
            draft.sources = parties.holders().into_iter().map(Some).collect();
        }
        if draft.sources.is_empty() {
            draft.sources = vec![self.outlet.clone()];
        }
    }

    /// A date of saying counts for positions, commitments and declarations that have no other.
    fn date_of_saying(&self, draft: &mut Draft, explicit: bool) {
        let Some(by) = &self.stretch.by else { return };
        let going_on =
            draft.occurred.start.is_none() && draft.occurred.end == self.published.map(Moment::Day);
        let told = matches!(draft.act.kind(), Kind::Event | Kind::Access | Kind::Status | Kind::Toll);
        let counts = matches!(draft.act.kind(), Kind::Position | Kind::Commitment)
            || matches!(draft.act, Act::Declared | Act::Corridor | Act::Talks);
        let Some(when) = times(&self.sentence.tokens, by.from, by.to, self.published).first().cloned() else {
            return;
        };
        if (counts || told) && draft.occurred.is_unknown() {
            draft.occurred = when.interval;
        } else if going_on && !explicit {
            draft.occurred.end = when.interval.end;
        }
    }

    /// What a source says where no rule tells the act: a stated view.
    fn view(&self, clauses: &[Clause], speakers: &Speakers) -> Option<Draft> {
        let clause = clauses.iter().find(|c| c.verb.is_some())?;
        let verb = self.stretch.by.as_ref().map_or("say", |by| by.verb.as_str());
        let list = self.reader.lexicon.list("stance-verbs")?;
        let act = list
            .runs()
            .iter()
            .find(|run| run[0] == verb)
            .and_then(|run| run.get(1)?.parse::<Act>().ok())
            .unwrap_or(Act::Assess);
        let tokens = &self.sentence.tokens;
        let subject = clause.subject.first().filter(|p| tokens[p.head].nominal());
        let target = subject
            .map(|p| self.names.name_of(self.text, tokens, *p))
            .filter(|name| !speakers.names.contains(name));
        let mut draft = Draft {
            span: whole(self.sentence, clause),
            act,
            sources: speakers.names.iter().cloned().map(Some).collect(),
            via: speakers.via.clone(),
            stance: Stance::Asserts,
            agent: speakers.names.first().cloned().filter(|_| act.kind() == Kind::Commitment),
            target,
            places: Vec::new(),
            occurred: Interval::UNKNOWN,
            count: None,
            found_by: vec![RuleId::new("en.stated-view")],
        };
        self.date_of_saying(&mut draft, false);
        Some(draft)
    }
}
