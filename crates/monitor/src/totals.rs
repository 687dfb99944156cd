//! The total of a scope and the tallies of a record, told down to the quoted words. Reckons nothing.

use crate::{Monitor, MonitorError, why::Why};
use serde_json::{Value, json};
use truce_assess::{Adds, Asked, Beside, Clash, Range, Sum, Tally, Total, beside, tallies, total};
use truce_model::{Bound, Claim, ClaimId, IncidentId, Matching, Name, Situation, TollOf};

/// What was found, for people and for programs.
#[derive(Clone, Debug)]
pub struct Told {
    /// The chain for people.
    pub why: Why,
    /// The same for programs.
    pub json: Value,
}

impl Monitor {
    /// Reads a scope such as `place=Arden; from=2031-03-05; who=civilians`.
    pub fn asked(&self, scope: &str) -> Result<Asked, MonitorError> {
        Asked::parse(scope, &self.book().places).map_err(|error| MonitorError::Scope {
            scope: scope.to_owned(),
            problem: error.problem,
            hint: error.hint,
        })
    }

    /// The total of a scope with all that it rests on.
    pub fn total(&self, situation: &Situation, asked: &Asked) -> Told {
        let book = self.book();
        let matchings: Vec<&Matching> = situation.matchings.iter().map(|matched| &matched.matching).collect();
        let overruled = truce_reconcile::overruled(&matchings);
        let binding = matchings.into_iter().zip(overruled).filter(|(_, overruled)| !overruled);
        let decided: Vec<&Matching> = binding.map(|(matching, _)| matching).collect();
        let lists = (&book.actors, &book.places);
        let total = total(asked, &situation.incidents, &situation.claims, &decided, lists);
        Told { why: Teller { situation }.total(&total), json: total_json(&total) }
    }

    /// The tallies that sources give, checked against themselves, known incidents and each other.
    pub fn tallies(&self, situation: &Situation) -> Result<Told, MonitorError> {
        let found = self.read_tallies(situation)?;
        let pairs = beside(&found, &situation.incidents, &situation.claims);
        let teller = Teller { situation };
        let told = found.iter().map(|tally| teller.tally(tally));
        let told: Vec<Why> = told.chain(pairs.iter().map(|pair| teller.beside(pair))).collect();
        let what = format!(
            "{} and {} beside each other",
            many(found.len(), "tally", "tallies"),
            many(pairs.len(), "pair", "pairs")
        );
        let json = json!({
            "tallies": found.iter().map(tally_json).collect::<Vec<_>>(),
            "beside": pairs.iter().map(beside_json).collect::<Vec<_>>(),
        });
        Ok(Told { why: Why::heading(what, told), json })
    }

    /// The tally that a claim gives, if it gives one.
    pub(crate) fn tally_of(&self, situation: &Situation, id: &str) -> Result<Option<Why>, MonitorError> {
        let found = self.read_tallies(situation)?;
        Ok(found
            .iter()
            .find(|tally| tally.claim.as_str() == id)
            .map(|tally| Teller { situation }.tally(tally)))
    }

    fn read_tallies(&self, situation: &Situation) -> Result<Vec<Tally>, MonitorError> {
        let book = self.book();
        // A text that was erased leaves its tally without parts.
        let text = |id: &_| self.text(id).ok().flatten();
        Ok(tallies(&situation.incidents, &situation.claims, &book.actors, &book.places, &text))
    }
}

fn many(number: usize, one: &str, more: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { more })
}

/// The bounds in words.
fn range(range: &Range) -> String {
    match (range.low.number, range.high.number) {
        (None, None) => "not known (no floor, no top)".to_owned(),
        (Some(low), None) => format!("at least {low}, top open"),
        (None, Some(high)) => format!("at most {high}, floor not known"),
        (Some(low), Some(high)) if low == high => low.to_string(),
        (Some(low), Some(high)) => format!("{low} to {high}"),
    }
}

/// The bounds in words, or that there are none since there was too much to reckon with.
fn reckoned(of: Option<&Range>) -> String {
    of.map_or_else(|| "not reckoned".to_owned(), range)
}

struct Teller<'a> {
    situation: &'a Situation,
}

impl Teller<'_> {
    fn total(&self, total: &Total) -> Why {
        let Total { asked, bounds, .. } = total;
        let mut facts = vec![
            ("total".to_owned(), range(bounds)),
            ("policy".to_owned(), format!("{}: {}", asked.policy, asked.policy.tells())),
            ("convention".to_owned(), format!("{}: {}", asked.convention.word(), asked.convention.tells())),
        ];
        let fact = |facts: &mut Vec<_>, name: &str, value: String| facts.push((name.to_owned(), value));
        for (word, of) in &total.parts {
            fact(&mut facts, &format!("of these {word}"), range(of));
        }
        let incidents = many(total.incidents, "known incident", "known incidents");
        match total.incidents {
            0 => fact(&mut facts, "in known incidents", "none of them has a toll here".to_owned()),
            _ => fact(&mut facts, &format!("in {incidents}"), reckoned(total.explained.as_ref())),
        }
        fact(&mut facts, "remainder that no known incident explains", reckoned(total.remainder.as_ref()));
        if !total.fits {
            let words = "no total fits all admitted claims; the bounds hold whichever of them are set aside, as few as \
                         needed";
            fact(&mut facts, "contradiction", words.to_owned());
        }
        facts.extend(total.looser.clone().map(|why| ("bounds may be wider than need be".to_owned(), why)));
        let mut because =
            vec![self.bound("the floor rests on", &bounds.low), self.bound("the top rests on", &bounds.high)];
        for (at, clash) in total.clashes.iter().enumerate() {
            because.push(self.clash(at + 1, clash));
        }
        if total.is_cut {
            because.push(Why::heading("more sets of claims exclude each other than are listed", vec![]));
        }
        let sums: Vec<Why> = total.sums.iter().map(|sum| self.sum(sum)).collect();
        if !sums.is_empty() {
            because.push(Why::heading("of no single incident, and added to none", sums));
        }
        for (title, claims) in [
            ("not admitted", &total.left_out),
            ("numbers that make no sense, left as they are", &total.flawed),
        ] {
            let told: Vec<Why> = claims.iter().filter_map(|(id, why)| self.claim(id, Some(why))).collect();
            if !told.is_empty() {
                because.push(Why::heading(title, told));
            }
        }
        because.retain(|link| !link.because.is_empty() || total.is_cut);
        Why { facts, ..Why::heading(asked.in_words(), because) }
    }

    fn bound(&self, title: &str, bound: &Bound) -> Why {
        Why::heading(title, bound.claims.iter().filter_map(|id| self.claim(id, None)).collect())
    }

    fn clash(&self, number: usize, clash: &Clash) -> Why {
        let slip = if clash.is_slip { " (one source, in one document)" } else { "" };
        let told = clash.claims.iter().filter_map(|id| self.claim(id, None)).collect();
        Why::heading(format!("contradiction {number}: these claims exclude each other{slip}"), told)
    }

    fn sum(&self, sum: &Sum) -> Why {
        let reach = if sum.lies_in { "all in the scope" } else { "reaches beyond the scope" };
        let again = if sum.is_again { ", may be an earlier figure told again" } else { "" };
        let told = self.claim(&sum.claim, Some(&format!("{reach}{again}")));
        told.unwrap_or_else(|| Why::heading(sum.claim.to_string(), vec![]))
    }

    /// A claim in one line, with its words.
    fn claim(&self, id: &ClaimId, remark: Option<&str>) -> Option<Why> {
        let claim = self.situation.claim(id)?;
        let remark = remark.map(|remark| format!(" ({remark})")).unwrap_or_default();
        let what = format!("{}{remark}", counted(claim));
        Some(Why { id: Some(id.to_string()), quote: Some(claim.quote.clone()), ..Why::heading(what, vec![]) })
    }

    fn tally(&self, tally: &Tally) -> Why {
        let claim = self.situation.claim(&tally.claim);
        let mut facts = Vec::new();
        let adds = match &tally.adds {
            Adds::Open => None,
            Adds::Up => Some("make up the whole".to_owned()),
            Adds::Short(by) => Some(format!("leave {by} of the whole in no part")),
            Adds::Over(sum) => Some(format!(
                "come to {sum}, more than the whole; one of the numbers is a slip, neither is changed"
            )),
        };
        facts.extend(adds.map(|adds| ("parts".to_owned(), adds)));
        facts.extend(tally.accused.as_ref().map(|who| ("accused".to_owned(), who.to_string())));
        facts.push(("known incidents that fit".to_owned(), self.fitting(&tally.incidents, tally.unmatched)));
        for part in &tally.parts {
            let number = part.min.or(part.max).map_or("–".to_owned(), |n| n.to_string());
            let words = format!("{number}; {}", self.fitting(&part.incidents, part.unmatched));
            facts.push((part.place.to_string(), words));
        }
        let what =
            claim.map_or_else(|| tally.claim.to_string(), |claim| counted_in(claim, tally.places.first()));
        let quote = claim.map(|claim| claim.quote.clone());
        Why { id: Some(tally.claim.to_string()), facts, quote, ..Why::heading(what, vec![]) }
    }

    fn fitting(&self, incidents: &[IncidentId], unmatched: u64) -> String {
        let ids: Vec<&str> = incidents.iter().map(|id| id.as_str()).collect();
        let listed = if ids.is_empty() { String::new() } else { format!(" ({})", ids.join(", ")) };
        format!("{} known{listed}, at least {unmatched} unmatched", ids.len())
    }

    fn beside(&self, pair: &Beside) -> Why {
        let source = |at: usize| {
            let claim = self.situation.claim(&pair.claims[at]);
            claim.and_then(|claim| claim.source.as_ref()).map_or("–", Name::as_str)
        };
        let number = |n: Option<u64>| n.map_or("not told".to_owned(), |n| n.to_string());
        let mut facts: Vec<(String, String)> = pair
            .places
            .iter()
            .map(|(place, [a, b])| {
                let words = format!("{} {}; {} {}", source(0), number(*a), source(1), number(*b));
                (place.to_string(), words)
            })
            .collect();
        for (of, by) in [(0, 1), (1, 0)] {
            for (word, ids) in [("confirms", &pair.confirmed[of]), ("denies", &pair.denied[of])] {
                let ids: Vec<&str> = ids.iter().map(|id| id.as_str()).collect();
                let listed =
                    if ids.is_empty() { "none of the known incidents".to_owned() } else { ids.join(", ") };
                facts.push((format!("of the count of {}, {} {word}", source(of), source(by)), listed));
            }
        }
        let because = pair.claims.iter().filter_map(|id| self.claim(id, None)).collect();
        Why { facts, ..Why::heading(format!("{} beside {}", source(0), source(1)), because) }
    }
}

/// Who counts how many, where and when.
fn counted(claim: &Claim) -> String {
    counted_in(claim, claim.places.first())
}

fn counted_in(claim: &Claim, place: Option<&Name>) -> String {
    let source = claim.source.as_ref().map_or("an unknown source", Name::as_str);
    let number = claim.count.as_ref().map_or("no number".to_owned(), ToString::to_string);
    let of = TollOf::of_act(claim.act).map(|of| format!(" {}", of.word())).unwrap_or_default();
    let of = of.as_str();
    let number = number.strip_suffix(of).unwrap_or(&number);
    let place = place.map_or("place not told", Name::as_str);
    let when =
        if claim.occurred.is_unknown() { "time not told".to_owned() } else { claim.occurred.to_string() };
    format!("{source}: {number}{of}; {place}; {when}")
}

fn total_json(total: &Total) -> Value {
    let asked = &total.asked;
    let pairs = |pairs: &[(ClaimId, String)]| -> Vec<Value> {
        pairs.iter().map(|(claim, because)| json!({ "claim": claim, "because": because })).collect()
    };
    let of = |of: &Range| json!({ "low": of.low.number, "high": of.high.number });
    json!({
        "scope": {
            "place": asked.place, "from": asked.from, "until": asked.until, "who": asked.who,
            "cause": asked.cause.map(|cause| cause.word()), "of": asked.of.word(),
        },
        "policy": asked.policy.to_string(),
        "convention": asked.convention.word(),
        "low": total.bounds.low.number,
        "high": total.bounds.high.number,
        "claims_at_low": total.bounds.low.claims,
        "claims_at_high": total.bounds.high.claims,
        "fits": total.fits,
        "contradictions": total.clashes.iter().map(|clash| json!({
            "claims": clash.claims, "slip": clash.is_slip,
        })).collect::<Vec<_>>(),
        "contradictions_cut": total.is_cut,
        "parts": total.parts.iter().map(|(who, part)| json!({
            "who": who, "low": part.low.number, "high": part.high.number,
        })).collect::<Vec<_>>(),
        "sums": total.sums.iter().map(|sum| json!({
            "claim": sum.claim, "in_scope": sum.lies_in, "may_repeat": sum.is_again,
        })).collect::<Vec<_>>(),
        "incidents": total.incidents,
        "explained": total.explained.as_ref().map(of),
        "remainder": total.remainder.as_ref().map(of),
        "admitted": total.admitted,
        "not_admitted": pairs(&total.left_out),
        "flawed": pairs(&total.flawed),
        "wider_because": total.looser,
    })
}

fn tally_json(tally: &Tally) -> Value {
    let (adds, sum) = match &tally.adds {
        Adds::Open => ("open", None),
        Adds::Up => ("up", None),
        Adds::Short(by) => ("short", Some(*by)),
        Adds::Over(sum) => ("over", Some(*sum)),
    };
    json!({
        "claim": tally.claim, "source": tally.source, "accused": tally.accused, "places": tally.places,
        "start": tally.occurred.start, "end": tally.occurred.end, "min": tally.min, "max": tally.max,
        "parts_add": adds, "short_by_or_sum": sum, "incidents": tally.incidents, "unmatched": tally.unmatched,
        "parts": tally.parts.iter().map(|part| json!({
            "place": part.place, "min": part.min, "max": part.max, "span": [part.span.start, part.span.end],
            "incidents": part.incidents, "unmatched": part.unmatched,
        })).collect::<Vec<_>>(),
    })
}

fn beside_json(pair: &Beside) -> Value {
    json!({
        "claims": pair.claims, "confirmed": pair.confirmed, "denied": pair.denied,
        "places": pair.places.iter().map(|(place, numbers)| json!({
            "place": place, "numbers": numbers,
        })).collect::<Vec<_>>(),
    })
}
