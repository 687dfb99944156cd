//! The chain behind a figure or finding, down to the quoted words.

use crate::{
    Book, Monitor, MonitorError,
    ids::full_id,
    sameness,
    testimony::day,
    verdicts::{self, VerdictTable},
};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;
use truce_model::{
    Agreement, AgreementId, Claim, ClaimId, Conduct, Document, Finding, Incident, Obligation, Ruling, Scope,
    Situation, Standing, Toll, Truth, Verdict,
};
use truce_reconcile::Copies;

/// One link of the chain with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Why {
    /// The id of the thing, or nothing where the link is only a heading.
    pub id: Option<String>,
    /// What it is, in a sentence.
    pub what: String,
    /// Its facts, each a name and a value.
    pub facts: Vec<(String, String)>,
    /// The words of a source, where this is a claim.
    pub quote: Option<String>,
    /// What a provision makes of it, reading by reading, where that is what the link tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<VerdictTable>,
    /// What it rests on.
    pub because: Vec<Why>,
}

impl Why {
    pub(crate) fn heading(what: impl Into<String>, because: Vec<Why>) -> Why {
        Why { id: None, what: what.into(), facts: vec![], quote: None, table: None, because }
    }
}

/// The questions that settle a finding, with their answers, in one line.
pub fn decisive(finding: &Finding) -> String {
    let settles = |truth: Truth, excluded: bool| match finding.verdict {
        Verdict::Violation => false,
        Verdict::Permitted => excluded && truth == Truth::True,
        Verdict::NotCovered => !excluded && truth == Truth::False,
        Verdict::Undetermined => truth == Truth::Unknown,
    };
    let excluded = |atom: &truce_model::Atom| {
        matches!(atom.name, truce_model::AtomName::Excluded | truce_model::AtomName::Exception)
    };
    let atoms = finding.atoms.iter().filter(|atom| settles(atom.truth, excluded(atom)));
    let mut reasons: Vec<&str> = atoms.map(|atom| atom.because.as_str()).collect();
    // Nobody says what was hit: whether it is protected and whether it is excluded are open for one reason.
    reasons.dedup();
    match (finding.verdict, reasons.is_empty()) {
        (Verdict::Violation, _) => "every condition of the provision is met".to_owned(),
        (_, false) => reasons.join("; "),
        (_, true) => finding.atoms.iter().map(|atom| atom.because.as_str()).collect::<Vec<_>>().join("; "),
    }
}

impl Monitor {
    /// Explains the thing of that id, or the only one whose id begins so.
    pub fn why(&self, situation: &Situation, id: &str) -> Result<Why, MonitorError> {
        let found = full_id(situation, id);
        let full = self.then(situation.seq, found, |head| full_id(&self.in_all(situation, head)?, id))?;
        let copies = self.copies(&situation.documents, &situation.claims)?;
        let chain = Chain { situation, copies, book: self.book() };
        let tally = self.tally_of(situation, &full)?;
        let mut found = chain
            .incident_of(&full)
            .or_else(|| chain.finding_of(&full))
            .or_else(|| chain.toll_of(&full))
            .or_else(|| chain.obligation_of(&full))
            .or_else(|| situation.claims.iter().find(|c| c.id.as_str() == full).map(|c| chain.claim(c)))
            .or_else(|| situation.documents.iter().find(|d| d.id.as_str() == full).map(|d| chain.document(d)))
            .or_else(|| chain.gone(&full));
        if let (Some(claim), Some(tally)) = (&mut found, tally) {
            claim.because.push(Why::heading("as a tally", vec![Why { id: None, quote: None, ..tally }]));
        }
        found.ok_or(MonitorError::UnknownId { id: id.to_owned() })
    }
}

pub(crate) struct Chain<'a> {
    pub(crate) situation: &'a Situation,
    pub(crate) copies: Copies,
    pub(crate) book: &'a Book,
}

impl Chain<'_> {
    fn claims(&self, ids: &[ClaimId]) -> Vec<Why> {
        ids.iter().filter_map(|id| self.situation.any_claim(id)).map(|claim| self.claim(claim)).collect()
    }

    pub(crate) fn claim(&self, claim: &Claim) -> Why {
        let mut facts = Vec::new();
        let mut fact =
            |name: &str, value: Option<String>| facts.extend(value.map(|value| (name.to_owned(), value)));
        fact("agent", claim.agent.as_ref().map(ToString::to_string));
        fact("target", claim.target.as_ref().map(ToString::to_string));
        let places: Vec<&str> = claim.places.iter().map(|place| place.as_str()).collect();
        fact("places", (!places.is_empty()).then(|| places.join(", ")));
        fact("when", (!claim.occurred.is_unknown()).then(|| format!("{} (local time)", claim.occurred)));
        fact("count", claim.count.as_ref().map(ToString::to_string));
        fact("via", claim.via.as_ref().map(ToString::to_string));
        fact("in", self.held(&claim.document).map(cited));
        let withdrawal = self.situation.withdrawal(&claim.document);
        fact("withdrawn", withdrawal.map(|one| format!("{} by {}: {}", day(one.at), one.by, one.reason)));
        fact("at", Some(format!("bytes {} to {} of {}", claim.span.start, claim.span.end, claim.document)));
        let rules: Vec<&str> = claim.found_by.iter().map(|rule| rule.as_str()).collect();
        fact("found by", (!rules.is_empty()).then(|| rules.join(", ")));
        fact("read with confidence", claim.confidence.map(|confidence| confidence.to_string()));
        let source = claim.source.as_ref().map_or("an unknown source", |source| source.as_str());
        let what = match claim.stance {
            truce_model::Stance::Asserts => {
                format!("{source} asserts: {} ({})", words(claim.act.word()), claim.kind())
            }
            truce_model::Stance::Denies => {
                format!("{source} denies: {} ({})", words(claim.act.word()), claim.kind())
            }
            truce_model::Stance::Unsure => {
                format!("{source} is unsure of: {} ({})", words(claim.act.word()), claim.kind())
            }
        };
        Why {
            id: Some(claim.id.to_string()),
            what,
            facts,
            quote: Some(claim.quote.clone()),
            table: None,
            because: vec![],
        }
    }

    pub(crate) fn document(&self, document: &Document) -> Why {
        let gone = self.situation.withdrawal(&document.id).map(|one| &one.claims);
        let all = gone.unwrap_or(&self.situation.claims);
        let claims = all.iter().filter(|claim| claim.document == document.id);
        Why {
            id: Some(document.id.to_string()),
            what: cited(document),
            facts: vec![
                ("text".into(), format!("sha256 {}", document.text)),
                ("original".into(), format!("sha256 {}", document.original)),
            ],
            quote: None,
            table: None,
            because: claims.map(|claim| self.claim(claim)).collect(),
        }
    }

    fn incident_of(&self, id: &str) -> Option<Why> {
        let mut all = self.situation.incidents.iter().chain(&self.situation.retracted);
        all.find(|incident| incident.id.as_str() == id).map(|incident| self.incident(incident))
    }

    fn incident(&self, incident: &Incident) -> Why {
        let mut facts = vec![("standing".to_owned(), incident.standing.word().to_owned())];
        let witnesses: Vec<&str> = incident.witnesses.iter().map(|witness| witness.as_str()).collect();
        facts.push(("witnesses".to_owned(), format!("{}: {}", witnesses.len(), witnesses.join(", "))));
        facts.extend(self.testimonies(incident));
        for disagreement in &incident.disagreements {
            let versions: Vec<String> = disagreement
                .versions
                .iter()
                .map(|version| format!("{} ({})", version.says, ids(&version.claims)))
                .collect();
            facts.push((format!("disagreement on {}", disagreement.slot), versions.join(" / ")));
        }
        let mut because = match incident.standing {
            Standing::Retracted => vec![Why::heading("retracted: nothing counts or judges it", vec![])],
            _ => self.judged(incident),
        };
        because.extend(self.ruled(incident));
        because.extend(self.decided(incident));
        because.extend(sameness::held_together(incident, self.situation, self.book));
        because.extend(sameness::summed_up(incident, self.situation, self.book));
        because.extend(self.claims(&incident.claims));
        if !incident.toll_claims.is_empty() {
            because.push(Why::heading("tolls told with it", self.claims(&incident.toll_claims)));
        }
        Why {
            id: Some(incident.id.to_string()),
            what: told(incident),
            facts,
            quote: None,
            table: None,
            because,
        }
    }

    /// What the terms make of an incident: a table for each provision that reaches it.
    fn judged(&self, incident: &Incident) -> Vec<Why> {
        let mut of: BTreeMap<(&AgreementId, usize), Vec<&Finding>> = BTreeMap::new();
        for finding in self.situation.findings.iter().filter(|finding| finding.incident == incident.id) {
            let Some(agreement) = self.agreement(&finding.agreement) else { continue };
            let place = agreement.provisions.iter().position(|p| p.id == finding.provision);
            of.entry((&finding.agreement, place.unwrap_or_default())).or_default().push(finding);
        }
        if of.is_empty() {
            return vec![Why::heading("no terms of the record reach it", vec![])];
        }
        let table = |((id, place), findings): ((&AgreementId, usize), Vec<&Finding>)| {
            let agreement = self.agreement(id)?;
            let provision = agreement.provisions.get(place)?;
            let mut why =
                Why::heading(format!("by `{}` of {id} ({})", provision.id, provision.term.word()), vec![]);
            why.facts.extend(verdicts::clause(agreement, provision).map(|text| ("article".to_owned(), text)));
            why.table = Some(VerdictTable::of(agreement, &findings));
            Some(why)
        };
        of.into_iter().filter_map(table).collect()
    }

    /// What people who looked into it held of it.
    fn ruled(&self, incident: &Incident) -> Vec<Why> {
        let of_it = self.situation.rulings.iter().filter(|ruling| incident.claims.contains(&ruling.claim));
        let told = |ruling: &Ruling| {
            let on = ruling.on.map(|day| format!(" on {day}")).unwrap_or_default();
            let by = format!("{}{on} ruled by `{}` of {}", ruling.by, ruling.provision, ruling.agreement);
            let mut why = Why::heading(by, vec![]);
            why.facts.push(("happened".to_owned(), ruling.occurred.word().to_owned()));
            why.facts.extend(ruling.conduct.iter().map(conduct));
            why.facts.push(("reason".to_owned(), ruling.reason.clone()));
            why
        };
        of_it.map(told).collect()
    }

    /// What people decided of its claims.
    fn decided(&self, incident: &Incident) -> Vec<Why> {
        let of_it = self.situation.matchings.iter().filter(|matched| {
            matched.matching.names().any(|id| incident.all_claims().any(|claim| claim == id))
        });
        let told = |matched: &truce_model::Matched| {
            let truce_model::Matching { held, claims, others, by, reason } = &matched.matching;
            let mut why = Why::heading(format!("{by} decided: {held} (record {})", matched.seq), vec![]);
            why.facts.push(("claims".to_owned(), ids(claims)));
            why.facts.push(("others".to_owned(), ids(others)));
            why.facts.push(("reason".to_owned(), reason.clone()));
            why
        };
        of_it.map(told).collect()
    }

    fn agreement(&self, id: &AgreementId) -> Option<&Agreement> {
        self.situation.agreements.iter().find(|agreement| &agreement.id == id)
    }

    fn finding_of(&self, id: &str) -> Option<Why> {
        let finding = self.situation.findings.iter().find(|finding| finding.id.as_str() == id)?;
        let agreement = self.agreement(&finding.agreement);
        let mut facts = vec![
            ("agreement".to_owned(), finding.agreement.to_string()),
            ("provision".to_owned(), finding.provision.to_string()),
        ];
        if let Some((agreement, provision)) =
            agreement.and_then(|a| Some((a, a.provision(&finding.provision)?)))
        {
            let article = verdicts::clause(agreement, provision);
            facts.extend(article.map(|text| ("article".to_owned(), text)));
        }
        let reading = agreement.and_then(|agreement| agreement.reading(&finding.reading));
        let title = reading.map_or_else(String::new, |reading| format!(": {}", reading.title));
        facts.push(("reading".to_owned(), format!("{}{title}", finding.reading)));
        for words in reading.iter().flat_map(|reading| &reading.words) {
            let on = words.on.map(|day| format!(" on {day}")).unwrap_or_default();
            facts.push(("held by".to_owned(), format!("{}{on}: {} [{}]", words.by, words.text, words.cite)));
        }
        facts.extend(finding.conduct.iter().map(conduct));
        let atoms = finding.atoms.iter().map(|atom| {
            Why::heading(
                format!("{}: {}: {}", atom.name.word(), atom.truth.word(), atom.because),
                self.claims(&atom.claims),
            )
        });
        let mut because: Vec<Why> = atoms.collect();
        because.extend(self.situation.incident(&finding.incident).map(|incident| self.incident(incident)));
        let what =
            format!("{} of `{}` under the reading `{}`", finding.verdict, finding.provision, finding.reading);
        let what = match finding.verdict {
            Verdict::Violation => what,
            Verdict::Permitted | Verdict::NotCovered | Verdict::Undetermined => {
                format!(
                    "{} by `{}` under the reading `{}`",
                    finding.verdict, finding.provision, finding.reading
                )
            }
        };
        Some(Why { id: Some(finding.id.to_string()), what, facts, quote: None, table: None, because })
    }

    fn toll_of(&self, id: &str) -> Option<Why> {
        self.situation.tolls.iter().find(|toll| toll.id.as_str() == id).map(|toll| self.toll(toll))
    }

    fn toll(&self, toll: &Toll) -> Why {
        let who = toll.who.as_ref().map_or("people", |who| who.as_str());
        let number = |n: Option<u64>, open: &str| n.map_or(open.to_owned(), |n| n.to_string());
        let what = format!(
            "{who} {}: low {}, high {}",
            toll.of.word(),
            number(toll.low.number, "not known"),
            number(toll.high.number, "open")
        );
        let at_bounds = toll.low.claims.iter().chain(&toll.high.claims);
        let rest: Vec<ClaimId> =
            toll.claims.iter().filter(|id| !at_bounds.clone().any(|at| at == *id)).cloned().collect();
        let mut because = vec![
            Why::heading("claims at the low bound", self.claims(&toll.low.claims)),
            Why::heading("claims at the high bound", self.claims(&toll.high.claims)),
        ];
        if !rest.is_empty() {
            because.push(Why::heading("other claims", self.claims(&rest)));
        }
        if let Scope::Incident { incident } = &toll.scope {
            because.extend(self.situation.incident(incident).map(|incident| self.incident(incident)));
        }
        let facts = vec![("when".to_owned(), format!("{} (local time)", toll.occurred))];
        Why { id: Some(toll.id.to_string()), what, facts, quote: None, table: None, because }
    }

    fn obligation_of(&self, id: &str) -> Option<Why> {
        let obligation = self.situation.obligations.iter().find(|o| o.id.as_str() == id)?;
        let Obligation { agreement, provision, what, state, due, stage, .. } = obligation;
        let mut facts = vec![("provision".to_owned(), format!("{provision} of {agreement}"))];
        facts.push(("stage".to_owned(), stage.map_or("left open", |stage| stage.word()).to_owned()));
        facts.extend(due.map(|due| ("due".to_owned(), due.latest.to_string())));
        facts.extend(due.map(|due| ("clock".to_owned(), clock(due.latest, self.situation.as_of))));
        let waits: Vec<&str> = obligation.waits_for.iter().map(|step| step.as_str()).collect();
        facts.extend((!waits.is_empty()).then(|| ("waits for".to_owned(), waits.join(", "))));
        let because = vec![
            Why::heading("claims that it is met", self.claims(&obligation.met)),
            Why::heading("claims that it is not met", self.claims(&obligation.unmet)),
        ];
        let what = format!("{what}: {}", state.word());
        Some(Why { id: Some(obligation.id.to_string()), what, facts, quote: None, table: None, because })
    }
}

pub(crate) fn told(incident: &Incident) -> String {
    let places: Vec<&str> = incident.places.iter().map(|place| place.as_str()).collect();
    let place = if places.is_empty() { "place not known".to_owned() } else { places.join(", ") };
    let when =
        if incident.occurred.is_unknown() { "time not known".into() } else { incident.occurred.to_string() };
    let named: Vec<&str> = incident.attribution.named().iter().map(|name| name.as_str()).collect();
    let agent = if named.is_empty() { "nobody named".to_owned() } else { named.join(" / ") };
    format!("{}: {place}; {when}; by {agent}", words(incident.act.word()))
}

pub(crate) fn cited(document: &Document) -> String {
    let outlet = document.outlet.as_ref().map_or("outlet not known", |outlet| outlet.as_str());
    let published = document.published.map_or("date not known".to_owned(), |published| published.to_string());
    format!("{} ({outlet}, {published})", document.name)
}

fn words(word: &str) -> String {
    word.replace('_', " ")
}

fn ids(claims: &[ClaimId]) -> String {
    claims.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn conduct(of: &Conduct) -> (String, String) {
    let words = format!("in breach: {}; meant: {}", of.breached.word(), of.meant.word());
    (format!("conduct of {}", of.who), words)
}

/// How long it is to a deadline, or how long it has passed.
pub fn clock(due: Timestamp, as_of: Timestamp) -> String {
    let minutes = (due.as_second() - as_of.as_second()).abs() / 60;
    let (days, hours) = (minutes / 1440, minutes / 60 % 24);
    let long = match days {
        0 => format!("{hours} h {} min", minutes % 60),
        days => format!("{days} d {hours} h"),
    };
    if due > as_of { format!("{long} left") } else { format!("passed {long} ago") }
}
