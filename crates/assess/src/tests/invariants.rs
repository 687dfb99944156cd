//! What holds for any incident and any terms.

use super::{agreement, claim, incident, lists};
use crate::{finding::found_by, law::Law, tolls};
use proptest::{prelude::*, sample::select};
use truce_model::{Agreement, Claim, Finding, Incident, Interval, Moment, Stance, Standing, Verdict};

fn any_event() -> impl Strategy<Value = Claim> {
    let act = select(vec![
        "shelling",
        "air_strike",
        "clash",
        "explosion",
        "attack_on_aid",
        "blocked",
        "deployment",
    ]);
    let stance = select(vec!["asserts", "asserts", "asserts", "unsure", "denies"]);
    let agent = select(vec![
        "",
        "North army",
        "South Guard",
        "rebels",
        "Hill League",
        "Black Hand",
        "East",
        "a militia",
        "army",
    ]);
    let target = select(vec![
        "",
        "market",
        "South Guard",
        "North army",
        "Black Hand",
        "Hill League",
        "militants",
        "positions",
        "Arden",
    ]);
    let place = select(vec!["", "Arden", "Mill Road, Arden", "Ruba", "Eastland", "a farm"]);
    let time = select(vec![
        "..",
        "2031-03-04",
        "2031-03-05",
        "2031-03-05T18:59",
        "2031-03-05T19:00",
        "2031-03-06",
        "..2031-03-06",
        "2031-03-12",
        "2031-03-04..2031-03-20",
    ]);
    (act, stance, agent, target, place, time).prop_map(|(act, stance, agent, target, place, time)| {
        claim(&format!("{act} | {stance} | {agent} > {target} | {place} | {time}"))
    })
}

fn judge(incident: &Incident, claims: &[Claim], agreements: &[Agreement]) -> Vec<Finding> {
    let (actors, places) = lists();
    let law = Law::of(agreements, &actors, &places, "2032-01-01T00:00:00Z".parse().unwrap());
    let all: Vec<usize> = (0..law.lenses().len()).collect();
    let mut found = found_by(&law, &all, std::slice::from_ref(incident), claims);
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found
}

/// Decided findings stay as they are; undetermined ones may become decided.
fn only_decides(before: &[Finding], after: &[Finding]) -> Result<(), TestCaseError> {
    for was in before.iter().filter(|f| f.verdict != Verdict::Undetermined) {
        let now = after.iter().find(|f| f.id == was.id).unwrap();
        prop_assert_eq!(was.verdict, now.verdict, "{:#?} {:#?}", was, now);
    }
    Ok(())
}

proptest! {
    #[test]
    fn another_witness_never_flips_a_decided_finding(event in any_event()) {
        if event.stance == Stance::Denies {
            return Ok(());
        }
        let once = incident(std::slice::from_ref(&event));
        let mut again = event.clone();
        again.stance = Stance::Asserts;
        again.document = truce_model::DocumentId::new("doc-2");
        let claims = [event, again.identified()];
        let mut twice = incident(&claims);
        twice.id = once.id.clone();
        twice.standing = if claims[0].stance == Stance::Asserts { Standing::Corroborated } else { Standing::SingleSource };
        only_decides(&judge(&once, &claims[..1], &[agreement()]), &judge(&twice, &claims, &[agreement()]))?;
    }

    #[test]
    fn a_narrower_time_never_flips_a_decided_finding(event in any_event(), hour in 0i8..24) {
        let wide = incident(std::slice::from_ref(&event));
        let mut narrow = wide.clone();
        let day = wide.occurred.end.or(wide.occurred.start).map(|m| m.date());
        if matches!(wide.occurred.end, Some(Moment::Minute(_))) {
            return Ok(());
        }
        let minute = Moment::Minute(day.unwrap_or("2031-03-07".parse().unwrap()).at(hour, 30, 0, 0));
        narrow.occurred = Interval::between(minute, minute);
        let claims = [event];
        only_decides(&judge(&wide, &claims, &[agreement()]), &judge(&narrow, &claims, &[agreement()]))?;
    }

    #[test]
    fn whoever_else_tells_the_same_never_flips_a_decided_finding(
        event in any_event(),
        tellers in prop::collection::vec(select(vec!["Watch", "North army", "South", "Black Hand", "East", "army"]), 1..5),
    ) {
        let told: Vec<Claim> = tellers
            .iter()
            .enumerate()
            .map(|(n, teller)| {
                let source = truce_model::Name::parse(teller).ok();
                let document = truce_model::DocumentId::new(format!("doc-{n}"));
                Claim { stance: Stance::Asserts, source, document, ..event.clone() }.identified()
            })
            .collect();
        let mut before = judge(&incident(&told[..1]), &told[..1], &[agreement()]);
        for n in 2..=told.len() {
            let mut wider = incident(&told[..n]);
            wider.id = incident(&told[..1]).id;
            let after = judge(&wider, &told[..n], &[agreement()]);
            only_decides(&before, &after)?;
            before = after;
        }
    }

    #[test]
    fn naming_the_agent_or_the_target_never_flips_a_decided_finding(event in any_event(), full in any_event()) {
        let mut better = event.clone();
        better.agent = event.agent.clone().or(full.agent);
        better.target = event.target.clone().or(full.target);
        let before = incident(std::slice::from_ref(&event));
        let mut after = incident(std::slice::from_ref(&better));
        after.id = before.id.clone();
        after.claims = before.claims.clone();
        better.id = event.id.clone();
        only_decides(&judge(&before, &[event], &[agreement()]), &judge(&after, &[better], &[agreement()]))?;
    }

    #[test]
    fn a_violation_always_says_by_what_it_is_decided(event in any_event()) {
        let claims = [event];
        for finding in judge(&incident(&claims), &claims, &[agreement()]) {
            if finding.verdict == Verdict::Violation {
                prop_assert!(!finding.decided_by.is_empty());
                prop_assert!(agreement().provision(&finding.provision).is_some());
                prop_assert!(agreement().reading(&finding.reading).is_some());
            }
        }
    }

    #[test]
    fn readings_do_not_touch_each_other(event in any_event(), kept in 0usize..4) {
        let claims = [event];
        let mut alone = agreement();
        alone.readings = vec![alone.readings[kept].clone()];
        let all = judge(&incident(&claims), &claims, &[agreement()]);
        let one = judge(&incident(&claims), &claims, &[alone.clone()]);
        let same: Vec<Finding> = all.into_iter().filter(|f| f.reading == alone.readings[0].id).collect();
        prop_assert_eq!(same, one);
    }

    #[test]
    fn the_order_of_agreements_does_not_matter(event in any_event()) {
        let claims = [event];
        let mut other = agreement();
        other.id = truce_model::AgreementId::new("another");
        let incident = incident(&claims);
        prop_assert_eq!(
            judge(&incident, &claims, &[agreement(), other.clone()]),
            judge(&incident, &claims, &[other, agreement()])
        );
    }

    #[test]
    fn no_number_comes_from_nowhere(
        numbers in prop::collection::vec((prop::option::of(0u64..40), prop::option::of(0u64..40), 0u8..3), 0..5)
    ) {
        let told = numbers.iter().map(|(min, max, stance)| {
            let figure = |n: &Option<u64>| n.map(|n| n.to_string()).unwrap_or_default();
            let stance = ["asserts", "denies", "unsure"][*stance as usize];
            claim(&format!("killed | {stance} | | Arden | 2031-03-06 | {}-{}", figure(min), figure(max)))
        });
        let claims: Vec<Claim> = std::iter::once(claim("shelling | asserts | North army | Arden | 2031-03-06")).chain(told).collect();
        let mut reversed = claims.clone();
        reversed.reverse();
        let found = tolls(&[incident(&claims)], &claims);
        prop_assert_eq!(&found, &tolls(&[incident(&claims)], &reversed));
        for bound in found.iter().flat_map(|toll| [&toll.low, &toll.high, &toll.highest]) {
            prop_assert_eq!(bound.number.is_some(), !bound.claims.is_empty());
        }
    }
}
