//! What stands under the title: the cut-off, the reading that leads, what a count is. Counts nothing.

use super::Text;
use crate::{Daily, calendar::day_words};

/// The paragraphs under the title.
pub(crate) fn lead(daily: &Daily) -> Vec<Text> {
    let cut_off = &daily.cut_off;
    let end = daily.last_day.map_or("no end set".to_owned(), |last| format!("ends {}", day_words(last)));
    let basis = Text::of(format!(
        "Based on what was published by {} and recorded up to record {}. Day {} of the agreement, which begins {}, {end}.",
        cut_off.words,
        cut_off.record,
        daily.day_number,
        day_words(daily.first_day),
    ));
    let mut leads = Text::default();
    match daily.readings.as_slice() {
        [] => leads = leads.say("The agreement has no reading, so that nothing is judged."),
        [only] => leads = leads.say("Findings follow the reading ").quoted(&only.title).say("."),
        [first, rest @ ..] => {
            leads = leads.say("Findings follow the reading ").quoted(&first.title);
            leads = leads.say("; they are compared with ");
            for (at, reading) in rest.iter().enumerate() {
                let before = ["", ", "][usize::from(at > 0)];
                leads = leads.say(before).quoted(&reading.title);
            }
            leads = leads.say(".");
        }
    }
    let counts = Text::of(format!(
        "All clock times are local ({}), with their offset from UTC. The report counts what is reported: a low \
         count, or none, says nothing of what nobody could see. Numbers in brackets lead to the quoted words.",
        cut_off.zone
    ));
    vec![basis, leads, counts]
}
