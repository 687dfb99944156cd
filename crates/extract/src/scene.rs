//! Reads one stretch of one sentence: lets the rules look at its clauses and drafts what they find.

mod acts;
mod charge;
mod denial;
mod fill;
mod hits;
mod real;
mod sidelines;
mod sufferers;
mod taught;
mod terms;
mod told;
mod tolls;
mod unsaid;
mod view;
mod voice;

use self::acts::does;
pub(crate) use self::acts::is_fire;
use self::hits::Hit;
use self::real::Standing;
use crate::Reader;
use crate::draft::{Draft, Weighing};
use crate::explain::{Outcome, Trace};
use crate::pattern::{Match, Sight};
use crate::read::{Clause, Names, Phrase, Said, Tree};
use crate::rule::Place;
use crate::slots::{Context, Maps, Parties, Subject, When, stance_of, times};
use crate::story::Speakers;
use crate::text::{Sentence, Tag};
use crate::timex::Timex;
use crate::weigh::{Around, Signs, clause_signs, features};
use crate::words::Known;
use jiff::civil::Date;
use truce_model::{Act, Confidence, Interval, Kind, Stance};

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
    /// The act of the claim told before, and whether this paragraph tells it.
    pub before: Option<(Act, bool)>,
    /// Whether hits are kept with their features, to learn from.
    pub learning: bool,
    /// Where everything seen is noted, for people who ask why.
    pub trace: Option<&'a Trace<'a>>,
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
    /// The number of the clause.
    at: usize,
    /// What the clause of a number holds, once it was asked.
    signs: Option<(usize, Signs)>,
    /// The kinds that rules or views have tried in each clause.
    tried: Vec<(usize, Kind)>,
    /// What was weighed, taken or not; empty unless the scene is learnt from.
    weighed: Vec<Weighing>,
}

pub(crate) use self::taught::{FLAG as TAUGHT, rules as taught_rules};

impl Scene<'_> {
    /// The drafts of the stretch, clause by clause.
    pub fn drafts(&self, read: &[Clause], context: &Context) -> (Vec<Draft>, Vec<Weighing>) {
        let mut drafts: Vec<Draft> = Vec::new();
        let mut carried = Carried::default();
        let mut context = context.clone();
        if let Some(trace) = self.trace.filter(|_| self.only_thought()) {
            trace.only_thought();
        }
        for (at, clause) in read.iter().enumerate().filter(|_| !self.only_thought()) {
            carried.at = at;
            self.clause(clause, &context, &mut carried, &mut drafts);
            self.note_subject(clause, &mut context);
        }
        self.date_by_sentence(&mut drafts, &carried.past);
        for at in std::mem::take(&mut carried.retold) {
            if drafts[at].occurred.is_unknown() {
                let toll = drafts[at].act.kind() == Kind::Toll;
                drafts[at].occurred = self.dated.or(self.dated_before.filter(|_| toll)).unwrap_or_default();
            }
        }
        for (at, mut view) in self.views(read, &drafts) {
            let clause = &read[at];
            carried.at = at;
            carried.tried.push((at, view.act.kind()));
            let at = clause.verb.map_or(clause.from, |verb| verb.main);
            let m = Match::of(at);
            if self.weigh(clause, m, &mut view, &[], &[], &mut carried) {
                drafts.push(view);
            }
        }
        if !self.only_thought() {
            self.taught(read, &context, &mut carried, &mut drafts);
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
        carried: &mut Carried,
    ) -> bool {
        let said = self.speakers.map(|_| self.stretch.by.as_ref().map_or("say", |by| by.verb.as_str()));
        let around = Around {
            tokens: &self.sentence.tokens,
            tree: self.tree,
            clause,
            m,
            draft,
            said,
            flags,
            others,
            paragraph: self.paragraph,
            before: self.before,
        };
        let within = match carried.signs.take().filter(|(at, _)| *at == carried.at) {
            Some((_, signs)) => signs,
            None => self.signs(clause),
        };
        let weights = &self.reader.weights;
        let named = self.learning || self.trace.is_some();
        let (mut names, mut hashes) = (Vec::new(), Vec::new());
        features(&around, &within, &mut |lead, sign| {
            hashes.push(lead.hash(sign));
            if named {
                names.push(lead.name(sign));
            }
        });
        carried.signs = Some((carried.at, within));
        let taken = if weights.is_empty() {
            flags.is_empty()
        } else {
            let mut sums = Vec::with_capacity(hashes.len());
            weights.of_all(&hashes, &mut Vec::with_capacity(hashes.len()), &mut sums);
            let result = weights.judge(sums.into_iter().sum());
            draft.confidence = Some(Confidence::of_share(f64::from(result.confidence)));
            result.taken
        };
        self.weighed(clause, m, draft, &names, taken);
        if self.learning {
            carried.weighed.push(Weighing { draft: draft.clone(), features: names, taken });
        }
        taken
    }

    /// What a clause holds, for weights.
    pub(crate) fn signs(&self, clause: &Clause) -> Signs {
        clause_signs(&self.sentence.tokens, self.tree, clause, self.known, &self.reader.words)
    }

    fn clause(&self, clause: &Clause, context: &Context, carried: &mut Carried, drafts: &mut Vec<Draft>) {
        let when = self.carry(clause, carried);
        // A clause that no comma sets apart stands within what was said in the one before.
        let within = clause.dependent && !self.set_apart(clause);
        let mut said = carried.said.take().filter(|_| within);
        let first = drafts.len();
        let hits = self.hits(clause);
        let found: Vec<(Act, usize)> = hits.iter().map(|hit| (hit.rule.finds, hit.m.anchor)).collect();
        carried.tried.extend(found.iter().map(|(act, _)| (carried.at, act.kind())));
        for (at, hit) in hits.iter().copied().enumerate() {
            let standing = self.standing(clause, hit);
            let unreal = self.unreal(clause, hit);
            if let Some(why) = barred(hit, standing, unreal) {
                self.set_aside(clause, hit.rule, hit.m, why);
                continue;
            }
            let mut flags: Vec<&'static str> = hit.weak.into_iter().collect();
            flags.extend(unreal.then_some("unreal"));
            flags.extend((standing == Standing::Meant).then_some("meant"));
            let mut draft = self.draft(clause, hit, &when, context);
            if draft.act.kind() == Kind::Toll && draft.count.is_none() {
                self.set_aside(clause, hit.rule, hit.m, Outcome::Numberless);
                continue;
            }
            self.locate(&mut draft, clause, &carried.places, &carried.named);
            let untimed = self.date(&mut draft, clause, &when, carried);
            self.voice(&mut draft, clause, hit.rule, context, !when.is_empty());
            if !self.stand(&mut draft, clause, standing, context, &drafts[first..]) {
                self.set_aside(clause, hit.rule, hit.m, Outcome::Accused);
                continue;
            }
            if self.speakers.is_none() && self.mere_analysis(&draft, hit) {
                flags.push("analysis");
            }
            let others: Vec<(Act, usize)> =
                found.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, other)| *other).collect();
            if !self.weigh(clause, hit.m, &mut draft, &flags, &others, carried) {
                continue;
            }
            if drafts[first..].iter().any(|before| before.act == draft.act && before.span == draft.span) {
                self.after_all(clause, Outcome::Repeated);
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

    /// Keeps places and time of the clauses before only for a clause that goes on with them; gives its own times.
    fn carry(&self, clause: &Clause, carried: &mut Carried) -> Vec<When> {
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
        when
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
        let named = |phrase: &Phrase| Subject::of(self.names, self.text, &self.sentence.tokens, *phrase);
        if let Some(subject) = clause.subject.first().and_then(named) {
            context.note_thing(&subject);
            context.note_party(&subject);
        }
    }

    fn shares_subject(&self, clause: &Clause) -> bool {
        clause.subject.first().is_none_or(|phrase| phrase.from < clause.from)
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
        let stance = if self.harmless(hit) && stance == Stance::Denies { Stance::Asserts } else { stance };
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
            anchor: Some(hit.m.anchor),
        };
        draft.count = self.count(clause, hit);
        // That nobody was hurt is told as a number.
        if draft.act.kind() == Kind::Toll && draft.count.as_ref().is_some_and(|c| c.max == Some(0)) {
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
    pub(crate) fn parties<'s>(&'s self, clause: &'s Clause, context: &'s Context) -> Parties<'s> {
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

/// Why a hit is no claim whatever the weights say.
fn barred(hit: Hit<'_>, standing: Standing, unreal: bool) -> Option<Outcome> {
    let kind = hit.rule.finds.kind();
    // `without any shelling` is a lull, whatever the weights say.
    let beaten = hit.weak == Some("beaten") && kind == Kind::Event;
    let told = matches!(kind, Kind::Event | Kind::Toll | Kind::Status);
    if standing == Standing::Meant && (told || kind == Kind::Access) {
        return Some(Outcome::Meant);
    }
    let why = unreal.then_some(Outcome::Unreal).or(beaten.then_some(Outcome::Beaten));
    why.filter(|_| told)
}
