//! The words and tables of the summary.

use super::{Block, Key, Piece, Refs, Section, Table, Text, lead, numbered::Numbered, words};
use crate::{Compared, Figure, FigureValue, ReadingCount, Summary, Total, calendar::day_words};

const NONE_REPORTED: &str = "none read";
const NONE_FOUND: &str = "none found";
const BEFORE_START: &str = "before the start";
const THIS_DAY: &str = "no figure dated to this day";
const THAT_DAY: &str = "no figure dated to that day";

/// The summary section.
pub(crate) fn section(numbered: &Numbered) -> Section {
    let summary = &numbered.daily.summary;
    let mut blocks = sentences(numbered);
    blocks.push(Block::Table(figures(numbered)));
    blocks.extend(before_start(numbered));
    blocks.extend(doubled(summary));
    if !numbered.daily.readings.is_empty() && !summary.incidents.today.is_none_reported() {
        blocks.push(Block::Table(readings(numbered)));
    }
    blocks.extend(breakdown(numbered));
    Section { id: "summary", title: "Summary", blocks }
}

/// The figures that stand out at the head of the page.
pub(crate) fn keys(numbered: &Numbered) -> Vec<Key> {
    let summary = &numbered.daily.summary;
    let key = |title, figures: &Compared<Figure>, none: &str| Key {
        title,
        today: Text::default().and(numbered.count(&figures.today, none)),
        yesterday: match &figures.yesterday {
            Some(figure) if figure.is_none_reported() => Text::of("Yesterday: ").say(none),
            Some(figure) => Text::of("Yesterday: ").say(figure.value.to_string()),
            None => Text::of("First day"),
        },
        without: None,
    };
    let people = |title, totals: &Compared<Total>| {
        let without = &totals.today.incidents_without_figure;
        let text = Text::of("No figure for ").and(numbered.counted(
            without,
            "hostile incident",
            "hostile incidents",
        ));
        let without = (!without.is_none_reported()).then_some(text);
        let key = key(title, &of_total(totals, |total| total.figure.clone()), NONE_REPORTED);
        let today = Text::default().and(hurt(numbered, &totals.today, THIS_DAY));
        let yesterday = match &totals.yesterday {
            Some(total) => Text::of("Yesterday: ").say(hurt_words(total, THAT_DAY)),
            None => key.yesterday,
        };
        Key { title, today, yesterday, without }
    };
    vec![
        key("Incidents", &summary.incidents, NONE_REPORTED),
        key("Violations", &summary.violations, NONE_FOUND),
        people("Killed", &summary.killed),
        people("Injured", &summary.injured),
    ]
}

fn sentences(numbered: &Numbered) -> Vec<Block> {
    let (daily, summary) = (numbered.daily, &numbered.daily.summary);
    let day = day_words(daily.day);
    let today = &summary.incidents.today;
    let mut blocks = vec![];
    if today.is_none_reported() {
        blocks.push(Block::Paragraph(Text::of(lead::nothing_read(daily))));
    } else {
        let verb = words::plural(today.n(), "is", "are");
        let text = Text::default().and(numbered.counted(today, "incident", "incidents"));
        let text = text.say(format!(" {verb} told of {day}; "));
        blocks.push(Block::Paragraph(match daily.readings.first() {
            Some(leading) => judged(numbered, text, summary, &leading.title),
            None => text.say("none was judged."),
        }));
        let text = people(numbered, Text::default(), "Killed: ", &summary.killed.today);
        blocks.push(Block::Paragraph(people(numbered, text, " Injured: ", &summary.injured.today)));
    }
    let denied = numbered.daily.only_denied.len();
    if denied > 0 {
        let text = words::number(denied, "further incident is", "further incidents are");
        blocks.push(Block::Paragraph(Text::of(format!(
            "{text} only denied; no figure counts what nobody says happened."
        ))));
    }
    let apart = &summary.not_dated;
    if !apart.is_none_reported() {
        let verb = words::plural(apart.n(), "lies", "lie");
        let text = Text::default().and(numbered.counted(apart, "further incident", "further incidents"));
        let it = words::plural(apart.n(), "it", "them");
        let text =
            text.say(format!(" can touch the day and {verb} in no single day; no day's figure counts {it}."));
        blocks.push(Block::Paragraph(text));
    }
    blocks
}

fn judged(numbered: &Numbered, text: Text, summary: &Summary, reading: &str) -> Text {
    let violations = &summary.violations.today;
    let text = if violations.is_none_reported() {
        text.say("none is found to be a violation")
    } else {
        let verb = words::plural(violations.n(), "is a violation", "are violations");
        text.and(numbered.counted(violations, &verb, &verb))
    };
    let mut text = text.say(" under the reading ").quoted(reading);
    if !violations.is_none_reported() {
        text =
            text.say(words::plural(violations.n(), " if it happened as told", " if they happened as told"));
        text = one_source(numbered, text, summary);
    }
    let open = &summary.undetermined.today;
    if open.is_none_reported() {
        return text.say(".");
    }
    text.say(", ").and(numbered.counted(open, "cannot be determined", "cannot be determined")).say(".")
}

/// For how many of the violations only one source speaks.
fn one_source(numbered: &Numbered, text: Text, summary: &Summary) -> Text {
    let (violations, single) = (&summary.violations.today, &summary.violations_of_one_source);
    if single.is_none_reported() {
        return text;
    }
    if single.value == violations.value {
        return text.say(words::plural(violations.n(), " (on one source)", " (each on one source only)"));
    }
    text.say(" (only one source speaks for ").and(numbered.figure(single)).say(" of them)")
}

fn people(numbered: &Numbered, text: Text, title: &str, total: &Total) -> Text {
    let mut text = text.say(title).and(hurt(numbered, total, THIS_DAY));
    if !total.may_be_one.is_empty() {
        text = text.say(" (some of these may be one incident)");
    }
    let without = &total.incidents_without_figure;
    if without.is_none_reported() {
        return text.say(".");
    }
    text.say("; no figure for ")
        .and(numbered.counted(without, "hostile incident", "hostile incidents"))
        .say(".")
}

fn figures(numbered: &Numbered) -> Table {
    let summary = &numbered.daily.summary;
    let mut table = Table::new(
        "Figures of the day beside the day before and since the start",
        &["Figure", "Today", "Yesterday", "Since the start"],
    );
    let row = |table: &mut Table, title: String, figures: &Compared<Figure>, none: &str| {
        let cell = |figure| Text::default().and(numbered.count(figure, none));
        let before = figures.yesterday.as_ref().map_or(Text::of(BEFORE_START), cell);
        table.row(vec![Text::of(title), cell(&figures.today), before, cell(&figures.since_start)]);
    };
    row(&mut table, "Incidents".to_owned(), &summary.incidents, NONE_REPORTED);
    row(&mut table, "Violations".to_owned(), &summary.violations, NONE_FOUND);
    for line in &summary.by_provision {
        let term = numbered.daily.provisions.iter().find(|p| p.provision == line.provision);
        let term = term.map_or("", |provision| provision.term).replace('-', " ");
        row(&mut table, format!("Violations of {} ({term})", line.provision), &line.violations, NONE_FOUND);
    }
    row(&mut table, "Undetermined".to_owned(), &summary.undetermined, NONE_FOUND);
    for (title, totals) in [("killed", &summary.killed), ("injured", &summary.injured)] {
        let cell = |total, days| Text::default().and(hurt(numbered, total, days));
        let before = totals.yesterday.as_ref();
        table.row(vec![
            Text::of(words::capital(title)),
            cell(&totals.today, THIS_DAY),
            before.map_or(Text::of(BEFORE_START), |total| cell(total, THAT_DAY)),
            cell(&totals.since_start, "no figure dated to these days alone"),
        ]);
        let without = of_total(totals, |total| total.incidents_without_figure.clone());
        row(&mut table, format!("Hostile incidents with no figure of {title}"), &without, "none");
    }
    table
}

/// What the figures since the start leave out, as it lies or can lie before the first moment.
fn before_start(numbered: &Numbered) -> Option<Block> {
    let summary = &numbered.daily.summary;
    let parts = [
        (&summary.before_start, ["lies before it", "lie before it"]),
        (&summary.beside_start, ["can lie before it or after it"; 2]),
    ];
    let told: Vec<_> = parts.into_iter().filter(|(figure, _)| !figure.is_none_reported()).collect();
    let mut text = Text::of("Not counted since the start, which is the first moment of the agreement:");
    for (at, (figure, [one, many])) in told.iter().enumerate() {
        text = text.say([" ", "; "][usize::from(at > 0)]);
        text = text.and(numbered.counted(figure, "incident", "incidents"));
        text = text.say(format!(" {}", words::plural(figure.n(), one, many)));
    }
    (!told.is_empty()).then(|| Block::Note(text.say(".")))
}

/// What to bear in mind where a sum may hold one happening twice.
fn doubled(summary: &Summary) -> Option<Block> {
    let of = |totals: &Compared<Total>| {
        let all = [Some(&totals.today), totals.yesterday.as_ref(), Some(&totals.since_start)];
        all.into_iter().flatten().any(|total| !total.may_be_one.is_empty())
    };
    let note = "Killed and injured: where some of these may be one incident, the low counts them once and the high \
                counts each.";
    (of(&summary.killed) || of(&summary.injured)).then(|| Block::Note(Text::of(note)))
}

/// A sum of people; where no figure is dated to the days but some are told, so much is said.
fn hurt(numbered: &Numbered, total: &Total, not_dated: &str) -> Piece {
    match total.figure.value {
        FigureValue::NoFigure => Piece::Figure(hurt_words(total, not_dated), Refs::default()),
        _ => numbered.figure(&total.figure),
    }
}

fn hurt_words(total: &Total, not_dated: &str) -> String {
    match total.figure.value {
        FigureValue::NoFigure if total.not_dated => not_dated.to_owned(),
        value => value.to_string(),
    }
}

fn of_total(totals: &Compared<Total>, part: impl Fn(&Total) -> Figure) -> Compared<Figure> {
    Compared {
        today: part(&totals.today),
        yesterday: totals.yesterday.as_ref().map(&part),
        since_start: part(&totals.since_start),
    }
}

fn readings(numbered: &Numbered) -> Table {
    let columns = ["Reading", "Violation", "Permitted", "Not covered", "Undetermined", "Not judged"];
    let mut table = Table::new("The day's incidents under each reading", &columns);
    let judged_all = numbered.daily.summary.readings.iter().all(|line| line.not_judged.is_none_reported());
    if judged_all {
        table.columns.pop();
    }
    for (at, line) in numbered.daily.summary.readings.iter().enumerate() {
        let ReadingCount { reading, violation, permitted, not_covered, undetermined, not_judged } = line;
        let held = numbered.daily.readings.iter().find(|held| &held.reading == reading);
        let mut title =
            held.map_or_else(|| reading.to_string(), |held| format!("{reading} — {}", held.title));
        if at == 0 {
            title.push_str(" (leads)");
        }
        let mut figures = vec![violation, permitted, not_covered, undetermined];
        if !judged_all {
            figures.push(not_judged);
        }
        let cells = figures.into_iter().map(|figure| Text::default().and(numbered.count(figure, NONE_FOUND)));
        table.row([Text::of(title)].into_iter().chain(cells).collect());
    }
    table
}

fn breakdown(numbered: &Numbered) -> Vec<Block> {
    let summary = &numbered.daily.summary;
    let acts = summary.acts.iter().map(|line| (words::act(line.act), &line.today));
    let standings =
        summary.standings.iter().map(|line| (words::standing(line.standing).to_owned(), &line.today));
    let mut blocks = vec![];
    for (title, lines) in [("By act: ", acts.collect::<Vec<_>>()), ("By standing: ", standings.collect())] {
        let mut text = Text::of(title);
        for (at, (name, figure)) in lines.iter().enumerate() {
            text =
                text.say(format!("{}{name} ", ["", "; "][usize::from(at > 0)])).and(numbered.figure(figure));
        }
        if !lines.is_empty() {
            blocks.push(Block::Paragraph(text.say(".")));
        }
    }
    if !summary.elsewhere.is_none_reported() {
        let text = Text::of("Left out, as they lie outside every zone of the agreement: ");
        blocks
            .push(Block::Note(text.and(numbered.figure(&summary.elsewhere)).say(" of the day's incidents.")));
    }
    blocks
}
