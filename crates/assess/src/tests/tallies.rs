//! Tallies beside known incidents and beside each other.

use super::{claim, incident, lists};
use crate::{Adds, Tally, beside, tallies};
use truce_model::{Claim, Incident, Span};

const TEXT: &str = "The Watch registered 13 breaches: Arden 4, Ruba 9. Later it said more.";

fn tally(source: &str, agent: &str, number: &str) -> Claim {
    let mut told = claim(&format!("hits | asserts by {source} | {agent} | Westland | 2031-03-06 | {number}"));
    told.span = Span::new(TEXT.find("registered").unwrap(), TEXT.find(':').unwrap());
    told.quote = told.span.of(TEXT).unwrap().to_owned();
    told.identified()
}

fn read(claims: &[Claim], incidents: &[Incident], text: &'static str) -> Vec<Tally> {
    let (actors, places) = lists();
    tallies(incidents, claims, &actors, &places, &|_| Some(text.to_owned()))
}

#[test]
fn parts_are_held_against_the_whole_and_no_number_is_changed() {
    let check = |number: &str, expected: Adds| {
        let found = read(&[tally("Watch", "", number)], &[], TEXT);
        assert_eq!((found.len(), &found[0].adds), (1, &expected), "{number}");
        assert_eq!(found[0].parts.iter().map(|part| part.min.unwrap()).collect::<Vec<_>>(), [4, 9]);
    };
    check("13", Adds::Up);
    check("15", Adds::Short(2));
    check("12", Adds::Over(13));
    check("12-", Adds::Open);
}

#[test]
fn a_part_is_not_where_the_whole_is() {
    let mut told = tally("Watch", "", "13");
    told.places = super::names("Arden, Westland");
    let found = read(&[told.identified()], &[], TEXT).remove(0);
    assert_eq!((&found.adds, found.parts.len()), (&Adds::Up, 2));
    assert_eq!(found.places, super::names("Westland"));
}

#[test]
fn rockets_are_no_breaches_and_a_denied_tally_is_none() {
    let mut rockets = claim("hits | asserts | | Arden | 2031-03-06 | 9");
    rockets.quote = "nine rockets fell on Arden".into();
    let mut denied = claim("hits | denies | | Arden | 2031-03-06 | 9");
    denied.quote = "nine breaches".into();
    assert_eq!(read(&[rockets, denied], &[], ""), vec![]);
}

#[test]
fn known_incidents_are_matched_by_place_day_and_side() {
    let event = |line: &str| {
        let event = claim(line);
        (incident(std::slice::from_ref(&event)), event)
    };
    let (fits, a) = event("shelling | asserts | North army > | Arden | 2031-03-06");
    let (elsewhere, b) = event("shelling | asserts | North army > | Eastland | 2031-03-06");
    let (earlier, c) = event("shelling | asserts | North army > | Arden | 2031-03-02");
    let (other, d) = event("shelling | asserts | South > | Arden | 2031-03-06");
    let claims = [a, b, c, d, tally("Watch", "North army", "13")];
    let found = read(&claims, &[fits.clone(), elsewhere, earlier, other], TEXT).remove(0);
    assert_eq!((&found.incidents, found.unmatched), (&vec![fits.id.clone()], 12));
    let arden = &found.parts[0];
    assert_eq!((&arden.incidents, arden.unmatched), (&vec![fits.id], 3));
    assert_eq!((found.parts[1].incidents.len(), found.parts[1].unmatched), (0, 9));
}

#[test]
fn two_sides_stand_beside_each_other_with_what_each_confirms() {
    let shelling = claim("shelling | asserts by South | North army > | Arden | 2031-03-06");
    let of = incident(std::slice::from_ref(&shelling));
    let claims = [shelling, tally("North", "North army", "13"), tally("South", "", "13")];
    let found = read(&claims, std::slice::from_ref(&of), TEXT);
    let pairs = beside(&found, std::slice::from_ref(&of), &claims);
    assert_eq!(pairs.len(), 1);
    let north = found.iter().position(|t| t.source.as_ref().unwrap().as_str() == "North").unwrap();
    assert_eq!(pairs[0].confirmed[north], vec![of.id]);
    assert!(pairs[0].confirmed[1 - north].is_empty());
    assert_eq!(pairs[0].places.len(), 2);
}
