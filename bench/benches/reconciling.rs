//! Claims to incidents on one core: a million from scratch, then ten thousand more on top of them.
//!
//! `cargo xtask bench --bench reconciling [-- CLAIMS]`. Prints figures; asserts only that both ways come to the same.

use std::{collections::HashMap, hint::black_box};
use truce_bench::{
    busy_seconds,
    invented::{Random, World, news},
    peak_memory_mb,
};
use truce_model::{Claim, Interval};
use truce_reconcile::{Reconciler, reconcile};

fn main() {
    let count = std::env::args().skip(1).find_map(|argument| argument.parse::<usize>().ok());
    let count = count.unwrap_or(1_000_000);
    let world = World::invented();
    let mut claims = news(count * 2 / 3, &world, &[]).claims;
    claims.truncate(count);
    let mut random = Random::of(7);
    claims.iter_mut().for_each(|claim| retell(claim, &mut random));
    let (old, new) = claims.split_at(count - count / 100);
    let mut reconciler = Reconciler::new(&world.actors, &world.places);
    let (seconds, _) = busy_seconds(|| reconciler.add(old));
    let held = reconciler.incidents().count();
    println!("{} claims from scratch: {seconds:.1} s, {held} incidents", old.len());
    let (floor, groups) = busy_seconds(|| grouped(old));
    println!(
        "floor, grouped by act, first place and first day alone: {floor:.1} s, {groups} groups; ratio {:.0}",
        seconds / floor
    );
    let (seconds, changed) = busy_seconds(|| reconciler.add(new));
    let (told, gone) = (changed.told.len(), changed.gone.len());
    println!(
        "{} claims on top of them: {seconds:.2} s; {told} incidents new or told otherwise, {gone} gone",
        new.len()
    );
    let ids: Vec<_> = new.iter().map(|claim| claim.id.clone()).collect();
    let (seconds, _) = busy_seconds(|| reconciler.withdraw(&ids));
    println!("the same withdrawn: {seconds:.2} s");
    assert_eq!(reconciler.incidents().count(), held);
    let (each, _) = busy_seconds(|| new.chunks(10).map(|few| reconciler.add(few).told.len()).sum::<usize>());
    println!("the same again by tens: {:.2} ms a step", each * 1e3 / (new.len() as f64 / 10.0));
    println!("peak memory {:.0} MB, the claims among it", peak_memory_mb().unwrap_or_default());
    if count <= 200_000 {
        let at_once = reconcile(&claims, &world.actors, &world.places);
        assert!(at_once == reconciler.into_incidents(), "both ways come to the same");
    }
}

/// How many groups the claims fall into that agree word for word in act, first place and first day.
fn grouped(claims: &[Claim]) -> usize {
    let key = |claim: &Claim| {
        let day = claim.occurred.start.map(|start| start.date());
        (claim.act, claim.places.first().map(|place| place.key()), day)
    };
    let mut groups: HashMap<_, Vec<&str>> = HashMap::new();
    claims.iter().for_each(|claim| groups.entry(key(claim)).or_default().push(claim.id.as_str()));
    black_box(groups).len()
}

/// Reporters do not tell alike: some leave out the hour, some the actor, some what was hit.
fn retell(claim: &mut Claim, random: &mut Random) {
    if let (true, Some(start)) = (random.percent(25), claim.occurred.start) {
        claim.occurred = Interval::day(start.date());
    }
    if random.percent(20) {
        claim.agent = None;
    }
    if random.percent(20) {
        claim.target = None;
    }
}
