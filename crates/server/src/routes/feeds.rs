//! `/api/feeds`: incidents, findings and reports as Atom feeds (RFC 4287), the newest first.

use crate::{problem::Problem, record::Reading, record::Record, view::View, viewer::Visit};
use atom_syndication::{
    ContentBuilder, Entry, EntryBuilder, Feed, FeedBuilder, FixedDateTime, LinkBuilder, PersonBuilder,
};
use axum::{
    extract::Path,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use jiff::{Timestamp, tz::TimeZone};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use truce_model::{ClaimId, DocumentId, Seq, Verdict};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// How many entries a feed has at most.
const MOST_ENTRIES: usize = 100;

/// What a feed is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Noun {
    /// What happened.
    Incidents,
    /// What the terms make of it, but for what they do not cover.
    Findings,
    /// The reports of days.
    Reports,
}

pub(super) fn routes() -> OpenApiRouter<Record> {
    OpenApiRouter::new().routes(routes!(feed))
}

/// What is new, as an Atom feed
///
/// An entry is dated by the record that last told of it.
#[utoipa::path(get, path = "/api/feeds/{noun}", tag = "feeds", params(("noun" = inline(Noun), Path)), responses(
    (status = 200, content_type = "application/atom+xml", body = String), (status = "4XX", body = Problem)))]
async fn feed(visit: Visit, Path(noun): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    let noun = match noun.as_str() {
        "incidents" => Noun::Incidents,
        "findings" => Noun::Findings,
        "reports" => Noun::Reports,
        _ => return Err(Problem::unknown("there are feeds of incidents, findings and reports")),
    };
    let base = base(&headers);
    visit
        .read(move |reading| {
            let view = reading.as_of(None)?;
            let came = Came::of(reading, &view)?;
            let (title, entries) = match noun {
                Noun::Incidents => ("Incidents", incidents(reading, &view, &came, &base)?),
                Noun::Findings => ("Findings", findings(reading, &view, &came, &base)?),
                Noun::Reports => ("Reports", reports(reading, &view, &base)?),
            };
            let feed = whole(&base, title, entries).to_string();
            Ok(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], feed).into_response())
        })
        .await
}

/// The address under which the asker reaches the server.
fn base(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let plain = |host: &&str| host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:[]".contains(c));
    let secure = headers.get("x-forwarded-proto").is_some_and(|proto| proto == "https");
    format!("{}://{}", if secure { "https" } else { "http" }, host.filter(plain).unwrap_or("localhost"))
}

/// When documents came into the record.
struct Came(BTreeMap<DocumentId, Seq>);

impl Came {
    fn of(reading: &Reading<'_>, view: &View) -> Result<Came, Problem> {
        Ok(Came(reading.monitor.came(view.situation.seq)?))
    }

    /// The record that last told of something that rests on these claims.
    fn last<'c>(&self, view: &View, claims: impl Iterator<Item = &'c ClaimId>) -> Seq {
        let documents = claims.filter_map(|id| Some(&view.situation.claim(id)?.document));
        documents.filter_map(|document| self.0.get(document).copied()).max().unwrap_or_default()
    }
}

/// The times of records, each asked for once.
#[derive(Default)]
struct Times(HashMap<Seq, Timestamp>);

impl Times {
    fn of(&mut self, reading: &Reading<'_>, seq: Seq) -> Result<Timestamp, Problem> {
        if let Some(known) = self.0.get(&seq) {
            return Ok(*known);
        }
        let time = reading.monitor.recorded_at(seq)?.unwrap_or(Timestamp::UNIX_EPOCH);
        self.0.insert(seq, time);
        Ok(time)
    }
}

fn incidents(reading: &Reading<'_>, view: &View, came: &Came, base: &str) -> Result<Vec<Entry>, Problem> {
    let mut times = Times::default();
    let all = view.situation.incidents.iter();
    let mut dated: Vec<_> = all.map(|incident| (came.last(view, incident.all_claims()), incident)).collect();
    dated.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
    let entry = |(seq, incident): (Seq, &truce_model::Incident)| {
        let words = line(incident);
        let quotes = incident.claims.iter().filter_map(|id| view.situation.claim(id));
        let said = quotes.map(|claim| {
            let source = claim.source.as_ref().map_or("source not told", |name| name.as_str());
            format!("{source} ({}): \u{201c}{}\u{201d}", claim.stance.word(), claim.quote)
        });
        let about = said.collect::<Vec<_>>().join("\n");
        let title = format!("{words} ({})", incident.standing.word());
        let path = format!("/incidents/{}", incident.id);
        Ok(written(base, &path, &title, &about, times.of(reading, seq)?))
    };
    dated.into_iter().take(MOST_ENTRIES).map(entry).collect()
}

fn findings(reading: &Reading<'_>, view: &View, came: &Came, base: &str) -> Result<Vec<Entry>, Problem> {
    let mut times = Times::default();
    let reached = view.situation.findings.iter().filter(|finding| finding.verdict != Verdict::NotCovered);
    let mut dated: Vec<_> = reached
        .filter_map(|finding| {
            let incident = view.situation.incident(&finding.incident)?;
            Some((came.last(view, incident.all_claims()), finding, incident))
        })
        .collect();
    dated.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
    let entry = |(seq, finding, incident): (Seq, &truce_model::Finding, &truce_model::Incident)| {
        let title = format!(
            "{}: {} by {} of {}, read as {}",
            finding.verdict.word(),
            line(incident),
            finding.provision,
            finding.agreement,
            finding.reading
        );
        let path = format!("/incidents/{}#{}", incident.id, finding.id);
        Ok(written(base, &path, &title, &truce_monitor::decisive(finding), times.of(reading, seq)?))
    };
    dated.into_iter().take(MOST_ENTRIES).map(entry).collect()
}

fn reports(reading: &Reading<'_>, view: &View, base: &str) -> Result<Vec<Entry>, Problem> {
    let mut dated = BTreeSet::new();
    for agreement in &view.situation.agreements {
        let zone = TimeZone::get(&agreement.zone).unwrap_or(TimeZone::UTC);
        for day in reading.monitor.report_days(&view.situation, agreement)? {
            let end = day.tomorrow().ok().and_then(|next| next.to_zoned(zone.clone()).ok());
            // A day that goes on has no report of its own yet.
            if let Some(end) = end.map(|end| end.timestamp()).filter(|end| *end <= view.situation.as_of) {
                dated.insert((end, day, agreement.id.to_string(), agreement.title.clone()));
            }
        }
    }
    let entry = |(end, day, id, title): &(Timestamp, jiff::civil::Date, String, String)| {
        let path = format!("/reports/{id}/{day}");
        written(base, &path, &format!("{title}: report of {day}"), "", *end)
    };
    Ok(dated.iter().rev().take(MOST_ENTRIES).map(entry).collect())
}

/// An incident in a line.
fn line(incident: &truce_model::Incident) -> String {
    let place = incident.places.first().map_or("place not told", |place| place.as_str());
    let when = match incident.occurred.is_unknown() {
        true => "time not told".to_owned(),
        false => incident.occurred.to_string(),
    };
    format!("{}, {place}, {when}", incident.act.word().replace('_', " "))
}

fn written(base: &str, path: &str, title: &str, about: &str, at: Timestamp) -> Entry {
    let address = format!("{base}{path}");
    let content = ContentBuilder::default().value(about.to_owned()).content_type("text".to_owned()).build();
    EntryBuilder::default()
        .id(format!("urn:truce:{}", path.trim_start_matches('/').replace(['/', '#'], ":")))
        .title(title)
        .updated(date(at))
        .link(LinkBuilder::default().href(address).rel("alternate").build())
        .content((!about.is_empty()).then_some(content))
        .build()
}

fn whole(base: &str, title: &str, entries: Vec<Entry>) -> Feed {
    let path = format!("{base}/api/feeds/{}", title.to_lowercase());
    // A feed with nothing in it has no date of its own.
    let updated =
        entries.iter().map(|entry| entry.updated).max().unwrap_or_else(|| date(Timestamp::UNIX_EPOCH));
    FeedBuilder::default()
        .id(format!("urn:truce:feed:{}", title.to_lowercase()))
        .title(format!("Trucewatch: {title}"))
        .author(PersonBuilder::default().name("Trucewatch".to_owned()).build())
        .updated(updated)
        .link(LinkBuilder::default().href(path).rel("self").build())
        .entries(entries)
        .build()
}

fn date(at: Timestamp) -> FixedDateTime {
    at.strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string().parse().unwrap_or_default()
}
