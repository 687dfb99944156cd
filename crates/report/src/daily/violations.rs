//! Incidents of the day that are a violation under some reading, by area. Judges nothing itself.

use crate::{Area, view::View};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use truce_model::{IncidentId, Verdict};

/// The violations of the day in one area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AreaViolations {
    /// Where; what has no place comes last.
    #[serde(flatten)]
    pub area: Area,
    /// The incidents, in order of time.
    pub incidents: Vec<IncidentId>,
}

/// Lists the violations of the day.
pub(crate) fn violations(view: &View, day: Date) -> Vec<AreaViolations> {
    let mut areas: BTreeMap<Area, Vec<IncidentId>> = BTreeMap::new();
    for incident in view.incidents_on(day) {
        let mut readings = view.agreement.readings.iter();
        if readings.any(|reading| view.verdict(incident, &reading.id) == Some(Verdict::Violation)) {
            areas.entry(Area::of(&incident.places, view.places)).or_default().push(incident.id.clone());
        }
    }
    areas.into_iter().map(|(area, incidents)| AreaViolations { area, incidents }).collect()
}
