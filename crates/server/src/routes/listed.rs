//! What every listing does alike: opens the moment, filters, orders, pages, and writes one of three forms.

use crate::{
    answer,
    location::{Location, geometry},
    problem::Problem,
    query::{self, Form, Meant},
    view::View,
    viewer::Visit,
};
use axum::{
    Json,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use truce_model::Interval;
use truce_monitor::{Noun, Selection, table};

/// One noun's listing: what there is of it, in which order, and how each is answered.
pub(super) struct Listed<T, U> {
    pub(super) noun: Noun,
    pub(super) all: for<'v> fn(&Selection<'v>) -> Vec<&'v T>,
    pub(super) order: fn(&View, &T) -> Order,
    pub(super) of: fn(&View, &T) -> U,
    /// Where it lies on a map, for what can lie anywhere.
    pub(super) lies: Option<Lies<U>>,
}

/// The id of a thing and where it lies, if it lies anywhere.
pub(super) type Lies<U> = for<'u> fn(&'u U) -> Option<(&'u str, &'u Location)>;

/// By time, then by id; what has no time stands last, since it belongs to no day.
pub(super) type Order = (bool, String, String);

/// The place of a thing in its listing.
pub(super) fn order(occurred: &Interval, id: &str) -> Order {
    let at = occurred.start.or(occurred.end).map(|moment| moment.to_string());
    (at.is_none(), at.unwrap_or_default(), id.to_owned())
}

impl<T: 'static, U: Serialize + 'static> Listed<T, U> {
    /// Answers what is meant.
    pub(super) async fn answer(&'static self, visit: &Visit, meant: Meant) -> Result<Response, Problem> {
        visit
            .read(move |reading| {
                let (view, from) = answer::opened(reading, meant.as_of, &meant.paging)?;
                let selection = reading.monitor.select(&view.situation, &meant.filter)?;
                Ok(match meant.form {
                    Form::Csv => answer::csv(&table(self.noun, &view.situation, &selection)),
                    Form::Geojson => answer::geojson(self.features(&view, &selection)?),
                    Form::Json => {
                        let mut all = (self.all)(&selection);
                        all.sort_by_cached_key(|one| (self.order)(&view, one));
                        if meant.order == query::Order::Newest {
                            let timeless = all.partition_point(|one| !(self.order)(&view, one).0);
                            all[..timeless].reverse();
                        }
                        let of = |one: &&T| (self.of)(&view, one);
                        Json(answer::page(&view, &all, from, meant.paging.limit, of)).into_response()
                    }
                })
            })
            .await
    }

    fn features(&self, view: &View, selection: &Selection<'_>) -> Result<Vec<serde_json::Value>, Problem> {
        let Some(lies) = self.lies else {
            let detail = format!("{} lie nowhere; they are answered as json and csv", self.noun.word(2));
            return Err(Problem::parameter("format", detail));
        };
        let feature = |one: U| {
            let (id, location) = lies(&one)?;
            let properties = serde_json::to_value(&one).ok()?;
            Some(answer::feature(id, geometry(location), properties))
        };
        Ok((self.all)(selection).into_iter().filter_map(|one| feature((self.of)(view, one))).collect())
    }
}
