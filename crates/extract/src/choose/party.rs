//! Proposes who could be the agent or target of a claim: whom the rule names, whom the sentence names, whom claims before name.

use super::pool::Pool;
use super::{Filler, Memory, Slot, Value};
use crate::draft::Draft;
use crate::lexicon::Lexicon;
use crate::parse::{Relation, Upos};
use crate::read::{Clause, Names, Phrase, capitals, strip_article};
use crate::scene::Scene;
use crate::slots::{Context, plural};
use crate::text::{Tag, Token};
use truce_model::{Act, Kind};

/// How far a path through the parse is followed.
const STEPS: usize = 5;

/// The place of a claim in its sentence.
#[derive(Clone, Copy)]
pub(crate) struct Spot<'c> {
    pub clause: &'c Clause,
    /// The word of the act.
    pub anchor: usize,
}

impl Spot<'_> {
    /// Whether two are the same.
    pub fn same(self, other: Spot<'_>) -> bool {
        std::ptr::eq(self.clause, other.clause) && self.anchor == other.anchor
    }
}

/// Who and what stands around a claim, for all its slots.
pub(crate) struct Around<'c> {
    pub spot: Spot<'c>,
    /// Who does what its verb tells, and to whom it is done.
    doers: Vec<Phrase>,
    done: Vec<Phrase>,
    /// Whom and what the stretch names.
    pub mentions: Vec<Mention>,
}

/// Somebody or something that a stretch names.
pub(crate) struct Mention {
    head: usize,
    pub name: String,
    /// How it stands to the word of the act.
    pub roles: Vec<String>,
}

impl Scene<'_> {
    /// Who could be the agent or the target.
    pub(super) fn parties_for(
        &self,
        draft: &Draft,
        slot: Slot,
        around: &Around<'_>,
        context: &Context,
        memory: &Memory,
    ) -> Vec<Filler> {
        let mut pool = Pool::default();
        let named = |name: &String| Value::Party(Some(name.clone()));
        let own = if slot == Slot::Agent { &draft.agent } else { &draft.target };
        pool.from(Value::Party(own.clone()), "rule");
        pool.from(Value::Party(None), "null");
        for source in draft.sources.iter().flatten().filter(|source| Some(*source) != self.outlet.as_ref()) {
            pool.from(named(source), "source");
            if let Some(body) = self.names.body_of(source) {
                pool.from(Value::Party(Some(body)), "body");
            }
        }
        self.recalled(&mut pool, draft, context, memory);
        let order = order(&around.mentions, around.spot.anchor);
        for Mention { head, name, roles } in &around.mentions {
            if let Some(body) = self.names.body_of(name) {
                pool.stands(Value::Party(Some(body)), roles.iter().map(|role| format!("body:{role}")));
            }
            let order = order.iter().filter(|(at, _)| at == head).map(|(_, role)| (*role).to_owned());
            let value = Value::Party(Some(name.clone()));
            pool.stands(value.clone(), roles.iter().cloned().chain(order));
            pool.kin(value, self.kin(*head));
        }
        pool.fillers.retain(|filler| match &filler.value {
            Value::Party(Some(name)) => self.may_be(draft, slot, name),
            _ => true,
        });
        pool.fillers.retain(|filler| !wrong_side(draft, slot, filler));
        for filler in &mut pool.fillers {
            let Value::Party(Some(name)) = &filler.value else {
                filler.sorts.push("none");
                continue;
            };
            filler.sorts = memory.sorts(name, || self.sorts(name));
            if slot == Slot::Target && draft.agent.as_ref() == Some(name) {
                filler.origins.push("agent");
            }
        }
        pool.fillers
    }

    /// Whether a name may stand in a slot, whatever the weights say: no thing fires, nobody accuses himself.
    fn may_be(&self, draft: &Draft, slot: Slot, name: &str) -> bool {
        let accuses = matches!(draft.act, Act::Accuse | Act::Blame);
        match slot {
            Slot::Agent => {
                let own = draft.sources.iter().flatten().any(|source| source == name);
                self.can_have_done(draft.act, name) && !(accuses && own)
            }
            _ => draft.act.kind() != Kind::Event || !self.means(name),
        }
    }

    /// Adds whom the claims before name.
    fn recalled(&self, pool: &mut Pool, draft: &Draft, context: &Context, memory: &Memory) {
        let (kind, source) = (draft.act.kind(), draft.sources.first().cloned().flatten());
        const AGENTS: [[&str; 2]; 2] = [["agent-here", "agent-1"], ["agent-2", "agent-2"]];
        const TARGETS: [[&str; 2]; 2] = [["target-here", "target-1"], ["target-2", "target-2"]];
        let mut add = |name: &Option<String>, origin| {
            if name.is_some() {
                pool.from(Value::Party(name.clone()), origin);
            }
        };
        for (back, told) in memory.back().take(2).enumerate() {
            let far = usize::from(told.sentence != self.sentence.span.start);
            add(&told.agent, AGENTS[back][far]);
            add(&told.target, TARGETS[back][far]);
        }
        let latest = |paragraph: bool| {
            memory.back().filter(move |told| !paragraph || told.paragraph == self.paragraph)
        };
        if let Some(told) = latest(true).find(|told| told.agent.is_some()) {
            add(&told.agent, "agent-paragraph");
        }
        if let Some(told) = latest(false).find(|told| told.agent.is_some()) {
            add(&told.agent, "agent-last");
        }
        add(&context.last_party, "party-last");
        add(&context.last_person, "person-last");
        if let Some(told) = memory.back().find(|told| told.kind == kind) {
            add(&told.agent, "agent-kind");
            add(&told.target, "target-kind");
        }
        if let Some(told) = memory.back().find(|told| told.source == source) {
            add(&told.agent, "agent-source");
        }
        for (name, origin) in memory.cast.parties.iter().zip(["cast-1", "cast-2", "cast-3", "cast-4"]) {
            add(&Some(name.clone()), origin);
        }
        for (name, origin) in memory.main().into_iter().zip(["main-1", "main-2", "main-3"]) {
            add(&Some(name.clone()), origin);
        }
    }

    /// Who and what stands around a claim.
    pub(super) fn around<'c>(&self, spot: Spot<'c>, context: &Context) -> Around<'c> {
        let (tokens, tree, anchor) = (&self.sentence.tokens, self.tree, spot.anchor);
        let main = spot.clause.verb.map(|verb| verb.main);
        let verb = if tree.holds(anchor) && tree.is_verbal(anchor) { Some(anchor) } else { main };
        let verb = verb.filter(|verb| tree.holds(anchor) && tree.holds(*verb));
        let mut around = Around {
            spot,
            doers: verb.map_or_else(Vec::new, |verb| tree.doers(tokens, verb)),
            done: verb.map_or_else(Vec::new, |verb| tree.done_to(tokens, verb)),
            mentions: Vec::new(),
        };
        let named = self.mentions(spot, context);
        let with_roles = |(head, name)| Mention { head, name, roles: self.roles(&around, head) };
        around.mentions = named.into_iter().map(with_roles).collect();
        around
    }

    /// Whom and what the stretch names, each with its head.
    fn mentions(&self, spot: Spot<'_>, context: &Context) -> Vec<(usize, String)> {
        let tokens = &self.sentence.tokens;
        let parties = self.parties(spot.clause, context);
        let mut found = Vec::new();
        for head in self.tree.tokens() {
            let upos = self.tree.upos(head);
            let relation = self.tree.relation(head);
            let within = matches!(relation, Relation::Flat | Relation::Goeswith | Relation::Fixed);
            let nobody = self.reader.lexicon.has("nobody-words", &tokens[head].lower);
            if within || nobody || crate::slots::is_time_word(&tokens[head]) {
                continue;
            }
            let modifies = matches!(relation, Relation::Compound | Relation::Amod);
            if modifies {
                if let Some(name) = describes(&tokens[head], self.names, &self.reader.lexicon) {
                    found.push((head, name));
                }
                continue;
            }
            match upos {
                Upos::Pron => {
                    let phrase = Phrase { from: head, to: head + 1, head };
                    found.extend(parties.named(&[phrase]).map(|name| (head, name)));
                    if let Some(antecedent) = self.antecedent(head) {
                        let phrase = self.tree.phrase(tokens, antecedent);
                        found.extend(parties.named(&[phrase]).map(|name| (head, name)));
                    }
                }
                Upos::Noun | Upos::Propn => {
                    let phrase = self.tree.phrase(tokens, head);
                    let name = self.names.name_of(self.text, tokens, phrase);
                    if name.is_empty() || name.len() > 120 {
                        continue;
                    }
                    let joined = self.tree.joined(tokens, head);
                    if let Some(all) = parties.named(&joined).filter(|_| joined.len() > 1) {
                        found.push((head, all));
                    }
                    found.extend(parties.named(&[phrase]).filter(|other| *other != name).map(|n| (head, n)));
                    found.push((head, name));
                }
                _ => {}
            }
        }
        found
    }

    /// The noun that a relative pronoun stands for.
    fn antecedent(&self, head: usize) -> Option<usize> {
        let relative = ["who", "which", "that", "whose"].contains(&self.sentence.tokens[head].lower.as_str());
        let verb = self.tree.head(head).filter(|_| relative)?;
        self.tree.head(verb).filter(|_| self.tree.is(verb, &[Relation::AclRelcl, Relation::Acl]))
    }

    /// How a word stands to the word of the act.
    pub(super) fn roles(&self, around: &Around<'_>, head: usize) -> Vec<String> {
        let (tokens, tree, spot) = (&self.sentence.tokens, self.tree, around.spot);
        let clause = spot.clause;
        let mut roles = vec![self.path(spot.anchor, head)];
        let at = |phrases: &[Phrase]| phrases.iter().any(|p| p.from <= head && head < p.to);
        let parts = [
            (&around.doers, "doer"),
            (&around.done, "done"),
            (&clause.subject, "subject"),
            (&clause.object, "object"),
        ];
        roles.extend(parts.iter().filter(|(phrases, _)| at(phrases)).map(|(_, role)| (*role).to_owned()));
        let side = if head < spot.anchor { "before" } else { "behind" };
        let within = (clause.from..clause.to).contains(&head);
        roles.push(format!("{}-{side}", if within { "in" } else { "out" }));
        let case = tree.case(tokens, head).map_or("-", |i| tokens[i].lower.as_str());
        roles.push(format!("case={case} {}", if within { "in" } else { "out" }));
        roles.push(format!("form={}", self.form(head)));
        if tokens[head].tag == Tag::Pron || tokens[head].tag == Tag::Rel {
            roles.push(format!("pronoun={}", tokens[head].lower));
        }
        roles
    }

    /// How a noun is introduced: `the army`, `its army`, `five soldiers`.
    fn form(&self, head: usize) -> &'static str {
        let (tokens, tree) = (&self.sentence.tokens, self.tree);
        let has = |relations: &[Relation]| tree.children(head).any(|i| tree.is(i, relations));
        let article = tree.children_by(head, &[Relation::Det]).next().map(|i| tokens[i].lower.as_str());
        let described = || {
            let before = tree.children_by(head, &[Relation::Amod, Relation::Compound]);
            before.into_iter().any(|i| describes(&tokens[i], self.names, &self.reader.lexicon).is_some())
        };
        match article {
            _ if tokens[head].tag == Tag::Proper => "name",
            _ if has(&[Relation::NmodPoss]) => "owned",
            _ if described() => "described",
            _ if has(&[Relation::Nummod]) => "counted",
            Some("the" | "this" | "that" | "these" | "those") => "definite",
            Some("a" | "an") => "indefinite",
            Some(_) => "other",
            None => "bare",
        }
    }

    /// The classes by meaning of a word.
    fn kin(&self, head: usize) -> impl Iterator<Item = String> {
        let known = self.known.get(head).copied().unwrap_or_default();
        let lists = self.reader.words.lists_of(known).filter(|list| list.starts_with("sense-n"));
        lists.map(|list| format!("kin={list}"))
    }

    /// The relations on the way from one word to another.
    fn path(&self, from: usize, to: usize) -> String {
        let chain = |mut at: usize| {
            let mut all = vec![at];
            while let Some(head) = self.tree.head(at).filter(|_| all.len() <= STEPS) {
                all.push(head);
                at = head;
            }
            all
        };
        let (up, down) = (chain(from), chain(to));
        let meet = up.iter().enumerate().find_map(|(i, at)| Some((i, down.iter().position(|d| d == at)?)));
        let Some((i, j)) = meet.filter(|(i, j)| i + j < STEPS) else { return "far".to_owned() };
        let mut path = String::new();
        for at in &up[..i] {
            path.push('^');
            path.push_str(self.tree.relation(*at).as_str());
        }
        for at in down[..j].iter().rev() {
            path.push('/');
            path.push_str(self.tree.relation(*at).as_str());
            let oblique = self.tree.is(*at, &[Relation::Obl, Relation::Nmod, Relation::OblAgent]);
            if let Some(case) = self.tree.case(&self.sentence.tokens, *at).filter(|_| oblique) {
                path.push('=');
                path.push_str(&self.sentence.tokens[case].lower);
            }
        }
        path
    }

    /// What a name is of.
    pub(super) fn sorts(&self, name: &str) -> Vec<&'static str> {
        let (lexicon, names) = (&self.reader.lexicon, self.names);
        let bare = strip_article(name).split(" of ").next().unwrap_or(name);
        let last = bare.rsplit(' ').next().unwrap_or(bare).to_lowercase();
        let one = crate::lexicon::singular(&last);
        let has = |list: &str| lexicon.has(list, &last) || lexicon.has(list, &one);
        let mut sorts = Vec::new();
        if names.is_state(name) {
            sorts.push("state");
        } else if names.names_person(name) {
            sorts.push("person");
        } else if has("deals") || has("talk-nouns") {
            sorts.push("deal");
        } else if has("body-nouns") {
            sorts.push("body");
        } else if has("people-nouns") || has("person-nouns") {
            sorts.push("people");
        } else if has("weapons") || has("shells") || has("rockets") {
            sorts.push("weapon");
        } else if self.reader.places.find(name).is_some() || self.maps.told.is_some_and(|t| t.contains(name))
        {
            sorts.push("place");
        } else if has("place-nouns") {
            sorts.push("site");
        } else if self.reader.actors.find(name).is_some() {
            sorts.push("actor");
        } else if names.can_act(name) {
            sorts.push("name");
        } else {
            sorts.push("thing");
        }
        if plural(&last) {
            sorts.push("many");
        }
        if name.contains(" and ") {
            sorts.push("joint");
        }
        sorts
    }
}

/// Whether the parse says of what stands in the sentence that it is on the other side of an act, whatever the weights say:
/// who is shelled does not shell.
fn wrong_side(draft: &Draft, slot: Slot, filler: &Filler) -> bool {
    let has = |role: &str| filler.roles.iter().any(|other| other == role);
    let (own, other) = if slot == Slot::Agent { ("doer", "done") } else { ("done", "doer") };
    draft.act.kind() == Kind::Event && has(other) && !has(own)
}

/// Whom a word names, as it does before a noun: `rebel` shelling, `Westland` jets, the `army` statement.
pub(super) fn describes(token: &Token, names: &Names<'_>, lexicon: &Lexicon) -> Option<String> {
    if let Some(land) = lexicon.rest("demonyms", &token.lower).filter(|_| token.capital()) {
        return Some(capitals(land));
    }
    let fighters = token.tag != Tag::Proper && lexicon.has("people-nouns", &format!("{}s", token.lower));
    if fighters {
        return Some(names.resolve(&format!("{}s", token.lower)));
    }
    let body = token.tag == Tag::Proper || lexicon.has("body-nouns", &token.lower);
    body.then(|| names.resolve(&token.text))
}

/// Which of the named stand first in the stretch, and next to the word of the act on either side.
fn order(mentions: &[Mention], anchor: usize) -> Vec<(usize, &'static str)> {
    let heads = || mentions.iter().map(|mention| mention.head);
    let mut order = Vec::with_capacity(3);
    order.extend(heads().next().map(|head| (head, "first")));
    order.extend(heads().rfind(|head| *head < anchor).map(|head| (head, "nearest-before")));
    order.extend(heads().find(|head| *head > anchor).map(|head| (head, "nearest-behind")));
    order
}
