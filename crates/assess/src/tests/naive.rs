//! A naive judge, written from the meaning of the format: it looks at everything again for every question, minute by
//! minute. It knows exact edges only; whoever asks it of inexact ones chooses a moment for each.

use super::{
    answers::{Answer, act_among, agreed, all, any, not},
    clocks::{depth_km, is_open, showings},
    dice,
};
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use truce_model::{
    Act, Actor, ActorId, ActorKind, Agreement, Change, Place, PlaceKind, Provision, Reading, Role, Shape,
    StepId, SupersessionKind, Target, Term, TurnKind, Zone,
};

/// What one observer tells.
pub(super) struct Told {
    pub(super) at: DateTime,
    pub(super) place: String,
    pub(super) agent: String,
    pub(super) target: String,
    pub(super) act: Act,
}

/// The answers of one provision under one reading, and what follows from them; an exception only where one is named.
#[derive(Debug, PartialEq)]
pub(super) struct Judged {
    pub(super) in_window: Answer,
    pub(super) in_zone: Answer,
    pub(super) bound: Answer,
    pub(super) excluded: Answer,
    pub(super) exception: Option<Answer>,
    pub(super) verdict: &'static str,
}

/// Everything that there is.
pub(super) struct World {
    pub(super) agreements: Vec<Agreement>,
    actors: Vec<Actor>,
    places: Vec<Place>,
}

impl World {
    pub(super) fn of(agreements: Vec<Agreement>) -> World {
        let (actors, places) = dice::lists();
        World {
            agreements,
            actors: actors.iter().cloned().collect(),
            places: places.iter().cloned().collect(),
        }
    }

    /// Whether a provision binds at a minute, hours and other agreements apart.
    pub(super) fn lives(&self, a: &Agreement, p: &Provision, r: &Reading, at: Timestamp) -> Answer {
        let change = change(p, r);
        let from = change.from.unwrap_or(p.from).earliest;
        let mut ends = vec![change.until.or(p.until).map(|edge| edge.earliest)];
        let mut history: Vec<_> = a
            .turns
            .iter()
            .filter(|t| counts(r, t) && (t.provisions.is_empty() || t.provisions.contains(&p.id)))
            .collect();
        history.sort_by_key(|turn| (turn.at, turn.id.clone()));
        let (mut aside, mut closed) = (Vec::new(), None);
        for turn in history {
            let Some(came) = turn.at.map(|edge| edge.earliest).filter(|came| *came <= at) else { continue };
            let until = turn.until.map(|edge| edge.earliest);
            let lapsed = ends.iter().all(|end| end.is_some_and(|end| end < came));
            match turn.what {
                TurnKind::Extended if change.until.is_none() => ends.push(until),
                TurnKind::Ended if change.until.is_some() => {}
                TurnKind::Ended | TurnKind::Fulfilled | TurnKind::Discharged
                    if closed.is_none() && !lapsed =>
                {
                    closed = Some(turn.what);
                }
                TurnKind::Suspended if closed.is_none() && !lapsed => aside.push(until),
                TurnKind::Resumed if matches!(closed, None | Some(TurnKind::Ended)) => {
                    aside.clear();
                    closed = None;
                }
                _ => {}
            }
        }
        let runs = ends.iter().any(|end| end.is_none_or(|end| at < end));
        let set_aside = aside.iter().any(|until| until.is_none_or(|until| at < until));
        let steps = change.after.as_ref().unwrap_or(&p.after);
        all(steps
            .iter()
            .map(|step| taken(a, r, step, at))
            .chain([Some(from <= at && runs && !set_aside && closed.is_none())]))
    }

    /// Whether any provision of an agreement binds by its text.
    fn reigns(&self, a: &Agreement, at: Timestamp) -> Answer {
        any(a.provisions.iter().map(|p| self.lives(a, p, &a.readings[0], at)))
    }

    /// Whether a provision binds at a minute.
    pub(super) fn binds(&self, a: &Agreement, p: &Provision, r: &Reading, at: Timestamp) -> Answer {
        let mut gone = Vec::new();
        for other in &self.agreements {
            for over in &other.supersedes {
                if over.agreement != a.id || !(over.provisions.is_empty() || over.provisions.contains(&p.id))
                {
                    continue;
                }
                match over.lasts {
                    SupersessionKind::WhileInForce => gone.push(self.reigns(other, at)),
                    SupersessionKind::ForGood => {
                        let moments = moments(other).into_iter().filter(|moment| *moment <= at);
                        gone.extend(moments.map(|moment| self.reigns(other, moment)));
                    }
                }
            }
        }
        let windows = change(p, r).windows.unwrap_or(p.windows.clone());
        let zone = TimeZone::get(&a.zone).unwrap();
        let open = windows.is_empty() || windows.iter().any(|window| is_open(window, &zone, at));
        all([Some(open), self.lives(a, p, r, at), not(any(gone))])
    }

    fn in_window(&self, a: &Agreement, p: &Provision, r: &Reading, told: &Told) -> Answer {
        let zone = TimeZone::get(&a.zone).unwrap();
        agreed(showings(&zone, told.at).into_iter().map(|at| self.binds(a, p, r, at)))
    }

    fn in_zone(&self, a: &Agreement, p: &Provision, r: &Reading, place: &str) -> Answer {
        let zones = change(p, r).zone.unwrap_or(p.zone.clone());
        let holds = |zones: &[Zone]| any(zones.iter().map(|zone| self.holds(a, zone, place)));
        let inside = if zones.is_empty() { Some(true) } else { holds(&zones) };
        all([inside, not(holds(&p.outside))])
    }

    fn holds(&self, a: &Agreement, zone: &Zone, place: &str) -> Answer {
        let area = match zone {
            Zone::Place(name) => return self.within(place, name),
            Zone::Area { area } => a.areas.iter().find(|drawn| drawn.id == *area).unwrap(),
        };
        let place = self.place(place);
        if let Shape::Places { names } = &area.shape {
            return any(names.iter().map(|name| self.within(&place.name, name)));
        }
        let (Some(lat), Some(lon)) = (place.lat, place.lon) else { return None };
        let size = match place.kind {
            PlaceKind::Quarter => 1.0,
            PlaceKind::Town => 2.0,
            PlaceKind::Area => 40.0,
            _ => 250.0,
        };
        let (depth, doubt) = (depth_km(&area.shape, [lon, lat]), size + area.edge_km);
        assert!((depth.abs() - doubt).abs() > 0.1, "too near to the edge to compare: {}", place.name);
        if depth.abs() < doubt { None } else { Some(depth > 0.0) }
    }

    fn within(&self, inner: &str, outer: &str) -> Answer {
        let above = |name: &str| -> Vec<String> {
            let mut chain = vec![name.to_owned()];
            while let Some(whole) = self.place(&chain[chain.len() - 1]).part_of.clone() {
                chain.push(whole);
            }
            chain
        };
        if above(inner).contains(&outer.to_owned()) {
            return Some(true);
        }
        if above(outer).contains(&inner.to_owned()) { None } else { Some(false) }
    }

    fn place(&self, name: &str) -> &Place {
        self.places.iter().find(|place| place.name == name).unwrap()
    }

    fn actor(&self, name: &str) -> Option<&Actor> {
        self.actors.iter().find(|actor| actor.name == name)
    }

    /// An actor and all to which it belonged on the day.
    fn wholes(&self, who: &ActorId, told: &Told) -> Vec<ActorId> {
        let actor = self.actors.iter().find(|actor| actor.id == *who).unwrap();
        let held = actor.member_of.iter().filter(|link| link.held(Some(told.at.date())));
        held.flat_map(|link| self.wholes(&link.of, told)).chain([who.clone()]).collect()
    }

    /// Every way from an actor up to a whole that belongs to nobody.
    fn ways(&self, who: &ActorId, told: &Told) -> Vec<Vec<ActorId>> {
        let actor = self.actors.iter().find(|actor| actor.id == *who).unwrap();
        let held = actor.member_of.iter().filter(|link| link.held(Some(told.at.date())));
        let mut ways: Vec<Vec<ActorId>> = held.flat_map(|link| self.ways(&link.of, told)).collect();
        if ways.is_empty() {
            ways.push(vec![]);
        }
        ways.iter_mut().for_each(|way| way.insert(0, who.clone()));
        ways
    }

    /// Whether an actor is one of these or belongs to one; a wider name may mean one of them.
    fn belongs(&self, who: &ActorId, group: &[ActorId], told: &Told) -> Answer {
        if self.wholes(who, told).iter().any(|whole| group.contains(whole)) {
            return Some(true);
        }
        let may_mean = |part: &&Actor| {
            let wholes = self.wholes(&part.id, told);
            wholes.contains(who) && wholes.iter().any(|whole| group.contains(whole))
        };
        if self.actors.iter().any(|part| may_mean(&part)) { None } else { Some(false) }
    }

    fn left_out(&self, (a, p, r): Terms, who: &ActorId, told: &Told) -> Answer {
        let own = change(p, r);
        let (mut included, mut out) = (own.include, vec![self.belongs(who, &own.exclude, told)]);
        for e in &a.provisions {
            let Term::ExcludeGroups { groups, partners_of } = &e.term else { continue };
            let change = change(e, r);
            if change.denied {
                continue;
            }
            let all_groups =
                groups.iter().chain(&change.exclude).filter(|group| !change.include.contains(group));
            let all_groups: Vec<ActorId> = all_groups.cloned().collect();
            let here = all([self.in_window(a, e, r, told), self.in_zone(a, e, r, &told.place)]);
            let named = any([self.belongs(who, &all_groups, told), self.partner(a, who, partners_of, told)]);
            out.push(all([named, here]));
            included.extend(change.include);
        }
        all([any(out), not(self.belongs(who, &included, told))])
    }

    fn partner(&self, a: &Agreement, who: &ActorId, groups: &[ActorId], told: &Told) -> Answer {
        if groups.is_empty() {
            return Some(false);
        }
        let mut known = vec![self.belongs(who, groups, told)];
        for whole in self.wholes(who, told) {
            let actor = self.actors.iter().find(|actor| actor.id == whole).unwrap();
            let beside = actor.partner_of.iter().filter(|link| link.held(Some(told.at.date())));
            known.extend(beside.map(|link| self.belongs(&link.of, groups, told)));
        }
        let kind = self.actors.iter().find(|actor| actor.id == *who).unwrap().kind;
        let signed =
            a.parties.iter().any(|p| p.actor == *who && matches!(p.role, Role::Party | Role::Signatory));
        let open = matches!(kind, ActorKind::ArmedGroup | ActorKind::Coalition) && !signed;
        any(known).and_then(|told| if !told && open { None } else { Some(told) })
    }

    fn bound(&self, (a, p, r): Terms, told: &Told) -> Answer {
        let change = change(p, r);
        if change.denied {
            return Some(false);
        }
        let who = &self.actor(&told.agent)?.id;
        let binds = bound_parties(p, r);
        let barred = |actor: &ActorId| {
            let refused = a.parties.iter().any(|party| party.role == Role::Refused && party.actor == *actor);
            refused && !change.bind.contains(actor)
        };
        let any_refused = a.parties.iter().any(|party| party.role == Role::Refused);
        let refused = any_refused
            && !self.ways(who, told).iter().any(|way| {
                let free = way.iter().take_while(|actor| !barred(actor));
                free.into_iter().any(|actor| binds.contains(actor))
            });
        all([
            self.belongs(who, &binds, told),
            not(self.belongs(who, &change.unbind, told)),
            if refused { None } else { Some(true) },
            not(self.left_out((a, p, r), who, told)),
        ])
    }

    fn excluded(&self, terms: Terms, told: &Told) -> Answer {
        self.actor(&told.target).map_or(Some(false), |actor| self.left_out(terms, &actor.id, told))
    }

    fn is_armed(&self, name: &str) -> bool {
        use ActorKind::{ArmedGroup, Coalition, Forces, State};
        self.actor(name).is_some_and(|a| matches!(a.kind, State | Forces | ArmedGroup | Coalition))
    }

    /// Whether what was hit is protected: nobody's forces, or the other side of the terms.
    fn protected(&self, (a, p, r): Terms, told: &Told) -> Answer {
        if !self.is_armed(&told.target) {
            return Some(true);
        }
        let (certain, fronts) = self.fronts((a, p, r), told);
        let hit = &self.actor(&told.target)?.id;
        let own = self.same_side(told, &fronts);
        let reached = agreed([self.belongs(hit, &certain, told), self.belongs(hit, &fronts, told)]);
        let reached = any([reached, self.left_out((a, p, r), hit, told)]);
        all([reached, not(own)])
    }

    /// Whether agent and target are of the same sides, whichever of its parts each name means.
    fn same_side(&self, told: &Told, fronts: &[ActorId]) -> Answer {
        let sides = |name: &str| -> Vec<Vec<ActorId>> {
            let Some(named) = self.actor(name) else { return vec![] };
            let meant = self.actors.iter().map(|actor| self.wholes(&actor.id, told));
            let meant = meant.filter(|wholes| wholes.contains(&named.id));
            let sorted = |mut of: Vec<ActorId>| {
                of.retain(|whole| fronts.contains(whole));
                of.sort();
                of.dedup();
                of
            };
            meant.map(sorted).collect()
        };
        let (agents, targets) = (sides(&told.agent), sides(&told.target));
        agreed(agents.iter().flat_map(|agent| targets.iter().map(move |target| Some(agent == target))))
    }

    /// The parties of a provision, and those of others that have certainly begun to bind by then; and the same with
    /// those that may have.
    fn fronts(&self, (a, p, r): Terms, told: &Told) -> (Vec<ActorId>, Vec<ActorId>) {
        let zone = TimeZone::get(&a.zone).unwrap();
        let shown = showings(&zone, told.at);
        let unbound = change(p, r).unbind;
        let begun = |q: &Provision, by: Timestamp, such: fn(Answer) -> bool| {
            let mut by_then = moments(a).into_iter().filter(|moment| *moment <= by).chain([by]);
            q.id == p.id || (q.term.forbids() && by_then.any(|moment| such(self.lives(a, q, r, moment))))
        };
        let of = |by: Timestamp, such: fn(Answer) -> bool| -> Vec<ActorId> {
            let parties = a.provisions.iter().filter(|q| begun(q, by, such)).flat_map(|q| &q.binds).cloned();
            parties.chain(change(p, r).bind).filter(|id| !unbound.contains(id)).collect()
        };
        let (first, last) = (shown.iter().min().unwrap(), shown.iter().max().unwrap());
        (of(*first, |lives| lives == Some(true)), of(*last, |lives| lives != Some(false)))
    }

    fn among(&self, targets: &[Target], told: &Told) -> Answer {
        any(targets.iter().map(|target| match (target, self.actor(&told.target)) {
            (Target::Civilians, _) => Some(!self.is_armed(&told.target)),
            (Target::Forces, _) => Some(self.is_armed(&told.target)),
            (Target::Actor(id), Some(hit)) => self.belongs(&hit.id, std::slice::from_ref(id), told),
            _ => Some(false),
        }))
    }

    /// Whether one of the permissions that a provision names takes the act out, by recursion.
    fn excepted(&self, (a, p, r): Terms, told: &Told) -> Answer {
        any(p.unless.iter().map(|id| {
            let permit = a.provisions.iter().find(|other| other.id == *id).unwrap();
            let Term::Permit { acts, targets } = &permit.term else { return Some(false) };
            let act =
                if acts.is_empty() { Some(true) } else { act_among(told.act, acts).unwrap_or(Some(false)) };
            let terms = (a, permit, r);
            let target = if targets.is_empty() { Some(true) } else { self.among(targets, told) };
            let here = [self.in_window(a, permit, r, told), self.in_zone(a, permit, r, &told.place)];
            all(here.into_iter().chain([
                self.bound(terms, told),
                act,
                target,
                not(self.excepted(terms, told)),
            ]))
        }))
    }

    /// What one provision under one reading makes of it; `None`: no matter of that term.
    pub(super) fn judge(&self, terms: Terms, told: &Told) -> Option<Judged> {
        let (a, p, r) = terms;
        let force = [Act::Shelling, Act::AirStrike, Act::Gunfire, Act::Explosion].contains(&told.act);
        let mut protected = if force { self.protected(terms, told) } else { Some(true) };
        let mut in_zone = self.in_zone(a, p, r, &told.place);
        let (forbidden, owed) = match &p.term {
            Term::CeaseHostilities if !force => return None,
            Term::CeaseHostilities => (if told.act == Act::Explosion { None } else { Some(true) }, false),
            Term::Prohibit { acts, targets } => {
                protected = if targets.is_empty() { protected } else { self.among(targets, told) };
                (act_among(told.act, acts)?, false)
            }
            Term::Oblige { met_by, broken_by, .. } => {
                protected = Some(true);
                match (met_by.contains(&told.act), broken_by.contains(&told.act)) {
                    (false, false) => return None,
                    (owed, _) => (Some(!owed), owed),
                }
            }
            Term::Withdraw { from_place } => {
                in_zone = self.within(&told.place, from_place);
                match told.act {
                    Act::Withdrawal => (Some(false), true),
                    Act::Deployment => (Some(true), false),
                    _ => return None,
                }
            }
            _ => return None,
        };
        let judges_force = force && matches!(p.term, Term::CeaseHostilities | Term::Prohibit { .. });
        let excluded = if judges_force { self.excluded(terms, told) } else { Some(false) };
        let asked = !p.unless.is_empty() && !owed;
        let exception = asked.then(|| self.excepted(terms, told));
        let (in_window, bound) = (self.in_window(a, p, r, told), self.bound(terms, told));
        let reached = all([in_window, in_zone, bound, protected]);
        let freed = any([excluded, exception.unwrap_or(Some(false))]);
        let verdict = match (reached, forbidden, freed) {
            (Some(false), ..) => "not covered",
            (Some(true), Some(true), Some(false)) => "violation",
            (Some(true), Some(true), Some(true)) => "permitted",
            (Some(true), Some(false), _) if owed => "permitted",
            _ => "undetermined",
        };
        Some(Judged { in_window, in_zone, bound, excluded, exception, verdict })
    }
}

pub(super) type Terms<'t> = (&'t Agreement, &'t Provision, &'t Reading);

fn change(p: &Provision, r: &Reading) -> Change {
    r.changes.iter().find(|(id, _)| *id == p.id).map(|(_, change)| change.clone()).unwrap_or_default()
}

fn bound_parties(p: &Provision, r: &Reading) -> Vec<ActorId> {
    let change = change(p, r);
    p.binds.iter().chain(&change.bind).filter(|id| !change.unbind.contains(id)).cloned().collect()
}

fn counts(r: &Reading, turn: &truce_model::Turn) -> bool {
    r.accepts.contains(&turn.id) || !(turn.contested || r.rejects.contains(&turn.id))
}

/// Whether a step has been taken; a duty of which nobody says that it was done may have been.
fn taken(a: &Agreement, r: &Reading, step: &StepId, at: Timestamp) -> Answer {
    let came = |turn: &truce_model::Turn| counts(r, turn) && turn.at.is_some_and(|edge| edge.earliest <= at);
    if let Some(turn) = a.turns.iter().find(|turn| turn.id.as_str() == step.as_str()) {
        return Some(came(turn));
    }
    let duty = a.provisions.iter().find(|p| p.id.as_str() == step.as_str()).unwrap();
    let done =
        |turn: &&truce_model::Turn| turn.what == TurnKind::Fulfilled && turn.provisions.contains(&duty.id);
    let told: Vec<_> = a.turns.iter().filter(done).filter(|t| counts(r, t)).collect();
    // A turn without a time has not come to pass.
    if !told.is_empty() && told.iter().all(|turn| turn.at.is_none()) {
        return Some(false);
    }
    let done: Vec<_> = told.into_iter().filter(|turn| turn.at.is_some()).collect();
    match done.is_empty() {
        true => {
            if duty.from.earliest <= at {
                None
            } else {
                Some(false)
            }
        }
        false => Some(done.iter().any(|turn| came(turn))),
    }
}

/// Every edge of an agreement.
fn moments(a: &Agreement) -> Vec<Timestamp> {
    let changes = a.readings.iter().flat_map(|r| &r.changes).flat_map(|(_, c)| [c.from, c.until]);
    let provisions = a.provisions.iter().flat_map(|p| [Some(p.from), p.until]);
    let turns = a.turns.iter().flat_map(|turn| [turn.at, turn.until]);
    changes.chain(provisions).chain(turns).flatten().map(|edge| edge.earliest).collect()
}
