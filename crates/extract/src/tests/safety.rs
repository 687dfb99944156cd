//! Holds the reader to blaming nobody by accident: what is only meant, feared or denied is told as no event.

use super::{WEIGHED, document, read};
use crate::scene::is_fire;
use truce_model::{Act, Claim, Kind, Name, Stance};

/// What each sentence gives wrongly, told in one message.
pub(super) fn check(texts: &[&str], wrong: impl Fn(&Claim) -> bool) {
    let faults: Vec<String> = texts
        .iter()
        .flat_map(|text| {
            let weighed = WEIGHED.read(&document(text), text).claims;
            let all = read(text).into_iter().chain(weighed);
            all.filter(|c| wrong(c)).map(move |c| format!("{text}\n    {}", shown(&c)))
        })
        .collect();
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

/// That each sentence gives a claim that fits the words `act source agent stance`, `-` for none and `*` for any.
pub(super) fn check_gives(texts: &[(&str, &str)]) {
    let faults: Vec<String> = texts
        .iter()
        .filter(|(text, want)| !read(text).iter().any(|claim| fits(claim, want)))
        .map(|(text, want)| {
            format!("{text}\n    want {want}, got {:?}", read(text).iter().map(shown).collect::<Vec<_>>())
        })
        .collect();
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

fn fits(claim: &Claim, want: &str) -> bool {
    let shown = shown(claim);
    shown
        .split(" | ")
        .zip(want.split(" | "))
        .all(|(has, want)| want == "*" || want.split('/').any(|w| w == has))
}

fn shown(claim: &Claim) -> String {
    let name = |name: &Option<Name>| name.as_ref().map_or("-".to_owned(), |n| super::bare(n.as_str()));
    let (source, agent) = (name(&claim.source), name(&claim.agent));
    format!("{} | {source} | {agent} | {} | {:?} {:?}", claim.act, claim.stance, claim.quote, claim.found_by)
}

/// Whether a claim tells of something that is so: an event, a toll, a passage or a truce kept or broken.
pub(super) fn asserted(claim: &Claim) -> bool {
    let needs = matches!(claim.act, Act::Need | Act::PermissionSought | Act::EvacuationNeeded);
    matches!(claim.kind(), Kind::Event | Kind::Toll | Kind::Access)
        && claim.stance == Stance::Asserts
        && !needs
}

#[test]
fn a_condition_is_no_event() {
    check(
        &[
            "If rebels shell Tal on Friday the truce will end, the army said.",
            "The truce will end if the rebels attack Ruba, the army said.",
            "The army said it would answer if militants fired rockets at Arden.",
            "Unless the militia withdraws from the ridge, talks will stop, North said.",
            "South said aid would be suspended unless the fighting ended.",
            "The envoy said it was unclear whether the army had shelled Tal.",
            "If convoys reach Ruba by Sunday, the swap can begin, the envoy said.",
            "Should the rebels bomb the bridge, the army will strike back, the general said.",
            "Were the army to storm the town, thousands would flee, the agency said.",
            "In case of shelling, villagers go to the cellars, the mayor said.",
            "The pact lapses in the event of an air strike on Ruba.",
            "Had the rebels shelled the town, the army would have answered, he said.",
            "Provided that the guns are withdrawn, the road will be opened, South said.",
            "Even if an attack killed ten people, the truce would stand, the minister said.",
            "Any shelling of Tal will be answered, the general said.",
            "Once aid convoys reach Ruba, the second phase can begin.",
            "As long as the militia shells Tal there will be no talks, he said.",
            "A shelling of the town would end the truce, the envoy said.",
        ],
        asserted,
    );
}

#[test]
fn a_duty_is_no_event() {
    check(
        &[
            "Both sides must stop all attacks, including air strikes.",
            "The army must withdraw its forces so that aid can reach Ruba.",
            "Under the deal both sides must halt shelling, rocket fire and raids.",
            "Fighters should leave the bridge and hand over their guns, the envoy said.",
            "The militia has to pull back its artillery by Friday.",
            "Troops are to withdraw from the ridge on Monday.",
            "Convoys are to be allowed into Ruba, the deal says.",
            "North is required to withdraw its tanks within a week.",
            "All air strikes must cease at once, the council said.",
            "The rebels need to stop shelling the town, the governor said.",
            "Aid must be delivered to Tal without delay, the council said.",
            "The warring sides ought to let convoys through, the agency said.",
            "The army is obliged to lift the siege of Ruba under the pact.",
            "No party may launch attacks, including rocket fire, the text says.",
            "The ceasefire allows the army to bomb the Red Brigade.",
            "The ceasefire bans air strikes, shelling and raids.",
            "The truce is supposed to stop the bombing of Ruba.",
        ],
        asserted,
    );
}

#[test]
fn what_can_come_is_no_event() {
    check(
        &[
            "The army may shell Ruba again, residents said.",
            "The militia could attack the airport, the governor said.",
            "The rebels can bomb the town from the hills, the general said.",
            "Fighting might resume at any moment, the envoy said.",
            "The general said his troops would storm the town.",
            "North will launch air strikes on the camp, its minister said.",
            "South vowed to bomb the militia.",
            "The militia plans to attack Arden, the army said.",
            "The rebels threatened to fire rockets at Arden.",
            "The army is ready to shell the ridge, its chief said.",
            "South is preparing to storm Ruba, the rebels said.",
            "The council warned of shelling in the town.",
            "The agency warned that an assault would displace 50,000 people.",
            "An attack on the port could kill thousands, the agency said.",
            "The mayor fears an attack on the town.",
            "The army said it had plans for an assault on Ruba.",
            "A convoy of 20 trucks is due to leave for Tal on Monday.",
            "The convoy is expected to reach Ruba on Friday.",
            "Trucks will enter the town on Sunday, the agency said.",
            "Evacuations could begin on Monday, the mayor said.",
            "The threat of air strikes keeps people indoors, he said.",
            "The convoy was to have left on Friday but did not.",
            "Fighters were preparing an assault on Ruba, the governor said.",
        ],
        asserted,
    );
}

#[test]
fn a_purpose_or_a_call_is_no_event() {
    check(
        &[
            "Talks aimed at ending the shelling of Tal began on Monday.",
            "The envoy came to Arden in order to stop the air strikes.",
            "South demanded that North stop shelling Ruba.",
            "The council called for an end to air strikes on Ruba.",
            "The agency urged both sides to let convoys reach the town.",
            "The envoy called on the militia to withdraw from the port.",
            "North asked the rebels to stop rocket attacks.",
            "South called for a halt to the bombardment.",
            "The minister wants the siege lifted.",
            "The pact is meant to prevent clashes.",
            "Residents demanded an end to the blockade.",
            "The general ordered his men to shell the ridge.",
            "The truce was designed to let aid into Tal.",
            "The parties met to discuss the withdrawal of tanks.",
            "The council voted for the lifting of the siege.",
            "The army agreed to stop the shelling so that trucks could enter.",
            "The rebels refused to withdraw from the port.",
            "The militia promised not to attack convoys.",
            "The deal provides for the evacuation of 300 people from Tal.",
            "The envoy proposed a halt to air strikes and shelling.",
        ],
        asserted,
    );
}

#[test]
fn what_did_happen_is_still_told() {
    check_gives(&[
        ("The army began to shell Ruba on Monday.", "shelling | wire | army | asserts"),
        ("The army continued to bomb Ruba on Monday.", "air_strike/bombardment | wire | army | asserts"),
        ("The militia started to withdraw from the port on Sunday.", "withdrawal | wire | militia | asserts"),
        ("Rebels reportedly shelled Tal on Monday.", "shelling | wire | rebels | asserts"),
        ("Rebels appeared to have shelled Tal, the army said.", "shelling | army | rebels | asserts"),
        (
            "The rebels were forced to withdraw from the ridge.",
            "withdrawal/territory_gain | wire | * | asserts",
        ),
        (
            "The trucks managed to reach Ruba on Friday, the agency said.",
            "convoy_delivered | agency | * | asserts",
        ),
        ("The army has shelled Tal despite the truce, the mayor said.", "shelling | mayor | army | asserts"),
        (
            "Rebels fired rockets at Arden and threatened to attack the port.",
            "rocket_fire | wire | rebels | asserts",
        ),
        (
            "Rebels shelled Tal to drive the army out, the governor said.",
            "shelling | governor | rebels | asserts",
        ),
        (
            "The army must answer for the shelling that killed nine people, he said.",
            "killed | * | * | asserts",
        ),
    ]);
}

#[test]
fn the_accuser_is_not_the_accused() {
    let hostile = |claim: &Claim, who: &str| {
        let agent = claim.agent.as_ref().map(|n| n.as_str().to_lowercase());
        agent.is_some_and(|agent| agent.contains(who))
    };
    check(
        &[
            "The Red Lantern accused the government of bombing the trucks.",
            "The Red Lantern blamed the army for shelling the market.",
            "The Red Lantern held Westland responsible for the strike.",
            "The Red Lantern alleged that the army had shelled Tal.",
            "The Red Lantern said the army was behind the attack.",
            "The Red Lantern charged the militia with attacking the convoy.",
            "The Red Lantern pointed the finger at North over the raid.",
            "The Red Lantern, accusing the army of air strikes, called for help.",
            "The Red Lantern accused North of a raid that killed ten people.",
            "The Red Lantern accused the rebels of firing rockets and blocking the road.",
            "The Red Lantern again accused North and Westland of having shelled the ridge.",
            "The Red Lantern claimed that rebels had fired on its post.",
            "The Red Lantern condemned the army for bombing a clinic.",
            "The Red Lantern complained that the army had blocked the road.",
            "The Red Lantern laid the blame for the shelling on the militia.",
            "The Red Lantern reported shelling by the army.",
            "The Red Lantern denounced North's air strikes on Ruba.",
        ],
        |claim| claim.stance == Stance::Asserts && hostile(claim, "lantern"),
    );
    check_gives(&[
        (
            "The White Hall held Westland responsible for the strike.",
            "blame | white hall | westland | asserts",
        ),
        (
            "The Red Lantern accused the government of bombing the trucks.",
            "accuse | red lantern | government | asserts",
        ),
        ("The Red Lantern blamed the army for shelling the market.", "blame | red lantern | army | asserts"),
        ("The mayor pointed the finger at the militia.", "blame/accuse | mayor | militia | asserts"),
        (
            "The governor said the rebels were behind the attack.",
            "blame/accuse/* | governor | rebels | asserts",
        ),
    ]);
}

#[test]
fn a_denial_asserts_nothing() {
    check(
        &[
            "The rebels said they had seen no such withdrawal.",
            "Residents saw no sign of a withdrawal.",
            "North denied that its aircraft struck Ruba.",
            "North denied that its jets had bombed the clinic on Friday.",
            "South denied shelling the town.",
            "South rejected reports that it had shelled Tal.",
            "The army dismissed as false a report that its troops attacked the convoy.",
            "There was no evidence that the army had shelled Tal, the mission said.",
            "The army had not shelled Tal, its spokesman said.",
            "The army never shelled the market, the general said.",
            "Neither the army nor the rebels shelled the town, the monitor said.",
            "No air strikes took place on Sunday, the mission said.",
            "The rebels did not attack the convoy, their leader said.",
            "Nobody attacked the convoy, the general said.",
            "The convoy has not reached Ruba, the agency said.",
            "None of the trucks reached Tal, the agency said.",
            "No trucks have entered the town since Monday.",
            "The troops have yet to withdraw from the ridge.",
            "The army failed to withdraw from the ridge.",
            "Reports that rebels shelled Tal were untrue, the governor said.",
            "It is not true that the army shelled Tal, the minister said.",
            "North disputed claims that it had bombed Ruba.",
            "The army ruled out an attack on Ruba.",
            "The militia stopped short of attacking the port.",
            "The town was calm, without any shelling, residents said.",
        ],
        |claim| {
            let lull = claim.act == Act::Lull;
            let still = matches!(claim.act, Act::Blocked | Act::ConvoyWaiting | Act::Suspended);
            asserted(claim) && !lull && !still
        },
    );
    check_gives(&[
        ("North denied that its aircraft struck Ruba.", "air_strike/bombardment | north | north | denies"),
        ("South denied shelling the town.", "shelling | south | south | denies"),
        ("The army had not shelled Tal, its spokesman said.", "shelling | * | army | denies"),
        ("The mission recorded no deaths on Sunday.", "killed | mission | * | asserts"),
        ("Nobody was hurt, the mayor said.", "injured | mayor | - | asserts"),
        ("No one was killed in the strike, the mayor said.", "killed | mayor | - | asserts"),
    ]);
}

#[test]
fn a_weapon_as_an_object_is_no_fire() {
    let fire = |claim: &Claim| is_fire(claim.act);
    check(
        &[
            "The army began to withdraw tanks and artillery from the ridge.",
            "The militia handed over mortars and shells on Sunday.",
            "South moved rockets to the border, North said.",
            "Inspectors counted 30 artillery shells at the depot.",
            "The jets were parked at the base, the general said.",
            "Trucks carried ammunition and rockets to the port.",
            "The rebels bought mortars and rocket launchers abroad.",
            "The army pulled its heavy guns back from the line.",
            "Soldiers stored shells in a school, the mission said.",
            "North has sent jets to the base.",
            "The two sides will remove howitzers and mortars from the zone.",
            "The depot holds thousands of rockets, the general said.",
            "The deal covers tanks, mortars and artillery.",
            "Workers cleared bombs and mines from the field.",
            "The militia showed reporters its rockets.",
            "The factory makes artillery shells.",
        ],
        fire,
    );
    check_gives(&[
        ("Artillery fire hit Ruba on Monday.", "shelling | wire | - | asserts"),
        ("Shells fell on the market in Tal.", "shelling | wire | - | asserts"),
        ("Rockets landed near the port on Sunday.", "rocket_fire | wire | - | asserts"),
        ("The army fired artillery at the ridge.", "shelling | wire | army | asserts"),
        ("Government jets bombed Ruba.", "air_strike/bombardment | wire | government | asserts"),
        ("Warplanes bombed Ruba, residents said.", "air_strike/bombardment | residents | - | asserts"),
    ]);
}

#[test]
fn a_thing_is_no_source() {
    let things = [
        "shells",
        "shelling",
        "day",
        "statement",
        "count",
        "residents woken",
        "truce",
        "report",
        "fighting",
        "toll",
        "figures",
        "attack",
        "strike",
        "rockets",
        "night",
        "calm",
        "tally",
        "convoy",
        "trucks",
    ];
    check(
        &[
            "Shells said to be from the ridge hit Tal.",
            "The truce saw its first full day without deaths.",
            "Its first full day recorded two breaches and one death.",
            "A new count said 62 people had died.",
            "A statement said three soldiers were killed.",
            "The statement confirmed two dead.",
            "Residents woken by shelling said they fled.",
            "The report said rebels had shelled Tal.",
            "A tally by the clinic put the dead at 40.",
            "Figures showed 40 people had died.",
            "Sunday saw shelling in Ruba.",
            "The night recorded three air strikes.",
            "The attack claimed ten lives.",
            "The strike reported on Monday killed two people.",
            "The trucks heard shelling on the road.",
        ],
        |claim| {
            claim.source.as_ref().is_some_and(|source| {
                let source = source.as_str().to_lowercase();
                things.iter().any(|thing| source == *thing || source.ends_with(&format!(" {thing}")))
            })
        },
    );
    check_gives(&[
        ("A statement by the army said three soldiers were killed.", "killed | army | * | asserts"),
        ("A count by the clinic said 40 people had died.", "killed | clinic | * | asserts"),
        ("According to a count by the monitor, 62 people have died.", "killed | monitor | * | asserts"),
    ]);
}

#[test]
fn who_owned_what_was_hit_did_not_hit_it() {
    check(
        &[
            "Nine lorries of a convoy of the Red Lantern were hit on Monday near Ruba.",
            "Four clinics of the Arden Relief Council were shelled on Monday.",
            "The offices of the Westland mission were bombed overnight.",
        ],
        |claim| claim.agent.is_some(),
    );
}

#[test]
fn a_thing_is_no_doer() {
    let things =
        ["air", "centre", "people", "convoy", "shelling", "truck", "letter", "warplanes", "jets", "ground"];
    check(
        &[
            "Attacks from the air hit Ruba on Monday.",
            "The centre of Ruba was shelled on Monday.",
            "Shelling of the centre killed two people.",
            "Thirteen people were hit by shelling in Tal.",
            "An aid convoy was shelled near Ruba.",
            "An attack on an aid convoy near Ruba killed two drivers.",
            "The shelling hit a clinic in Tal.",
            "Air and ground attacks hit Ruba.",
            "Warplanes struck Tal at dawn.",
            "Jets bombed the market in Tal.",
            "The air raid sirens sounded before bombs fell on Ruba.",
            "Aid convoy attacks rose this week, the agency said.",
            "Town centre shelling killed four people.",
            "The convoy came under rocket fire.",
            "Two trucks were hit in air strikes on the road.",
            "The market was bombed and the school shelled.",
        ],
        |claim| {
            let agent = claim.agent.as_ref().map(|n| n.as_str().to_lowercase()).unwrap_or_default();
            matches!(claim.kind(), Kind::Event | Kind::Toll)
                && things
                    .iter()
                    .any(|thing| agent.split(' ').any(|w| w == *thing || w == format!("{thing}s")))
        },
    );
    check_gives(&[
        ("Government warplanes bombed Tal.", "air_strike/bombardment | wire | government | asserts"),
        (
            "Southern army helicopters struck Tal.",
            "air_strike/bombardment | wire | army/southern army | asserts",
        ),
    ]);
}

#[test]
fn a_pronoun_for_things_names_nobody() {
    check(
        &[
            "The rebels met the envoy in Arden.\n\n“We need the letters. They have not come,” said a driver, Ada Marr.",
            "The militia left the bridge on Sunday. The trucks waited at the border. They have not moved since.",
            "The army shelled Ruba. Supplies lay at the depot. They were blocked on Monday.",
            "The rebels signed the pact. The permits were late. They did not arrive.",
        ],
        |claim| {
            let agent = claim.agent.as_ref().map(|n| n.as_str().to_lowercase()).unwrap_or_default();
            let they = claim.quote.to_lowercase().starts_with("they");
            they && ["rebels", "militia", "army"].iter().any(|who| agent.contains(who))
        },
    );
}

#[test]
fn a_truce_that_will_end_has_not_ended() {
    check(
        &[
            "If rebels shell Tal on Friday the truce will end, the army said.",
            "The truce collapses if the army bombs Ruba, the rebels said.",
            "Unless the guns fall silent the ceasefire is over, the envoy said.",
        ],
        |claim| claim.kind() == Kind::Status && claim.act != Act::Fragile,
    );
}

#[test]
fn the_accused_does_not_accuse_itself() {
    check(
        &[
            "North was accused of shelling Tal.",
            "North was accused by the rebels of killing 12 people.",
            "The army, blamed for the raid, left Tal.",
            "North was blamed for the blast.",
        ],
        |claim| claim.source.is_some() && claim.source == claim.agent,
    );
    check_gives(&[
        (
            "It was the rebels, not the army, who shelled Tal, the mayor said.",
            "shelling | mayor | rebels | asserts",
        ),
        ("The rebels accuse the army of air strikes on Tal.", "accuse | rebels | army | asserts"),
    ]);
}

#[test]
fn a_quotation_is_not_given_to_a_far_speaker() {
    let texts = [
        "The general said rebels had shelled Tal.\n\nThe envoy left Arden on Monday.\n\nSnow fell on the hills.\n\n\
         “They fired rockets at the port on Sunday.”",
        "The police left Ruba.\n\n“They shelled us all night,” said Ada Marr, a teacher.",
    ];
    check(&texts[..1], |claim| claim.act == Act::RocketFire);
    check(&texts[1..], |claim| claim.act == Act::Shelling && claim.agent.is_some());
}
