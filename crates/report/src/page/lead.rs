//! What stands under the title: the cut-off, the reading that leads, what a count is. Counts nothing.

use super::{Text, words};
use crate::{Daily, calendar::day_words};

/// The paragraphs under the title.
pub(crate) fn lead(daily: &Daily) -> Vec<Text> {
    let cut_off = &daily.cut_off;
    let end = daily.last_day.map_or("no end set".to_owned(), |last| format!("ends {}", day_words(last)));
    let basis = Text::of(format!(
        "Based on what was published by {}{} and recorded up to record {}: {}. {}. Day {} of the \
         agreement, which begins {}, {end}.",
        cut_off.words,
        undated(daily.basis.without_date),
        cut_off.record,
        words::number(daily.basis.documents, "dated document", "dated documents"),
        words::capital(&of_the_day(daily)),
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

fn undated(documents: usize) -> String {
    match documents {
        0 => String::new(),
        n => format!(" and on {} of unknown date", words::number(n, "document", "documents")),
    }
}

/// That no incident of the day was read, with how much was read.
pub(crate) fn nothing_read(daily: &Daily) -> String {
    let undated = undated(daily.basis.without_date).replacen(" and on", " and", 1);
    format!(
        "No incident of {} was read from {}{undated}; {}. This is a statement about reports, not about calm.",
        day_words(daily.day),
        words::number(daily.basis.documents, "dated document", "dated documents"),
        of_the_day(daily),
    )
}

/// How many documents of the day were read, and how many sentences of theirs could not be.
fn of_the_day(daily: &Daily) -> String {
    let unread = daily.basis.unread_sentences();
    match daily.basis.of_the_day {
        0 => "none of the documents was published on the day".to_owned(),
        n => {
            let were = words::plural(n as u64, "was", "were");
            let theirs = words::plural(n as u64, "of it", "of these");
            let unread = match unread {
                0 => format!("no sentence {theirs} is noted as unread"),
                unread => {
                    format!("{} {theirs} could not be read", words::number(unread, "sentence", "sentences"))
                }
            };
            format!("{n} {were} published on the day, and {unread}")
        }
    }
}
