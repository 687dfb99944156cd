//! Reads one stretch of one sentence: lets the rules look at its clauses and drafts what they find.

mod charge;
mod denial;
mod fill;
mod real;
mod sidelines;
mod sufferers;
mod terms;
mod told;
mod tolls;
mod unsaid;
mod view;
mod voice;

use self::real::Standing;
use crate::Reader;
use crate::draft::{Draft, Weighing};
use crate::pattern::{Match, Pattern, Sight};
use crate::read::{Clause, Names, Phrase, Said, Tree};
use crate::rule::{Place, Rule};
use crate::slots::{Context, Maps, Parties, When, plural, stance_of, times};
use crate::story::Speakers;
use crate::text::{Sentence, Tag, Token};
use crate::timex::Timex;
use crate::weigh::{Around, features};
use crate::words::Known;
use jiff::civil::Date;
use truce_model::{Act, Confidence, Interval, Kind, RuleId, Stance};

/// One stretch of one sentence, with what is needed to read it.
pub(crate) struct Scene<'a> {
    pub reader: &'a Reader,
    pub text: &'a str,
    pub sentence: &'a Sentence,
    pub stretch: &'a Said,
    pub tree: &'a Tree,
    /// The numbers of the sentence's words.
    pub known: &'a [Known],
    pub names: &'a Names<'a>,
    pub maps: Maps<'a>,
    pub outlet: Option<String>,
    pub published: Option<Date>,
    /// The expressions of time in the whole text.
    pub times: &'a [Timex],
    /// Those who say it; `None`: the narrator.
    pub speakers: Option<&'a Speakers>,
    /// The places of the last claim told.
    pub last_places: &'a [String],
    /// Whether this paragraph names them.
    pub places_here: bool,
    /// The time of the last event that the paragraph dates.
    pub dated: Option<Interval>,
    /// That of the paragraph before, which tolls can still tell of.
    pub dated_before: Option<Interval>,
    /// Whether the narrator tells what an agreement says.
    pub terms: bool,
    /// The paragraph, counted from one.
    pub paragraph: usize,
}

/// What a rule found in a clause.
#[derive(Clone, Copy, Debug)]
struct Hit<'r> {
    rule: &'r Rule,
    m: Match,
    /// Another rule that it found the same, or a more specific one, speaks against it.
    weak: Option<&'static str>,
}

/// What a clause hands on to the clauses that depend on it.
#[derive(Default)]
struct Carried {
    places: Vec<String>,
    /// The places that the stretch last named, whichever clause did.
    named: Vec<String>,
    time: Option<Interval>,
    /// Who blames, asks or denies in the clause before.
    said: Option<Vec<Option<String>>>,
    /// Drafts told in the past tense without a time of their own.
    retold: Vec<usize>,
    /// Drafts of no time whose clause tells of the past, in any kind.
    past: Vec<usize>,
    /// What was weighed, taken or not.
    weighed: Vec<Weighing>,
}

impl Scene<'_> {
    /// The drafts of the stretch, clause by clause.
    pub fn drafts(&self, read: &[Clause], context: &Context) -> (Vec<Draft>, Vec<Weighing>) {
        let mut drafts: Vec<Draft> = Vec::new();
        let mut carried = Carried::default();
        let mut context = context.clone();
        for clause in read.iter().filter(|_| !self.only_thought()) {
            self.clause(clause, &context, &mut carried, &mut drafts);
            self.note_subject(clause, &mut context);
        }
        self.date_by_sentence(&mut drafts, &carried.past);
        for at in carried.retold {
            if drafts[at].occurred.is_unknown() {
                let toll = drafts[at].act.kind() == Kind::Toll;
                drafts[at].occurred = self.dated.or(self.dated_before.filter(|_| toll)).unwrap_or_default();
            }
        }
        for (at, mut view) in self.views(read, &drafts) {
            let clause = &read[at];
            let at = clause.verb.map_or(clause.from, |verb| verb.main);
            let m = Match { from: at, to: at + 1, anchor: at };
            if self.weigh(clause, m, &mut view, &[], &[], &mut carried.weighed) {
                drafts.push(view);
            }
        }
        drafts.extend(self.sidelines());
        (drafts, carried.weighed)
    }

    /// Weighs a draft, and tells whether it is taken.
    fn weigh(
        &self,
        clause: &Clause,
        m: Match,
        draft: &mut Draft,
        flags: &[&'static str],
        others: &[(Act, usize)],
        weighed: &mut Vec<Weighing>,
    ) -> bool {
        let said = self.speakers.map(|_| self.stretch.by.as_ref().map_or("say", |by| by.verb.as_str()));
        let features = features(&Around {
            tokens: &self.sentence.tokens,
            tree: self.tree,
            clause,
            m,
            draft,
            said,
            flags,
            others,
            paragraph: self.paragraph,
        });
        let weights = &self.reader.weights;
        let taken = if weights.is_empty() {
            flags.is_empty()
        } else {
            let result = weights.weigh(&features);
            draft.confidence = Some(Confidence::of_share(f64::from(result.confidence)));
            result.taken
        };
        weighed.push(Weighing { draft: draft.clone(), features, taken });
        taken
    }

    fn clause(&self, clause: &Clause, context: &Context, carried: &mut Carried, drafts: &mut Vec<Draft>) {
        let here = self.places(clause);
        let when = times(&self.sentence.tokens, clause.from, clause.to, self.published, self.times);
        let linked = clause.dependent || (self.shares_subject(clause) && !clause.resumed);
        if !here.is_empty() || !linked {
            carried.places.clone_from(&here);
        }
        if !here.is_empty() {
            carried.named.clone_from(&here);
        }
        if !when.is_empty() || !linked {
            carried.time = None;
        }
        // A clause that no comma sets apart stands within what was said in the one before.
        let within = clause.dependent && !self.set_apart(clause);
        let mut said = carried.said.take().filter(|_| within);
        let first = drafts.len();
        let hits = self.hits(clause);
        let found: Vec<(Act, usize)> = hits.iter().map(|hit| (hit.rule.finds, hit.m.anchor)).collect();
        for (at, hit) in hits.iter().copied().enumerate() {
            let standing = self.standing(clause, hit);
            let unreal = self.unreal(clause, hit);
            let told = matches!(hit.rule.finds.kind(), Kind::Event | Kind::Toll | Kind::Status);
            // `without any shelling` is a lull, whatever the weights say.
            let beaten = hit.weak == Some("beaten") && hit.rule.finds.kind() == Kind::Event;
            if standing == Standing::Meant || ((unreal || beaten) && told) {
                continue;
            }
            let mut flags: Vec<&'static str> = hit.weak.into_iter().collect();
            flags.extend(unreal.then_some("unreal"));
            let mut draft = self.draft(clause, hit, &when, context);
            if draft.act.kind() == Kind::Toll && draft.count.is_none() {
                continue;
            }
            self.locate(&mut draft, clause, &carried.places, &carried.named);
            let untimed = self.date(&mut draft, clause, &when, carried);
            self.voice(&mut draft, clause, hit.rule, context, !when.is_empty());
            if !self.stand(&mut draft, clause, standing, context, &drafts[first..]) {
                continue;
            }
            if self.speakers.is_none() && self.mere_analysis(&draft, hit) {
                flags.push("analysis");
            }
            let others: Vec<(Act, usize)> =
                found.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, other)| *other).collect();
            if !self.weigh(clause, hit.m, &mut draft, &flags, &others, &mut carried.weighed) {
                continue;
            }
            if drafts[first..].iter().any(|before| before.act == draft.act && before.span == draft.span) {
                continue;
            }
            if hit.rule.says && draft.sources != [self.outlet.clone()] {
                said.get_or_insert_with(|| draft.sources.clone());
            }
            if untimed {
                carried.retold.push(drafts.len());
            }
            if draft.occurred.is_unknown() && self.tells_of_the_past(clause) {
                carried.past.push(drafts.len());
            }
            self.same_people(clause, &mut draft, drafts);
            let beside = self.beside(clause, &draft);
            drafts.push(draft);
            drafts.extend(beside);
        }
        self.terms(clause, drafts, first);
        if let Some(said) = &said {
            self.share_source(&mut drafts[first..], said);
        }
        if drafts.len() == first || drafts[first..].iter().all(|draft| draft.act == Act::Deny) {
            self.deny_back(clause, context, drafts, first);
        }
        carried.said = said;
    }

    /// Whether a comma or dash sets a clause apart from what stands before it.
    fn set_apart(&self, clause: &Clause) -> bool {
        clause.from.checked_sub(1).is_none_or(|i| self.sentence.tokens[i].tag == Tag::Punct)
    }

    /// Gives a draft without a time of its own that of the clause before. True: it is told as past, of no time.
    fn date(&self, draft: &mut Draft, clause: &Clause, when: &[When], carried: &mut Carried) -> bool {
        if draft.occurred.is_unknown() {
            draft.occurred = carried.time.unwrap_or_else(|| self.timeless(clause, draft.act));
            return matches!(draft.act.kind(), Kind::Event | Kind::Toll) && draft.occurred.is_unknown();
        }
        if carried.time.is_none() && !when.is_empty() {
            carried.time = Some(draft.occurred);
        }
        false
    }

    fn note_subject(&self, clause: &Clause, context: &mut Context) {
        let tokens = &self.sentence.tokens;
        if let Some(phrase) = clause.subject.first().filter(|p| tokens[p.head].nominal()) {
            let name = self.names.name_of(self.text, tokens, *phrase);
            let many = plural(&tokens[phrase.head].lower);
            context.thing = (!self.names.can_act(&name)).then_some(many);
            if !self.names.is_person(tokens, *phrase) && self.names.can_act(&name) {
                context.last_party = Some(name);
                context.party_here = true;
            }
        }
    }

    fn shares_subject(&self, clause: &Clause) -> bool {
        clause.subject.first().is_none_or(|phrase| phrase.from < clause.from)
    }

    /// What the rules find in a clause, those left out that a more specific one beats.
    fn hits(&self, clause: &Clause) -> Vec<Hit<'_>> {
        let (words, sight) = (&self.reader.words, self.sight());
        let shared = clause.subject.first().filter(|p| p.to <= clause.from);
        let mut candidates = words.rules(&self.known[clause.from..clause.to]);
        if let Some(subject) = shared {
            candidates.join(&words.rules(&self.known[subject.from..subject.to]));
        }
        let mut seen = None;
        let mut hits: Vec<Hit> = Vec::new();
        for number in candidates.iter() {
            let rule = &self.reader.rules[number];
            let found = (clause.from..clause.to)
                .filter(|i| words.may_begin(number, self.known[*i]))
                .find_map(|i| rule.any.iter().find_map(|p| p.match_at(sight, i, clause.to)))
                .or_else(|| {
                    let subject = shared.filter(|_| shares_subject(rule))?;
                    let seen = seen.get_or_insert_with(|| self.behind_subject(clause, *subject));
                    self.with_subject(clause, number, seen)
                });
            let Some(m) = found else { continue };
            let silenced = rule
                .unless
                .iter()
                .any(|p| (clause.from..clause.to).any(|i| p.match_at(sight, i, clause.to).is_some()));
            if silenced {
                continue;
            }
            hits.push(Hit { rule, m, weak: None });
        }
        weaken(&mut hits);
        hits
    }

    /// The words of a clause behind the subject that it shares with an earlier one, and how long that subject is.
    fn behind_subject(&self, clause: &Clause, subject: Phrase) -> (Vec<Token>, Vec<Known>, usize) {
        let (tokens, known) = (&self.sentence.tokens, self.known);
        let seen = tokens[subject.from..subject.to].iter().chain(&tokens[clause.from..clause.to]);
        let known = known[subject.from..subject.to].iter().chain(&known[clause.from..clause.to]);
        (seen.cloned().collect(), known.copied().collect(), subject.to - subject.from)
    }

    /// Lets a rule look at a clause behind its subject.
    fn with_subject(
        &self,
        clause: &Clause,
        number: usize,
        (seen, known, before): &(Vec<Token>, Vec<Known>, usize),
    ) -> Option<Match> {
        let (before, rule, words) = (*before, &self.reader.rules[number], &self.reader.words);
        let sight = Sight { tokens: seen, known, tree: &Tree::default(), words };
        let find = |patterns: &[Pattern]| {
            (0..before).find_map(|i| {
                let found = patterns.iter().filter_map(|p| p.match_at(sight, i, seen.len()));
                found.into_iter().find(|m| m.to > before)
            })
        };
        if !known[..before].iter().any(|word| words.may_begin(number, *word)) {
            return None;
        }
        let m = find(&rule.any).filter(|_| find(&rule.unless).is_none())?;
        let back = |i: usize| if i < before { clause.from } else { i - before + clause.from };
        Some(Match { from: back(m.from), to: back(m.to), anchor: back(m.anchor) })
    }

    fn draft(&self, clause: &Clause, hit: Hit<'_>, when: &[When], context: &Context) -> Draft {
        let parties = self.parties(clause, context);
        let agent = parties.find(&hit.rule.agent, hit.m, 0);
        let target = parties.find(&hit.rule.target, hit.m, 1).filter(|target| agent.as_ref() != Some(target));
        let agent = agent.or_else(|| parties.doer(hit.m).filter(|_| does(hit.rule.finds)));
        let agent = self.apart(agent, hit.rule, context);
        let judged = hit.rule.finds == Act::Support && self.copular(clause);
        let agent = agent.filter(|_| !judged);
        let (agent, target) = self.doers(hit.rule.finds, agent, target);
        let denied = (self.denying() || self.denied(clause, hit)).then_some(Stance::Denies);
        let stance = hit
            .rule
            .stance
            .or(denied)
            .unwrap_or_else(|| stance_of(self.sight(), clause, hit.m, &self.reader.doubtful));
        let nearest = when.iter().min_by_key(|w| w.from.abs_diff(hit.m.anchor));
        let mut draft = Draft {
            span: self.sentence.span_of(clause.from, clause.to),
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
            confidence: None,
        };
        draft.count = self.count(clause, hit);
        // That nobody was hurt is told as a number.
        if draft.act.kind() == Kind::Toll && draft.count.as_ref().is_some_and(|c| c.max == Some(0)) {
            draft.stance = Stance::Asserts;
        }
        let zero = draft.count.as_ref().is_some_and(|count| count.max == Some(0));
        if zero && draft.act.kind() == Kind::Toll && draft.stance == Stance::Denies && denied.is_none() {
            // `recorded no deaths` says that none died.
            draft.stance = Stance::Asserts;
        }
        if self.denied(clause, hit) && draft.agent.is_none() {
            draft.agent = parties.find(&[Place::Holder], hit.m, 0);
        }
        draft
    }

    /// What patterns look at.
    fn sight(&self) -> Sight<'_> {
        let (tokens, words) = (&self.sentence.tokens, &self.reader.words);
        Sight { tokens, known: self.known, tree: self.tree, words }
    }

    /// The parties around an act of a clause.
    fn parties<'s>(&'s self, clause: &'s Clause, context: &'s Context) -> Parties<'s> {
        Parties {
            text: self.text,
            tokens: &self.sentence.tokens,
            clause,
            tree: self.tree,
            names: self.names,
            lexicon: &self.reader.lexicon,
            context,
            acting: true,
        }
    }
}

/// Whether a rule looks at a clause behind the subject that it shares with an earlier one: those on truces and
/// agreements do.
fn shares_subject(rule: &Rule) -> bool {
    matches!(rule.finds.kind(), Kind::Status | Kind::Agreement)
}

/// Marks the hits that others speak against: a more specific rule, the same act found twice, any act beside a judgement.
fn weaken(hits: &mut [Hit<'_>]) {
    let beaten: Vec<RuleId> = hits.iter().flat_map(|hit| hit.rule.beats.iter().cloned()).collect();
    let concrete = hits.iter().any(|hit| matches!(hit.rule.finds.kind(), Kind::Event | Kind::Status));
    let mut acts: Vec<Act> = Vec::new();
    for hit in hits.iter_mut() {
        if beaten.contains(&hit.rule.id) {
            hit.weak = Some("beaten");
            continue;
        }
        if acts.contains(&hit.rule.finds) {
            hit.weak = Some("again");
        }
        acts.push(hit.rule.finds);
    }
    let strong = hits.iter().filter(|hit| hit.weak.is_none()).count();
    for hit in hits.iter_mut().filter(|hit| hit.weak.is_none()) {
        // A judgement is only the reading of a clause that says nothing else; what is denied is the event itself.
        let judgement = strong > 1 && hit.rule.finds == Act::Assess;
        let denial = concrete && hit.rule.id.as_str() == "en.denial";
        hit.weak = if judgement || denial { Some("general") } else { None };
    }
}

/// Whether the subject of the verb that tells an act is who did it.
fn does(act: Act) -> bool {
    match act {
        Act::Demand
        | Act::Need
        | Act::AircraftLoss
        | Act::Explosion
        | Act::Lull
        | Act::Siege
        | Act::PermissionWithheld
        | Act::Clash => false,
        Act::Talks
        | Act::Provision
        | Act::Expiry
        | Act::Duration
        | Act::Scope
        | Act::Exclusion
        | Act::Inclusion => false,
        Act::ConvoyWaiting | Act::EvacuationNeeded | Act::Corridor | Act::RoadControl => false,
        act => matches!(
            act.kind(),
            Kind::Event | Kind::Status | Kind::Agreement | Kind::Access | Kind::Commitment
        ),
    }
}
